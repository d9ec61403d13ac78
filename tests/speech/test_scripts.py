"""Which script a text is written in, told by its characters alone."""

import pytest

from tts.speech.scripts import is_simplified


@pytest.mark.parametrize(
    "text", ["气温下降到零下", "6万人", "中国队 3 比 2 获胜", "后来他们走了", "国家主席，2026年"]
)
def test_characters_of_the_mainland_alone_are_simplified(text: str) -> None:
    assert is_simplified(text)


@pytest.mark.parametrize(
    "text", ["氣溫下降到零下", "市府宣布", "擂台", "皇后在後面", "人云亦云", "2026", "", "ABC", "\ud800"]
)
def test_characters_that_taiwan_uses_are_not(text: str) -> None:
    assert not is_simplified(text)
