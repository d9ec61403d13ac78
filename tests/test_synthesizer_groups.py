"""Several utterances in one request come back as each would have come alone."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator import Drop, EdgeEmulator, NoAudio, hear, spell
from tts.engines.acceptance import check_complete
from tts.engines.base import Mark, Mp3, Speech, Utterance
from tts.engines.edge import EdgeEngine
from tts.script import Limits
from tts.synthesizer import Gate, Pace, Patience, Speaker, gathered
from tts.synthesizer.groups import apart, together
from tts.testing import FakeClock, hum, utterance

VOICE = "zh-TW-HsiaoChenNeural"
TEXTS = (
    "中再祭稀土牌",
    "中國新聞組／北京9日電",
    "中日緊張關係再升級。日本將採必要因應措施。",
    "（美聯社）",
    "90％",
)


def voiced(texts: Sequence[str]) -> list[Utterance]:
    return [Utterance(utterance(text).spoken, VOICE) for text in texts]


def speak_all(emulator: EdgeEmulator, texts: Sequence[str]) -> Sequence[Speech]:
    clock = FakeClock()
    gate = Gate(EdgeEngine(emulator.base_url), Pace(2, 8), clock, clock.sleep)
    speaker = Speaker(gate, Patience(chance=lambda: 1.0))
    return asyncio.run(speaker.speak_all(voiced(texts)))


def frames(speech: Speech) -> bytes:
    assert isinstance(speech.audio, Mp3)
    return speech.audio.frames


def test_one_request_gives_each_its_own_words_sound_and_marks(emulator: EdgeEmulator) -> None:
    speeches = speak_all(emulator, TEXTS)
    assert len(emulator.texts) == 1
    for text, speech in zip(TEXTS, speeches, strict=True):
        assert hear(frames(speech)) == spell(text)
        check_complete(utterance(text), speech)


def test_the_sound_of_each_does_not_depend_on_its_place_in_the_group(emulator: EdgeEmulator) -> None:
    forwards = dict(zip(TEXTS, speak_all(emulator, TEXTS), strict=True))
    backwards = dict(zip(TEXTS[::-1], speak_all(emulator, TEXTS[::-1]), strict=True))
    assert all(forwards[text] == backwards[text] for text in TEXTS)


@pytest.mark.parametrize("faults", [[Drop()], [NoAudio()] * 3, [Drop(), NoAudio(), Drop(0.9)]])
def test_a_fault_costs_no_word_of_any(emulator: EdgeEmulator, faults: list[Drop | NoAudio]) -> None:
    emulator.queue(*faults)
    for text, speech in zip(TEXTS, speak_all(emulator, TEXTS), strict=True):
        assert hear(frames(speech)) == spell(text)


def test_an_utterance_by_itself_is_asked_for_as_it_is() -> None:
    single = utterance("今天晴。")
    assert together([single]) is single


def test_a_mark_over_two_utterances_cannot_be_taken_apart() -> None:
    speech = hum("今天晴明天雨")
    assert apart(speech, [utterance("今天晴"), utterance("明天雨")]) is None


def test_marks_that_end_early_cannot_be_taken_apart() -> None:
    speech = Speech(hum("今天晴。明天雨。").audio, (Mark(0, 500, "今天晴。"),))
    assert apart(speech, [utterance("今天晴。"), utterance("明天雨。")]) is None


@given(st.lists(st.integers(1, 250), min_size=1, max_size=30))
def test_groups_hold_everything_in_order_and_fit_a_request(lengths: list[int]) -> None:
    utterances = [utterance("稀" * length) for length in lengths]
    groups = list(gathered(utterances, Limits(400, 600, 4000, len)))
    assert [one for group in groups for one in group] == utterances
    assert all(len(together(group).spoken.text) <= 600 for group in groups)
