"""Selectors: what CSS finds on a page's tree.

Names within names, which is what sites declare, are an XPath, and lxml finds them faster than Beautiful Soup
builds the page. Whatever else CSS can say is asked of Beautiful Soup.
"""

import re
from functools import cache

from lxml.etree import tostring
from lxml.html import HtmlElement

# tag.class#id[attribute=value]:has(tag), behind a blank or a > where it lies within another.
_STEP = re.compile(
    r"(?P<axis>\s*>\s*|\s+|^)(?P<tag>[a-z][a-z0-9-]*|\*)?"
    r"(?P<tests>(?:[.#][\w-]+|\[[a-z-]+(?:\^?=[^\]\"'\s]+)?\]|:has\([a-z0-9]+\))*)"
)
_TEST = re.compile(r"[.#][\w-]+|\[[^\]]+|:has\(\w+")
_PLACE = "data-place"


def found_by(selector: str, tree: HtmlElement) -> list[HtmlElement]:
    """Return the elements of a tree that a CSS selector finds, in order."""
    path = path_of(selector)
    return list(tree.xpath(path)) if path else _found_by_soup(selector, tree)


@cache
def path_of(selector: str) -> str | None:
    """Return the XPath of a CSS selector, or None where it says more than names within names."""
    paths = [_path(part.strip()) for part in selector.split(",")]
    return " | ".join(path for path in paths if path) if all(paths) else None


def _path(selector: str) -> str:
    """Return the XPath (https://www.w3.org/TR/1999/REC-xpath-19991116/) of names alone, else ""."""
    path, end = "", 0
    while end < len(selector):
        step = _STEP.match(selector, end)
        if step is None or not (step["tag"] or step["tests"]):
            return ""
        axis = "/" if ">" in step["axis"] else "//"
        path += axis + (step["tag"] or "*") + "".join(map(_test, _TEST.findall(step["tests"])))
        end = step.end()
    return path


def _test(name: str) -> str:
    mark, rest = name[0], name[1:]
    if mark == ".":
        return f"[contains(concat(' ', normalize-space(@class), ' '), ' {rest} ')]"
    if mark == "#":
        return f"[@id='{rest}']"
    if mark == ":":
        return f"[.//{rest.removeprefix('has(')}]"
    attribute, equals, value = rest.partition("=")
    if not equals:
        return f"[@{attribute}]"
    if attribute.endswith("^"):
        return f"[starts-with(normalize-space(@{attribute[:-1]}), '{value}')]"
    return f"[normalize-space(@{attribute})='{value}']"


def _found_by_soup(selector: str, tree: HtmlElement) -> list[HtmlElement]:
    """Return what Beautiful Soup finds: its elements and the tree's are told by their places."""
    from bs4 import BeautifulSoup  # noqa: PLC0415 - a tenth of a second, for a plug-in's selector at most

    elements = list(tree.iter())
    for place, element in enumerate(elements):
        element.set(_PLACE, str(place))
    soup = BeautifulSoup(tostring(tree, encoding="unicode", method="html"), "lxml")
    found = [elements[int(str(one[_PLACE]))] for one in soup.select(selector) if _PLACE in one.attrs]
    for element in elements:
        del element.attrib[_PLACE]
    return found
