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


@example("\u200d" * 4 + "\ud83d\ude00" + "\u200d" * 4)
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


BEST_CUTS = {
    "a mark before a space": "甲甲甲、|甲甲甲甲 甲甲甲甲甲甲甲",
    "a space before no mark at all": "甲甲甲甲 |甲甲甲甲甲甲甲甲甲甲",
    "a comma before an enumeration": "甲甲甲，|甲甲甲甲、甲甲甲甲甲甲甲",
    "a semicolon before a comma": "甲甲甲；|甲甲甲甲，甲甲甲甲甲甲甲",
    "an end inside a quote before a comma": "甲甲「甲！」|的甲甲，甲甲甲甲甲甲甲甲",
    "an end inside a quote is as good as a semicolon": "甲甲「甲！」的甲甲；|甲甲甲甲甲甲甲甲",
    "of marks alike the one nearest to the middle": "甲甲甲甲甲，甲甲甲甲，|甲甲甲甲甲，甲甲甲甲甲",
    "of two as near as each other the first": "甲甲甲甲甲，|甲甲甲甲甲甲甲，甲甲甲甲甲甲",
    "nowhere better, in the middle": "甲甲甲甲甲甲|甲甲甲甲甲甲",
    "a mark with a closer behind it": "甲甲甲甲（甲，）|甲甲甲、甲甲甲甲甲甲甲",
    "a mark with a space behind it": "甲甲甲甲， |甲甲甲甲、甲甲甲甲甲甲甲",
    "a mark and its closer at the very beginning": "；）|甲甲甲甲甲甲甲甲甲甲甲甲",
    "what begins with a closer has no mark there": "）甲甲甲甲甲甲|甲甲甲甲甲甲。",
    "before a quote": "甲甲甲甲，|「甲甲甲甲甲」甲甲甲甲甲甲甲甲",
    "after a quote": "甲甲「甲甲甲，」|甲甲甲甲甲甲甲甲甲甲甲",
    "outside any of several quotes": "「甲甲」甲甲甲甲|「甲、甲甲甲甲甲」",
    "not after what opens": "甲甲甲甲甲甲甲甲甲|（甲甲甲甲甲甲甲甲甲甲",
    "not before what closes": "甲甲甲甲甲甲甲甲甲|甲）甲甲甲甲甲甲甲甲甲",
    "not before a space": "甲甲甲甲甲甲甲甲甲|甲 ）甲甲甲甲甲甲甲甲",
    "not inside a numeral": "甲甲甲甲甲甲甲甲甲|三千五百萬甲甲甲甲甲甲甲甲",
    "before a numeral": "甲甲甲甲甲甲甲甲|三甲甲甲甲甲甲甲",
    "after a numeral": "甲甲甲甲甲甲甲三|甲甲甲甲甲甲甲甲",
    "before a dash that joins nothing": "甲甲甲甲甲甲甲甲|-A甲甲甲甲甲甲",
    "between letters that are no word": "甲甲甲甲甲甲A甲|B甲甲甲甲甲甲甲",
    "not inside a Hebrew word": "甲甲甲甲甲甲甲|שלום甲甲甲甲甲甲",
    "after the first character, where a word follows": "甲|abcdefghij",
}


@pytest.mark.parametrize("marked", BEST_CUTS.values(), ids=BEST_CUTS)
def test_a_sentence_one_character_too_long_is_cut_once_at_its_best_place(marked: str) -> None:
    text = marked.replace("|", "")
    assert cut(text, limits(most=len(text) - 1, shortest=1)) == tuple(marked.split("|"))


@pytest.mark.parametrize(("mark", "cut_at"), [(29, 100), (30, 30), (170, 170), (171, 100)])
def test_a_good_mark_is_taken_where_it_leaves_no_fragment(mark: int, cut_at: int) -> None:
    letters = ["甲"] * 200
    letters[mark - 1], letters[100 - 1] = "；", "、"
    pieces = cut("".join(letters), limits(most=199, shortest=1))
    assert [len(piece) for piece in pieces] == [cut_at, 200 - cut_at]


@pytest.mark.parametrize(
    "drawn_as_one",
    [
        "\ud800\udc00",
        "\udbff\udfff",  # noqa: PT014 - the linter tells no surrogate from another
        "\U0001f44d\U0001f3fb",
        "\U0001f44d\U0001f3ff",
        "❤\ufe0f",
        "👩\u200d💻",
        "甲\u0301",
    ],
)
def test_what_is_drawn_as_one_is_not_cut_even_in_the_middle(drawn_as_one: str) -> None:
    pieces = cut("甲" * 9 + drawn_as_one + "甲" * 9, limits(most=19, shortest=1))
    assert pieces == ("甲" * 9, drawn_as_one + "甲" * 9)


def test_half_a_surrogate_pair_belongs_to_nothing() -> None:
    assert cut("甲" * 9 + "\ud800" + "甲" * 10, limits(most=19, shortest=1))[0] == "甲" * 9 + "\ud800"


@pytest.mark.parametrize(
    ("unbroken", "lengths"),
    [("1" * 20, [10, 10]), ("123", [1, 2]), ("1" * 10 + "\u200d" + "1" * 11, [12, 10])],
)
def test_what_has_no_place_to_cut_is_halved(unbroken: str, lengths: list[int]) -> None:
    pieces = cut(unbroken, limits(most=len(unbroken) - 1, shortest=1))
    assert [len(piece) for piece in pieces] == lengths


@pytest.mark.parametrize(
    "bounds",
    [limits(most=20, shortest=1), Limits(1, max_chars=99, max_cost=20, cost=len)],
    ids=["chars", "cost"],
)
def test_a_sentence_of_exactly_the_limit_stays_whole(bounds: Limits) -> None:
    exact = "甲" * 19 + "。"
    assert cut(exact, bounds) == (exact,)
    assert len(cut("甲" + exact, bounds)) == 2


@pytest.mark.parametrize(
    ("bounds", "lengths"),
    [
        (limits(target=14, shortest=1), [14, 14, 7]),
        (limits(target=100, most=14, shortest=1), [14, 14, 7]),
        (Limits(100, max_chars=100, max_cost=14, cost=len), [14, 14, 7]),
        (limits(shortest=8), [35]),
        (limits(shortest=7), [7] * 5),
    ],
    ids=["target", "chars", "cost", "fragments", "no fragments"],
)
def test_neighbours_are_gathered_up_to_exactly_each_limit(bounds: Limits, lengths: list[int]) -> None:
    assert [len(chunk) for chunk in cut("今天天氣很好。" * 5, bounds)] == lengths


def test_each_sentence_is_weighed_by_itself() -> None:
    sentences = ("甲" * 9 + "。", "乙" * 4 + "。", "丙" * 7 + "。")
    bounds = Limits(100, max_chars=100, max_cost=14, cost=len)
    assert cut("".join(sentences), bounds) == (sentences[0], sentences[1] + sentences[2])


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


@pytest.mark.parametrize(
    ("opening", "kinds"),
    [
        ("（中央社記者王小明台北9日電）雨下了三天。", ["title", "body"]),
        ("【某報訊】（記者王小明）雨下了三天。", ["title", "body"]),
        ("王小明說，雨下了三天。", ["title", "byline", "body"]),
    ],
)
def test_a_byline_that_opens_the_story_is_said_once(opening: str, kinds: list[str]) -> None:
    script = write_script(Article("題", (Paragraph(opening),), byline="王小明"), limits(), Pauses())
    assert [chunk.kind for chunk in script] == kinds


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
