"""The whole way: the seed document, and what every kind of document becomes."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from tts.errors import ArticleNotFound
from tts.extractor.doubts import FREE_PART
from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document

SEED = Path(__file__).resolve().parents[2] / "seeds" / "worldjournal-2026-01-09.txt"
FIRST, LAST = "中日緊張關係再升級。", "可能衝擊中國晶片發展。"
NOISE = (
    "聽新聞",
    "test",
    "0:00",
    "（美聯社）",
    "豐田汽車的展位",
    "上一則",
    "明州",
    "伊朗",
    "延伸閱讀",
    "更多",
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "cp950"])
def test_seed_gives_its_story_exactly_in_any_encoding(codec: str) -> None:
    text = SEED.read_text(encoding="utf-8")
    article = extract(Document(text.encode(codec), SEED.name))
    assert article.title == "中再祭稀土牌？ 停審查銷日許可 防堵日本「再軍事化」"
    assert article.byline == "中國新聞組／北京9日電"
    assert article.published == datetime.fromisoformat("2026-01-09T00:00:00-05:00")
    assert article.publisher == "世界日報"
    assert article.tags == ("日本", "稀土", "商務部")
    assert article.language == "zh-Hant"
    assert article.warnings == ()
    body = [paragraph.text for paragraph in article.paragraphs]
    assert len(body) == 8
    assert body[0].startswith(FIRST)
    assert body[-1].endswith(LAST)
    assert all(f"\n{paragraph}\n" in text for paragraph in body)
    assert not any(noise in article.text for noise in NOISE)


def test_same_document_gives_the_same_article() -> None:
    document = Document(SEED.read_bytes(), SEED.name)
    assert extract(document) == extract(document)


def page_with_linked_body(body: str, visible: str = "") -> str:
    data = json.dumps({"@type": "NewsArticle", "headline": "燈塔", "articleBody": body})
    script = f'<script type="application/ld+json">{data}</script>'
    return f"<html><head>{script}</head><body><div id=app>{visible}</div></body></html>"


LINKED: dict[str, Callable[[Sequence[str]], str]] = {
    "lines": "\n".join,
    "markup": lambda story: "".join(f"<p>{paragraph}</p>" for paragraph in story),
    "markup in entities": lambda story: "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in story),
    "entities": lambda story: "\n".join(story).replace("，", "，&nbsp;"),
    "noise": lambda story: "\n".join(
        ("▲老燈塔。（圖／漁會提供）", "記者林小舟／基隆報導", *story, "延伸閱讀：全台燈塔巡禮")
    ),
}


@pytest.mark.parametrize("linked", LINKED.values(), ids=LINKED.keys())
def test_body_in_json_ld_is_read_as_any_body_is(
    article_of: Callable[..., Article], traditional: Sequence[str], linked: Callable[[Sequence[str]], str]
) -> None:
    article = article_of(page_with_linked_body(linked(traditional)))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == tuple(traditional)


def test_body_in_json_ld_comes_before_a_bar_that_asks_for_consent(
    article_of: Callable[..., Article], traditional: Sequence[str]
) -> None:
    bar = "<p>為了讓網站好用，我們會蒐集必要的資料，您繼續瀏覽，就是同意我們的服務條款。</p>"
    article = article_of(page_with_linked_body("\n".join(traditional), bar))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == tuple(traditional)


def test_body_on_the_page_comes_before_its_json_ld(
    article_of: Callable[..., Article], traditional: Sequence[str]
) -> None:
    visible = "".join(f"<p>{paragraph}</p>" for paragraph in traditional[:3])
    article = article_of(page_with_linked_body("".join(traditional), visible))
    assert tuple(paragraph.text for paragraph in article.paragraphs) == tuple(traditional[:3])


@pytest.mark.parametrize(
    "listing",
    [
        "\n<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><!-- daily --><rss version='2.0'><channel>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>",
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>",
        '{"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1", "items": []}',
    ],
)
def test_a_list_of_stories_is_refused_as_such(listing: str) -> None:
    entry = "<item><title>渡口</title><description>老渡口明天重新開航，早上八點出發。</description></item>"
    text = listing if listing.startswith("{") else listing + entry * 9
    with pytest.raises(ArticleNotFound, match="list of stories"):
        extract(Document(text.encode(), "feed.xml"))


@pytest.mark.parametrize(
    ("line", "is_wall"),
    [
        ("本文僅限付費會員閱讀", True),
        ("此為會員專屬文章", True),
        ("This post is for paying subscribers only", True),
        ("本文開放免費閱讀，由付費會員贊助", False),
        ("This post is free. Subscribe to get the next one.", False),
    ],
)
def test_a_line_below_a_story_that_it_is_for_subscribers_says_that_it_is_its_free_part(
    line: str, *, is_wall: bool
) -> None:
    words = "老渡口明天重新開航，第一班船早上八點出發，船票從今天起在兩岸的碼頭發售。"
    more = "船公司說，冬天風浪大的日子老渡口停航，買了票的人可以改搭隔天的班次，也可以退票。"
    wall = f"<aside><h2>{line}</h2><a href='#'>Subscribe now</a></aside>"
    page = f"<html><body><article><h1>老渡口重新開航</h1><p>{words}</p><p>{more}</p>{wall}</article>"
    article = extract(Document(page.encode(), "page.html"))
    assert (FREE_PART in article.warnings) is is_wall


def test_json_is_refused_and_a_line_that_begins_like_it_is_not(traditional: Sequence[str]) -> None:
    with pytest.raises(ArticleNotFound, match="JSON"):
        extract(Document(json.dumps({"story": traditional}).encode(), "story.json"))
    assert extract(Document("[本報訊] 老燈塔重新點亮。".encode(), "story.txt")).paragraphs
