"""An episode's words with their times, in the forms that players read.

All are pure, use the article's own words, and give every sentence one cue; the cues' texts, joined,
are the script. Where the times of words are known, WebVTT, lyrics and JSON have them.
"""

import html
import json
import re
from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from typing import Any

from tts.episode_files.credit import album, artist, byline, narrator
from tts.episode_files.indented import folded
from tts.episode_files.plain_text import address
from tts.episode_files.wrap import wrapped
from tts.model.episode import Cue, Episode, Source, Word
from tts.printable import one_line

VTT_WIDTH = 65
SRT_WIDTH = 32
"""Characters a line (https://github.com/Podcastindex-org/podcast-namespace, transcripts)."""

MARKUP = re.compile(r"<(?=/?(?:b|i|u|s|font)\b)|\{(?=\\|/?[biu]\})", re.IGNORECASE)
WIDE = {"<": "＜", "{": "｛"}
"""Players take these in SubRip for styles, and it has no way to escape them but their wide forms."""

LEAST_WIDTH = VTT_WIDTH // 2
"""A line's words have so much room at least, however long the name of who speaks is."""

LIKE_A_TIME = re.compile(r"<(?=\d+:\d)")
"""Players of enhanced lyrics take this for a word's time."""

JSON_VERSION = "1.0.0"

SHORTEST_MS = 1
"""WebVTT wants a cue to end after it begins."""


def webvtt(episode: Episode) -> str:
    """Return the transcript as WebVTT (https://www.w3.org/TR/webvtt1/), with who reads as speaker.

    Before each word of which it is known stands when it begins (4.2.2, cue timestamps).
    """
    cues = (_vtt_cue(cue, narrator(episode, cue)) for cue in episode.cues)
    return "\n".join(("WEBVTT\n", *cues))


def srt(episode: Episode) -> str:
    """Return the transcript as SubRip."""
    return "\n".join(_srt_cue(number, cue) for number, cue in enumerate(episode.cues, 1))


def lrc(episode: Episode) -> str:
    """Return the transcript as lyrics, one line a sentence, times in hundredths of a second.

    An empty line at the end says when the last one is over; without it players show that for ever.
    Where a sentence's words are known, each has its time before it (the enhanced form, "A2 extension").
    """
    head = {
        "ti": episode.title,
        "ar": artist(episode),
        "al": album(episode),
        "length": f"{episode.duration_ms // 60_000:02}:{episode.duration_ms // 1000 % 60:02}",
    }
    tags = [f"[{name}:{one_line(value)}]" for name, value in head.items()]
    lines = [f"[{_lrc_time(cue.start_ms)}]{_lrc_text(cue)}" for cue in episode.cues]
    end = [f"[{_lrc_time(episode.cues[-1].end_ms)}]"] if lines else []
    return "".join(f"{line}\n" for line in (*tags, *lines, *end))


def _lrc_text(cue: Cue) -> str:
    timed = (f"<{_lrc_time(word.start_ms)}>{_lrc_word(word.text)}" for word in cue.words)
    return "".join(timed) or _lrc_line(cue.text)


def _lrc_word(text: str) -> str:
    return LIKE_A_TIME.sub("＜", _lrc_line(text))


def _lrc_line(text: str) -> str:
    """Return the text of a line; a bracket at its beginning is kept from being read as a time."""
    line = one_line(text)
    return f" {line}" if line.startswith("[") else line


