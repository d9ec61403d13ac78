"""Lists of words that others have collected, read a line at a time."""

from pathlib import Path

import pytest

from tts.errors import UsageError
from tts.speech.normalizer import normalize
from tts.speech.word_list import WordList, read_word_list


def read(folder: Path, text: str | bytes, name: str = "names.tsv") -> WordList:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_word_list(path)


def entries(words: WordList) -> dict[str, str]:
    return {
        each.written: each.value for sheet in (words.lexicon.words, words.lexicon.patterns) for each in sheet
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("曾子\tzeng1 zi3\n單于\tchan2 yu2\n", {"曾子": "zeng1 zi3", "單于": "chan2 yu2"}),
        ("曾子,zēng zǐ\r\nGDP,國內生產毛額\r\n", {"曾子": "zēng zǐ", "GDP": "國內生產毛額"}),
        ('"Yahoo, Inc.","雅虎"\n', {"Yahoo, Inc.": "雅虎"}),
        ('"曾子"\t"zeng1 zi3"\n', {"曾子": "zeng1 zi3"}),
        ("# a list\n\n詞,讀音\n曾,zeng1\n", {"曾": "zeng1"}),
        ("word\treading\n曾\tzeng1", {"曾": "zeng1"}),
        ("5566\n三一八\nNew York\n", {"5566": "5566", "三一八": "三一八", "New York": "New York"}),
        ("雲計算 5\n藍翔 3 nz\n", {"雲計算": "雲計算", "藍翔": "藍翔"}),
        ("曾子\t1200\n曾參\tzeng1 shen1\t88\n", {"曾子": "曾子", "曾參": "zeng1 shen1"}),
        ("/第(\\d{1,3})話/\t第\\1集\n", {"/第(\\d{1,3})話/": "第\\1集"}),
        ("/第(\\d{1,3})話/,第\\1集\n", {"/第(\\d{1,3})話/": "第\\1集"}),
        ("\ufeff曾\tzeng1", {"曾": "zeng1"}),
        ("", {}),
    ],
)
def test_one_column_or_two_are_read_as_they_come(tmp_path: Path, text: str, found: dict[str, str]) -> None:
    assert entries(read(tmp_path, text)) == found


def test_a_word_alone_is_kept_whole(tmp_path: Path) -> None:
    words = read(tmp_path, "7-11\n三百六十五行\n").lexicon
    spoken = normalize("在7-11與三百六十五行2人", words)
    rules = [span.rule for span in spoken.spans if span.rule.startswith("lexicon")]
    assert rules == ["lexicon: 7-11", "lexicon: 三百六十五行"]
    assert normalize("在7-11", words).text == f"在{normalize('7-11').text}"


def test_the_first_line_of_a_word_holds_and_the_others_are_known(tmp_path: Path) -> None:
    words = read(tmp_path, "單于\tchan2 yu2\n單于\tchan2 yu2\n單于\tdan1 yu2\n")
    assert entries(words) == {"單于": "chan2 yu2"}
    assert [(one.line, one.value) for one in words.repeats] == [(3, "dan1 yu2")]
    assert words.lines == {"單于": 1}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("曾子\tzeng1 zi3\n單于\tchan2\n", r"Line 2 of .*names\.tsv: The lexicon gives 單于 1 syllables"),
        ("曾子\tzeng1 blorp1", "Line 1 of .* No character sounds like blorp1"),
        ("曾子\tzeng zi", r"Line 1 of .* has a reading without tones \(zeng zi\)"),
        ("曾子\tzeng zi\t3", "Line 1 of .* has a reading without tones"),
        ("曾子\tzeng1 zi3\t曾參", "Line 1 of .* has 3 columns"),
        ("曾子,zeng1,zi3", "Line 1 of .* has 3 columns"),
        ("\n\tzeng1", "Line 2 of .* has no word"),
        (f"{'長' * 61}\tchang2", "more than 60 characters"),
        ('{"曾": "zeng1"}', "Line 1 of .* is no word, for it has a {"),
        ('"曾" = "zeng1"', "Line 1 of .* is no word"),
        ("傳統 传统 [chuan2 tong3] /tradition/", r"Line 1 of .* is no word, for it has a \["),
        ("曾;zeng1", "Line 1 of .* is no word, for it has a ;"),
        ("曾：zeng1", "Line 1 of .* has ： between its columns"),
        ("台積電　台灣積體電路", "Line 1 of .* has a wide space between its columns"),
        ("曾子\tzeng1 zi3 # 古人", "Line 1 of .* a reading with something beside it"),
        ("曾子\tㄗㄥ ㄗ？", "Line 1 of .* a reading with something beside it"),
        ("/第\\d+話/\t第集", "Line 1 of .* repeats without a bound"),
        ("/第話/", "Line 1 of .* has nothing to be said"),
        ('"曾子,zeng1 zi3', "Line 1 of .* has a quotation mark too many, or one too few"),
        ("曾國藩，zeng1 guo2 fan1", "Line 1 of .* has ， between its columns"),
        ("/第(.)話/\t\\2", "Line 1 of .* has no group 2"),
        (b"\x93\x65\x00\xff", "no text"),
        (b"abc\x00", "no text"),
        ("中".encode("big5"), "no text in UTF-8"),
    ],
)
def test_a_line_that_cannot_be_is_named(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refusal:
        read(tmp_path, text)
    assert refusal.value.hint


@pytest.mark.parametrize("name", ["none.tsv", ".", "a" * 300])
def test_what_is_no_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"The word list .* cannot be read"):
        read_word_list(tmp_path / name)


def test_a_syllable_that_no_character_has_costs_no_other_word_its_reading(tmp_path: Path) -> None:
    words = read(tmp_path, "單嗰\tdan1 ge3\n曾\tzeng1\n").lexicon
    assert normalize("單嗰姓曾", words).text == "丹嗰姓憎"
