"""A next page is the same story's, by its address; whatever else a page calls next is none."""

from collections.abc import Callable

import pytest

from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]

SITE = "https://news.example.tw"
BODY = "<p>基隆外海的老燈塔今年滿一百歲，居民昨天聯名向市府陳情，希望重新點亮這座停用多年的燈塔。</p>" * 2


def next_of(
    article_of: ArticleOf, page_of: PageOf, here: str, link: str, words: str = "下一頁"
) -> str | None:
    """Return the path of the next page that a page with such a link has."""
    address = article_of(page_of(f"{BODY}<a href='{link}'>{words}</a>"), SITE + here).next_page_url
    return address and address.removeprefix(SITE)


@pytest.mark.parametrize(
    ("here", "link", "following"),
    [
        ("/a/1.html", "1_2.html", "/a/1_2.html"),
        ("/a/1_2.html", "/a/1_3.html", "/a/1_3.html"),
        ("/a/12345", "/a/12345/2", "/a/12345/2"),
        ("/a/12345/2", "/a/12345/3", "/a/12345/3"),
        ("/a/12345", "?page=2", "/a/12345?page=2"),
        ("/a?id=7&utm_source=x", "/a?id=7&p=2", "/a?id=7&p=2"),
        ("/n1/c1-3.html", "c1-3-2.html", "/n1/c1-3-2.html"),
        ("/a/index.shtml", "index_2.shtml", "/a/index_2.shtml"),
        ("/post/old-lighthouse/", "page/2/", "/post/old-lighthouse/page/2/"),
        ("/a/t20260105_77.htm", "t20260105_77_1.htm", "/a/t20260105_77_1.htm"),
        ("/node/77", "/node/77?page=1", "/node/77?page=1"),
    ],
)
def test_further_page_of_the_story_is_known_by_its_number(
    article_of: ArticleOf, page_of: PageOf, here: str, link: str, following: str
) -> None:
    assert next_of(article_of, page_of, here, link) == following


@pytest.mark.parametrize(
    ("here", "link"),
    [
        ("/a/1.html", "#carousel"),
        ("/a/1.html", "/a/1.html"),
        ("/a/1.html", "/a/1.html?from=top#2"),
        ("/a?id=3", "/a?id=3&p=0"),
        ("/a?id=3", "/a?id=4"),
        ("/?p=12345", "/?p=12346"),
        ("/story/12345", "/story/12346"),
        ("/photo/12", "/photo/13"),
        ("/2026/01/05", "/2026/01/06"),
        ("/news/20260105/87", "/news/20260105/88"),
        ("/a/1.html", "/list?page=2"),
        ("/a/1_2.html", "/a/1.html"),
        ("/a/1.html", "javascript:void(0)"),
        ("/a/1.html", "https://other.example.com/a/1_2.html"),
        ("/a/1.html", "http://[bad"),
    ],
)
def test_what_is_no_further_page_is_not_named(
    article_of: ArticleOf, page_of: PageOf, here: str, link: str
) -> None:
    assert next_of(article_of, page_of, here, link) is None


@pytest.mark.parametrize("words", ["下一則", "下一篇：漁港封閉", "下一頁的故事"])
def test_link_with_other_words_is_another_storys(article_of: ArticleOf, page_of: PageOf, words: str) -> None:
    assert next_of(article_of, page_of, "/a/12345", "/a/12345/2", words) is None


def test_head_names_the_next_page(article_of: ArticleOf, page_of: PageOf) -> None:
    head = '<link rel="next" href="/a/12345?page=2"><link rel="canonical" href="/a/12345">'
    article = article_of(page_of(BODY, head=head), f"{SITE}/a/12345")
    assert article.next_page_url == f"{SITE}/a/12345?page=2"


def test_page_whose_head_names_the_first_as_its_own_address_goes_on(
    article_of: ArticleOf, page_of: PageOf
) -> None:
    head = f'<link rel="canonical" href="{SITE}/a/1.html">'
    markup = page_of(f"{BODY}<a href='/a/1_3.html'>下一頁</a>", head=head)
    assert article_of(markup, f"{SITE}/a/1_2.html").next_page_url == f"{SITE}/a/1_3.html"
