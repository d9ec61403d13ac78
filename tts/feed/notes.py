"""An episode's show notes: whose words they are, who speaks, and its chapters; never the article's text."""

import html
from collections.abc import Iterable, Iterator, Sequence

from tts.episode_files.credit import byline
from tts.feed.addresses import web
from tts.feed.xml_text import one_legal_line
from tts.model.episode import Chapter, Episode, Source

FEWEST_CHAPTERS = 3
"""Apps take timestamps for chapters when there are three, and the first is 00:00:00 (Spotify, Apple)."""

BREAK = "<br/>\n"


def show_notes(episode: Episode, max_bytes: int | None = None) -> str:
    """Return as HTML the disclosure, the articles with byline and link, and a line for each chapter.

    A digest's chapters are its articles. With `max_bytes`, lines that do not fit are left out at the end.
    """
    chapters = _timed(episode.chapters)
    of_digest = episode.articles if episode.kind == "digest" else ()
    stories: dict[str | None, Source] = {source.url: source for source in of_digest if source.url}
    told = {chapter.url for chapter in chapters if chapter.url in stories}
    untold = [source for source in episode.articles if source.url not in told and _is_known(source)]
    lines = [
        *filter(None, [_text(episode.disclosure)]),
        *(f"原文：{_credited(source.title, source)}" for source in untold),
        *(f"{clock(c.start_ms)} {_credited(c.title, stories.get(c.url))}" for c in chapters),
    ]
    return BREAK.join(lines if max_bytes is None else _fitting(lines, max_bytes))


def clock(moment_ms: int) -> str:
    """Return the time as hours, minutes and seconds."""
    seconds = moment_ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _timed(chapters: Sequence[Chapter]) -> Sequence[Chapter]:
    """Return the chapters when apps would find them by their times; else none."""
    found = len(chapters) >= FEWEST_CHAPTERS and chapters[0].start_ms < 1000  # noqa: PLR2004 - 00:00:00
    return chapters if found else ()


def _is_known(source: Source) -> bool:
    """Tell whether there is more to say of where it is from than its title."""
    return bool(source.url or source.publisher or byline(source))


def _credited(title: str, source: Source | None) -> str:
    """Return a title, with a link to its story and, in brackets, whose that is, when it has one."""
    if source is None:
        return _text(title)
    link = web(source.url)
    named = f'<a href="{html.escape(link)}">{_text(title)}</a>' if link else _text(title)
    credit = "／".join(_text(owner) for owner in (source.publisher, byline(source)) if owner)
    return f"{named}（{credit}）" if credit else named


def _text(text: str) -> str:
    return html.escape(one_legal_line(text), quote=False)


def _fitting(lines: Iterable[str], max_bytes: int) -> Iterator[str]:
    """Yield the first lines, as many as have room with their breaks."""
    room = max_bytes
    for line in lines:
        room -= len((line + BREAK).encode())
        if room < 0:
            return
        yield line
