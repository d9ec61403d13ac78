"""What of a letter's page is not its own: quotations and signatures, as programs mark them.

By class or id, as Gmail, Outlook, Apple Mail, Thunderbird, Yahoo and Proton Mail write them. What is
forwarded stands in the same marks, and is what the letter is for: it stays.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from tts.extractor.letter_frame import is_forwarded

_QUOTED = frozenset({"gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix"})
_SIGNED = frozenset(
    {
        "gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block",
        "ms-outlook-mobile-signature", "signature", "applemailsignature",
    }
)  # fmt: skip
_HEADS_OF_ANSWERED = frozenset({"divrplyfwdmsg", "appendonsend"})
"""Of Outlook: what is answered follows behind."""

_MARK = re.compile(r"\w")


def drop_quoted(root: HtmlElement, *, answers: bool) -> None:
    """Take what is quoted and signed out of a letter's page, if other words are left then.

    Only of a letter that `answers` another is taken what follows Outlook's head of the other.
    """
    found = list(_quoted(root, answers=answers))
    within = {element for each in found for element in each.iter()}
    if any(_MARK.search(text) for text in _texts_without(root, within)):
        for element in found:
            if element.getparent() is not None:
                element.drop_tree()


def _quoted(root: HtmlElement, *, answers: bool) -> Iterator[HtmlElement]:
    for element in root.iter("div", "blockquote", "span", "pre", "table"):
        names = {*str(element.get("class") or "").lower().split(), str(element.get("id") or "").lower()}
        is_cited = element.tag == "blockquote" and str(element.get("type")).lower() == "cite"
        is_quoted = (names & _QUOTED or is_cited) and not is_forwarded(element.text_content())
        if names & _SIGNED or is_quoted:
            yield element
        elif answers and names & _HEADS_OF_ANSWERED:
            yield from element.itersiblings()
            yield element


def _texts_without(root: HtmlElement, left_out: set[HtmlElement]) -> Iterator[str]:
    for element in root.iter():
        if isinstance(element.tag, str) and element.tag not in {"style", "script", "title"}:
            if element not in left_out:
                yield element.text or ""
            parent = element.getparent()
            if parent is not None and parent not in left_out:
                yield element.tail or ""
