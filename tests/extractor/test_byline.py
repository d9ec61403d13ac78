"""Bylines: known by their wording in every form papers write them in, and tidied to who wrote."""

import pytest

from tts.extractor.byline import byline_apart, is_byline, tidy_byline

BYLINES = {
    "記者林小舟／基隆報導": "記者林小舟／基隆報導",
    "【記者林小舟／基隆報導】": "記者林小舟／基隆報導",
    "［記者林小舟／基隆報導］": "記者林小舟／基隆報導",
    "（記者林小舟基隆報導）": "記者林小舟基隆報導",
    "【本報基隆訊】": "本報基隆訊",
    "綜合報導": "綜合報導",
    "某某社記者林小舟基隆報導": "某某社記者林小舟基隆報導",
    "文／林小舟　圖／王大同": "林小舟",
    "採訪撰文／林小舟　攝影／王大同": "林小舟",
    "圖、文／林小舟": "林小舟",
    "林小舟 / 基隆報導": "林小舟/基隆報導",
    "2026-01-09 12:30 記者林小舟 / 基隆報導": "記者林小舟/基隆報導",
}
OTHERS = [
    "圖／漁會提供",
    "【文／某某專欄作者林小舟】",
    "影／老燈塔重新點亮",
    "（記者林小舟／攝影）",
    "戰地記者獨家專訪",
    "燈塔的故事：一百年",
    "【老燈塔重新點亮】",
    "文化局長說，燈塔很穩固。",
    "記者會直播",
    "熱門新訊",
    "編譯中心",
]


@pytest.mark.parametrize(("line", "byline"), BYLINES.items())
def test_byline_is_known_and_tidied(line: str, byline: str) -> None:
    assert is_byline(line)
    assert tidy_byline(line) == byline


@pytest.mark.parametrize("line", OTHERS)
def test_line_that_only_looks_like_one_is_none(line: str) -> None:
    assert not is_byline(line)


SENTENCE = "燈塔明年點亮。"


@pytest.mark.parametrize(
    ("paragraph", "byline", "rest"),
    [
        (f"（某某社記者林小舟基隆9日電）{SENTENCE}", "某某社記者林小舟基隆9日電", SENTENCE),
        (f"【某報訊】記者林小舟報道：{SENTENCE}", "記者林小舟報道", SENTENCE),
        (f"某社基隆1月9日電（記者林小舟）{SENTENCE}", "記者林小舟", SENTENCE),
        (f"記者林小舟／基隆報導　{SENTENCE}", "記者林小舟／基隆報導", SENTENCE),
        (f"{SENTENCE}（林小舟／基隆報導）", "林小舟／基隆報導", SENTENCE),
        (f"{SENTENCE}（林小舟、王大同）", "林小舟、王大同", SENTENCE),
        (f"{SENTENCE} 文：林小舟", "林小舟", SENTENCE),
        ("記者林小舟", "記者林小舟", ""),
    ],
)
def test_byline_at_either_end_comes_apart(paragraph: str, byline: str, rest: str) -> None:
    assert byline_apart(paragraph) == (byline, rest)


@pytest.mark.parametrize(
    "paragraph",
    [
        "這部片由他執導（林小舟 飾）",
        "得獎的是三年級學生（林小舟、王大同）。",
        "他出生於江蘇（今南京）",
        "公司否認（路透社報導）。",
        "他說：「我是記者林小舟。」",
        "燈塔明年點亮。（綜合報導）",
        "燈塔明年點亮。（圖為林小舟）",
        "燈塔明年點亮。（責任編輯：林小舟）",
        "他最愛的歌手來了。（林小舟）說得好",
        "記者林小舟昨天遇襲，警方正在調查。",
        "（記者會前）市長先到現場，他說，燈塔不會拆。",
    ],
)
def test_paragraph_that_ends_with_other_words_stays_whole(paragraph: str) -> None:
    assert byline_apart(paragraph) == (None, paragraph)


def test_short_name_in_brackets_is_a_byline_at_the_storys_end_alone() -> None:
    assert byline_apart(f"{SENTENCE}(林舟)", is_last=True) == ("林舟", SENTENCE)
    assert byline_apart(f"{SENTENCE}(林舟)") == (None, f"{SENTENCE}(林舟)")


def test_name_in_brackets_is_a_byline_where_it_is_the_last_paragraph() -> None:
    assert byline_apart("（林舟）", is_last=True) == ("林舟", "")
    assert byline_apart("（林舟）") == (None, "（林舟）")
    assert byline_apart("（高雄）", is_last=True)[0] is None


@pytest.mark.parametrize(
    ("paragraph", "byline"),
    [
        ("某某社伊犁3月9日电 (古丽努尔 林小舟)老灯塔亮了。", "古丽努尔 林小舟"),
        ("某某社伊犁3月9日电 (综合)老灯塔亮了。", None),
        ("某某社伊犁3月9日电 (组图)老灯塔亮了。", None),
    ],
)
def test_agencys_dateline_vouches_for_the_names_behind_it(paragraph: str, byline: str | None) -> None:
    assert byline_apart(paragraph)[0] == byline


@pytest.mark.parametrize(
    "word", ["（待續）", "（成立）", "（左圖）", "（高清）", "（全文）", "（笑）", "（高雄）"]
)
def test_word_in_brackets_at_the_storys_end_is_no_name(word: str) -> None:
    assert byline_apart(f"{SENTENCE}{word}", is_last=True)[0] is None
