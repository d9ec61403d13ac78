"""A voice's manner: what any voice may do until it is known, and what it does itself from then on."""

import asyncio
from contextlib import nullcontext

import pytest

from tts.engines.failures import Incomplete
from tts.engines.manner import ENOUGH, Heard, Manner, Manners
from tts.testing import utterance

TEXT = "山區仍須慎防坍方，海邊不宜前往。"
SYLLABLES = 14


def known_at(pace_ms: float, *, loud: bool = False) -> Manner:
    manner = Manner()
    for _ in range(ENOUGH):
        manner.learn(TEXT, Heard(round(pace_ms * SYLLABLES), loud))
    return manner


@pytest.mark.parametrize(
    ("pace_ms", "is_odd"), [(100, True), (150, False), (220, False), (330, False), (460, True)]
)
def test_an_unknown_voice_may_speak_as_any_does(pace_ms: int, is_odd: bool) -> None:  # noqa: FBT001
    assert bool(Manner().wrong_with(TEXT, Heard(pace_ms * SYLLABLES, ends_loud=False), 1.0)) is is_odd


@pytest.mark.parametrize("pace_ms", [150, 200, 320])
@pytest.mark.parametrize(("share", "is_odd"), [(0.5, True), (0.9, False), (1.3, False), (2.2, True)])
def test_a_known_voice_is_held_to_its_own_pace(pace_ms: int, share: float, is_odd: bool) -> None:  # noqa: FBT001
    heard = Heard(round(share * pace_ms * SYLLABLES), ends_loud=False)
    assert bool(known_at(pace_ms).wrong_with(TEXT, heard, 1.0)) is is_odd


def test_a_lower_speed_is_expected_to_take_longer() -> None:
    heard = Heard(460 * SYLLABLES, ends_loud=False)
    assert Manner().wrong_with(TEXT, heard, 1.0)
    assert not Manner().wrong_with(TEXT, heard, 0.5)
    assert Manner().beyond_reason(TEXT, Heard(600 * SYLLABLES, ends_loud=False), 1.0)
    assert not Manner().beyond_reason(TEXT, Heard(600 * SYLLABLES, ends_loud=False), 0.5)


def test_a_loud_end_is_odd_where_the_voice_ends_softly() -> None:
    loud = Heard(200 * SYLLABLES, ends_loud=True)
    assert "in the midst" in Manner().wrong_with(TEXT, loud, 1.0)
    assert "in the midst" in known_at(200).wrong_with(TEXT, loud, 1.0)
    assert not known_at(200, loud=True).wrong_with(TEXT, loud, 1.0)


def test_short_texts_and_letters_tell_no_pace() -> None:
    manner = Manner()
    for text in ("好。", "NATO", "他說：「不！」"):
        for _ in range(10):
            manner.learn(text, Heard(900, ends_loud=False))
    assert not manner.is_known


@pytest.mark.parametrize(
    "text", ["一、二、三、四、五、六、七、八。", "NHK報導，ETF漲停。", "「好，好，好。」"]
)
def test_texts_of_signs_and_letters_are_given_their_time(text: str) -> None:
    letters = sum(map(str.isalnum, text))
    slow = Heard(220 * letters + 350 * (len(text) - letters), ends_loud=False)
    assert known_at(220).wrong_with(text, slow, 1.0) == ""


@pytest.mark.parametrize(
    ("one", "other", "is_like"), [(4000, 4200, True), (4000, 4800, False), (300, 390, True)]
)
def test_two_sounds_of_a_text_are_like_each_other(one: int, other: int, is_like: bool) -> None:  # noqa: FBT001
    assert Heard(one, ends_loud=False).is_like(Heard(other, ends_loud=True)) is is_like


def test_a_sound_that_ends_at_once_is_odd_where_the_voice_lets_its_sounds_fade() -> None:
    fading = Manner()
    for _ in range(ENOUGH):
        fading.learn(TEXT, Heard(200 * SYLLABLES, ends_loud=False, tail_ms=400))
    cut = Heard(185 * SYLLABLES, ends_loud=False, tail_ms=40)
    assert "sooner" in fading.wrong_with(TEXT, cut, 1.0)
    assert not known_at(200).wrong_with(TEXT, cut, 1.0)


@pytest.mark.parametrize(
    ("first", "second", "is_believed"),
    [(600, 620, True), (600, 1200, False), (1200, 600, False), (1500, 1500, True)],
)
def test_a_text_of_a_few_syllables_is_believed_when_it_is_said_twice_alike(
    first: int,
    second: int,
    is_believed: bool,  # noqa: FBT001
) -> None:
    async def again() -> Heard:
        return Heard(second, ends_loud=False)

    asked = utterance("關班級，")
    judged = Manners("").judge(asked, Heard(first, ends_loud=False), 1.0, again)
    with nullcontext() if is_believed else pytest.raises(Incomplete):
        asyncio.run(judged)


@pytest.mark.parametrize(("pace_ms", "is_speech"), [(40, False), (70, True), (400, True), (520, False)])
def test_no_voice_is_quicker_or_slower_than_any_mouth(pace_ms: int, is_speech: bool) -> None:  # noqa: FBT001
    text = "氣象署指出今天清晨風雨將達到高峰"
    heard = Heard(pace_ms * len(text), ends_loud=False)
    assert (Manner().beyond_reason(text, heard, 1.0) == "") is is_speech
