"""What a page says of its article: from JSON-LD, from meta elements, from the page, in that order."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from tts.extractor.extract import extract
from tts.extractor.language import language_of
from tts.extractor.site_names import without_site_name
from tts.model.article import Article
from tts.model.document import Document

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]


def in_paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("老燈塔盼重新點亮 | 生活 | 某某新聞網", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 - 某某日報", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 | 生活", "老燈塔盼重新點亮"),
        ("老燈塔盼重新點亮 | 某某電視", "老燈塔盼重新點亮"),
        ("老灯塔盼重新点亮_新闻频道_某某网", "老灯塔盼重新点亮"),
        ("老灯塔盼重新点亮-某某网", "老灯塔盼重新点亮"),
        ("老灯塔 - 渔村的光 - 某某新闻", "老灯塔 - 渔村的光"),
        ("The lighthouse will be lit again | Example News", "The lighthouse will be lit again"),
        ("老燈塔盼重新點亮", "老燈塔盼重新點亮"),
        ("NBA-燈塔隊逆轉勝出全場沸騰", "NBA-燈塔隊逆轉勝出全場沸騰"),
        ("燈塔隊主場3-1勝漁港", "燈塔隊主場3-1勝漁港"),
        ("基隆外海H-12D失聯", "基隆外海H-12D失聯"),
        ("季後賽戰報｜燈塔奪冠", "季後賽戰報｜燈塔奪冠"),
        ("老燈塔盼重新點亮｜生活｜某某日報", "老燈塔盼重新點亮"),
    ],
)
def test_title_loses_the_names_of_site_and_section(title: str, bare: str) -> None:
    assert without_site_name(title) == bare


@pytest.mark.parametrize("title", ["燈塔節開跑 - 本周日報到", "老燈塔重新點亮 | 新聞回顧"])
def test_headline_on_which_head_and_heading_agree_is_whole(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], title: str
) -> None:
    head = f'<meta property="og:title" content="{title}">'
    assert article_of(page_of(in_paragraphs(traditional), title=title, head=head)).title == title


def test_heading_of_the_page_is_preferred_for_its_pauses(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    markup = page_of(in_paragraphs(traditional), title="老燈塔 盼重新點亮")
    markup = markup.replace("<title>老燈塔 盼重新點亮", "<title>老燈塔盼重新點亮")
    assert article_of(markup).title == "老燈塔 盼重新點亮"


def test_logo_in_a_heading_is_not_the_title(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    markup = page_of(in_paragraphs(traditional)).replace("<h1>", "<h1>某某新聞網</h1><h1>", 1)
    assert article_of(markup).title == "老燈塔盼重新點亮"


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


def test_the_time_of_a_ticker_is_not_the_storys(article_of: ArticleOf, traditional: Sequence[str]) -> None:
    article = article_of(
        "<body><ul><li><time>2026-01-10 09:00</time> 快訊</li></ul><article><h1>燈塔重新點亮了</h1>"
        f"<time datetime='2026-01-09T12:30:00+08:00'>今天</time>{in_paragraphs(traditional)}</article></body>"
    )
    assert article.published == datetime.fromisoformat("2026-01-09T12:30:00+08:00")


@pytest.mark.parametrize(
    ("url", "offset"),
    [
        ("https://news.example.tw/1", "+08:00"),
        ("https://news.example.com.cn/1", "+08:00"),
        ("https://news.example.hk/1", "+08:00"),
        ("https://www.worldjournal.com/wj/story/1/2", "-05:00"),
        (None, "+08:00"),
    ],
)
def test_time_without_a_zone_is_local_to_its_paper(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], url: str | None, offset: str
) -> None:
    article = article_of(page_of(in_paragraphs(traditional)), url)
    assert article.published == datetime.fromisoformat(f"2026-01-09T12:30:00{offset}")


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


def test_a_lone_heading_is_the_title_where_the_head_has_one_for_all_pages() -> None:
    html = (
        "<html><head><title>新聞內容 - 某某醫院</title></head><body><h1>門診時間明起調整 晚上也看診</h1>"
        "<div><p>醫院今天宣布，門診時間自明天起調整，晚上也看診，請病友留意時間，並提早上網掛號。</p>"
        "<p>院方表示，急診不受影響，二十四小時照常開放，病友若有疑問可以打電話詢問服務台。</p></div></body></html>"
    )
    article = extract(Document(html.encode(), "page.html"))
    assert article.title == "門診時間明起調整 晚上也看診"
    assert "門診時間" not in article.paragraphs[0].text[:4]
