"""Chunks are the script, each small enough, cut where a listener would not notice."""

import itertools
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tts.chunker import cut, write_script
from tts.model.article import Article, Paragraph
from tts.model.script import Limits, Pauses
from tts.speech.sentences import whole_quotes

EMOJI = "\U0001f600\U0001f3fd\u200d\ufe0f\ud83d\ude00"
NEWS = "北京說「好。」《》（）1234567890.,%％JY-27Aabc！？，、；：。… " + EMOJI


def limits(target: int = 1, most: int = 100, cost: Callable[[str], int] = len, shortest: int = 12) -> Limits:
    return Limits(target, max_chars=most, max_cost=4 * most, cost=cost, min_chars=shortest)


SMALL = limits(most=12, shortest=3)


@given(st.text(alphabet=NEWS, max_size=300))
@example("。")
@example("1" * 300)
def test_joined_chunks_are_the_text(text: str) -> None:
    assert "".join(cut(text, SMALL)) == text


@given(st.text(alphabet=NEWS, max_size=300), st.integers(1, 40))
def test_no_chunk_is_over_its_limit(text: str, most: int) -> None:
    bounds = Limits(most, max_chars=most, max_cost=3 * most, cost=_size_in_bytes)
    for chunk in cut(text, bounds):
        assert (len(chunk) <= most and _size_in_bytes(chunk) <= 3 * most) or len(chunk) == 1


def _size_in_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


@given(st.text(alphabet="北京說，12.5Aab-「」", max_size=120))
def test_a_number_or_latin_word_that_fits_is_never_cut(text: str) -> None:
    position = 0
    for chunk in cut(text, SMALL)[:-1]:
        position += len(chunk)
        left, right = text[position - 1], text[position]
        if left.isascii() and left.isalnum() and right.isascii() and right.isalnum():
            run = _word_around(text, position)
            assert len(run) > SMALL.max_chars


def _word_around(text: str, position: int) -> str:
    start, end = position, position
    while start and text[start - 1] in "12.5Aab-":
        start -= 1
    while end < len(text) and text[end] in "12.5Aab-":
        end += 1
    return text[start:end]


@given(st.text(alphabet="北京說，。！「」《》", max_size=200))
def test_a_quote_that_fits_is_never_cut(text: str) -> None:
    bounds = limits(most=30, shortest=1)
    position = 0
    for chunk in cut(text, bounds)[:-1]:
        position += len(chunk)
        for start, end in whole_quotes(text):
            assert not start < position < end or end - start > bounds.max_chars - 2


@given(st.text(alphabet="\ud83d\ude00\U0001f44d\U0001f3fd\u200d\ufe0f好", min_size=2, max_size=80))
def test_no_cut_parts_what_is_drawn_as_one_character(text: str) -> None:
    chunks = cut(text, limits(most=9, shortest=1))
    for left, right in itertools.pairwise(chunks):
        assert not ("\ud800" <= left[-1] <= "\udbff" and "\udc00" <= right[0] <= "\udfff")


def test_a_long_sentence_is_cut_at_its_best_mark_near_the_middle() -> None:
    sentence = "甲" * 30 + "，" + "乙" * 30 + "；" + "丙" * 30 + "，" + "丁" * 30 + "。"
    assert cut(sentence, limits()) == (
        "甲" * 30 + "，" + "乙" * 30 + "；",
        "丙" * 30 + "，" + "丁" * 30 + "。",
    )


def test_sentences_are_gathered_up_to_the_target() -> None:
    text = "今天天氣很好。" * 10
    assert [len(chunk) for chunk in cut(text, limits(target=30, shortest=1))] == [28, 28, 14]


def test_fragments_join_a_neighbour() -> None:
    assert cut("好。我們明天早上八點在車站見面。走！", limits()) == ("好。我們明天早上八點在車站見面。走！",)


@pytest.mark.parametrize("number", ["1,234,567.89", "2026-01-04", "05:30", "JY-27A", "3：2"])
def test_what_holds_a_number_together_is_no_place_to_cut(number: str) -> None:
    text = "甲" * 8 + number + "乙" * 8
    assert any(number in chunk for chunk in cut(text, limits(most=13, shortest=1)))


ARTICLE = Article(
    title="今天 下雨了",
    byline="記者王小明／台北報導",
    paragraphs=(Paragraph("第一段。第二句。"), Paragraph("小標", "heading"), Paragraph("最後一段。")),
)


def test_the_script_is_disclosure_title_byline_and_body_in_order() -> None:
    script = write_script(ARTICLE, limits(), Pauses(), "以下由AI朗讀。")
    assert [(chunk.kind, chunk.paragraph) for chunk in script] == [
        ("disclosure", None),
        ("title", None),
        ("byline", None),
        ("body", 0),
        ("heading", 1),
        ("body", 2),
    ]
    assert [chunk.index for chunk in script] == list(range(6))


def test_a_part_that_is_absent_has_no_chunk() -> None:
    script = write_script(Article("題", (Paragraph("文。"),)), limits(), Pauses())
    assert [chunk.kind for chunk in script] == ["title", "body"]


def test_pauses_follow_what_ends() -> None:
    pauses = Pauses()
    article = Article("題", (Paragraph("一" * 60 + "，" + "二" * 60 + "。" + "三" * 20 + "。"),))
    script = write_script(article, limits(), pauses)
    assert [chunk.pause_after_ms for chunk in script] == [
        pauses.title_ms,
        pauses.clause_ms,
        pauses.sentence_ms,
        pauses.paragraph_ms,
    ]


@given(st.lists(st.text(alphabet=NEWS, min_size=1, max_size=60).filter(str.strip), min_size=1, max_size=5))
def test_the_chunks_of_a_paragraph_joined_are_that_paragraph(texts: list[str]) -> None:
    article = Article("題", tuple(Paragraph(text) for text in texts))
    script = write_script(article, SMALL, Pauses())
    for index, text in enumerate(texts):
        assert "".join(chunk.written for chunk in script if chunk.paragraph == index) == text
