"""Panels: a story whose parts are shown one at a time is read whole; other panels of its page are not."""

from collections.abc import Callable

import pytest

from tts.model.article import Article

TITLE = "老戲院重開放映 修復師談三年工程"
PARTS = (
    ("關閉二十年的老戲院上週重新放映，修復師傅說，三年工程裡最難的是屋頂的檜木桁架。",),
    (
        "桁架被白蟻蛀空一半，他們把能用的木料一根根編號，再從別處收購老木頭接上。",
        "光是找木頭就花了十四個月。",
    ),
    ("首映當晚放的是一九六二年的台語片。",),
)
OTHERS = (
    "阿霞：小時候跟阿公來看過，今天帶孫子再來一次，眼淚都掉下來了。",
    "捷運延伸線明年動工，沿線店家擔心施工影響生意。",
)
QUESTIONS = ("戲院為什麼關了二十年？", "老木頭去哪裡找？", "以後還放新片嗎？")
ANSWERS = (
    "當年附近開了兩家影城，老戲院撐了三年，最後一場只賣出四張票。",
    "多半來自拆除的穀倉和校舍，一根一根比對年輪和粗細。",
    "週末放新片，平日留給老片和學生的作品。",
)


def _page(body: str) -> str:
    head = f"<meta charset=utf-8><title>{TITLE}</title>"
    return f"<!doctype html><html><head>{head}</head><body><div><h1>{TITLE}</h1>{body}</div></body></html>"


def _lines(part: tuple[str, ...]) -> str:
    return "".join(f"<p>{line}</p>" for line in part)


def _jquery() -> str:
    tabs = "".join(f"<li><a href=#tabs-{n}>{n}</a></li>" for n in (1, 2, 3))
    panels = "".join(
        f"<div id=tabs-{n} class=ui-tabs-panel{'' if n == 1 else ' style=display:none'}>{_lines(part)}</div>"
        for n, part in enumerate(PARTS, 1)
    )
    return f"<div id=tabs><ul>{tabs}</ul>{panels}</div>"


def _bootstrap() -> str:
    names = ("重開", "修屋頂", "首映")
    tabs = "".join(
        f'<button class=nav-link role=tab data-bs-toggle=tab data-bs-target="#c{n}">{name}</button>'
        for n, name in enumerate(names)
    )
    panels = "".join(
        f'<div role=tabpanel class="tab-pane {"" if n else "active"}" id=c{n}{" hidden" if n else ""}>'
        f"{_lines(part)}</div>"
        for n, part in enumerate(PARTS)
    )
    return f"<div role=tablist>{tabs}</div><div class=tab-content>{panels}</div>"


def _by_place() -> str:
    panels = "".join(
        f"<section class=piece{'' if n == 1 else ' style=display:none'}>{_lines(part)}</section>"
        for n, part in enumerate(PARTS, 1)
    )
    return (
        f"<div class=pieces>{panels}</div><ul class=nums><li>上一頁<li>第1頁<li>第2頁<li>第3頁<li>下一頁</ul>"
    )


def _unnamed() -> str:
    panels = "".join(
        f"<div id=story_{n}{'' if n == 1 else ' hidden'}>{_lines(part)}</div>"
        for n, part in enumerate(PARTS, 1)
    )
    return f"{panels}<span onclick=turn()>看後面</span>"


@pytest.mark.parametrize("write", [_jquery, _bootstrap, _by_place, _unnamed])
def test_pages_of_a_story_are_read_in_order(
    article_of: Callable[..., Article], write: Callable[[], str]
) -> None:
    article = article_of(_page(write()))
    assert [p.text for p in article.paragraphs] == [line for part in PARTS for line in part]


@pytest.mark.parametrize(
    "names",
    [
        ("本文", "網友留言", "熱門新聞"),
        ("新聞內容", "討論區(2)", "最新消息"),
        ("全文", "評論 12", "相關報導"),
    ],
)
@pytest.mark.parametrize("hidden", ["", " hidden"])
def test_other_panels_are_not_read(
    article_of: Callable[..., Article], names: tuple[str, ...], hidden: str
) -> None:
    story = tuple(line for part in PARTS for line in part)
    tabs = "".join(f"<a href=#k{n}>{name}</a> " for n, name in enumerate(names))
    panels = "".join(
        f"<div class=k id=k{n}{hidden if n else ''}>{_lines(part)}</div>"
        for n, part in enumerate((story, OTHERS[:1] * 2, OTHERS[1:]))
    )
    article = article_of(_page(f"<div class=tabs>{tabs}</div>{panels}"))
    assert tuple(p.text for p in article.paragraphs) == story


ACCORDIONS = {
    "details": "<details><summary>{q}</summary><p>{a}</p></details>",
    "definitions": "<dt>{q}</dt><dd style=display:none>{a}</dd>",
    "headed buttons": ("<div class=item><h3><button>{q}</button></h3><div hidden><p>{a}</p></div></div>"),
    "bare buttons": "<button class=acc>{q}</button><div class=panel style=display:none><p>{a}</p></div>",
    "links": "<li><a role=button href=#>{q}</a><div class=ans style=display:none>{a}</div></li>",
    "cards": (
        "<div class=card><div class=hd><a data-toggle=collapse href=#x><b>{q}</b></a></div>"
        "<div class=collapse>{a}</div></div>"
    ),
    "headings": "<h4 onclick=toggle(this)>{q}</h4><div hidden>{a}</div>",
}


@pytest.mark.parametrize("kind", ACCORDIONS)
@pytest.mark.parametrize("lead", ["", f"<p>{PARTS[0][0]}</p>"])
def test_questions_and_their_folded_answers_are_read(
    article_of: Callable[..., Article], kind: str, lead: str
) -> None:
    pairs = list(zip(QUESTIONS, ANSWERS, strict=True))
    entries = "".join(ACCORDIONS[kind].format(q=q, a=a) for q, a in pairs)
    article = article_of(_page(f"{lead}<div class=faq>{entries}</div>"))
    told = [line for pair in pairs for line in pair]
    assert [p.text for p in article.paragraphs] == [*PARTS[0][: bool(lead)], *told]


def test_folded_answers_on_the_site_are_not_read(article_of: Callable[..., Article]) -> None:
    story = tuple(line for part in PARTS for line in part)
    asked = (
        ("如何取消訂閱？", "請到會員中心按下取消，款項會在七天內退回原卡。"),
        ("忘記密碼怎麼辦？", "輸入信箱後，系統會寄出重設的連結給您。"),
    )
    entries = "".join(
        f"<div class=q><h4><button>{q}</button></h4><div hidden><p>{a}</p></div></div>" for q, a in asked
    )
    article = article_of(_page(f"<div class=story>{_lines(story)}</div><div class=help>{entries}</div>"))
    assert tuple(p.text for p in article.paragraphs) == story
