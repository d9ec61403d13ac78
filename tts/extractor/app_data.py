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
from itertools import groupby, islice
from urllib.parse import unquote

from tts.extractor.markup import holds_markup
from tts.extractor.prose import is_punctuated, size, squeeze

_ASSIGNED = re.compile(r"=\s{0,8}(?=[{\[])")
_MOST_OWNERS = 8  # objects under a headline: a story and what is said of it elsewhere
_MOST_ASSIGNED = 8  # values of one script that are looked at
# Sought from no escaped quote, so that a string that nothing ends is read once.
_LITERAL = re.compile(r'(?<!\\)"(?:[^"\\]|\\.){120,}+"')
_MAX_CHARS = 3_000_000
_MAX_STRINGS = 20_000
_MAX_DEPTH = 60
_MIN_TITLE = 6  # characters: a shorter string may stand anywhere in the data
_MAX_TITLE = 300
_ENCODED = ("%7B", "%5B", "%3C")  # {, [ and < as encodeURIComponent writes them
_MIN_PROSE = 12  # Han characters

_Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A string of the data, and the keys and places that lead to it."""

    path: _Path
    text: str


def stories_in(scripts: Iterable[str], titles: Iterable[str]) -> Iterator[str]:
    """Yield the markup of what may be the story in a page's scripts, the likeliest first.

    That is what stands under one of its headlines; failing that the longest run of sentences, of strings of
    one kind, or of markup. `scripts` are the texts of its scripts.
    """
    wanted = {squeeze(title) for title in titles}
    found = [said for script in scripts if (said := _said_by(script))]
    for said in found:
        titled = (one.path[:-1] for one in said if len(one.path) > 1 and _is_headline(one.text, wanted))
        owners = islice(dict.fromkeys(titled), _MOST_OWNERS)
        yield _longest(_story_under(owner, said) for owner in owners)
    yield _longest(_markup(run) for said in found for run in _runs_of_prose(said))
    yield _longest(_story_under((), said) for said in found)
    yield _longest(one.text for said in found for one in said if holds_markup(one.text))


def holds(scripts: Iterable[str], text: str) -> bool:
    """Tell whether a page's scripts hold a text, as it is or with its characters escaped."""
    escaped = json.dumps(text)[1:-1]
    return any(text in script or escaped in script for script in scripts)


def _longest(markups: Iterable[str]) -> str:
    return max(markups, key=size, default="")


def _runs_of_prose(said: list[_Said]) -> Iterator[list[_Said]]:
    """Yield the strings that follow each other in the data and are sentences."""
    for is_prose, run in groupby(
        said, key=lambda one: is_punctuated(one.text) and size(one.text) >= _MIN_PROSE
    ):
        if is_prose:
            yield list(run)


def _said_by(script: str) -> list[_Said]:
    if script.lstrip()[:1] == "<" and holds_markup(script):
        return [_Said((), script)]
    return _strings(_parsed(script)) or list(_literals(script))


def _is_headline(text: str, titles: set[str]) -> bool:
    """Tell whether a string is most of one of a page's headlines; a site's name may stand behind it."""
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


def _literals(script: str) -> Iterator[_Said]:
    """Yield the long strings of a script that is a program; those that are data behind a label are read too.

    So React's server components are sent: a number, a colon, and JSON.
    """
    for literal in _LITERAL.findall(script[:_MAX_CHARS]):
        text = _unquoted(literal)
        if text.startswith(_ENCODED):
            text = unquote(text)
            yield from _strings(_parsed(text))
        label, colon, data = text.partition(":")
        inner = _strings(_parsed(data)) if colon and label.isalnum() else []
        yield from inner or ([_Said((), text)] if text else [])


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
    return _longest(_markup(run) for run in runs.values() if any(is_punctuated(one.text) for one in run))


def _markup(run: list[_Said]) -> str:
    """Return strings as paragraphs; those of an inner list are the pieces of one."""
    if any(holds_markup(one.text) for one in run):
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
