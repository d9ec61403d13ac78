"""What was heard is held against what was said by syllables, characters and tones."""

import pytest

from tts.proof.comparison import Comparison, Errors, compare
from tts.proof.syllables import heard, said
from tts.speech.accent import Accent
from tts.speech.normalizer import normalize


def compared(written: str, transcript: str) -> Comparison:
    return compare(said(normalize(written)), heard(transcript))


def test_the_same_words_in_other_characters_are_the_same() -> None:
    assert compared("臺灣的圖書館。", "台湾的图书馆").errors == Errors(6, 0, 6, 0, 6, 0)


def test_numbers_are_brought_to_one_form() -> None:
    errors = compared("成交金額3,906億元，漲幅1.34%。", "成交金额三千九百零六亿元,涨幅百分之一点三四").errors
    assert errors.wrong_syllables == 0


def test_a_character_that_sounds_alike_is_no_wrong_syllable() -> None:
    errors = compared("市場收盤", "市场收盆").errors
    assert (errors.wrong_characters, errors.wrong_syllables) == (1, 1)
    errors = compared("他在家", "她再加").errors
    assert (errors.wrong_characters, errors.wrong_syllables, errors.wrong_tones) == (3, 0, 0)


def test_a_wrong_tone_counts_only_where_the_syllable_is_right() -> None:
    errors = compared("政府", "征服").errors
    assert (errors.tones, errors.wrong_tones, errors.wrong_syllables) == (2, 2, 0)
    errors = compared("政府", "中午").errors
    assert (errors.tones, errors.wrong_syllables) == (0, 2)


def test_what_was_left_out_and_what_was_put_in_counts() -> None:
    assert compared("明天全市停班停課", "明天停班停课").errors.wrong_syllables == 2
    assert compared("明天停班", "明天不停班").errors.wrong_syllables == 1
    assert compared("明天停班", "").errors.syllable_rate == 1
    assert compared("", "謝謝觀看").errors.syllable_rate == 4


def test_the_places_that_were_misheard_come_with_their_syllables() -> None:
    (stretch,) = (
        compared("氣象署說明", "气象书说明").misheard or compared("氣象署說明", "气象局说明").misheard
    )
    assert [one.character for one in stretch.said] == ["署"]
    assert [one.reading for one in stretch.heard] == ["ju"]


def test_errors_of_two_texts_add_up() -> None:
    both = Errors(10, 1, 10, 2, 8, 4) + Errors(10, 3, 10, 0, 10, 5)
    assert both == Errors(20, 4, 20, 2, 18, 9)
    assert both.tone_rate == pytest.approx(0.5)
    assert both.character_rate == pytest.approx(0.2)
    assert both.syllable_rate == pytest.approx(0.1)


def test_taiwans_readings_are_meant_where_the_settings_ask_for_them() -> None:
    (one, _) = said(normalize("企業"), Accent(taiwan=True))
    assert (one.reading, one.tone) == ("qi", "4")
    assert said(normalize("企業"))[0].tone == "3"
