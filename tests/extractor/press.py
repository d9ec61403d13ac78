"""PDFs, written by hand: lines of type at their places, in a font that every reader has (Adobe-CNS1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LATIN = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Differences[126/ffi]>>>>"
"""A font whose sign ~ is the ligature ffi."""

WIDTH, HEIGHT = 595, 842  # A4, in points


@dataclass(frozen=True)
class Type:
    """A line: where it begins, from the page's left and bottom, how large it is, and whether it runs up."""

    text: str
    x: float
    y: float
    size: float = 10
    up: bool = False


def column(
    texts: Iterable[str], x: float = 60, y: float = 700, size: float = 10, leading: float = 16
) -> list[Type]:
    return [Type(text, x, y - leading * number, size) for number, text in enumerate(texts)]


def pdf(
    pages: Sequence[Iterable[Type]], said: Mapping[str, str] | None = None, trailer: str = "", page: str = ""
) -> bytes:
    """Return a PDF of the pages, with what it says of itself in its Info and, as `page`, of each page."""
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/MSung-Light/Encoding/UniCNS-UTF16-H"
        "/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/MSung-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(CNS1)/Supplement 6>>"
        "/DW 1000/W[1 95 500 13648 13742 500]"
        "/FontDescriptor<</Type/FontDescriptor/FontName/MSung-Light/Flags 4"
        "/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 80>>>>]>>"
    )
    info = "".join(f"/{name}<feff{text.encode('utf-16-be').hex()}>" for name, text in (said or {}).items())
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    catalog, tree = "<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>"
    objects = [catalog, tree, font, f"<<{info}>>"]
    for number, lines in enumerate(pages):
        stream = "\n".join(map(_shown, lines))
        place = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F 3 0 R/L {LATIN}>>>>{page}"
        objects += [
            f"<</Type/Page/Parent 2 0 R{place}/Contents {6 + 2 * number} 0 R>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    return _written(objects, trailer)


def _shown(line: Type) -> str:
    turn = "0 1 -1 0" if line.up else "1 0 0 1"
    if line.text.isascii():
        return f"BT /L {line.size} Tf {turn} {line.x} {line.y} Tm ({line.text}) Tj ET"
    return f"BT /F {line.size} Tf {turn} {line.x} {line.y} Tm <{line.text.encode('utf-16-be').hex()}> Tj ET"


def _written(objects: Sequence[str], trailer: str) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R/Info 4 0 R{trailer}>>"
    )
    return data + f"{end}\nstartxref\n{len(data)}\n%%EOF\n".encode()
