"""Pages changed as another site's template would change them, the story kept word for word.

Each kind of mutation changes the page's tree in place and returns the lines that it added, which must not
be read; None where the page has nothing to change. All that is drawn comes from a seed and the page's
name, so a page is changed alike wherever this runs. Classes that frameworks hide with keep their names, as
does `display: none`: what nobody sees would be seen otherwise, and the outcome rightly be another.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from random import Random

from lxml import html as lxml_html
from lxml.html import HtmlElement

from bench.extract_corpus import Case, Score, normal, score
from bench.extract_own import outcome
from bench.extract_tree import Tree, tree_of, written
from bench.extract_words import WORDS
from tts.extractor.decode import decode

SEED = 17
LOSS = 0.01
"""How much F1 an outcome may lose and still be the same."""
_MIN_COLUMN = 40
_HIDING = frozenset({"d-none", "sr-only", "visually-hidden", "screen-reader-text", "hidden"})
_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DROPPED = ("class", "id", "itemprop", "itemtype", "itemscope", "role", "style")
_COLUMNS = frozenset({"div", "aside", "section", "ul", "nav", "table", "td"})
_BOXES = frozenset({"div", "td", "article", "section", "main", "body"})
_APART = _BOXES | frozenset(
    {"p", "ul", "ol", "li", "table", "tr", "h1", "h2", "h3", "h4", "header", "footer", "nav"}
)


@dataclass(frozen=True, slots=True)
class Mutated:
    """A page after one mutation, as a case: what was added to it is noise there."""

    kind: str
    case: Case


Change = Callable[[Tree, Random], Sequence[str] | None]


def mutated(case: Case, seed: int = SEED) -> Iterator[Mutated]:
    """Yield a case changed in each way that its page can be."""
    text = decode(case.html)
    for kind, change in KINDS.items():
        tree = tree_of(text, case.gold)
        added = change(tree, Random(f"{seed} {kind} {case.name}")) if tree else None  # noqa: S311 - no secret
        if tree is not None and added is not None:
            noise = (*case.noise, *added)
            yield Mutated(kind, replace(case, html=written(tree.root), noise=noise))


def keeps(before: Score, after: Score) -> bool:
    """Tell whether a mutation kept the outcome: the text is as near, and no more noise is read."""
    return after.f1 >= before.f1 - LOSS and len(after.leaked) <= len(before.leaked)


def show_mutations(cases: Sequence[Case], rounds: int, *, verbose: bool) -> None:
    """Print how many mutations of each kind keep the outcome, each kind drawn `rounds` times a page."""
    kept: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        before = _score(case)
        for seed in range(SEED, SEED + rounds):
            for one in mutated(case, seed):
                after = _score(one.case)
                kept[one.kind].append(keeps(before, after))
                if verbose and not kept[one.kind][-1]:
                    _explain(one, before, after)
    for kind, answers in kept.items():
        _show(kind, answers)
    _show("all", [answer for kind, answers in kept.items() if kind != "rewritten" for answer in answers])


def _show(kind: str, answers: Sequence[bool]) -> None:
    share = sum(answers) / len(answers)
    print(f"{kind:12}{sum(answers):6} of {len(answers):5}{share:8.1%}")


def _explain(one: Mutated, before: Score, after: Score) -> None:
    print(f"  {one.kind} {one.case.name}: F1 {before.f1:.3f} to {after.f1:.3f}")
    for line in after.leaked:
        if line not in before.leaked:
            print(f"    leaked: {line[:80]}")


def _score(case: Case) -> Score:
    return score(case, outcome(case.name, case.html).paragraphs)


def rewritten(_tree: Tree, _random: Random) -> Sequence[str]:
    """Change nothing: what a parser makes of the page is written out, as under every other mutation."""
    return ()


def renamed(tree: Tree, random: Random) -> Sequence[str]:
    """Give each class and each id another name, the same wherever it stands."""
    names: dict[str, str] = {}

    def another(name: str) -> str:
        if name in _HIDING:
            return name
        letters = (random.choice("bcdfghjkmnpqrtvwxz") + random.choice("0123456789") for _ in range(4))
        return names.setdefault(name, "".join(letters))

    for element in _elements(tree.root):
        for attribute in ("class", "id", "for", "aria-labelledby", "aria-controls"):
            if value := element.get(attribute):
                element.set(attribute, " ".join(map(another, value.split())))
        if (target := element.get("href") or "").startswith("#") and len(target) > 1:
            element.set("href", "#" + another(target[1:]))
    return ()


def unattributed(tree: Tree, _random: Random) -> Sequence[str]:
    """Take away classes, ids, styles, roles and item properties, but what hides an element."""
    for element in _elements(tree.root):
        hides = bool(_NONE.search(element.get("style") or ""))
        hiding = _HIDING.intersection((element.get("class") or "").split())
        for attribute in _DROPPED:
            element.attrib.pop(attribute, None)
        if hides:
            element.set("style", "display:none")
        if hiding:
            element.set("class", " ".join(sorted(hiding)))
    return ()


def reordered(tree: Tree, random: Random) -> Sequence[str] | None:
    """Move a box that holds nothing of the story to the other side of the box that does."""
    moves = [
        (box, other, is_before)
        for box in tree.around
        if box.tag != "body" and not (box.tail or "").strip()
        for is_before in (True, False)
        for other in box.itersiblings(preceding=is_before)
        if _is_column(other, tree)
    ]
    if not moves:
        return None
    box, other, is_before = random.choice(moves)
    if is_before:
        box.addnext(other)
    else:
        box.addprevious(other)
    return ()


def bannered(tree: Tree, random: Random) -> Sequence[str] | None:
    """Put a banner before all else: cookies, privacy, old browsers, apps."""
    body = tree.root.find("body")
    if body is None:
        return None
    text = random.choice(WORDS["added"]["banners"])
    banner = lxml_html.fragment_fromstring(f'<div><p>{text}</p><a href="/policy">了解更多</a></div>')
    banner.tail, body.text = body.text, None
    body.insert(0, banner)
    return (text,)


def footed(tree: Tree, random: Random) -> Sequence[str] | None:
    """Put a long footer of legal notices after all else."""
    body = tree.root.find("body")
    if body is None:
        return None
    lines = random.sample(WORDS["added"]["footers"], random.randint(3, len(WORDS["added"]["footers"])))
    notices = "".join(f"<p>{line}</p>" for line in lines)
    body.append(
        lxml_html.fragment_fromstring(f"<div>{notices}<p>Copyright © 2026 All Rights Reserved</p></div>")
    )
    return tuple(lines)


def wrapped(tree: Tree, random: Random) -> Sequence[str] | None:
    """Put one to three elements around all that a box around the story holds."""
    boxes = [box for box in tree.around if box.tag in _BOXES]
    if not boxes:
        return None
    box = random.choice(boxes)
    for _ in range(random.randint(1, 3)):
        wrapper = lxml_html.Element("div")
        wrapper.text, box.text = box.text, None
        wrapper.extend(list(box))
        box.append(wrapper)
    return ()


def broken(tree: Tree, random: Random) -> Sequence[str] | None:
    """Make one paragraph with line breaks of the paragraphs in a row that hold nothing but the story."""
    tag = random.choice(("p", "div"))
    runs = [run for parent in list(tree.story.iter()) for run in _runs(parent, tree)]
    for run in runs:
        _joined(run, tag)
    return () if runs else None


def spaced(tree: Tree, random: Random) -> Sequence[str]:
    """Put spaces and line breaks where a browser shows none: at the borders of elements that stand apart."""
    for element in _elements(tree.root):
        if element.tag in _APART and not _keeps_spaces(element):
            element.text = random.choice(("\n", "\n    ", " ", "\r\n\t")) + _CONTROL.sub(
                "", element.text or ""
            )
            element.tail = random.choice(("\n", "\n  ", "\t")) + _CONTROL.sub("", element.tail or "")
    return ()


KINDS: dict[str, Change] = {
    "rewritten": rewritten,
    "renamed": renamed,
    "unattributed": unattributed,
    "reordered": reordered,
    "bannered": bannered,
    "footed": footed,
    "wrapped": wrapped,
    "broken": broken,
    "spaced": spaced,
}


def _elements(root: HtmlElement) -> Iterator[HtmlElement]:
    return (element for element in root.iter() if isinstance(element.tag, str))


def _is_column(element: HtmlElement, tree: Tree) -> bool:
    if element.tag not in _COLUMNS or element in tree.held or (element.tail or "").strip():
        return False
    if element.find(".//h1") is not None:
        return False
    return len(normal(element.text_content())) >= _MIN_COLUMN


def _runs(parent: HtmlElement, tree: Tree) -> Iterator[list[HtmlElement]]:
    """Yield the paragraphs in a row, two at least, with nothing between them and all of them story."""
    children = list(parent)
    while children:
        run = list(takewhile(lambda child: _is_paragraph(child, tree), children))
        if len(run) > 1:
            yield run
        children = children[len(run) + 1 :]


def _is_paragraph(element: HtmlElement, tree: Tree) -> bool:
    if element.tag != "p" or (element.tail or "").strip() or element.find(".//img") is not None:
        return False
    return len(normal(element.text_content())) == tree.held.get(element, 0) > 0


def _joined(run: Sequence[HtmlElement], tag: str) -> None:
    whole = lxml_html.Element(tag)
    run[0].addprevious(whole)
    for index, paragraph in enumerate(run):
        for _ in range(2 if index else 0):
            whole.append(lxml_html.Element("br"))
        _append(whole, paragraph.text)
        for child in list(paragraph):
            whole.append(child)
        paragraph.getparent().remove(paragraph)


def _append(element: HtmlElement, text: str | None) -> None:
    clean = _CONTROL.sub("", text or "")  # the parser lets them in, and takes none back
    if len(element):
        element[-1].tail = clean
    else:
        element.text = clean


def _keeps_spaces(element: HtmlElement) -> bool:
    """Tell whether a browser shows the spaces here, or whether they would end up between words."""
    around = (element, *element.iterancestors())
    return any(
        one.tag in {"pre", "textarea", "span", "a"} or "white-space" in (one.get("style") or "")
        for one in around
    )
