"""Script facts: who wrote a story and when, from the script that builds its page.

An app's page is empty until its script runs, and its times are written by it. The same object has headline,
writer and time, so that what stands between one headline and the next is of one story.
"""

import json
import re
from collections.abc import Iterable, Iterator

_MAX_CHARS = 3_000_000
_BEFORE = 600  # characters before a headline where its object has begun
_KEY = r"[\"'](?:title|headline|post_?title|articleTitle)[\"']\s{0,4}:"
_NEXT_TITLE = re.compile(_KEY)
_TIME = re.compile(
    r"[\"'](?:datePublished|date_?published|publish(?:ed)?_?(?:at|time|date|on)?|pub_?(?:date|time)|first_?published(?:_?at)?"
    r"|created_?at|create_?time)[\"']\s{0,4}:\s{0,4}[\"']?(?P<said>[0-9][^\"',}\]]{7,34})",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"[\"'](?:authors?|writers?|reporters?|by_?line|author_?name)[\"']\s{0,4}:\s{0,4}(?:\[\s{0,4})?"
    r"(?:\{[^{}\[\]]{0,200}?[\"'](?:name|display_?name)[\"']\s{0,4}:\s{0,4})?[\"'](?P<said>[^\"'\\]{2,40})[\"']",
    re.IGNORECASE,
)
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
    return _said(scripts, title, _WRITER)


def _said(scripts: Iterable[str], title: str | None, form: re.Pattern[str]) -> Iterator[str]:
    for script in scripts if title else ():
        text = script[:_MAX_CHARS]
        for written in (title, json.dumps(title)[1:-1]):
            place = text.find(f'"{written}"')
            if place < 0:
                continue
            behind = place + len(written or "")
            after = _NEXT_TITLE.search(text, behind)
            if found := form.search(text, behind, after.start() if after else len(text)):
                yield found["said"]
            elif before := list(form.finditer(text, max(0, place - _BEFORE), place)):
                yield before[-1]["said"]
