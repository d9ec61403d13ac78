"""What the front page searches in: scripts, loaded only when somebody searches."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from tts.catalog.card import Card
from tts.episode_files.shelf import EPISODES
from tts.feed.addresses import page_path
from tts.model.episode import Episode
from tts.printable import one_line
from tts.site.text import HEAD

CALL = "tingSearch"

Lines = Iterator[tuple[int, str]]
"""When something is said, and what."""


WHOLE_YEAR = 400
"""A past year of no more episodes is one script, for many small ones take longer to load: 120 of a month each
one second, on a telephone. With ten stories a day a year's words would be 14 MB."""


def shards(cards: Sequence[Card]) -> dict[str, list[Card]]:
    """Return which episodes stand in which script, by its path; all are the newest first.

    A script is a month's, or a whole year's that is past and had few episodes. So one more episode changes
    one script of a month.
    """
    found: dict[str, list[Card]] = {}
    newest = cards[0].date.year if cards else 0
    for year, of_year in groupby(cards, key=lambda card: card.date.year):
        those = list(of_year)
        path = _path_of_year if year < newest and len(those) <= WHOLE_YEAR else _path_of_month
        found |= {place: list(some) for place, some in groupby(those, key=path)}
    return found


def _path_of_year(card: Card) -> str:
    return f"{EPISODES}/{card.date:%Y}/search.js"


def _path_of_month(card: Card) -> str:
    return f"{EPISODES}/{card.date:%Y/%m}/search.js"


def shard(path: str, cards: Sequence[Card], *, show_text: bool) -> str:
    """Return the script that hands the words of these episodes to the page: an entry an episode.

    An entry is its page's path, day, title, and lines of text with the times they are spoken at.
    Without `show_text` the lines are the chapters' titles. So they are for a digest whose stories
    stand in episodes of their own, lest every story be found twice.
    """
    stories = (card.read() for card in cards if card.kind == "article")
    told = {article.fingerprint for episode in stories for article in episode.articles}
    episodes = (card.read() for card in cards)
    entries = [_entry(episode, in_full=show_text and not _told(episode, told)) for episode in episodes]
    data = json.dumps([path, entries], ensure_ascii=False, separators=(",", ":"))
    return f"{CALL}({data.replace('<', chr(92) + 'u003c')});\n"


def _told(episode: Episode, told: set[str]) -> bool:
    return episode.kind == "digest" and all(article.fingerprint in told for article in episode.articles)


def _entry(episode: Episode, *, in_full: bool) -> list[object]:
    lines = list(_said(episode) if in_full else _listed(episode))
    return [
        page_path(episode),
        episode.date.isoformat(),
        one_line(episode.title),
        "\n".join(text for _start_ms, text in lines),
        [start_ms for start_ms, _text in lines],
    ]


def _said(episode: Episode) -> Lines:
    """Yield the sentences of the stories: what the show itself says is no news, nor is the entry's title."""
    unsaid = {"announcement", "disclosure"} if episode.kind == "digest" else HEAD - {"byline"}
    for cue in episode.cues:
        if cue.kind not in unsaid:
            yield cue.start_ms, one_line(cue.text).strip()


def _listed(episode: Episode) -> Lines:
    for chapter in episode.chapters:
        yield chapter.start_ms, one_line(chapter.title)
