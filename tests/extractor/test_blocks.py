"""Blocks: where browsers break a line, and only there, a paragraph ends."""

import pytest

from tts.extractor.blocks import read_blocks
from tts.extractor.markup import parse


def lines_of(markup: str) -> list[str]:
    return [block.text for block in read_blocks(parse(f"<body>{markup}</body>").root)]


@pytest.mark.parametrize("tag", ["pre", 'div style="white-space: pre-line"'])
def test_blank_line_ends_a_paragraph_where_lines_are_kept(tag: str) -> None:
    assert lines_of(f"<{tag}>燈塔亮了。\n\n居民\n都來了。 \n \n</{tag}>") == ["燈塔亮了。", "居民 都來了。"]


def test_blank_line_is_a_space_elsewhere() -> None:
    assert lines_of("<p>The lamp\n\nis lit.</p>") == ["The lamp is lit."]


def test_unknown_element_stands_within_its_line() -> None:
    assert lines_of("<p>燈塔<place>基隆</place>亮了。</p>") == ["燈塔基隆亮了。"]


@pytest.mark.parametrize("tag", ["section", "details", "fieldset", "x-card"])
def test_element_of_its_own_lines_breaks_them(tag: str) -> None:
    assert lines_of(f"燈塔<{tag}>基隆</{tag}>亮了。") == ["燈塔", "基隆", "亮了。"]


def test_cells_of_a_row_are_one_line() -> None:
    assert lines_of("<table><tr><td>北門<br>南門<td>三人<td>五人</table>") == ["北門，南門，三人，五人"]


def test_lines_of_a_lone_cell_stand_apart() -> None:
    cell = "<td><b>燈塔重新點亮</b><br>記者林海生／基隆報導</td>"
    assert lines_of(f"<table><tr>{cell}</tr></table>") == ["燈塔重新點亮", "記者林海生／基隆報導"]
