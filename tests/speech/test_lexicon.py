"""The user's own words go before every other rule, in every engine."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.errors import UsageError
from tts.speech.lexicon import EMPTY, Lexicon, Word, lexicon
from tts.speech.normalizer import normalize
from tts.speech.pinyin import syllables


def test_a_word_is_said_as_the_user_says() -> None:
    words = lexicon({"ICE": "移民及海關執法局"})
    assert normalize("ICE與NICE", words).text == "移民及海關執法局與NICE"


def test_a_reading_in_pinyin_becomes_characters_that_sound_so() -> None:
    words = lexicon({"單于": "chan2 yu2"})
    said = normalize("單于入關", words).text
    assert [syllable.pinyin for syllable in syllables(said)][:2] == ["chan2", "yu2"]


@pytest.mark.parametrize(
    "reading", ["zēng ruì", "zeng1 rui4", "ZENG1 RUI4", "Zēngruì", "zeng1rui4", "ㄗㄥ ㄖㄨㄟˋ", "ㄗㄥㄖㄨㄟˋ"]
)
def test_a_reading_is_pinyin_with_its_tones_or_zhuyin(reading: str) -> None:
    said = normalize("曾瑞", lexicon({"曾瑞": reading})).text
    assert [syllable.pinyin for syllable in syllables(said)] == ["zeng1", "rui4"]


def test_a_neutral_tone_is_five_or_zero() -> None:
    for tone in "05":
        assert lexicon({"爸爸": f"ba4 ba{tone}"}).words[0].asked == ("ba4", "ba5")


def test_a_word_of_another_language_is_no_reading() -> None:
    assert normalize("咖啡、履歷", lexicon({"咖啡": "café", "履歷": "résumé"})).text == "café、résumé"


def test_wide_letters_are_the_same_word() -> None:
    assert normalize("ＡＩ晶片，ＰＡＩ", lexicon({"AI": "人工智慧"})).text.startswith("人工智慧晶片，")


def test_a_pattern_with_flags_behind_it_is_refused() -> None:
    with pytest.raises(UsageError, match="behind the slash"):
        lexicon({"/covid/i": "新冠肺炎"})


def test_the_longest_word_is_taken() -> None:
    words = lexicon({"中大": "甲", "中大獎": "乙"})
    assert normalize("中大獎，中大", words).text == "乙，甲"


def test_numbers_around_a_word_are_still_said() -> None:
    words = lexicon({"R2": "阿兔"})
    spoken = normalize("3個R2和12個", words)
    assert spoken.text == "三個阿兔和十二個"
    assert [span.rule for span in spoken.spans if span.rule.startswith("lexicon")] == ["lexicon: 阿兔"]


def test_a_voice_overrides_the_common_words_and_the_conflict_is_known() -> None:
    common = lexicon({"ICE": "I C E", "AI": "人工智慧"})
    own = lexicon({"ICE": "移民局", "AI": "人工智慧"})
    assert normalize("ICE、AI", own.over(common)).text == "移民局、人工智慧"
    assert [(mine.value, other.value) for mine, other in own.conflicts(common)] == [("移民局", "I C E")]


@pytest.mark.parametrize(
    "words",
    [{"": "甲"}, {"曾國藩": "zeng1 guo2"}, {"單": "blorp1"}],
    ids=["empty", "too few", "no such syllable"],
)
def test_a_word_that_cannot_be_right_is_refused(words: dict[str, str]) -> None:
    with pytest.raises(UsageError) as refused:
        lexicon(words)
    assert refused.value.hint


@pytest.mark.parametrize(("word", "said"), [("隨身聽", "mp3"), ("空污", "PM2"), ("空污", "PM2.5")])
def test_a_name_with_a_number_is_no_pinyin(word: str, said: str) -> None:
    assert lexicon({word: said}).words[0].say == said


def test_an_empty_lexicon_changes_nothing() -> None:
    assert normalize("你好", EMPTY).text == "你好"


class TestPatterns:
    def test_what_a_pattern_finds_is_said_by_the_rules_of_any_text(self) -> None:
        words = lexicon({r"/第(\d{1,3})話/": r"第\1集", r"/([A-Z])棟/": r"\1座"})
        assert normalize("看第12話，在B棟", words).text == "看第十二集，在B座"

    def test_its_reading_holds_where_it_stands_alone(self) -> None:
        words = lexicon({"/(?<=姓)解/": "xie4"})
        said = normalize("他姓解，解釋了", words).text
        assert [one.pinyin for one in syllables(said) if one.pinyin in ("xie4", "jie3")] == ["xie4", "jie3"]

    def test_the_nearest_goes_first_then_the_longest_then_a_word(self) -> None:
        words = lexicon({"/大獎{1,2}/": "乙", "中大": "甲", "大獎": "丙", "/中大./": "丁", "/獎金/": "戊"})
        assert normalize("中大獎金，大獎，中大", words).text == "丁金，丙，甲"

    def test_a_voices_own_goes_before_the_common_one(self) -> None:
        common, own = lexicon({"/[甲乙]/": "一", "/丙/": "二"}), lexicon({"/[甲乙]/": "三"})
        assert normalize("甲丙", own.over(common)).text == "三二"

    def test_two_slashes_are_a_word_as_they_always_were(self) -> None:
        assert normalize("甲//乙", lexicon({"//": "和"})).text == "甲和乙"

    @pytest.mark.parametrize(
        ("written", "value", "said"),
        [
            ("/曾+/", "甲", "repeats without a bound"),
            ("/曾{1,2}/", "zeng1", "gives /曾{1,2}/ 1 syllables"),
            ("/曾/", "zeng1 zi3", "gives /曾/ 2 syllables"),
            ("/(曾)/", r"\1\2", "has no group 2"),
            ("/(重)(量級)/", r"chong2\2", "has a reading, chong2, beside a group"),
            ("/(?P<n>曾)子/", r"\g<n>", r"is to say \g, which stands for nothing"),
            ("/(曾)/", r"\0", r"is to say \0, which stands for nothing"),
            ("/曾/", "ge3", "No character sounds like ge3, which the lexicon gives for /曾/"),
        ],
    )
    def test_one_that_cannot_be_right_is_refused(self, written: str, value: str, said: str) -> None:
        with pytest.raises(UsageError, match=re.escape(said)) as refused:
            lexicon({written: value})
        assert refused.value.hint

    def test_a_reading_passes_over_what_is_no_chinese_character(self) -> None:
        assert normalize("AB曾", lexicon({"/.(?=曾)/": "jia3"})).text == normalize("AB曾").text


@given(
    st.lists(st.text("甲乙丙Ab1-", min_size=1, max_size=4), min_size=1, max_size=8, unique=True),
    st.text("甲乙丙Ab1-，", max_size=30),
)
def test_words_are_found_as_one_pattern_of_all_would_find_them(words: list[str], text: str) -> None:
    def bounded(word: str) -> str:
        left = "(?<![A-Za-z0-9])" if word[0] in "Ab1" else ""
        return left + re.escape(word) + ("(?![A-Za-z0-9])" if word[-1] in "Ab1" else "")

    whole = re.compile("|".join(map(bounded, sorted(words, key=len, reverse=True))))
    found = Lexicon(tuple(Word(word, "x") for word in words)).find(text)
    assert [place[:2] for place in found] == [match.span() for match in whole.finditer(text)]
