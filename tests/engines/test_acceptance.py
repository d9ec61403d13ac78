"""What is accepted as whole, and that nothing cut ever is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator import SILENT_FRAME
from tts.engines.acceptance import MAX_CUT_MS, MAX_TAIL_MS, check_complete
from tts.engines.base import Mark, Mp3, Pcm, Prosody, Speech, Utterance
from tts.engines.failures import Incomplete
from tts.speech.spoken import Span, Spoken

SYLLABLE_MS = 180
TAIL_MS = 860

sentences = st.lists(
    st.tuples(
        st.text("一二三四五六七八九十人口手中國說不", min_size=1, max_size=30), st.sampled_from("。！？，；")
    ).map("".join),
    min_size=1,
    max_size=8,
)


def utterance_of(text: str, rate_percent: int = 0) -> Utterance:
    spoken = Spoken(text, text, (Span(0, len(text), 0, len(text)),))
    return Utterance(spoken, "zh-TW-HsiaoChenNeural", Prosody(rate_percent=rate_percent))


def silent_pcm(duration_ms: int) -> Pcm:
    return Pcm(bytes(2 * 24 * duration_ms), 24_000)


def speech_of(parts: list[str], tail_ms: int = TAIL_MS) -> Speech:
    marks = []
    now_ms = 100
    for part in parts:
        end_ms = now_ms + SYLLABLE_MS * len(part)
        marks.append(Mark(now_ms, end_ms, part))
        now_ms = end_ms
    return Speech(silent_pcm(now_ms + tail_ms), tuple(marks))


@given(sentences, st.integers(-MAX_CUT_MS, MAX_TAIL_MS))
def test_whole_speech_is_accepted(parts: list[str], tail_ms: int) -> None:
    check_complete(utterance_of("".join(parts)), speech_of(parts, tail_ms))


@given(sentences, st.data())
def test_cut_sound_is_never_accepted(parts: list[str], data: st.DataObject) -> None:
    speech = speech_of(parts)
    longest_ms = speech.marks[-1].end_ms - MAX_CUT_MS - 1
    cut = replace(speech, audio=silent_pcm(data.draw(st.integers(0, max(0, longest_ms)))))
    if longest_ms >= 0:
        with pytest.raises(Incomplete):
            check_complete(utterance_of("".join(parts)), cut)


@given(sentences, st.data())
def test_a_dropped_mark_is_never_accepted(parts: list[str], data: st.DataObject) -> None:
    speech = speech_of(parts)
    dropped = data.draw(st.integers(0, len(parts) - 1))
    marks = speech.marks[:dropped] + speech.marks[dropped + 1 :]
    with pytest.raises(Incomplete):
        check_complete(utterance_of("".join(parts)), replace(speech, marks=marks))


@given(sentences, st.data())
def test_a_sentence_missing_from_sound_and_marks_is_never_accepted(
    parts: list[str], data: st.DataObject
) -> None:
    missing = data.draw(st.integers(0, len(parts) - 1))
    rest = parts[:missing] + parts[missing + 1 :]
    with pytest.raises(Incomplete):
        check_complete(utterance_of("".join(parts)), speech_of(rest))


@pytest.mark.parametrize("tail_ms", [-250, 2500])
def test_sound_may_end_a_quarter_of_a_second_before_its_words_or_two_and_a_half_after(tail_ms: int) -> None:
    check_complete(utterance_of("好的。"), speech_of(["好的。"], tail_ms))


@pytest.mark.parametrize(
    ("tail_ms", "complaint"),
    [
        (-251, "The sound ends 0.3 s before the words do."),
        (2501, "The sound goes on for 2.5 s after the last words."),
        (60_000, "The sound goes on for 60.0 s after the last words."),
    ],
)
def test_sound_of_another_length_than_its_words_is_not_accepted(tail_ms: int, complaint: str) -> None:
    with pytest.raises(Incomplete, match=complaint):
        check_complete(utterance_of("好的。"), speech_of(["好的。"], tail_ms))


@pytest.mark.parametrize(
    ("text", "rate_percent", "least_ms"),
    [
        ("人" * 20, 0, 400),  # 20 syllables of 25 ms, less 100 ms
        ("人" * 20, 100, 150),
        ("人" * 20, -90, 4900),
        ("人" * 20, -99, 4900),  # however slow, never less than a tenth of the speed
        ("a" * 30, 0, 150),  # three letters a syllable
        ("ɐ" * 20, 0, 400),  # the first letter that is not of the Latin alphabet
    ],
)
def test_a_voice_takes_some_time_for_each_syllable(text: str, rate_percent: int, least_ms: int) -> None:
    def said_in(length_ms: int) -> Speech:
        return Speech(silent_pcm(length_ms), (Mark(0, length_ms, text),))

    check_complete(utterance_of(text, rate_percent), said_in(least_ms))
    with pytest.raises(Incomplete, match="cannot hold"):
        check_complete(utterance_of(text, rate_percent), said_in(least_ms - 1))


def test_sound_that_goes_on_long_after_the_words_is_not_accepted() -> None:
    with pytest.raises(Incomplete, match=r"goes on for 2\.5 s"):
        check_complete(utterance_of("好的。"), speech_of(["好的。"], MAX_TAIL_MS + 1))


def test_the_missing_words_are_named() -> None:
    with pytest.raises(Incomplete, match="leaves out 3 letters from 「他不說你聽」 on"):
        check_complete(utterance_of("我說。他不說。你聽。"), speech_of(["我說。", "你聽。"]))


def test_of_a_long_text_the_first_twenty_letters_are_named() -> None:
    text = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
    with pytest.raises(Incomplete, match=f"leaves out 25 letters from 「{text[:20]}」 on"):
        check_complete(utterance_of(text), Speech(silent_pcm(600), ()))
    hurried = Speech(silent_pcm(100), (Mark(0, 100, text),))
    with pytest.raises(Incomplete, match=rf"cannot hold 「{text[:20]}」 \(25 characters\)"):
        check_complete(utterance_of(text), hurried)


def test_two_letters_in_a_hundred_may_be_written_otherwise() -> None:
    text = "人" * 100
    check_complete(utterance_of(text), speech_of(["国国" + text[2:]]))
    with pytest.raises(Incomplete, match="something else"):
        check_complete(utterance_of(text), speech_of(["国国国" + text[3:]]))


def test_words_said_twice_are_not_accepted() -> None:
    with pytest.raises(Incomplete):
        check_complete(utterance_of("我說。你聽。"), speech_of(["我說。", "我說。", "你聽。"]))


def test_width_case_and_punctuation_do_not_count_as_changes() -> None:
    check_complete(utterance_of("ＪＹ－27A，好！"), speech_of(["JY-27a好"]))


def test_text_in_another_order_is_not_accepted() -> None:
    with pytest.raises(Incomplete):
        check_complete(utterance_of("我先說。你再聽。"), speech_of(["你再聽。", "我先說。"]))


def test_marks_out_of_time_are_not_accepted() -> None:
    speech = speech_of(["我說。", "你聽。"])
    first, second = speech.marks
    for marks in ((replace(first, start_ms=900), second), (first, replace(second, end_ms=0))):
        with pytest.raises(Incomplete, match="order of time"):
            check_complete(utterance_of("我說。你聽。"), replace(speech, marks=marks))


def test_no_mark_begins_before_the_sound() -> None:
    with pytest.raises(Incomplete, match="order of time"):
        check_complete(utterance_of("好。"), Speech(silent_pcm(600), (Mark(-1, 600, "好。"),)))


def test_what_says_nothing_may_take_no_time() -> None:
    marks = (Mark(0, 600, "好。"), Mark(600, 600, "……"))
    check_complete(utterance_of("好。……"), Speech(silent_pcm(600), marks))


def test_no_marks_at_all_are_not_accepted() -> None:
    with pytest.raises(Incomplete):
        check_complete(utterance_of("好。"), Speech(silent_pcm(600), ()))


def test_a_sentence_without_time_to_say_it_is_not_accepted() -> None:
    text = "這句話有二十個字要說但是聲音只有零點三秒"
    with pytest.raises(Incomplete, match=r"0\.3 s of sound cannot hold"):
        check_complete(utterance_of(text), Speech(silent_pcm(300), (Mark(0, 300, text),)))
    check_complete(utterance_of(text, rate_percent=100), Speech(silent_pcm(300), (Mark(0, 300, text),)))


def test_one_sentence_without_time_among_others_is_not_accepted() -> None:
    speech = speech_of(["這一句話說得很慢很慢。", "這一句話卻沒有聲音。"])
    first, second = speech.marks
    marks = (first, replace(second, start_ms=first.end_ms, end_ms=first.end_ms + 50))
    with pytest.raises(Incomplete, match="卻沒有聲音"):
        check_complete(utterance_of(first.text + second.text), Speech(silent_pcm(first.end_ms + 900), marks))


def test_a_long_word_in_latin_letters_needs_less_time_than_as_many_characters() -> None:
    word = "internationalization"
    check_complete(utterance_of(word), Speech(silent_pcm(500), (Mark(0, 500, word),)))


def test_mp3_is_judged_like_samples() -> None:
    text = "十幀。"
    marks = (Mark(0, 1_000, text),)
    check_complete(utterance_of(text), Speech(Mp3(SILENT_FRAME * 42, 48_000), marks))
    with pytest.raises(Incomplete, match="before the words do"):
        check_complete(utterance_of(text), Speech(Mp3(SILENT_FRAME * 31, 48_000), marks))


def test_a_text_without_letters_needs_no_marks() -> None:
    check_complete(utterance_of("……"), Speech(silent_pcm(2500), ()))
    with pytest.raises(Incomplete, match="goes on"):
        check_complete(utterance_of("……"), Speech(silent_pcm(2501), ()))
