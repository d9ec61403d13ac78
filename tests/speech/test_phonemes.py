"""Spoken text in Kokoro's phonemes: nothing outside its vocabulary, nothing swallowed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.speech.ipa import VOCABULARY, ipa
from tts.speech.latin import is_spelled, spelled, word_phonemes
from tts.speech.normalizer import normalize
from tts.speech.phonemes import phonemize, stretches


def tones(text: str) -> list[str]:
    """Return the tone arrows of the phonemes, one a syllable that has one."""
    return [symbol for symbol in phonemize(text) if symbol in "→↗↓↘"]


@settings(deadline=None)
@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_every_phoneme_is_in_the_vocabulary(text: str) -> None:
    assert frozenset(phonemize(normalize(text).text)) <= VOCABULARY
    assert frozenset(phonemize(text)) <= VOCABULARY


@settings(deadline=None)
@given(st.text(st.sampled_from("一不你說12 aB'’、。「」（—…～&\n\u30de\u0663"), max_size=30))
def test_stretches_are_the_text_and_their_phonemes_its_phonemes(text: str) -> None:
    said = stretches(text, third_tone=True)
    assert "".join(one.text for one in said) == text
    assert "".join(one.phonemes for one in said) == phonemize(text, third_tone=True)
    assert "  " not in phonemize(text)


def test_a_character_a_word_and_a_number_are_stretches_of_their_own() -> None:
    said = [(one.text, one.phonemes.strip()) for one in stretches("銀行，12 apps") if one.text.strip()]
    assert said == [
        ("銀", ipa("yin2")),
        ("行", ipa("hang2")),
        ("，", ","),
        ("12", f"{ipa('yi1')} {ipa('er4')}"),
        ("apps", word_phonemes("apps")),
    ]


def test_characters_after_an_apostrophe_are_read_as_chinese() -> None:
    assert phonemize("Wendy's好") == " ".join([word_phonemes("Wendy's"), ipa("hao3")])


def test_syllables_and_pauses_are_kept() -> None:
    sounds = [ipa(syllable) for syllable in ("xi1", "tu3", "ta1", "shuo1", "hao3")]
    assert phonemize("稀土。他說：「好！」") == "{}{}. {} {}: “{}!”".format(*sounds)


def test_words_are_apart_and_their_syllables_together() -> None:
    assert phonemize("銀行服務").split() == [ipa("yin2") + ipa("hang2"), ipa("fu2") + ipa("wu4")]


def test_acronyms_are_spelled_and_words_are_said() -> None:
    assert spelled("ICE") in phonemize("被ICE逮捕")
    assert spelled("NATO") not in phonemize("NATO峰會")
    assert "ˈai fˈoun" in phonemize("iPhone開賣")


@pytest.mark.parametrize("word", ["ICE", "FBI", "JY", "A", "HTTPS", "U"])
def test_short_capitals_are_spelled(word: str) -> None:
    assert is_spelled(word)


@pytest.mark.parametrize("word", ["NASA", "COVID", "UNESCO", "iPhone", "Pro", "TOYOTA", "你", "Привет"])
def test_names_are_words(word: str) -> None:
    assert not is_spelled(word)


@pytest.mark.parametrize(
    "word",
    ["こんにちは", "カタカナ", "안녕하세요", "Привет", "Ελλάδα", "مرحبا", "שלום", "สวัสดี", "नमस्ते", "Zoë"],
)
def test_words_in_other_scripts_are_said(word: str) -> None:
    assert len(word_phonemes(word).strip()) > 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一個人", "↗↘↗"),
        ("一般", "↘→"),
        ("一起", "↘↓"),
        ("第一次", "↘→↘"),
        ("一月一日", "→↘→↘"),
        ("十一點", "↗→↓"),
        ("一百", "↘↓"),
        ("一萬", "↗↘"),
        ("統一", "↓→"),
        ("二零一一年", "↘↗→→↗"),
        ("不是", "↗↘"),
        ("不好", "↘↓"),
    ],
)
def test_yi_and_bu_follow_the_next_tone(text: str, expected: str) -> None:
    assert "".join(tones(text)) == expected


def test_third_tones_change_only_when_asked() -> None:
    assert "".join(tones("水果")) == "↓↓"
    assert phonemize("水果", third_tone=True) == phonemize("水果").replace("↓", "↗", 1)


def test_a_headlines_space_pauses_and_a_space_at_a_latin_word_does_not() -> None:
    assert ", " in phonemize("車禍 兩死")
    assert "," not in phonemize("購買 iPhone 手機")


def test_digits_that_reach_it_are_said() -> None:
    assert phonemize("12") == f"{ipa('yi1')} {ipa('er4')}"


def test_nothing_is_said_for_nothing() -> None:
    assert phonemize("") == ""
    assert phonemize("😀\ue000\ud800") == ""
