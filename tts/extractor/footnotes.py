"""Footnotes: the marks in a story that lead to its notes, and the notes, which are for the eye alone."""

import re
from itertools import islice

from lxml.html import HtmlElement

_MARK = re.compile(r"[\[(〔［（]?\s?(?:[註注]|note\s)?\s?\d{1,3}\s?[\])〕］）]?|[*†‡§]", re.IGNORECASE)
_BRACKETED = ("[", "〔", "［")
_BACK = frozenset({"↩", "↩︎", "↩\ufe0f", "↑", "^", "⏎", "↵", "⤴", "⤴︎"})
_NEAR = 3  # elements around the way back that may be the note
_NOTES = frozenset({"li", "p", "dd", "div"})
_MOST = 500  # marks and ways back of one page that are looked at


def drop_footnotes(root: HtmlElement) -> None:
    """Take the marks of footnotes out of a page, and the notes that have a way back to their marks."""
    for mark in list(islice(root.iter("sup"), _MOST)):
        if _is_mark(mark):
            mark.drop_tree()
    for link in list(islice(root.iter("a"), _MOST)):
        if _leads_here(link) and link.text_content().strip() in _BACK:
            around = islice(link.iterancestors(), _NEAR)
            note = next((element for element in around if element.tag in _NOTES), None)
            if note is not None and note.getparent() is not None:
                note.drop_tree()


def _is_mark(mark: HtmlElement) -> bool:
    """Tell whether what is set high is a note's number and no power: it leads to a note, or has brackets."""
    text = mark.text_content().strip()
    return bool(_MARK.fullmatch(text)) and (
        text.startswith(_BRACKETED) or any(map(_leads_here, mark.iter("a")))
    )


def _leads_here(link: HtmlElement) -> bool:
    return (link.get("href") or "").startswith("#")
