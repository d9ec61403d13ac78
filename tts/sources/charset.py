"""The charset: which encoding a listing is read by, when it and its server may claim whatever they like."""

import codecs
import re

MOST_CHARACTERS = 40
"""The longest name that IANA has registered: https://www.iana.org/assignments/character-sets."""

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:()+-]*")
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Python's own codecs that no page is written in; some are slow, and UTF-7 hides markup."""

_IN_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([^\s\"';,]+)", re.IGNORECASE)
_DECLARATION = re.compile(rb"\A\s*<\?xml\b[^>]{0,20000}>")
_IN_DECLARATION = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)[\"']", re.IGNORECASE)
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
"""How XML begins that is not a superset of ASCII: https://www.w3.org/TR/xml/#sec-guessing."""


def known(label: str | None) -> str | None:
    """Return a declared label when it names an encoding of text that can be read here; None for any other."""
    if not label or len(label) > MOST_CHARACTERS or not _LABEL.fullmatch(label):
        return None
    try:
        codec = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    is_text = getattr(codec, "_is_text_encoding", False)  # as bytes.decode asks it
    return label if is_text and codec.name.replace("_", "-") not in _NO_CHARSETS else None


def of_header(content_type: str | None) -> str | None:
    """Return the charset of a Content-Type, when it is one."""
    found = _IN_HEADER.search(content_type or "")
    return known(found[1]) if found else None


def declared_anew(xml: bytes) -> bytes:
    """Return a document of XML whose first line declares its encoding, if what it declared can be one.

    What is written in 16 or 32 bits a character is in UTF-8 then.
    """
    wide = next((codec for beginning, codec in _WIDE if xml.startswith(beginning)), None)
    if wide:
        xml = xml.decode(wide, "replace").encode("utf-8", "replace")
    xml = xml.removeprefix(codecs.BOM_UTF8)
    declaration = _DECLARATION.match(xml)
    found = _IN_DECLARATION.search(declaration[0]) if declaration else None
    label = "utf-8" if wide else known(found[1].decode("ascii", "replace")) if found else None
    encoding = f' encoding="{label}"' if label else ""
    rest = xml[declaration.end() :] if declaration else xml
    return f'<?xml version="1.0"{encoding}?>\n'.encode() + rest.lstrip()
