"""Sentences are found in sound by the pauses between them, and by their syllables where there are none."""

from itertools import pairwise

import numpy as np
import pytest

from tests.emulator.openai_server import PAUSE_MS, spoken
from tts.engines.borders import starts_of
from tts.engines.failures import NoAudio
from tts.engines.sound_formats import Sound

RATE = 24_000
LETTER_MS = 240
PARTS = (
    "市政府昨天晚間宣布，",
    "明天停班。",
    "他說：「好！」",
    "山區仍須慎防坍方，海邊不宜前往，列車照常行駛。",
    "好。",
)


def sound_of(text: str) -> Sound:
    return Sound(spoken(text, RATE).astype(np.float32), RATE)


def test_each_sentence_begins_within_the_pause_before_it() -> None:
    sentences = [PARTS[0] + PARTS[1], PARTS[2], PARTS[3], PARTS[4]]
    starts = starts_of(sentences, sound_of("".join(sentences)))
    ends_ms = np.cumsum(
        [sum(PAUSE_MS.get(one, LETTER_MS * one.isalnum()) for one in text) for text in sentences]
    )
    assert starts[0] == 0
    for start, end_ms in zip(starts[1:], ends_ms[:-1], strict=True):
        assert 60 + end_ms - 340 - 1 <= start * 1000 / RATE <= 60 + end_ms + 1


@pytest.mark.parametrize("count", [2, 5, 12])
def test_many_sentences_are_kept_apart(count: int) -> None:
    sentences = ["風雨，" + "晴" * (2 + number * 5 % 7) + "。" for number in range(count)]
    starts = starts_of(sentences, sound_of("".join(sentences)))
    lengths = [(later - earlier) / RATE * 1000 for earlier, later in pairwise(starts)]
    told = [LETTER_MS * sum(map(str.isalnum, text)) + 450 for text in sentences[:-1]]
    assert lengths[1:] == pytest.approx(told[1:], abs=10)


def test_without_pauses_the_syllables_decide() -> None:
    hum = Sound(np.sin(np.arange(RATE * 3) / 20).astype(np.float32), RATE)
    starts = starts_of(["晴天。", "今天下大雨。", "好。"], hum)
    assert [round(start / RATE, 1) for start in starts] == [0.0, 0.8, 2.6]


def test_silence_has_no_sentences() -> None:
    with pytest.raises(NoAudio):
        starts_of(["一。", "二。"], Sound(np.zeros(RATE, np.float32), RATE))
