"""Controls: the buttons of a page that say something, before all buttons are dropped.

One that opens an answer has the question on it; one that opens a panel has the panel's name. A field to write
in, or to tick, tells that what is around it asks the reader for something.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from tts.extractor.extents import row_of
from tts.extractor.noise import fold, is_noise
from tts.extractor.prose import has_sentence

_MIN_QUESTION = 4  # characters; what is shorter says what to do: reply, share, unfold
_MAX_QUESTION = 60
_MIN_ANSWER = 12
_NEAR = 4  # elements around a button that may be its entry
_MOST = 500  # buttons of one page that are looked at
_TARGETS = ("aria-controls", "data-target", "data-bs-target", "data-href")
_LINES = frozenset({"p", "span", "html"})  # a link in them is one in a sentence
_LINES_WITHIN = frozenset({"a", "button", "span", "b", "i", "em", "strong"})
_BOXES = frozenset({"div", "section", "aside", "fieldset", "li"})
_NO_FIELDS = frozenset({"hidden", "submit", "button", "image", "reset"})
_Row = tuple[HtmlElement, tuple[str, str]]


def keep_controls(root: HtmlElement) -> None:
    """Make headings of buttons that have an answer below each, and empty links of those that open panels."""
    rows: dict[_Row, list[HtmlElement]] = defaultdict(list)
    for control in islice(_controls(root), _MOST):
        around = list(_rows_of(control))
        for row in around if around and not is_noise(control.text_content().strip()) else ():
            rows[row].append(control)
    for control in {control for row in rows.values() if len(row) > 1 for control in row}:
        control.tag = "h3"
    for button in list(islice(root.iter("button"), _MOST)):
        _keep_name(button)
    for field in list(islice(root.iter("input", "textarea"), _MOST)):
        _keep_form(field)


def _controls(root: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the buttons, and the links that lead nowhere else, with as many words as a question has."""
    for control in root.iter("button", "a"):
        is_here = (control.get("href") or "#").startswith(("#", "javascript:"))
        if is_here and control.get("role") != "tab":
            question = control.text_content().strip()
            if _MIN_QUESTION <= len(question) <= _MAX_QUESTION:
                yield control


def _rows_of(control: HtmlElement) -> Iterator[_Row]:
    """Yield the rows, of entries or of controls, that a control with an answer below it may stand in."""
    element = control
    for _ in range(_NEAR):
        parent = element.getparent()
        if parent is None or parent.tag in _LINES or (element.tail or "").strip():
            return
        below = element.getnext()
        if below is not None and below.tag not in _LINES_WITHIN:
            answer = below.text_content().strip()
            if len(answer) >= _MIN_ANSWER and has_sentence(answer):
                yield parent, row_of(element)
                if _is_first(element) and parent.getparent() is not None:
                    yield parent.getparent(), row_of(parent)
            return
        if not _is_first(element):
            return
        element = parent


def _is_first(element: HtmlElement) -> bool:
    """Tell whether nothing is said in an element's parent before it; an icon is nothing."""
    before = (
        text for one in element.itersiblings(preceding=True) for text in (*one.itertext(), one.tail or "")
    )
    return not (element.getparent().text or "").strip() and not any(map(str.strip, before))


def _keep_form(field: HtmlElement) -> None:
    """Mark the box around what a reader fills in as the form that it is, whatever its tag."""
    if (field.get("type") or "").lower() in _NO_FIELDS:
        return
    boxes = (element for element in islice(field.iterancestors(), _NEAR) if element.tag in _BOXES)
    box = next(boxes, None)
    if box is not None and not box.get("role"):
        box.set("role", "form")


def _keep_name(button: HtmlElement) -> None:
    """Make a link without a text of a button that opens a panel; its name tells what the panel is."""
    target = next(filter(None, (button.get(name) for name in _TARGETS)), "")
    name = " ".join(button.text_content().split())
    if target and name:
        tail = button.tail
        button.clear()
        button.tag, button.tail = "a", tail
        button.set("href", f"#{target.lstrip('#')}")
        button.set("aria-label", fold(name))
