"""Words are cut the likeliest way, and a known word stands only where words end so."""

import pytest

from tts.speech.words import Words, split_words


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_words(text, 0, len(text))]


def words(*pieces: str) -> Words:
    lengths = [0]
    for piece in pieces:
        lengths.append(lengths[-1] + len(piece))
    return Words("".join(pieces), frozenset(lengths))


@pytest.mark.parametrize("pieces", ["她|没|收拾|行李", "市场|会长|大", "银行|行长"])
def test_a_text_is_cut_into_its_likeliest_words(pieces: str) -> None:
    assert cut(pieces.replace("|", "")) == pieces.split("|")


@pytest.mark.parametrize(
    ("pieces", "word", "may"),
    [
        ("她|没|收拾|行李", "没收", False),
        ("警方|没收|赌资", "没收", True),
        ("这|张|名单|于|今天|公布", "单于", False),
        ("三|人生|还", "生还", True),
        ("到|目的地|去", "目的", True),
        ("高速公路|上", "公路", True),
        ("强调|节拍", "调节", False),
    ],
)
def test_a_word_stands_only_where_words_end_so(pieces: str, word: str, *, may: bool) -> None:
    text = words(*pieces.split("|"))
    start = text.text.index(word)
    assert text.admit(start, start + len(word)) is may


def test_the_end_of_a_text_is_an_end_of_words() -> None:
    assert words("没收").admit(0, 2)
