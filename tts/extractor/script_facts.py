"""Script facts: who wrote a story and when, from the script that builds its page.

An app's page is empty until its script runs, and its times are written by it. The same object has headline,
writer and time, so that what stands between one headline and the next is of one story.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

_MAX_CHARS = 3_000_000
_BEFORE = 600  # characters before a headline where its object has begun
_KEY = r"[\"'](?:title|headlines?|post_?title|articleTitle)[\"']\s{0,4}:"
_NEXT_TITLE = re.compile(_KEY)
_TIME = re.compile(
    r"[\"'](?:datePublished|date_?published|publish(?:ed)?_?(?:at|time|date|on)?|pub_?(?:date|time)"
    r"|(?:first|display|online)_?(?:publish(?:ed)?_?)?(?:at|date|time)|(?:release|issue|post|news|article)_?(?:at|date|time)"
    r"|first_?published|created?_?(?:at|date|time)|c_?time)[\"']"
    r"\s{0,4}:\s{0,4}[\"']?(?P<said>[0-9][^\"',}\]]{7,34})",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"[\"'](?:authors?|writers?|reporters?|by_?line|author_?name|by(?=[\"']\s{0,4}:\s{0,4}\[\s{0,4}\{))[\"']"
    r"\s{0,4}:\s{0,4}(?:\[\s{0,4})?"
    r"(?:\{[^{}\[\]]{0,200}?[\"'](?:name|display_?name)[\"']\s{0,4}:\s{0,4})?[\"'](?P<said>[^\"'\\]{2,40})[\"']",
    re.IGNORECASE,
)
# Stores of parts that name each other, as Apollo's: the author is a key, under which his name stands.
_WRITER_KEY = re.compile(
    r"[\"'](?:authors?|creator|writers?|reporters?)[\"']\s{0,4}:\s{0,4}(?:\[\s{0,4})?"
    r"\{\s{0,4}[\"']__ref[\"']\s{0,4}:\s{0,4}[\"'](?P<said>[\w:.-]{2,80})[\"']",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"[\"'](?:name|display_?name)[\"']\s{0,4}:\s{0,4}[\"'](?P<said>[^\"'\\]{2,40})[\"']", re.IGNORECASE
)
_MAX_PART = 400  # characters of a part of such a store that are looked at
# WeChat's page writes the seconds of its publication into a variable; other systems have such names too.
_VARIABLE = re.compile(
    r"\b(?:var|let|const)\s{1,4}(?:ct|createTime|publish_?time|pub_?(?:date|time))\s{0,4}=\s{0,4}"
    r"[\"'](?P<said>[0-9][^\"']{7,30})[\"']",
    re.IGNORECASE,
)


def times_in(scripts: Iterable[str], title: str | None) -> Iterator[str]:
    """Yield the times that scripts give to the story of this title, as they write them, the best first."""
    kept = list(scripts)
    yield from _said(kept, title, _TIME)
    yield from (found["said"] for script in kept if (found := _VARIABLE.search(script[:_MAX_CHARS])))


def writers_in(scripts: Iterable[str], title: str | None) -> Iterator[str]:
    """Yield the names that scripts give to the author of the story of this title."""
    kept = list(scripts)
    yield from _said(kept, title, _WRITER)
    for key in _said(kept, title, _WRITER_KEY):
        parts = (_part_of(script[:_MAX_CHARS], key) for script in kept)
        yield from (found["said"] for part in parts if (found := _NAME.search(part)))


def _part_of(text: str, key: str) -> str:
    """Return how the object under a key begins, up to where another opens in it or it ends."""
    found = re.search(
        rf"[\"']{re.escape(key)}[\"']\s{{0,4}}:\s{{0,4}}\{{(?P<part>[^{{}}]{{0,{_MAX_PART}}})", text
    )
    return found["part"] if found else ""


def _said(scripts: Iterable[str], title: str | None, form: re.Pattern[str]) -> Iterator[str]:
    for script in scripts if title else ():
        text = script[:_MAX_CHARS]
        for written in (title or "", json.dumps(title)[1:-1]):
            if not (headline := _headline_in(text, written.split())):
                continue
            after = _NEXT_TITLE.search(text, headline.end())
            if found := form.search(text, headline.end(), after.start() if after else len(text)):
                yield found["said"]
            elif before := list(form.finditer(text, max(0, headline.start() - _BEFORE), headline.start())):
                yield before[-1]["said"]


def _headline_in(text: str, words: Sequence[str]) -> re.Match[str] | None:
    """Find a headline in quotes; a script may write each of its spaces as several, or escaped."""
    if not words or f'"{words[0]}' not in text:
        return None
    spaced = r"(?:\s|\\u3000){1,4}".join(map(re.escape, words))
    return re.search(f'"{spaced}"', text)
