"""Books, written by hand: an EPUB of leaves of XHTML."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="OPS/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
OPS = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
Contents = Iterable[tuple[str, str]]


def leaf(body: str) -> str:
    head = f'<?xml version="1.0" encoding="utf-8"?><html {OPS}><head><title>x</title></head>'
    return f"{head}<body>{body}</body></html>"


def chapter(number: int) -> str:
    return f"<h2>第{number}章</h2><p>第{number}章說港口在春天開放了。</p>"


def nav(contents: Contents) -> str:
    items = "".join(f'<li><a href="{file}">{title}</a></li>' for file, title in contents)
    return leaf(f'<nav epub:type="toc"><ol>{items}</ol></nav>')


def ncx(contents: Contents) -> str:
    points = "".join(
        f"<navPoint><navLabel><text>{title}</text></navLabel><content src='{file}'/></navPoint>"
        for file, title in contents
    )
    return f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>'


def package(leaves: Iterable[str], more: str = "", after: str = "") -> str:
    items = "".join(
        f'<item id="{file}" href="{file}" media-type="application/xhtml+xml"/>' for file in leaves
    )
    spine = "".join(f'<itemref idref="{file}"/>' for file in leaves)
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/'
        'elements/1.1/"><dc:title>港口之書</dc:title><dc:creator>林大文</dc:creator><dc:language>zh-TW</dc:language>'
        f"</metadata><manifest>{items}{more}</manifest><spine>{spine}</spine>{after}</package>"
    )


NAV = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
NCX = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'


def write(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def members(leaves: Mapping[str, str], contents: Contents | None = None) -> dict[str, str | bytes]:
    """Return the files of a book; without a table of contents all leaves are in it, as 第1章, 第2章 …"""
    listed = list(contents if contents is not None else ((f, f"第{n}章") for n, f in enumerate(leaves, 1)))
    files = {f"OPS/{name}": leaf(body) for name, body in leaves.items()}
    return {
        "META-INF/container.xml": CONTAINER,
        "OPS/p.opf": package(leaves, NAV),
        "OPS/nav.xhtml": nav(listed),
        **files,
    }


def book(path: Path, leaves: Mapping[str, str], contents: Contents | None = None) -> Path:
    return write(path, members(leaves, contents))
