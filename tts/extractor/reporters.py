"""Reporters: the persons in a byline, without what they are, for whom they write and where from."""

import re
from collections.abc import Iterator

from tts.extractor.person_names import HAN, are_names, is_desk, names_apart
from tts.extractor.prose import tidy
from tts.extractor.signature import MAX_SIGNATURE, folded
from tts.extractor.signature_forms import FORMS, PLACE, ROLE

_ROLES = (
    rf"(?:(?:{ROLE}|特约|实习|编辑|主编|总编辑?|主任|社长|主播|撰[文写稿]者?|采[访写]|综合|整理|摄影|图文|翻译|校对|署名"
    r"|(?:即时)?报[导道]|特稿|专访)+)"
)
_LATIN_ROLE = r"(?<![A-Za-z])(?:staff|reporters?|writers?|editors?|correspondents?|by|and)(?![A-Za-z])"
_ROLE = re.compile(
    rf"(?<![{HAN}])(?:{_ROLES}|[图文](?![{HAN}]))|{_ROLES}(?![{HAN}])|{_LATIN_ROLE}", re.IGNORECASE
)
"""What somebody is or does, before a name, behind it or alone."""

_DATELINE = re.compile(rf"(?:报[导道]|外?[电讯]|连线|特稿)$|{PLACE}$")
_APART = re.compile(r"[^ /、;,()|&:：]+")
_CLOSED = re.compile(r"/|(?:报[导道]|[电讯])$")
"""A list of bylines goes on behind it with the next one, and not with a name."""

_LONGEST = 3
"""Characters of most Chinese names: so much is one that runs on into where it reports from."""

_HAN_ALONE = re.compile(rf"[{HAN}]{{4,}}$")


def persons(byline: str) -> tuple[str, ...]:
    """Return the persons a byline names, each once, in order; none where it names desks and roles alone.

    記者王大同、李小華／台北報導 names two. What is in none of the papers' forms is one person: a pen name.
    """
    line = tidy(byline)
    whole = folded(line)
    found = [place for start, end in _bylines(whole) for place in _named(whole, start, end)]
    return tuple(dict.fromkeys(line[start:end] for start, end in found or _unknown(whole)))


def is_role(byline: str) -> bool:
    """Tell whether a byline says what somebody is or does (記者／報導), and nothing else."""
    return not any(map(str.isalnum, _masked(folded(tidy(byline)))))


def _bylines(whole: str) -> Iterator[tuple[int, int]]:
    """Yield where each of several bylines in a row stands."""
    start = part = 0
    for mark in re.finditer("[、;]", whole):
        if _CLOSED.search(whole, part, mark.start()):
            yield start, mark.start()
            start = mark.end()
        part = mark.end()
    yield start, len(whole)


def _named(whole: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where the persons of one byline stand: its form vouches for them, or their surnames do."""
    start += len(whole[start:end]) - len(whole[start:end].lstrip())
    byline = whole[start:end].rstrip()
    known = FORMS if len(byline) <= MAX_SIGNATURE else ()
    forms = ((form, found) for form in known if (found := form.names(byline)))
    form, found = next(forms, (None, None))
    names = _masked(found["names"] if found else byline.translate({ord("("): "/", ord(")"): "/"}))
    start += found.start("names") if found else 0
    for first, last in names_apart(names):
        name = _without_place(names[first:last]) if form and form.run_on else names[first:last]
        if are_names(name, sure=form is not None):
            yield start + first, start + first + len(name)


def _unknown(whole: str) -> Iterator[tuple[int, int]]:
    """Yield where the one stands whom no form names, from the first to the last word that may be a name."""
    words = [word.span() for word in _APART.finditer(_masked(whole))]
    left = [(start, end) for start, end in words if not _is_nobody(whole[start:end])]
    if left:
        yield left[0][0], left[-1][1]


def _is_nobody(word: str) -> bool:
    return is_desk(word) or bool(_DATELINE.search(word)) or not any(map(str.isalnum, word))


def _masked(text: str) -> str:
    """Return the text with spaces for roles."""
    return _ROLE.sub(lambda role: " " * len(role[0]), text)


def _without_place(name: str) -> str:
    """Return a name without where it reports from, into which it runs on."""
    if not _HAN_ALONE.match(name):
        return name
    alone = re.sub(f"{PLACE}$", "", name)
    return alone if len(alone) <= _LONGEST + 1 else name[:_LONGEST]
