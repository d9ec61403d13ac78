"""What the line model learns from, and that it learns."""

import re

from bench.line_corpus import Line, invented
from bench.line_model import Sample, learn
from tts.extractor.noise.line_model import BUCKETS, features


def test_slots_are_filled_and_lines_come_in_both_scripts() -> None:
    furniture = invented("furniture.txt")
    texts = {line.text for line in furniture}
    assert not any(re.search(r"[{}]", text) for text in texts)
    assert {"寫信給編輯", "写信给编辑"} <= texts


def test_a_line_weighs_the_same_in_however_many_ways_it_is_written() -> None:
    weights: dict[str, float] = {}
    for line in invented("prose.txt"):
        weights[line.kind] = weights.get(line.kind, 0) + line.weight
    assert abs(weights["columnists"] - 3 * 2) < 1e-9  # three lines, with slots and without


def test_no_line_is_both_furniture_and_prose() -> None:
    furniture = {line.text for line in invented("furniture.txt")}
    assert furniture.isdisjoint(line.text for line in invented("prose.txt"))


def test_what_is_learnt_tells_new_lines_apart_and_is_the_same_each_time() -> None:
    furniture = [Line(text, "a") for text in ("請訂閱電子報", "訂閱我們的頻道", "快來訂閱週報")]
    prose = [Line(text, "b") for text in ("船開進霧裡。", "霧散了，船還在。", "她在船上等霧散。")]
    answers = [True] * 3 + [False] * 3
    weights, bias = learn([*furniture, *prose], answers)
    again, same = learn([*furniture, *prose], answers)
    new = Sample.of([features("歡迎訂閱晚報"), features("霧裡有一條船。")])
    stock, told = new.scores(weights, bias)
    assert stock > 0 > told
    assert len(weights) == BUCKETS
    assert (weights == again).all()
    assert bias == same