def podcast_json(episode: Episode) -> str:
    """Return the transcript as Podcasting 2.0 JSON, times in seconds.

    A segment has its `words`, in the same terms, where they are known; that is a field of our own.
    """
    segments = [_json_segment(cue, narrator(episode, cue)) for cue in episode.cues]
    document = {"version": JSON_VERSION, "segments": segments}
    return folded(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _json_segment(cue: Cue, speaker: str) -> dict[str, Any]:
    segment = {"speaker": speaker, **_json_stretch(cue)}
    return segment | {"words": [_json_stretch(word) for word in cue.words]} if cue.words else segment


def _json_stretch(said: Cue | Word) -> dict[str, Any]:
    return {"startTime": said.start_ms / 1000, "endTime": said.end_ms / 1000, "body": said.text}


def plain(episode: Episode) -> str:
    """Return what is said as plain text, with an empty line between paragraphs."""
    return "\n".join(f"{words}\n" for _start_ms, words in _paragraphs(episode))


def markdown(episode: Episode) -> str:
    """Return what is said as Markdown, under its title and where it is from, each paragraph with its time."""
    sources = [_markdown_credit(source) for source in episode.articles]
    said = [
        f"`{start_ms // 60_000}:{start_ms // 1000 % 60:02}` {_escaped(words)}"
        for start_ms, words in _paragraphs(episode)
    ]
    return "\n".join(f"{block}\n" for block in (f"# {_escaped(one_line(episode.title))}", *sources, *said))


def _paragraphs(episode: Episode) -> Iterator[tuple[int, str]]:
    """Yield the start and the words of each paragraph; what is in none stands alone."""
    together: list[Cue] = []
    for cue in (*episode.cues, None):
        if together and (cue is None or cue.paragraph is None or cue.paragraph != together[-1].paragraph):
            yield together[0].start_ms, one_line("".join(said.text for said in together))
            together = []
        if cue is not None:
            together.append(cue)


def _markdown_credit(source: Source) -> str:
    day = source.published.date().isoformat() if source.published else None
    known = " · ".join(_escaped(one_line(part)) for part in (source.publisher, byline(source), day) if part)
    return f"{known} <{address(source.url)}>".strip() if source.url else known


def _escaped(text: str) -> str:
    """Return the text as Markdown that shows exactly it (https://spec.commonmark.org, 2.4)."""
    return re.sub(r"([\\`*_\[\]<>#~|&!$])", r"\\\1", text)


def _vtt_cue(cue: Cue, speaker: str) -> str:
    """Return one cue; a line's width counts what is shown and its speaker's tag, but no time."""
    escaped = partial(html.escape, quote=False)
    tag = f"<v {escaped(one_line(speaker).rstrip('-'))}>"  # no line may hold what parts a cue's times: -->
    lines = wrapped(one_line(cue.text), VTT_WIDTH, max(LEAST_WIDTH, VTT_WIDTH - len(tag)), escaped)
    times = _vtt_word_times(cue)
    places = accumulate(map(len, lines), initial=0)
    text = "\n".join(
        "".join(times.get(at, "") + escaped(character) for at, character in enumerate(line, place))
        for line, place in zip(lines, places, strict=False)
    )
    return f"{_times(cue, '.')}\n{tag}{text}\n"


def _vtt_word_times(cue: Cue) -> dict[int, str]:
    """Return when words begin, by their places in the text: within the cue, each after the one before."""
    times: dict[int, str] = {}
    latest_ms, place = cue.start_ms, 0
    for word in cue.words:
        if latest_ms < word.start_ms < cue.end_ms:
            latest_ms = word.start_ms
            times[place] = f"<{_clock(latest_ms, '.')}>"
        place += len(one_line(word.text))
    return times


def _srt_cue(number: int, cue: Cue) -> str:
    text = MARKUP.sub(lambda found: WIDE[found[0]], one_line(cue.text).replace("-->", "→"))
    lines = wrapped(text, SRT_WIDTH)
    return "\n".join((str(number), _times(cue, ","), *lines, ""))


def _times(cue: Cue, point: str) -> str:
    end_ms = max(cue.end_ms, cue.start_ms + SHORTEST_MS)
    return f"{_clock(cue.start_ms, point)} --> {_clock(end_ms, point)}"


def _clock(moment_ms: int, point: str) -> str:
    seconds, milliseconds = divmod(moment_ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{milliseconds:03}"


def _lrc_time(moment_ms: int) -> str:
    return f"{moment_ms // 60_000:02}:{moment_ms // 1000 % 60:02}.{moment_ms // 10 % 100:02}"
