"""What a page says of its article: from JSON-LD, from meta elements, from the page, in that order."""

from collections.abc import Callable, Sequence
from datetime import datetime

from tts.extractor.language import language_of
from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]


def in_paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def test_json_ld_comes_before_meta(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    head = """<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "name": "x"},
    {"@type": "NewsArticle", "headline": "老燈塔盼重新點亮", "author": [{"name": "記者林小舟"}],
    "datePublished": "2026-01-09T08:00:00+08:00", "publisher": {"name": "某某日報"},
    "keywords": ["燈塔", "基隆"]}]}
    </script><meta property="article:published_time" content="2026-01-01T00:00:00Z">
    <meta name="author" content="別人"><meta property="article:section" content="生活">
    <meta property="og:image" content="/img/1.jpg"><link rel="canonical" href="https://news.example.tw/a/1">"""
    article = article_of(page_of(in_paragraphs(traditional), head=head))
    assert article.byline == "記者林小舟"
    assert article.published == datetime.fromisoformat("2026-01-09T08:00:00+08:00")
    assert article.publisher == "某某日報"
    assert article.tags == ("燈塔", "基隆")
    assert article.section == "生活"
    assert article.image_url == "https://news.example.tw/img/1.jpg"
    assert article.url == "https://news.example.tw/a/1"
    places = {origin.field: origin.place for origin in article.origins}
    assert places["byline"] == "json-ld author"
    assert places["section"] == "meta article:section"
    assert places["url"] == "link canonical"


def test_visible_text_answers_where_the_head_is_silent(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    markup = page_of(in_paragraphs(traditional)).replace("來源：某某新聞網", "來源：某某新聞網 作者：王大同")
    article = article_of(markup, "https://news.example.tw/a/1")
    assert article.published == datetime.fromisoformat("2026-01-09T12:30:00+08:00")
    assert article.publisher == "某某新聞網"
    assert article.byline == "王大同"


def test_language_and_script_are_told_by_the_text() -> None:
    assert language_of("國會昨天開會，與會者說這個問題很難。") == "zh-Hant"
    assert language_of("国会昨天开会，与会者说这个问题很难。") == "zh-Hans"
    assert language_of("The council met yesterday.", "en-GB") == "en"
    assert language_of("Le conseil s’est réuni hier.", "fr") == "fr"


def test_malformed_json_ld_is_ignored(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>'
    assert article_of(page_of(in_paragraphs(traditional), head=head)).title == "老燈塔盼重新點亮"


def test_address_that_is_none_is_no_image(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    for bad in ("data:image/png;base64,AAAA", "javascript:void(0)", "http://[bad", ""):
        head = f'<meta property="og:image" content="{bad}">'
        assert article_of(page_of(in_paragraphs(traditional), head=head)).image_url is None
