"""Episodes for pages: invented ones of any length, whose sound is silence, and a spoken one."""

import datetime as dt
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from tts.audio.info_header import header_frame
from tts.audio.mp3 import FORMATS
from tts.episode_files import manifest, shelf
from tts.episode_files.shelf import names
from tts.feed.addresses import sound_path
from tts.model.episode import Chapter, Cue, Episode, Imprint, Source, Word

WORDS = "立法院昨日三讀通過新法明年一月起在各縣市分階段上路主管機關說將先辦理說明會"
PER_PARAGRAPH = 4
PAUSE_MS = 100
SEED = Path(__file__).parents[2] / "seeds" / "worldjournal-2026-01-09.txt"


def episode(
    slug: str,
    title: str = "新法三讀通過 明年一月上路",
    sentences: int = 40,
    sentence_ms: int = 3600,
    series: str | None = None,
) -> Episode:
    """Return a story of the day its slug begins with; its sentences follow each other without a gap.

    Four are a paragraph, and each paragraph is a chapter.
    """
    spoken = [("以下新聞由人工智慧語音播報。", "disclosure"), (title, "title"), ("本報記者王小明", "byline")]
    cues = [
        Cue(at * sentence_ms, (at + 1) * sentence_ms, text, None, kind)  # type: ignore[arg-type]
        for at, (text, kind) in enumerate(spoken[: max(0, sentences)])
    ]
    for at in range(len(cues), sentences):
        text = f"第{at}句，{WORDS[at % 7 : at % 7 + 12 + at % 9]}。"
        cues.append(Cue(at * sentence_ms, (at + 1) * sentence_ms, text, (at - 3) // PER_PARAGRAPH))
    duration_ms = max(sentences, 10) * sentence_ms
    firsts = [cue for before, cue in pairwise(cues) if cue.paragraph != before.paragraph]
    starts = [(0, title), *((cue.start_ms, cue.text[:12]) for cue in firsts)]
    ends = [start for start, _ in starts[1:]] + [duration_ms]
    return Episode(
        id=slug,
        slug=slug,
        title=title,
        date=dt.date.fromisoformat(slug[:10]),
        language="zh-Hant",
        duration_ms=duration_ms,
        profile="source",
        engine="fake",
        voice="hum",
        disclosure="以下新聞由人工智慧語音播報。",
        chapters=tuple(Chapter(start, end, name) for (start, name), end in zip(starts, ends, strict=True)),
        cues=tuple(cues),
        articles=(source(title, slug),),
        files=names(slug),
        imprint=Imprint(series=series),
    )


def said(texts: Sequence[str], slug: str, sentence_ms: int = 1000) -> Episode:
    """Return a story of these sentences, one after another."""
    whole = episode(slug, sentences=len(texts), sentence_ms=sentence_ms)
    cues = (replace(cue, text=text) for cue, text in zip(whole.cues, texts, strict=True))
    return replace(whole, cues=tuple(cues))


def financial(episode: Episode) -> Episode:
    """Return the episode with two numbers in each sentence of its text."""
    cues = (
        replace(cue, text=f"{cue.text[:-1]}，漲{at}.{at % 90 + 10}%，收-{at},318.02億元。")
        if cue.kind == "body"
        else cue
        for at, cue in enumerate(episode.cues, 10)
    )
    return replace(episode, cues=tuple(cues))


def worded(episode: Episode) -> Episode:
    """Return the episode with words of two characters, all as long, and a pause after each sentence."""
    return replace(episode, cues=tuple(map(_worded, episode.cues)))


def _worded(cue: Cue) -> Cue:
    texts = re.findall(r"(?:^\W+)?\w{1,2}\W*", cue.text)
    end_ms = cue.end_ms - PAUSE_MS
    bounds = [cue.start_ms + (end_ms - cue.start_ms) * at // len(texts) for at in range(len(texts) + 1)]
    return replace(cue, end_ms=end_ms, words=tuple(map(Word, bounds, bounds[1:], texts)))


def source(title: str, fingerprint: str) -> Source:
    """Return where a story comes from."""
    url = "https://example.org/news/1"
    return Source(title, "本報記者王小明", "世界日報", url, None, fingerprint)


def digest(stories: Sequence[Episode], slug: str = "2026-01-09-digest-0123abcd") -> Episode:
    """Return a digest that tells these stories one after another."""
    cues, chapters, at_ms, paragraphs = [], [], 0, 0
    for story in stories:
        begins_ms = at_ms
        for cue in story.cues:
            paragraph = None if cue.paragraph is None else cue.paragraph + paragraphs
            shifted = replace(cue, start_ms=cue.start_ms + begins_ms, end_ms=cue.end_ms + begins_ms)
            cues.append(replace(shifted, paragraph=paragraph))
        at_ms += story.duration_ms
        paragraphs += 1 + max((cue.paragraph or 0 for cue in story.cues), default=0)
        chapters.append(Chapter(begins_ms, at_ms, story.title, "https://example.org/news/1"))
    return replace(
        stories[0],
        id=slug,
        slug=slug,
        kind="digest",
        title="1月9日新聞",
        duration_ms=at_ms,
        chapters=tuple(chapters),
        cues=tuple(cues),
        articles=tuple(article for story in stories for article in story.articles),
        files=names(slug),
    )


def record_silence(output: Path, episode: Episode) -> None:
    """Write the episode's MP3: as long as it says, without a sound."""
    form = FORMATS["source"]
    frames = round(episode.duration_ms / form.frame_ms)
    path = output / sound_path(episode)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header_frame(form, frames, 0) + form.silent_frame * frames)


def speak_seed(output: Path) -> Episode:
    """Let espeak read the page of seeds/ into the output folder, as the command line does it."""
    own = {"TING_CACHE_DIR": str(output / "cache"), "XDG_CONFIG_HOME": str(output)}
    command = [sys.executable, "-m", "tts.cli", "read", str(SEED), "--engine", "espeak", "--out", str(output)]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, **own}, cwd=output)
    return manifest.read(shelf.manifests(output)[0])
