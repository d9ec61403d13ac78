"""Several texts in one request: every word once, and every mark its own text's."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator import Drop, EdgeEmulator, NoAudio, hear, spell
from tts.engines.base import Mark, Mp3, Speech, Utterance
from tts.engines.edge import EdgeEngine
from tts.model.script import Limits
from tts.synthesizer import (
    Gate,
    Pace,
    Patience,
    Speaker,
    gathered,
    laid_out,
    layout_of,
    marks_apart,
    together,
)
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


def speak(emulator: EdgeEmulator, texts: Sequence[str]) -> Speech:
    clock = FakeClock()
    gate = Gate(EdgeEngine(emulator.base_url), Pace(2, 8), clock, clock.sleep)
    return asyncio.run(Speaker(gate, Patience(chance=lambda: 1.0)).speak(together(voiced(texts))))


def frames(speech: Speech) -> bytes:
    assert isinstance(speech.audio, Mp3)
    return speech.audio.frames


@pytest.mark.parametrize("faults", [[], [Drop()], [NoAudio()] * 3, [Drop(), NoAudio(), Drop(0.9)]])
def test_one_request_says_every_text_once_whatever_it_takes(
    emulator: EdgeEmulator, faults: list[Drop | NoAudio]
) -> None:
    emulator.queue(*faults)
    assert hear(frames(speak(emulator, TEXTS))) == spell("".join(TEXTS))


def test_each_text_has_its_own_marks_and_words(emulator: EdgeEmulator) -> None:
    speech = speak(emulator, TEXTS)
    assert len(emulator.texts) == 1
    for stretches in (speech.marks, speech.words):
        apart = marks_apart(stretches, TEXTS)
        assert apart is not None
        for text, marks in zip(TEXTS, apart, strict=True):
            assert spell("".join(mark.text for mark in marks)) == spell(text)


def test_an_utterance_by_itself_is_asked_for_as_it_is() -> None:
    single = utterance("今天晴。")
    assert together([single]) is single


def test_a_mark_over_two_texts_cannot_be_told_apart() -> None:
    assert marks_apart(hum("今天晴明天雨").marks, ["今天晴", "明天雨"]) is None


def test_marks_that_end_early_cannot_be_told_apart() -> None:
    assert marks_apart((Mark(0, 500, "今天晴。"),), ["今天晴。", "明天雨。"]) is None


@given(st.lists(st.integers(1, 250), min_size=1, max_size=30))
def test_groups_hold_everything_in_order_and_fit_a_request(lengths: list[int]) -> None:
    utterances = [utterance("稀" * length) for length in lengths]
    groups = list(gathered(utterances, Limits(400, 600, 4000, len)))
    assert [one for group in groups for one in group] == utterances
    assert all(len(together(group).spoken.text) <= 600 for group in groups)


LIMITS = Limits(400, 600, 4000, len)
TEXT = st.sampled_from([sign * length for sign in "晴雨風雪" for length in (9, 90, 290)])
STORIES = st.lists(TEXT, max_size=12)


@given(STORIES, STORIES, STORIES)
def test_a_story_is_laid_out_the_same_after_itself(
    story: list[str], before: list[str], first: list[str]
) -> None:
    layout = layout_of(list(laid_out(voiced(before), LIMITS, layout_of([voiced(first)]))))
    groups = list(laid_out(voiced(story), LIMITS, layout))
    assert [one for group in groups for one in group] == voiced(story)
    assert list(laid_out(voiced(story), LIMITS, layout_of(groups))) == groups


@given(st.lists(st.integers(1, 250), min_size=1, max_size=30), st.data())
def test_a_changed_text_changes_the_group_that_holds_it(lengths: list[int], data: st.DataObject) -> None:
    story = voiced([f"第{number}段" + "稀" * length for number, length in enumerate(lengths)])
    groups = list(laid_out(story, LIMITS, ()))
    place = data.draw(st.integers(0, len(story) - 1))
    changed = [*story[:place], *voiced(["改"]), *story[place + 1 :]]
    again = list(laid_out(changed, LIMITS, layout_of(groups)))
    assert len(set(again) - set(groups)) == 1
