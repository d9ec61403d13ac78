"""Sentences end where a reader would draw breath, and nowhere else."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.development import FOLDER, needs_development_sets
from tts.speech.sentences import LONGEST_WHOLE_QUOTE, split_sentences, spoken_parts, whole_quotes

SPOKEN = FOLDER / "spoken"

SPLITS = [
    "市長說：「路會修好。」|然後就離開了會場。",
    "《你好，明天！》的票房破億。|《再見？》則不然。",
    "門票每張1,200.50元。|學生半價。",
    "他問「真的嗎？」，沒有人回答。",
    "「快走！」的喊聲此起彼伏。",
    "什麼？！|他不敢相信。",
    "他想了很久……|最後還是走了。",
    "他想了很久……，最後還是走了。",
    "這條路——也就是舊台一線——今天封閉。",
    "慢著——|前面沒有路！",
    "Google!奇摩 與 http://example.org/?a=1 都能用。",
    "1. 開場。|2. 頒獎。",
    "It rained. |We stayed at home.",
    "他任職於 Acme Inc. 和 J. K. Lin 的事務所。",
    "氣溫12.5度！|風速3.2公尺。",
    "【即時】颱風來了。|請小心。",
    "第一行\n|第二行",
    "他說（其實沒有。）|但沒人信。",
    "他說「不可能！」三個字。|全場譁然。",
    "牌子寫著「誰在乎？」四個大字，很醒目。",
    "她大喊：「救命！」|路人報警。",
    "「太扯了！」|她說。",
    "「憑什麼？」三個字道盡無奈。",
    "他只回「好。」|隨即離席。",
    "終於放假了～|大家一起去玩吧！|記得帶傘。",
    "太好了～！|我們贏了。",
    "每天9點～17點開放，歡迎參觀！",
    "台北～高雄全線通車！",
    "慢慢走～不要急。",
]


@pytest.mark.parametrize("marked", SPLITS)
def test_sentences_end_at_the_marked_places(marked: str) -> None:
    assert list(split_sentences(marked.replace("|", ""))) == marked.split("|")


def test_a_long_quote_is_cut_at_its_own_sentences() -> None:
    quote = "「" + "今天天氣很好。" * 30 + "」"
    assert len(quote) > LONGEST_WHOLE_QUOTE
    assert len(split_sentences(quote)) == 30


def test_an_unclosed_quote_protects_nothing() -> None:
    assert split_sentences("他說：「我不去。然後就走了。") == ("他說：「我不去。", "然後就走了。")


def test_white_space_stays_with_the_sentence_before() -> None:
    assert split_sentences("好。  下一句。") == ("好。  ", "下一句。")


@given(st.text(alphabet="他說今天。！？「」『』《》（）.!?… \n—，12aA"))
def test_joined_sentences_are_the_text(text: str) -> None:
    assert "".join(split_sentences(text)) == text


@given(st.text(alphabet="今。！「」《》（）“”", max_size=60))
def test_whole_quotes_are_ordered_and_apart(text: str) -> None:
    spans = whole_quotes(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)


@needs_development_sets
def test_every_hard_case_of_the_development_set_is_exact() -> None:
    for line in (SPOKEN / "sentences.txt").read_text(encoding="utf-8").splitlines():
        gold = [sentence.strip() for sentence in line.split("|")]
        assert [sentence.strip() for sentence in split_sentences(line.replace("|", ""))] == gold


@needs_development_sets
def test_running_text_splits_with_an_f1_of_at_least_99_5() -> None:
    sentences = (SPOKEN / "gsd.txt").read_text(encoding="utf-8").splitlines()
    gold, found = _ends(sentences), _ends(split_sentences("".join(sentences)))
    assert 2 * len(gold & found) / (len(gold) + len(found)) >= 0.995


def _ends(sentences: list[str] | tuple[str, ...]) -> set[int]:
    position, ends = 0, set()
    for sentence in sentences:
        position += len(sentence)
        ends.add(position)
    return ends


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("今天晴。明天雨！", ("今天晴。", "明天雨！")),
        ("中再祭稀土牌？ 停審查銷日許可", ("中再祭稀土牌？ ", "停審查銷日許可")),
        ("今天晴。（！）", ("今天晴。（！）",)),
        ("！！今天晴。", ("！！今天晴。",)),
        ("", ()),
    ],
)
def test_a_part_is_a_sentence_with_what_cannot_be_spoken_beside_it(text: str, parts: tuple[str, ...]) -> None:
    assert spoken_parts(text) == parts


@given(st.text(alphabet="今天。！「」 12aA，\n…", min_size=1))
def test_joined_the_parts_are_the_text_and_each_can_be_spoken(text: str) -> None:
    parts = spoken_parts(text)
    assert "".join(parts) == text
    assert len(parts) == 1 or all(any(map(str.isalnum, part)) for part in parts)
