"""Footnotes: the marks in a story that lead to its notes, and the notes, which are for the eye alone."""

import re
from itertools import islice

from lxml.html import HtmlElement

_MARK = re.compile(r"[\[(〔［（]?\s?(?:[註注]|note\s)?\s?\d{1,3}\s?[\])〕］）]?|[*†‡§]", re.IGNORECASE)
_NOTE_PLACE = re.compile(r"(?:(?:foot|end)[_-]?)?notes?|ftn|fn|[註注]", re.IGNORECASE)
"""How the places of notes are called, to which a mark leads that is set high by its style alone."""

_BRACKETED = ("[", "〔", "［")
_BACK = frozenset({"↩", "↩︎", "↩\ufe0f", "↑", "^", "⏎", "↵", "⤴", "⤴︎"})
_NEAR = 3  # elements around the way back that may be the note
_NOTES = frozenset({"li", "p", "dd", "div"})
_MOST = 500  # marks and ways back of one page that are looked at


def drop_footnotes(root: HtmlElement) -> None:
    """Take the marks of footnotes out of a page, and the notes that have a way back to their marks."""
    places = set[str]()
    for mark in list(islice(root.iter("sup", "a"), _MOST)):
        if mark.getparent() is not None and (_is_mark(mark) if mark.tag == "sup" else _is_bare_mark(mark)):
            places.update(_places_of(mark))
            mark.drop_tree()
    for link in list(islice(root.iter("a"), _MOST)):
        if _leads_here(link) and (link.text_content().strip() in _BACK or _leads_to(link, places)):
            around = islice(link.iterancestors(), _NEAR)
            note = next((element for element in around if element.tag in _NOTES), None)
            if note is not None and note.getparent() is not None:
                note.drop_tree()


def _is_mark(mark: HtmlElement) -> bool:
    """Tell whether what is set high is a note's number and no power: it leads to a note, or has brackets."""
    text = mark.text_content().strip()
    return bool(_MARK.fullmatch(text)) and (
        text.startswith(_BRACKETED) or any(map(_leads_here, mark.iter("a"))) or _leads_here(mark.getparent())
    )


def _is_bare_mark(link: HtmlElement) -> bool:
    """Tell whether a link is a note's number that only its style sets high."""
    text, place = link.text_content().strip(), (link.get("href") or "").partition("#")[2]
    is_set_high = any(element.tag == "sup" for element in (*link.iterancestors(), *link.iter()))
    is_of_note = bool(_NOTE_PLACE.match(place)) and "ref" not in place and "anchor" not in place
    return bool(_MARK.fullmatch(text)) and is_of_note and not is_set_high


def _places_of(mark: HtmlElement) -> set[str]:
    """Return by which names the way back leads to a mark."""
    near = (*mark.iter("a", "sup"), *islice(mark.iterancestors("a", "sup", "span"), 1))
    return {name for element in near for name in (element.get("id"), element.get("name")) if name}


def _leads_to(link: HtmlElement, places: set[str]) -> bool:
    is_mark = bool(_MARK.fullmatch(link.text_content().strip()))
    return is_mark and (link.get("href") or "").partition("#")[2] in places


def _leads_here(link: HtmlElement) -> bool:
    """Tell whether a link leads to a place in a text, the notes of a book being in a file of their own."""
    return link.tag == "a" and "#" in (link.get("href") or "")
