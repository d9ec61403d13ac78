"""A byline names persons; what they are, for whom they write and where from are no names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import is_quick
from tts.extractor.extract import extract, tidied
from tts.extractor.prose import tidy
from tts.extractor.reporters import is_role, persons
from tts.model.article import Article, Paragraph
from tts.model.document import Document

TWO = ("葉向晴", "丁一帆")


@pytest.mark.parametrize(
    "byline",
    [
        "葉向晴 丁一帆",
        "葉向晴、丁一帆",
        "葉向晴和丁一帆",
        "記者 葉向晴 丁一帆/報導",
        "記者葉向晴、丁一帆／台中報導",
        "記者葉向晴／台中報導、記者丁一帆／花蓮報導",
        "晨星報／記者葉向晴、丁一帆／綜合報導",
        "特約記者葉向晴、特約記者丁一帆",
        "文／葉向晴 圖／丁一帆",
        "葉向晴（文）、丁一帆（攝影）",
    ],
)
def test_each_of_several_is_a_person(byline: str) -> None:
    assert persons(byline) == TWO


@pytest.mark.parametrize(
    ("byline", "name"),
    [
        ("葉向晴", "葉向晴"),
        ("編輯葉向晴", "葉向晴"),
        ("葉向晴主編", "葉向晴"),
        ("晨星社記者葉向晴台東12日電", "葉向晴"),
        ("葉向晴（本報記者）", "葉向晴"),
        ("葉向晴／亞凱迪亞", "葉向晴"),
        ("葉陳大文", "葉陳大文"),
        ("記者小魚", "小魚"),
        ("阿卜杜拉·汗", "阿卜杜拉·汗"),
        ("By Mary Lee", "Mary Lee"),
        ("Staff Writer Mary Lee", "Mary Lee"),
        ("van der Berg, Jan", "van der Berg, Jan"),
        ("ليلى خالد", "ليلى خالد"),
        ("X", "X"),
        ("甲" * 200, "甲" * 200),
    ],
)
def test_one_is_one_person_whole(byline: str, name: str) -> None:
    assert persons(byline) == (name,)


ROLES = ["報導", "記者", "編輯", "记者", "記者  / 報導", "綜合報導", "【記者】", "Staff Reporter", "、", ""]


@pytest.mark.parametrize("byline", [*ROLES, "財經中心／綜合報導", "晨星社 台北9日電", "本報記者／臺北報導"])
def test_a_role_a_desk_and_a_dateline_are_nobody(byline: str) -> None:
    assert persons(byline) == ()


@pytest.mark.parametrize("byline", ROLES)
def test_a_role_alone_signs_no_article(byline: str) -> None:
    assert is_role(byline)
    assert tidied(Article("題", (Paragraph("今天下雨。"),), byline=byline)).byline is None


def test_a_text_whose_byline_is_a_role_alone_is_by_nobody() -> None:
    text = "燈塔周三重新點亮\n\n記者／報導\n\n港務單位說，燈塔修了兩年，周三傍晚重新點亮。\n"
    article = extract(Document(text.encode(), "story.txt"))
    assert article.byline is None
    assert "記者" not in article.text


@given(st.text(max_size=60))
def test_every_person_stands_in_the_byline(byline: str) -> None:
    assert all(name and name in tidy(byline) for name in persons(byline))


@pytest.mark.parametrize("part", ["、", "葉向晴、", "記者", "葉/", "(", "記者葉"])
def test_a_byline_without_end_is_read_soon(part: str) -> None:
    assert is_quick(lambda: persons(part * (20_000 // len(part))), 2)
