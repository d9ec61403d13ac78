"""Tags as strangers write them, bared of what no parser should be given."""

import re

MAX_ATTRIBUTES = 1_000
"""Of one tag: libxml2 compares each with all others, and real tags have had a few dozen at most."""

_ATTRIBUTE = rb"""[\s/]++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>]++))?+"""
_OVERLADEN = re.compile(rb"<([A-Za-z][^\s/<>\"'=]*+)(?:%s){%d,}+[^<>\"']*+>?" % (_ATTRIBUTE, MAX_ATTRIBUTES))


def bared(markup: bytes) -> bytes:
    """Return the markup with no attributes on tags with far too many; one that ends itself still does."""
    return _OVERLADEN.sub(_bare, markup)


def _bare(tag: re.Match[bytes]) -> bytes:
    return b"<%s/>" % tag[1] if tag[0].endswith(b"/>") else b"<%s>" % tag[1]
