"""The user's own words go before every other rule, in every engine."""

import pytest

from tts.errors import UsageError
from tts.speech.lexicon import EMPTY, lexicon
from tts.speech.normalizer import normalize
from tts.speech.pinyin import syllables


def test_a_word_is_said_as_the_user_says() -> None:
    words = lexicon({"ICE": "移民及海關執法局"})
    assert normalize("ICE與NICE", words).text == "移民及海關執法局與NICE"


def test_a_reading_in_pinyin_becomes_characters_that_sound_so() -> None:
    words = lexicon({"單于": "chan2 yu2"})
    said = normalize("單于入關", words).text
    assert [syllable.pinyin for syllable in syllables(said)][:2] == ["chan2", "yu2"]


@pytest.mark.parametrize("reading", ["zēng ruì", "zeng1 rui4", "ZENG1 RUI4"])
def test_tones_are_written_as_marks_or_numbers(reading: str) -> None:
    said = normalize("曾瑞", lexicon({"曾瑞": reading})).text
    assert [syllable.pinyin for syllable in syllables(said)] == ["zeng1", "rui4"]


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
