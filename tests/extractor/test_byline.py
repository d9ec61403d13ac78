"""Bylines: known by their wording in every form papers write them in, and tidied to who wrote."""

import pytest

from tts.extractor.byline import is_byline, tidy_byline

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
]


@pytest.mark.parametrize(("line", "byline"), BYLINES.items())
def test_byline_is_known_and_tidied(line: str, byline: str) -> None:
    assert is_byline(line)
    assert tidy_byline(line) == byline


@pytest.mark.parametrize("line", OTHERS)
def test_line_that_only_looks_like_one_is_none(line: str) -> None:
    assert not is_byline(line)
