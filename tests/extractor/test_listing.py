"""Listing: pages that only lead to stories are refused in words; stories that look alike are told."""

from collections.abc import Callable, Sequence

import pytest

from tts.errors import ArticleNotFound
from tts.extractor.listing import names_no_story
from tts.model.article import Article

TEASERS = tuple(
    (f"第{n}則標題說的是別的事", f"第{n}則的摘要有一整句話，{what}，記者昨天到場採訪。")
    for n, what in enumerate(("廟會登場", "老店歇業", "溪流復育", "球隊奪冠", "展覽開幕", "步道完工"), 1)
)

MARKUPS: dict[str, str] = {
    "headings that are links": "<h3><a href=/{n}>{title}</a></h3><p>{text}</p>",
    "definitions": "<dt><a href=/{n}>{title}</a></dt><dd>{text}</dd>",
    "line breaks": "<b><a href=/{n}>{title}</a></b><br>{text}<br><br>",
    "a link to the rest": "<p>【{title}】{text}<a href=/{n}>詳全文</a></p>",
    "dates and no links": (
        "<div onclick=go({n})><div>{title}</div><div>{text}</div><div>2026-01-0{n}</div></div>"
    ),
}


def page(body: str, title: str) -> str:
    head = f"<title>{title} - 某某新聞網</title>"
    return f"<html><head>{head}</head><body><h1>{title}</h1>{body}</body></html>"


def entries(markup: str) -> str:
    items = (markup.format(n=n, title=title, text=text) for n, (title, text) in enumerate(TEASERS, 1))
    return f"<div>{''.join(items)}</div>"


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS.keys())
def test_list_of_stories_is_refused_for_what_it_is(article_of: Callable[..., Article], markup: str) -> None:
    with pytest.raises(ArticleNotFound, match="list that leads to articles"):
        article_of(page(entries(markup), "地方"))


@pytest.mark.parametrize("markup", MARKUPS.values(), ids=MARKUPS.keys())
def test_story_beside_a_list_is_told_alone(
    article_of: Callable[..., Article], traditional: Sequence[str], markup: str
) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in traditional)
    beside = f"<div><h3>熱門新聞</h3>{entries(markup)}</div>"
    article = article_of(page(f"<div class=story>{story}</div>{beside}", "老燈塔盼重新點亮"))
    assert [paragraph.text for paragraph in article.paragraphs] == list(traditional)


@pytest.mark.parametrize(
    "title",
    [
        "首頁",
        "燈塔 搜尋結果",
        "標籤：燈塔",
        "林小舟的文章",
        "會員登入",
        "購物車",
        "隱私權政策",
        "404",
        "影音",
        "天氣預報",
    ],
)
def test_title_that_says_what_the_page_is_names_no_story(title: str) -> None:
    assert names_no_story(title)


@pytest.mark.parametrize(
    "title",
    [
        "首頁改版惹議 讀者找不到新聞",
        "他搜尋結果才發現被騙",
        "隱私權政策大轉彎 臉書全面道歉",
        "404公頃農地變工廠",
        "天氣預報失準 漁民損失慘重",
        "老燈塔盼重新點亮",
    ],
)
def test_headline_that_only_opens_with_such_words_names_a_story(title: str) -> None:
    assert not names_no_story(title)


def test_page_called_a_list_is_refused_though_it_introduces_itself(
    article_of: Callable[..., Article],
) -> None:
    about = "<p>本頁收錄所有與燈塔有關的報導，包括最新消息與人物專訪，由編輯部每日更新。</p>"
    with pytest.raises(ArticleNotFound, match="標籤：燈塔"):
        article_of(page(about, "標籤：燈塔"))
