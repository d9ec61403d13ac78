"""Addresses that a page claims: only one of the web reaches the article, whatever else the page says."""

import pytest

from tts.extractor.extract import extract, tidied
from tts.model.article import Article, Paragraph
from tts.model.document import Document

HERE = "https://hill.example/2026/01/09/tram.html"
PAGE = (
    '<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><link rel="canonical" href="{0}">'
    '<link rel="next" href="{0}"><meta property="og:url" content="{0}">'
    '<meta property="og:image" content="{0}">'
    '<script type="application/ld+json">{{"@type": "NewsArticle", "url": "{0}", "image": "{0}"}}</script>'
    "</head><body><article><h1>山城電車加開三班</h1><p>山城電車公司今天宣布，週末起加開三班電車，方便民眾上山。</p>"
    "<p>票價維持不變，每天早上六點開始發車，末班車是晚上十點。</p>"
    '<a href="{0}">下一頁</a></article></body></html>'
)
NONE = [
    "https://[::bad/a",
    "https://a\u2100b.example/x",
    "http://hill.example:no/",
    "javascript:alert(7)",
    "&#106;avascript:alert(7)",
    "data:text/html,x",
    "file:///etc/hostname",
    "//[/",
    "vbscript:x",
]


@pytest.mark.parametrize("address", NONE)
@pytest.mark.parametrize("url", [HERE, None])
def test_what_is_none_of_the_web_is_not_the_articles(address: str, url: str | None) -> None:
    article = extract(Document(PAGE.format(address).encode(), "tram.html", url=url))
    assert article.url in (url, None)
    assert (article.image_url, article.next_page_url) == (None, None)
    assert len(article.paragraphs) == 2


@pytest.mark.parametrize("address", [*NONE, ""])
def test_neither_is_what_a_program_gives(address: str) -> None:
    address = address.replace("&#106;", "j")
    given = Article(
        "題", (Paragraph("山城電車加開三班。"),), url=address, image_url=address, next_page_url=address
    )
    article = tidied(given)
    assert (article.url, article.image_url, article.next_page_url) == (None, None, None)
    assert extract(Document("山城電車加開三班。".encode(), "x", url=address)).url is None
