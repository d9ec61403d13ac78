import numpy as np
import numpy.typing as npt
import pytest

from tts.engines.acceptance import check_complete
from tts.engines.alignment import Part, as_speech
from tts.engines.base import Pcm, Utterance
from tts.engines.failures import Misspoken, NoAudio
from tts.errors import SynthesisError
from tts.speech.spoken import Span, Spoken

RATE = 24_000


def _sound(*pieces: tuple[int, float]) -> npt.NDArray[np.float32]:
    """Return tones and silences: milliseconds and amplitudes."""
    loudness = np.concatenate([np.full(ms * RATE // 1000, amplitude) for ms, amplitude in pieces])
    return np.asarray(np.sin(2 * np.pi * 440 / RATE * np.arange(len(loudness))) * loudness, np.float32)


def test_each_part_is_marked_from_its_first_to_its_last_sound() -> None:
    sound = _sound((400, 0), (500, 0.5), (200, 0), (300, 0.1), (100, 0))
    speech = as_speech(sound, RATE, [Part("一。", 0), Part("二。", 1050 * RATE // 1000)])
    assert [(mark.start_ms, mark.end_ms, mark.text) for mark in speech.marks] == [
        (400, 900, "一。"),
        (1100, 1400, "二。"),
    ]


def test_without_a_pause_a_part_ends_where_the_next_one_starts() -> None:
    parts = [Part("一。", 0), Part("二。", 300 * RATE // 1000)]
    sound = _sound((290, 0.5), (20, 0.1), (690, 0.5))
    first, second = as_speech(sound, RATE, parts).marks
    assert first.end_ms == second.start_ms == pytest.approx(300, abs=10)


@pytest.mark.parametrize("off_ms", [-30, 30])
def test_a_border_that_is_a_little_off_is_put_into_the_pause(off_ms: int) -> None:
    parts = [Part("一。", 0), Part("二。", (500 + off_ms) * RATE // 1000)]
    first, second = as_speech(_sound((480, 0.5), (40, 0), (480, 0.5)), RATE, parts).marks
    assert (first.end_ms, second.start_ms) == (480, 520)


def _words(
    sound: npt.NDArray[np.float32], *starts_ms: int, sign: str = "，", speed: float = 1.0
) -> list[tuple[int, int]]:
    """Return from when to when words sound that should begin so, each with a sign before the next."""
    words = tuple(Part(text, ms * RATE // 1000) for text, ms in zip("一二三四五", starts_ms, strict=False))
    text = sign.join(word.text for word in words)
    speech = as_speech(sound, RATE, [Part(f"{text}。", 0, words)], speed)
    assert [word.text for word in speech.words] == [word.text for word in words]
    return [(word.start_ms, word.end_ms) for word in speech.words]


def test_words_follow_each_other_from_the_first_sound_to_the_last() -> None:
    assert _words(_sound((300, 0), (600, 0.5), (200, 0)), 0, 500, 700) == [(300, 500), (500, 700), (700, 900)]


@pytest.mark.parametrize("begins_ms", [670, 720, 890])
def test_a_pause_belongs_to_no_word_where_ever_the_next_should_begin(begins_ms: int) -> None:
    sound = _sound((500, 0.5), (200, 0), (500, 0.5))
    assert _words(sound, 0, 250, begins_ms, 1000) == [(0, 250), (250, 500), (700, 1000), (1000, 1200)]


@pytest.mark.parametrize(
    ("sign", "speed", "pause_ms"), [("", 1.0, 260), ("，", 1.0, 400), ("", 0.8, 325), ("，", 1.25, 320)]
)
def test_a_pause_longer_than_the_voice_makes_is_of_the_words(sign: str, speed: float, pause_ms: int) -> None:
    def parted(silent_ms: int) -> bool:
        sound = _sound((500, 0.5), (silent_ms, 0), (500, 0.5))
        (_, end), (start, _) = _words(sound, 0, 510 + silent_ms, sign=sign, speed=speed)
        return (end, start) == (500, 500 + silent_ms)

    assert parted(pause_ms)
    assert not parted(pause_ms + 10)


def test_a_space_is_a_sign_between_characters_but_not_at_letters() -> None:
    sound = _sound((500, 0.5), (350, 0), (500, 0.5))
    for one, other, is_sign in (
        ("颱", "風", True),
        ("C", "E", False),
        ("颱", "E", False),
        ("C", "風", False),
    ):
        words = (Part(one, 0), Part(other, 860 * RATE // 1000))
        first, _ = as_speech(sound, RATE, [Part(f"{one} {other}", 0, words)]).words
        assert (first.end_ms == 500) is is_sign


def test_a_short_silence_parts_two_words_and_no_third() -> None:
    sound = _sound((500, 0.5), (25, 0), (475, 0.5))
    assert _words(sound, 0, 400, 520, 700) == [(0, 400), (400, 500), (525, 700), (700, 1000)]


def test_a_click_does_not_end_a_pause() -> None:
    sound = _sound((500, 0.5), (100, 0), (10, 0.5), (100, 0), (500, 0.5))
    assert _words(sound, 0, 720) == [(0, 500), (710, 1210)]


def test_words_amid_silence_keep_the_place_where_they_should_sound() -> None:
    sound = _sound((500, 0.5), (380, 0), (500, 0.5))
    assert _words(sound, 0, 300, 600, 750, 890) == [
        (0, 300),
        (300, 500),
        (600, 750),
        (750, 880),
        (880, 1380),
    ]


@pytest.mark.parametrize("begins_ms", [490, 520])
def test_a_last_word_that_should_begin_with_the_silence_sounds_before_it(begins_ms: int) -> None:
    sound = _sound((500, 0.5), (300, 0), (500, 0.5))
    assert _words(sound[: 800 * RATE // 1000], 0, 300, begins_ms) == [(0, 300), (300, 400), (400, 500)]
    assert _words(sound, 0, 300, begins_ms, 850)[2:] == [(400, 500), (800, 1300)]


def test_a_first_word_amid_the_silence_keeps_its_place() -> None:
    assert _words(_sound((500, 0), (500, 0.5)), 100, 520, 700) == [(100, 520), (520, 700), (700, 1000)]


def test_words_amid_the_silence_at_the_end_keep_their_place() -> None:
    assert _words(_sound((500, 0.5), (500, 0)), 0, 250, 600, 800)[1:] == [(250, 500), (600, 800), (800, 1000)]


def test_a_part_without_a_sound_is_refused() -> None:
    parts = [Part("一。", 0), Part("二。", 500 * RATE // 1000)]
    with pytest.raises(NoAudio, match="answered with silence"):
        as_speech(_sound((500, 0.5), (500, 0)), RATE, parts)


@pytest.mark.parametrize("sound", [_sound((500, 0.0001)), _sound((0, 0))])
def test_silence_is_refused(sound: npt.NDArray[np.float32]) -> None:
    with pytest.raises(NoAudio, match="answered with silence"):
        as_speech(sound, RATE, [Part("一。", 0)])


def test_broken_sound_is_refused() -> None:
    with pytest.raises(SynthesisError, match="broken sound"):
        as_speech(np.full(RATE, np.nan, np.float32), RATE, [Part("一。", 0)])


def test_sound_beyond_full_scale_is_made_quieter_not_clipped() -> None:
    speech = as_speech(_sound((500, 3.0)), RATE, [Part("一。", 0)])
    assert isinstance(speech.audio, Pcm)
    samples = np.frombuffer(speech.audio.samples, "<i2").astype(np.int32)
    assert samples.max() == 32767
    assert (samples == 32767).sum() < 100


def test_what_is_silent_in_the_midst_of_a_part_without_words_is_not_accepted() -> None:
    text = "湖水漲了兩尺，碼頭今早關閉，渡輪改停對岸。"
    sound = _sound((2000, 0.3), (3000, 0), (1000, 0.3))
    asked = Utterance(Spoken(text, text, (Span(0, len(text), 0, len(text)),)), "zf_xiaoni")
    with pytest.raises(Misspoken, match=r"is silent for 3\.0 s"):
        check_complete(asked, as_speech(sound, RATE, [Part(text, 0)]))


def test_words_that_the_sound_left_out_are_found_by_the_times_they_should_have() -> None:
    text = "湖水漲了兩尺。"
    words = tuple(Part(letter, at * 200 * RATE // 1000) for at, letter in enumerate(text[:-1]))
    asked = Utterance(Spoken(text, text, (Span(0, len(text), 0, len(text)),)), "zf_xiaoni")
    check_complete(asked, as_speech(_sound((1200, 0.3)), RATE, [Part(text, 0, words)]))
    with pytest.raises(Misspoken, match="「漲了」 is silent for 0\\.4 s"):
        check_complete(
            asked, as_speech(_sound((400, 0.3), (400, 0), (400, 0.3)), RATE, [Part(text, 0, words)])
        )
