"""Prose: what is taken out of a line before it is read."""

import pytest

from tts.extractor.prose import tidy_paragraph


@pytest.mark.parametrize("mark", ["\u200b", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\ufeff"])
def test_marks_without_width_are_taken_out(mark: str) -> None:
    assert tidy_paragraph(f"{mark}老燈{mark}塔今年{mark}滿一百歲。{mark}") == "老燈塔今年滿一百歲。"
