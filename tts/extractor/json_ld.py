"""JSON-LD: what a page's schema.org description says of its article, however badly it is written."""

import json
import re
from collections.abc import Iterator

_ARTICLE_TYPES = re.compile(r"Article|BlogPosting|Report|WebPage$|VideoObject|SocialMediaPosting|LiveBlog")
_MAX_CHARS = 2_000_000
_MAX_DEPTH = 12
_FALSE = (False, "False", "false")


class LinkedData:
    """The article's description on a page; an empty one answers nothing."""

    def __init__(self, scripts: tuple[str, ...]) -> None:
        self._nodes = sorted(_articles(scripts), key=_rank)

    def texts(self, key: str) -> Iterator[str]:
        """Yield the values under a key as text: a person's name, a picture's address."""
        for node in self._nodes:
            yield from _texts(node.get(key))

    def persons(self, key: str) -> Iterator[str]:
        """Yield the names under a key that are not said to be an organization's."""
        for node in self._nodes:
            value = node.get(key)
            for one in value if isinstance(value, list) else [value]:
                if not (isinstance(one, dict) and "Organization" in _type(one)):
                    yield from _texts(one)

    @property
    def is_paid(self) -> bool:
        """Whether the page says of itself that not all of it is free."""
        return any(node.get("isAccessibleForFree") in _FALSE for node in self._nodes)


def _articles(scripts: tuple[str, ...]) -> Iterator[dict[str, object]]:
    for script in scripts:
        for node in _nodes(_parse(script), 0):
            if _ARTICLE_TYPES.search(_type(node)):
                yield node


def _parse(script: str) -> object:
    """Read JSON as pages write it: raw control characters in strings, a comment or a semicolon around it."""
    text = script[:_MAX_CHARS].strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        parsed: object = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    return parsed


def _nodes(value: object, depth: int) -> Iterator[dict[str, object]]:
    """Yield every object in arrays, graphs and main entities, outer before inner."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _nodes(value.get(key), depth + 1)


def _type(node: dict[str, object]) -> str:
    return " ".join(_texts(node.get("@type")))


def _rank(node: dict[str, object]) -> int:
    """Rank an article's description before that of the page around it."""
    return 0 if "Article" in _type(node) or "headline" in node else 1


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item, depth + 1)
    elif isinstance(value, dict):
        for key in ("name", "url", "@id"):
            if key in value:
                yield from _texts(value[key], depth + 1)
                return
