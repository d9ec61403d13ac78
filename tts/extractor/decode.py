"""Decode: the bytes of a page, whatever it says of itself, as text.

Order of trust: a byte order mark; UTF-8 that decodes without fault (hardly anything else does);
then the declared label and the usual Chinese encodings, judged by how much everyday Chinese comes out,
because pages mislabel themselves freely. Labels are mapped as browsers do (https://encoding.spec.whatwg.org).
"""

import codecs
import re

from tts.errors import ArticleNotFound

MAX_BYTES = 12_000_000  # the largest real article page met was under 1 MB
SAMPLE_BYTES = 40_000  # enough Chinese to judge an encoding by

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document or a letter of Outlook (.msg)"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\x1f\x8b", "compressed data"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_KINDLE = b"BOOKMOBI"
"""At byte 60: https://wiki.mobileread.com/wiki/MOBI#PalmDOC."""

_BLANK = b" \t\r\n\x0b\x0c" + codecs.BOM_UTF8
_BINARY = "binary data"
_GB = ("gb18030",)
_BIG5 = ("big5hkscs", "cp950")
_LABELS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "gb_2312-80", "x-gbk", "chinese", "csgb2312"), _GB),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "csbig5", "x-x-big5", "cp950", "big-5"), _BIG5),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis"), ("cp932",)),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), ("cp949",)),
    **dict.fromkeys(("iso-8859-1", "latin1", "ascii", "us-ascii", "windows-1252"), ("cp1252",)),
    # As the standard has it: a label that could be read is not UTF-16.
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be", "utf8", "utf-8"), ("utf-8",)),
}
_DECLARED = re.compile(rb"(?:charset|encoding)\s*+=\s*+[\"']?+\s*+([A-Za-z0-9_:.\-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w:.\-]+)", re.IGNORECASE)
_DECLARATION_BYTES = 4096
_FOREIGN = re.compile(rb"[\x80-\xff]")
# The commonest characters of news prose, in both scripts: a third of a text read rightly, hardly any of one
# read wrongly.
_EVERYDAY = frozenset(
    "的一是不在人有我他這这中大來来上個国國到說说時时們们為为和你地出也年得就要下以生會会自之去過过家學学對对可"
    "里裡後后小多天而能好都然没沒日於于起還还發发成事只作當当想看文無无開开手用主行方又如前所本見见經经頭面公同"
    "三已老從从動动兩两長长知民現现分將将外但高進进把法此實实回二明其種种全工己話话者向情部正名定女問问力機机給"
    "给等幾几業业最間间新什打便位因重被走電电四第門门相次東东政海口使教西再平真世氣气信北少關关並并內内加由卻却"
    "代軍军產产入先山五水萬万市報报記记據据近表示中央今月"
)
_WITHOUT_EVERYDAY = dict.fromkeys(map(ord, _EVERYDAY))
_ASCII = re.compile(r"[\x00-\x7f]+")
_MIN_PLAUSIBLE = 0.05


def decode(data: bytes, content_type: str | None = None) -> str:
    """Return the text of a page or a text file; line ends are made newlines.

    `content_type` is the server's header, whose charset is believed only as far as it fits.
    Raises ArticleNotFound for an empty, oversized or binary document.
    """
    _refuse_what_is_no_text(data)
    return _decoded(data, content_type).replace("\r\n", "\n").replace("\r", "\n")


def _refuse_what_is_no_text(data: bytes) -> None:
    if not data.strip(_BLANK):
        message = "The document is empty."
        raise ArticleNotFound(message, hint="Save the page again and give the new file.")
    if len(data) > MAX_BYTES:
        message = f"The document is too large for an article: {len(data) // 1_000_000} MB."
        raise ArticleNotFound(message, hint=f"Give a page of at most {MAX_BYTES // 1_000_000} MB.")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise _not_text(kind)
    if data[60:68] == _KINDLE:
        kind = "a book for Kindle (MOBI, AZW3)"
        raise _not_text(kind)


def _not_text(kind: str) -> ArticleNotFound:
    message = f"The document is {kind}, not a page of text."
    return ArticleNotFound(
        message, hint="Save it as a PDF, an EPUB, a page (.html) or a text, and give that."
    )


def _decoded(data: bytes, content_type: str | None) -> str:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    if wide := _wide_codec(data):
        return data.decode(wide, "replace")
    if data.count(b"\x00") * 50 > len(data):
        raise _not_text(_BINARY)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _best_reading(data, content_type)


def _wide_codec(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by its tags and spaces: every second byte of ASCII is null."""
    head = data[:2000]
    if b"\x00" not in head:
        return None
    for codec in ("utf-16-le", "utf-16-be"):
        probe = head[: len(head) & ~1].decode(codec, "replace")
        readable = sum((c.isascii() and c.isprintable()) or c in _EVERYDAY or c in "\n\r，。" for c in probe)
        if readable * 3 > len(probe):
            return codec
    return None


def _best_reading(data: bytes, content_type: str | None) -> str:
    codec = max(_candidates(data, content_type), key=lambda name: _plausibility(data, name))
    if _plausibility(data, codec) >= _MIN_PLAUSIBLE:
        return data.decode(codec, "replace")
    return _hardly_chinese(data, content_type)


def _candidates(data: bytes, content_type: str | None) -> list[str]:
    """List the codecs to try, the declared ones first: among equals the first wins."""
    return list(dict.fromkeys([*_declared(data, content_type), "utf-8", *_GB, *_BIG5, "cp932", "cp949"]))


def _declared(data: bytes, content_type: str | None) -> list[str]:
    labels = _HEADER_CHARSET.findall(content_type or "")
    labels += [label.decode("ascii") for label in _DECLARED.findall(data[:_DECLARATION_BYTES])]
    return [codec for label in labels for codec in _LABELS.get(label.lower(), ())]


def _plausibility(data: bytes, codec: str) -> float:
    """Return the share of everyday Chinese among what is not ASCII; broken bytes count against it."""
    foreign = _ASCII.sub("", bytes(_foreign_part(data)).decode(codec, "replace"))
    if not foreign:
        return 0.0
    everyday = len(foreign) - len(foreign.translate(_WITHOUT_EVERYDAY))
    return (everyday - 2 * foreign.count("\ufffd")) / len(foreign)


def _foreign_part(data: bytes) -> bytes:
    """Return the stretch of the data from its first byte that is not ASCII, as much as is worth judging."""
    found = _FOREIGN.search(data)
    first = found.start() if found else 0
    return data[first : first + SAMPLE_BYTES]


def _hardly_chinese(data: bytes, content_type: str | None) -> str:
    """Decode a text in another script: as UTF-8 with a few bytes broken, as declared, or by statistics."""
    lenient = data.decode("utf-8", "replace")
    if lenient.count("\ufffd") * 500 < len(data):
        return lenient
    for codec in _declared(data, content_type):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load and seldom needed

    best = from_bytes(data[: 4 * SAMPLE_BYTES]).best()
    if best is None:
        raise _not_text(_BINARY)
    return data.decode(best.encoding, "replace")
