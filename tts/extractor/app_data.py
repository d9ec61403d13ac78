"""App data: the story in the data from which a page's script builds what is seen.

Next.js writes a page's data as one JSON script (https://nextjs.org/docs/pages/building-your-application),
Nuxt and many others assign it to a variable. Whatever its names are, the object that has the story also has
its headline, and the longest run of prose within that object is the story.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from tts.extractor.prose import is_punctuated, size, squeeze

_ASSIGNED = re.compile(r"=\s{0,8}(?=[{\[])")
_MOST_ASSIGNED = 8  # values of one script that are looked at
_LITERAL = re.compile(r'"(?:[^"\\]|\\.){120,}"')
_MAX_CHARS = 3_000_000
_MAX_STRINGS = 20_000
_MAX_DEPTH = 60
_MIN_TITLE = 6  # characters: a shorter string may stand anywhere in the data
_MAX_TITLE = 300
_MARKUP = re.compile(r"<(?:p|br|div|li|h[1-6])\b", re.IGNORECASE)

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A string of the data, and the keys and places that lead to it."""

    path: _Path
    text: str


def story_in(scripts: Iterable[str], titles: Iterable[str]) -> str:
    """Return the markup of the story that a page's scripts hold under one of its headlines.

    Failing that, the longest piece of markup that they hold, or "". `scripts` are the texts of its scripts.
    """
    wanted = {squeeze(title) for title in titles}
    loose = ""
    for script in scripts:
        said = _strings(_parsed(script)) or _literals(script)
        owners = [one.path[:-1] for one in said if len(one.path) > 1 and _is_headline(one.text, wanted)]
        stories = (_story_under(owner, said) for owner in dict.fromkeys(owners))
        if best := max(stories, key=size, default=""):
            return best
        loose = max((loose, *(one.text for one in said if _MARKUP.search(one.text))), key=size)
    return loose


def _is_headline(text: str, titles: set[str]) -> bool:
    """Tell whether a string is most of one of a page's headlines, which may have the site's name behind it."""
    squeezed = squeeze(text[:_MAX_TITLE])
    return len(squeezed) >= _MIN_TITLE and any(squeezed in t and 2 * len(squeezed) > len(t) for t in titles)


def _parsed(script: str) -> object:
    """Return the data of a script that is JSON, or that assigns some to a variable."""
    text = script[:_MAX_CHARS].strip()
    starts = (found.end() for found in islice(_ASSIGNED.finditer(text), _MOST_ASSIGNED))
    for start in [0] if text.startswith(("{", "[")) else starts:
        try:
            value: object = json.JSONDecoder(strict=False).raw_decode(text, start)[0]
        except (ValueError, RecursionError):
            continue
        if value:
            return value
    return None


def _literals(script: str) -> list[_Said]:
    """Return the long strings of a script that is a program, each by itself."""
    found = (_unquoted(literal) for literal in _LITERAL.findall(script[:_MAX_CHARS]))
    return [_Said((), text) for text in found if text]


def _unquoted(literal: str) -> str:
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return ""


def _strings(value: object) -> list[_Said]:
    """Return the strings of the data in its own order, as far as a page's data go."""
    found: list[_Said] = []
    waiting: list[tuple[_Path, object]] = [((), value)]
    while waiting and len(found) < _MAX_STRINGS:
        path, one = waiting.pop()
        if isinstance(one, str):
            found.append(_Said(path, one))
        elif isinstance(one, dict | list) and len(path) < _MAX_DEPTH:
            inner = one.items() if isinstance(one, dict) else enumerate(one)
            waiting.extend(reversed([((*path, key), part) for key, part in inner]))
    return found


def _story_under(owner: _Path, said: list[_Said]) -> str:
    """Return the longest run of prose among the strings of one object, strings of one kind being a run."""
    runs: dict[_Path, list[_Said]] = defaultdict(list)
    for one in said:
        if one.path[: len(owner)] == owner:
            runs[tuple(step for step in one.path if isinstance(step, str))].append(one)
    markups = (_markup(run) for run in runs.values() if any(is_punctuated(one.text) for one in run))
    return max(markups, key=size, default="")


def _markup(run: list[_Said]) -> str:
    """Return strings as paragraphs; those of an inner list are the pieces of one."""
    if any(_MARKUP.search(one.text) for one in run):
        return "".join(one.text for one in run)
    return "".join(f"<p>{paragraph}</p>" for paragraph in _paragraphs(run))


def _paragraphs(run: list[_Said]) -> Iterator[str]:
    pieces: dict[_Path, list[str]] = defaultdict(list)
    for one in run:
        places = [depth for depth, step in enumerate(one.path) if isinstance(step, int)]
        is_nested = len(places) > 1 and places[-1] == places[-2] + 1
        pieces[one.path[: places[-1]] if is_nested else one.path].append(one.text)
    for parts in pieces.values():
        yield "".join(parts).replace("\n", "<br>")
