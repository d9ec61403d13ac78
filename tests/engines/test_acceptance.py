"""What is accepted as whole, and that nothing cut ever is."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator import SILENT_FRAME
from tts.engines.acceptance import MAX_CUT_MS, MAX_TAIL_MS, check_complete
from tts.engines.base import Mark, Mp3, Pcm, Prosody, Speech, Utterance
from tts.engines.failures import Incomplete, Misspoken
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


def sounding_pcm(duration_ms: int) -> Pcm:
    return Pcm(b"\x00\x10" * 24 * duration_ms, 24_000)


def speech_of(parts: list[str], tail_ms: int = TAIL_MS) -> Speech:
    marks = []
    now_ms = 100
    for part in parts:
        end_ms = now_ms + SYLLABLE_MS * len(part)
        marks.append(Mark(now_ms, end_ms, part))
        now_ms = end_ms
    return Speech(sounding_pcm(now_ms + tail_ms), tuple(marks))


@given(sentences, st.integers(-MAX_CUT_MS, MAX_TAIL_MS))
def test_whole_speech_is_accepted(parts: list[str], tail_ms: int) -> None:
    check_complete(utterance_of("".join(parts)), speech_of(parts, tail_ms))


@given(sentences, st.data())
def test_cut_sound_is_never_accepted(parts: list[str], data: st.DataObject) -> None:
    speech = speech_of(parts)
    longest_ms = speech.marks[-1].end_ms - MAX_CUT_MS - 1
    cut = replace(speech, audio=sounding_pcm(data.draw(st.integers(0, max(0, longest_ms)))))
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
        return Speech(sounding_pcm(length_ms), (Mark(0, length_ms, text),))

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
        check_complete(utterance_of(text), Speech(sounding_pcm(600), ()))
    hurried = Speech(sounding_pcm(100), (Mark(0, 100, text),))
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
        check_complete(utterance_of("好。"), Speech(sounding_pcm(600), (Mark(-1, 600, "好。"),)))


def test_what_says_nothing_may_take_no_time() -> None:
    marks = (Mark(0, 600, "好。"), Mark(600, 600, "……"))
    check_complete(utterance_of("好。……"), Speech(sounding_pcm(600), marks))


def test_no_marks_at_all_are_not_accepted() -> None:
    with pytest.raises(Incomplete):
        check_complete(utterance_of("好。"), Speech(sounding_pcm(600), ()))


def test_a_sentence_without_time_to_say_it_is_not_accepted() -> None:
    text = "這句話有二十個字要說但是聲音只有零點三秒"
    with pytest.raises(Incomplete, match=r"0\.3 s of sound cannot hold"):
        check_complete(utterance_of(text), Speech(sounding_pcm(300), (Mark(0, 300, text),)))
    check_complete(utterance_of(text, rate_percent=100), Speech(sounding_pcm(300), (Mark(0, 300, text),)))


def test_one_sentence_without_time_among_others_is_not_accepted() -> None:
    speech = speech_of(["這一句話說得很慢很慢。", "這一句話卻沒有聲音。"])
    first, second = speech.marks
    marks = (first, replace(second, start_ms=first.end_ms, end_ms=first.end_ms + 50))
    with pytest.raises(Incomplete, match="卻沒有聲音"):
        check_complete(
            utterance_of(first.text + second.text), Speech(sounding_pcm(first.end_ms + 900), marks)
        )


def test_a_long_word_in_latin_letters_needs_less_time_than_as_many_characters() -> None:
    word = "internationalization"
    check_complete(utterance_of(word), Speech(sounding_pcm(500), (Mark(0, 500, word),)))


def test_mp3_is_judged_like_samples() -> None:
    text = "十幀。"
    marks = (Mark(0, 1_000, text),)
    check_complete(utterance_of(text), Speech(Mp3(SILENT_FRAME * 42, 48_000), marks))
    with pytest.raises(Incomplete, match="before the words do"):
        check_complete(utterance_of(text), Speech(Mp3(SILENT_FRAME * 31, 48_000), marks))


def test_a_text_without_letters_needs_no_marks() -> None:
    check_complete(utterance_of("……"), Speech(sounding_pcm(2500), ()))
    with pytest.raises(Incomplete, match="goes on"):
        check_complete(utterance_of("……"), Speech(sounding_pcm(2501), ()))


def worded(text: str, lengths_ms: Sequence[int], silent: Sequence[tuple[int, int]] = ()) -> Speech:
    """Return speech of one sentence whose letters and signs take so long, one after another.

    Between these times there is nothing to hear.
    """
    ends = list(accumulate(lengths_ms))
    words = [
        Mark(end - length, end, letter)
        for letter, length, end in zip(text, lengths_ms, ends, strict=False)
        if letter.isalnum()
    ]
    samples = bytearray(sounding_pcm(ends[-1]).samples)
    for start, end in silent:
        samples[48 * start : 48 * end] = bytes(48 * (end - start))
    mark = Mark(0, words[-1].end_ms, text)
    return Speech(Pcm(bytes(samples), 24_000), (mark,), tuple(words))


@pytest.mark.parametrize(
    ("silent", "found"),
    [
        ((400, 570), False),
        ((400, 575), True),
        ((1000, 1200), False),  # where the comma is
        ((830, 1200), False),
        ((825, 1200), True),
        ((800, 1400), True),
        ((0, 175), True),
    ],
)
def test_words_that_are_silent_are_found(silent: tuple[int, int], found: bool) -> None:  # noqa: FBT001
    text = "我們先走了，你們再來。"
    speech = worded(text, [200] * 10, [silent])
    if not found:
        check_complete(utterance_of(text), speech)
        return
    with pytest.raises(Misspoken, match=r"」 is silent for 0\.\d s where it should sound"):
        check_complete(utterance_of(text), speech)


def test_the_silent_words_are_named() -> None:
    text = "我們先走了，你們再來。"
    with pytest.raises(Misspoken, match=r"^「先走了」 is silent for 0\.5 s"):
        check_complete(utterance_of(text), worded(text, [200] * 10, [(460, 1000)]))


def test_noise_that_nobody_hears_is_silence() -> None:
    text = "我們先走了，你們再來。"
    speech = worded(text, [200] * 10)
    assert isinstance(speech.audio, Pcm)
    samples = bytearray(speech.audio.samples)
    samples[48 * 400 : 48 * 800] = b"\x0a\x00\xf6\xff" * (12 * 400)  # 10 of 32768: -70 dBFS
    with pytest.raises(Misspoken, match="「先走」"):
        check_complete(utterance_of(text), replace(speech, audio=Pcm(bytes(samples), 24_000)))


@pytest.mark.parametrize(
    ("sign", "gap_ms", "rate_percent", "found"),
    [
        ("", 320, 0, False),
        ("", 321, 0, True),
        ("，", 700, 0, False),
        ("，", 701, 0, True),
        ("，", 875, -20, False),
        ("，", 701, 30, True),
    ],
)
def test_a_gap_between_words_is_no_longer_than_what_stands_there_explains(
    sign: str,
    gap_ms: int,
    rate_percent: int,
    found: bool,  # noqa: FBT001
) -> None:
    text = f"我們走{sign}你們來。"
    times = [(0, 200), (200, 400), (400, 600)]
    times += [(600 + gap_ms + start, 800 + gap_ms + start) for start in (0, 200, 400)]
    words = tuple(Mark(*time, letter) for time, letter in zip(times, "我們走你們來", strict=True))
    mark = Mark(0, words[-1].end_ms, text)
    speech = Speech(sounding_pcm(mark.end_ms), (mark,), words)
    if not found:
        check_complete(utterance_of(text, rate_percent), speech)
        return
    with pytest.raises(Misspoken, match=r"0\.\d s are silent after 「走」, before 「你」"):
        check_complete(utterance_of(text, rate_percent), speech)


@pytest.mark.parametrize(
    ("length_ms", "rate_percent", "complaint"),
    [
        (90, 0, ""),
        (89, 0, "「他們到了」 is said in 0.4 s, too fast"),
        (75, 20, ""),
        (74, 20, "too fast"),
        (550, 0, ""),
        (551, 0, "「他們到了」 takes 2.2 s, too long"),
        (1100, -50, ""),
    ],
)
def test_a_clause_is_said_at_a_pace_that_belongs_to_the_speed(
    length_ms: int, rate_percent: int, complaint: str
) -> None:
    text = "我走，他們到了，你來。"
    lengths = [250, 250, 100, *[length_ms] * 4, 100, 250, 250]
    speech = worded(text, lengths)
    if not complaint:
        check_complete(utterance_of(text, rate_percent), speech)
        return
    with pytest.raises(Misspoken, match=complaint):
        check_complete(utterance_of(text, rate_percent), speech)


def test_one_drawn_out_word_among_many_is_found() -> None:
    text = "他們昨天就到了。"
    with pytest.raises(Misspoken, match="「天」 takes"):
        check_complete(utterance_of(text), worded(text, [200, 200, 200, 1200, 200, 200, 200]))


@pytest.mark.parametrize(
    ("text", "silent_ms", "found"),
    [
        ("工程款已經編列，明年完工。", 1000, False),
        ("工程款已經編列，明年完工。", 1010, True),
        ("「工程款已經編列」。", 600, False),
        ("「工程款已經編列」。", 610, True),
    ],
)
def test_without_words_a_sentence_is_silent_no_longer_than_its_signs_explain(
    text: str,
    silent_ms: int,
    found: bool,  # noqa: FBT001
) -> None:
    pcm = sounding_pcm(4000).samples
    sound = pcm[: 48 * 1500] + bytes(48 * silent_ms) + pcm[48 * (1500 + silent_ms) :]
    speech = Speech(Pcm(sound, 24_000), (Mark(0, 4000, text),))
    if not found:
        check_complete(utterance_of(text), speech)
        return
    with pytest.raises(Misspoken, match="is silent for"):
        check_complete(utterance_of(text), speech)


def test_between_sentences_there_may_be_silence() -> None:
    marks = (Mark(0, 1000, "我們走。"), Mark(3500, 4500, "你來。"))
    pcm = sounding_pcm(1000).samples
    check_complete(utterance_of("我們走。你來。"), Speech(Pcm(pcm + bytes(48 * 2500) + pcm, 24_000), marks))


def test_sound_without_a_sound_is_not_accepted() -> None:
    with pytest.raises(Misspoken, match="「好的。」 is silent"):
        check_complete(
            utterance_of("好的。"), Speech(Pcm(bytes(48 * 700), 24_000), (Mark(0, 700, "好的。"),))
        )


def test_what_a_service_tells_of_its_words_is_held_against_reason() -> None:
    text = "我們先走，你們再來。"
    words = [Mark(0, 400, "我們"), Mark(400, 800, "先走"), Mark(900, 1300, "你們"), Mark(1300, 1700, "再來")]
    mp3 = Mp3(SILENT_FRAME * 150, 48_000)
    check_complete(utterance_of(text), Speech(mp3, (Mark(0, 1700, text),), tuple(words)))
    late = [*words[:2], *(Mark(word.start_ms + 1500, word.end_ms + 1500, word.text) for word in words[2:])]
    with pytest.raises(Incomplete, match="are silent after 「先走」, before 「你們」"):
        check_complete(utterance_of(text), Speech(mp3, (Mark(0, 3200, text),), tuple(late)))


@pytest.mark.parametrize(
    "words",
    [
        (Mark(0, 300, "你"), Mark(300, 600, "好")),
        (Mark(0, 300, "我"), Mark(250, 600, "好")),
        (Mark(0, 300, "好"), Mark(300, 600, "我")),
    ],
)
def test_words_that_are_not_those_of_the_marks_are_not_accepted(words: tuple[Mark, ...]) -> None:
    speech = Speech(sounding_pcm(600), (Mark(0, 600, "我好。"),), words)
    with pytest.raises(Incomplete, match="not those of its marks, or not in the order of time"):
        check_complete(utterance_of("我好。"), speech)
