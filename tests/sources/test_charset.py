import codecs

import pytest

from tts.errors import ArticleNotFound
from tts.sources.charset import declared_anew, known, of_header
from tts.sources.feeds import read_feed, read_section, read_sitemap
from tts.sources.page import Page

HERE = "https://hill.example/"
NONE = [
    "zlib",
    "hex_codec",
    "rot13",
    "base64",
    "idna",
    "punycode",
    "undefined",
    "unicode_escape",
    "UTF-7",
    "big\x005",
    "utf-8\x01",
    "utf-8\x85",
    "utf 8",
    "\x1b[31m",
    "utf-8é",
    "../utf_8",
    "no-such",
    "x" * 10_000,
    "utf-8" * 20_000,
    "",
]
FEED = (
    '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>報</title><item>'
    "<title>山城電車</title><link>/1</link></item></channel></rss>"
)
SITEMAP = '<?xml version="1.0" encoding="{}"?><urlset><url><loc>https://hill.example/1</loc></url></urlset>'
SECTION = (
    '<!doctype html><html><head><meta charset="{}"></head><body>'
    '<a href="/1">山城電車今天起加開三班</a></body></html>'
)


@pytest.mark.parametrize("label", NONE)
def test_a_name_of_no_encoding_of_text_is_none(label: str) -> None:
    assert known(label) is None


@pytest.mark.parametrize("label", ["utf-8", "UTF8", "Big5-HKSCS", "gb2312", "GBK", "iso-8859-1", "shift_jis"])
def test_a_name_of_an_encoding_is_that_name(label: str) -> None:
    assert known(label) == label


@pytest.mark.parametrize(
    ("header", "label"),
    [
        ("text/html; charset=Big5", "Big5"),
        ('text/html; Charset = "gbk"; x=y', "gbk"),
        ("text/html", None),
        ("text/html; charset=zlib", None),
        ("text/html; charset*=zlib'en'%41", None),
        (None, None),
    ],
)
def test_a_header_is_believed_when_its_charset_is_one(header: str | None, label: str | None) -> None:
    assert of_header(header) == label


@pytest.mark.parametrize("label", NONE)
@pytest.mark.parametrize("header", ["application/xml", "text/xml; charset={}", "text/html; charset={}"])
def test_a_listing_that_declares_no_encoding_is_read_all_the_same(label: str, header: str) -> None:
    content_type = header.format(label)
    for text, read in ((FEED, read_feed), (SECTION, read_section)):
        [entry] = read(Page(HERE, text.format(label).encode(), content_type))
        assert entry.url == "https://hill.example/1"
        assert entry.title.startswith("山城電車")


@pytest.mark.parametrize("label", NONE)
def test_a_sitemap_that_declares_no_encoding_is_read_or_refused(label: str) -> None:
    try:
        found = [entry.url for entry in read_sitemap(Page(HERE, SITEMAP.format(label).encode())).entries]
    except ArticleNotFound:
        found = ["https://hill.example/1"]
    assert found == ["https://hill.example/1"]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "big5"]
)
@pytest.mark.parametrize("declared", ["itself", "utf-16", "zlib"])
def test_a_feed_is_read_in_what_it_is_written_in(codec: str, declared: str) -> None:
    if codec == "big5" and declared != "itself":
        return  # nothing says so then
    label = codec.removesuffix("-sig") if declared == "itself" else declared
    if label == "utf-16" and codec.startswith("utf-8"):
        return  # that it lies is another matter
    [entry] = read_feed(Page(HERE, FEED.format(label).encode(codec)))
    assert entry.title == "山城電車"


def test_only_the_first_declaration_counts() -> None:
    xml = b'<?xml version="1.0"?><?xml-stylesheet encoding="hex"?><rss encoding="rot13"/>'
    assert declared_anew(codecs.BOM_UTF8 + xml).startswith(b'<?xml version="1.0"?>\n<?xml-stylesheet')
