"""Closing: the credits that end a last paragraph, and the lines that only stand below one."""

from collections.abc import Callable

import pytest

from tts.extractor.noise import closes_story, noise_in, without_closing_credit
from tts.model.article import Article

STORY_END = "他說，會再研究。"


@pytest.mark.parametrize(
    "credit",
    [
        "（編輯：王大同）1150109",
        "（編輯：林小舟／譯者：王大同）1150109",
        "(责编：王大同、李小明)",
        "[責任編輯: 王大同]",
        "（執行編輯：王大同）",
        "（中央社）",
        "（路透社/法新社）",
        "（綜合報導）",
        "（完）",
        "（完）（責任編輯：王大同）",
        "1150109",
        "（AB001）",
        "（记者 王大同 李小明）",
        "记者 王大同 报道",
        "責任編輯：王大同",
        "编辑：王大同 审核：李小明",
        "撰文：林小舟",
        "（來源：某某網）",
        "（刊於《海岸週刊》第12期）",
        "返回某某網首頁>>",
        "[更多]",
        "相關新聞刊A4版",
        "返回某某網首頁，閱讀更多精彩內容",
        "查看更多",
        "閱讀全文",
        "請繼續往下閱讀...",
        "點此看影片",
        "謝絕轉載",
        "本文如有侵權，請聯繫刪除。",
    ],
)
def test_credit_is_cut_off_the_paragraph_it_closes(credit: str) -> None:
    assert without_closing_credit(STORY_END + credit) == STORY_END


@pytest.mark.parametrize("button", ["返回首頁，查看更多", "點擊查看原圖", "閱讀全文", "請繼續往下閱讀..."])
def test_sentence_before_a_button_in_its_paragraph_is_read(
    article_of: Callable[..., Article], traditional: tuple[str, ...], button: str
) -> None:
    said = "她把鑰匙放回原位，說：「我明天還會來。」"
    story = "".join(f"<p>{paragraph}</p>" for paragraph in traditional)
    article = article_of(f"<h1>老燈塔盼重新點亮</h1><div>{story}<p>{said}<a href=/>{button}</a></p></div>")
    assert article.paragraphs[-1].text == said


@pytest.mark.parametrize(
    "paragraph",
    [
        "他說，會再研究。（笑）",
        "他說，會再研究。（第一部分）",
        "他任職於一家通訊社（中央社）",
        "他的編號是1150109",
        "記者追問，他沒有回答。",
        "責任編輯是她的第一份工作。",
        "燈具的價格見表。（單位：千元）",
        "他只回答一句。「不知道」",
        "頁面只剩下一行字。返回首頁的按鈕也不見了。",
        "他寫了三本書。（刊於退休那一年）",
        "他寫下一句話：「謝絕轉載。」",
        "牆上貼著告示。（寫著：「請勿攀爬」）",
        "她在船上寫信。上面說：返回港口，等天亮。",
        "（責任編輯：王大同）",
        "",
    ],
)
def test_paragraph_without_a_closing_credit_stays_as_it_is(paragraph: str) -> None:
    assert without_closing_credit(paragraph) == paragraph


@pytest.mark.parametrize(
    "line",
    [
        "漁港改建一波三折 居民盼十年",
        "筆者為註冊社工",
        "粉絲專頁：溪尾生活圈",
        "溪尾中文 RFX",
        "更新：加入警方回應",
        "燈塔 基隆 漁村 市府",
        "●作者王大同，海洋大學教授。",
        "專題：燈塔",
        "港灣報是一個由居民組成的社區媒體，成立於2018年，致力於記錄港口的人與事。",
        "王大同是港灣報的社區記者，來信請寄 wang@pier.example，或在 X 上找他。",
        "8817-20260505-LG",
        "2026年1月9日",
        "（2026/01/09）",
    ],
)
def test_line_below_the_last_paragraph_is_known_by_its_place(line: str) -> None:
    assert noise_in(line) is None
    assert closes_story(line)


@pytest.mark.parametrize(
    "line",
    [
        "他說，會再研究。",
        "王大同 李小明 林小舟",
        "盼燈再亮",
        "港灣報是他父親創辦的報紙，如今只剩一個讀者。",
        "王大同是港灣報的記者，卻從來不寫信。",
        "「不知道。」",
        "開館洽詢電話 04-2345-6789，額滿為止。",
    ],
)
def test_last_line_of_a_story_is_part_of_it(line: str) -> None:
    assert not closes_story(line)
