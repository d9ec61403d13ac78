"""Contributor: who wrote in, named with what he does, and lines of stories that have the same form."""

from collections.abc import Sequence

import pytest

from tts.extractor.contributor import contributor
from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document

STORY = (
    "鹽水鎮的老糖廠關門二十年，煙囪上長出一棵榕樹，今年春天終於有人爬上去量它的高度。",
    "量樹的人帶著孫女的捲尺和一本筆記，花了三個早晨才算出十一公尺四。",
    "鎮公所原本打算把樹砍掉，居民連署三百多份後改為加裝支撐架，經費由糖廠員工的子女分攤。",
)


def article(paragraphs: Sequence[str], *, head: str = "") -> Article:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<title>煙囪上的榕樹</title><h1>煙囪上的榕樹</h1><div>{head}</div><article>{body}</article>"
    return extract(Document(f"<html><body>{page}</body></html>".encode(), origin="a page"))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("林小舟／大學教授", "林小舟"),
        ("林小舟｜音樂治療師（台東）", "林小舟"),
        ("◎林小舟（退休公務員）", "林小舟"),
        ("（林小舟，大學講師）", "林小舟"),
        ("（林小舟／國小老師，新竹市）", "林小舟"),
        ("林小舟（台中市／工程師）", "林小舟"),
        ("林小舟 律師", "林小舟"),
        ("2026/01/09 10:20 林小舟（心理師）", "林小舟"),
        ("林小舟（作者為獨立寫作的人）", "林小舟"),
        ("作者是 林小舟", "林小舟"),
        ("本文作者為林小舟", "林小舟"),
        ("◎作者林小舟為公衛學者", "林小舟"),
        ("投書人：林小舟", "林小舟"),
        ("專欄作家　林小舟", "林小舟"),
        ("回信／長照專員　林小舟", "林小舟"),
        ("林小舟／鐵道迷（苗栗三義）", "林小舟"),
        ("讀者 林小舟（高雄鳳山）", "林小舟"),
        ("投書：林小舟　沙田居民", "林小舟"),
        ("林小舟（兩個孩子的媽媽，台中）", "林小舟"),
        ("作者林小舟為自由撰稿人，著有《海的帳本》，現居台南。", "林小舟"),
        ("讀者投書／林小舟（家長）", "林小舟"),
        ("執筆人：林小舟", "林小舟"),
        ("口述：王大同／整理：林小舟", "林小舟"),
        ("口述／阿美 採訪整理／林小舟", "林小舟"),
    ],
)
def test_contributor_is_named_without_what_he_does(line: str, name: str) -> None:
    assert contributor(line) == name
    assert article(STORY, head=line).byline == name


@pytest.mark.parametrize(
    "line",
    [
        "作者是高中生",
        "作者是誰",
        "作者為何沉默",
        "作者是一位退休教師，書裡寫滿漁村舊事。",
        "（作者為國立大學教授）",
        "投書人數創新高",
        "口述歷史：最後的鹽工",
        "高鐵／台中站",
        "主角／配角",
        "林小舟（三十二歲）",
        "生活／社區（台南市）",
        "作者王大同是老師，他把失敗寫進最後一章。",
        "林小舟說，老師都到了。",
        "林小舟：「我是老師」",
    ],
)
def test_line_of_like_form_names_no_contributor(line: str) -> None:
    assert contributor(line) is None


@pytest.mark.parametrize("line", ["林小舟／專欄作家", "（林小舟，大學講師）"])
def test_contributor_at_a_storys_end_is_its_byline_and_not_read(line: str) -> None:
    for paragraphs in ((*STORY, line), (line, *STORY)):
        found = article(paragraphs)
        assert found.byline == "林小舟"
        assert tuple(paragraph.text for paragraph in found.paragraphs) == STORY


def test_name_with_what_one_does_amid_a_story_is_read() -> None:
    paragraphs = (*STORY[:2], "林小舟／漁民", STORY[2])
    found = article(paragraphs)
    assert found.byline is None
    assert tuple(paragraph.text for paragraph in found.paragraphs) == paragraphs
