"""The rules that an engine must keep, tried on it: for the tests of those who write one."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from itertools import pairwise

from tts.engines.acceptance import check_complete
from tts.engines.base import Engine, Speech, Utterance
from tts.engines.failures import Incomplete
from tts.engines.plugin import ends_our_work, misshapen, shortcomings
from tts.errors import SynthesisError, told
from tts.speech.spoken import Span, Spoken

MOST_CHECK_S = 2.0
"""What `Engine.check` may take."""

MOST_RULE_S = 120.0
"""What one rule may take: at most 1,100 characters are said for it, some four minutes of speech."""

CANCELLED_AFTER_S = (0.0, 0.05)
"""When calls are cancelled: as soon as they wait, and in the midst of them."""

LONGEST_CHARS = 1_000
"""An engine whose requests may be longer is not tried with longer ones, which would take minutes."""

SENTENCE = "市政府昨天晚間宣布，明天全市停班停課。"
TEXTS = (
    SENTENCE,
    "氣象署指出，風雨將在清晨達到高峰。山區仍須慎防坍方！海邊能去嗎？",
    "記者王小明",
    "列車照常行駛，班距調整為十二分鐘，請上NHK網站查詢。",
)
"""A sentence, several, a fragment, and one with what is not Chinese."""

WORDLESS = "……！"

Rule = Callable[[Engine], AsyncIterator[str]]
"""Yields a sentence for each way in which an engine breaks it."""


async def check_engine(engine: Engine) -> tuple[str, ...]:
    """Return what rules of an engine this one breaks, each as a sentence; none when it keeps them.

    By its first voice it speaks a few texts, as many at once as it says that it can, and one that is as long
    as its limits allow; it speaks only when nothing else is wrong. It must be one that can be used here.
    `docs/plugins.md` tells the rules.
    """
    broken = [f"The engine {what}." for what in shortcomings(engine)]
    for rules in (OF_FACTS, OF_SPEECH):
        if broken:
            break
        for part, rule in rules:
            broken += await _broken(engine, part, rule)
    return tuple(broken)


async def _broken(engine: Engine, part: str, rule: Rule) -> list[str]:
    try:
        async with asyncio.timeout(MOST_RULE_S) as patience:
            return [sentence async for sentence in rule(engine)]
    except BaseException as error:  # whatever it is, it is told
        if ends_our_work(error):
            raise
        if patience.expired():
            return [f"{part} does not end within {MOST_RULE_S:.0f} s."]
        return [f"{part} raises {told(error)}"]


async def _is_checked_soon(engine: Engine) -> AsyncIterator[str]:
    began_s = time.monotonic()
    await engine.check()
    took_s = time.monotonic() - began_s
    if took_s > MOST_CHECK_S:
        yield f"check() takes {took_s:.1f} s, and not {MOST_CHECK_S:.0f} at most."


async def _names_its_voices(engine: Engine) -> AsyncIterator[str]:
    voices = await engine.voices()
    if not voices or not all(isinstance(voice, str) for voice in voices):
        yield "voices() names no voice, or one by what is no str."
    elif list(voices) != sorted(set(voices)):
        yield "voices() are not in order, or one is named twice."


async def _weighs_texts(engine: Engine) -> AsyncIterator[str]:
    cost = engine.limits.cost
    if any(cost(one + other) > cost(one) + cost(other) for one, other in pairwise(TEXTS)):
        yield "limits.cost of two texts joined is more than of both apart: chunks are weighed in sentences."


async def _speaks_whole(engine: Engine) -> AsyncIterator[str]:
    places = asyncio.Semaphore(engine.concurrency)
    voice = (await engine.voices())[0]

    async def wrong_with(text: str) -> str:
        async with places:
            return await _wrong_with(engine, _asked(text, voice))

    texts = [*(text for text in TEXTS if _fits(engine, text)), longest(engine)]
    for text, wrong in zip(texts, await asyncio.gather(*map(wrong_with, texts)), strict=True):
        if wrong:
            yield f"「{text[:20]}」 ({len(text)} characters): {wrong}"


async def _speaks_alike(engine: Engine) -> AsyncIterator[str]:
    asked = _asked(SENTENCE, (await engine.voices())[0])
    first, second = await engine.synthesize(asked), await engine.synthesize(asked)
    if first.marks != second.marks:
        yield "The same utterance has other marks the second time."


async def _can_be_cancelled(engine: Engine) -> AsyncIterator[str]:
    voice = (await engine.voices())[0]
    for seconds in CANCELLED_AFTER_S:
        asked = _asked(longest(engine), voice)
        calls = [asyncio.create_task(_wrong_with(engine, asked)) for _ in range(engine.concurrency)]
        await asyncio.sleep(seconds)
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        if wrong := await _wrong_with(engine, _asked(SENTENCE, voice)):
            yield f"After calls that were cancelled: {wrong}"


async def _can_refuse(engine: Engine) -> AsyncIterator[str]:
    asked = _asked(WORDLESS, (await engine.voices())[0])
    try:
        speech = await engine.synthesize(asked)
    except SynthesisError:
        return
    if wrong := misshapen(speech):
        yield f"「{WORDLESS}」: It gives {wrong}."


OF_FACTS: tuple[tuple[str, Rule], ...] = (
    ("check()", _is_checked_soon),
    ("voices()", _names_its_voices),
    ("limits.cost", _weighs_texts),
)
OF_SPEECH: tuple[tuple[str, Rule], ...] = (
    ("synthesize()", _speaks_whole),
    ("synthesize(), asked twice,", _speaks_alike),
    ("synthesize(), after calls that were cancelled,", _can_be_cancelled),
    (f"synthesize(), asked for 「{WORDLESS}」,", _can_refuse),
)
"""What is asked for, and what must hold there."""


async def _wrong_with(engine: Engine, asked: Utterance) -> str:
    """Return a sentence on what is wrong with how this is spoken; empty where nothing is."""
    try:
        speech = await engine.synthesize(asked)
        if wrong := misshapen(speech):
            return f"It gives {wrong}."
        check_complete(asked, speech)
    except Incomplete as failure:
        return failure.message
    except BaseException as error:  # whatever it is, it is told
        if ends_our_work(error):
            raise
        return f"It raises {told(error)}"
    return _wrong_with_marks(speech)


def _wrong_with_marks(speech: Speech) -> str:
    if any(later.start_ms < earlier.end_ms for earlier, later in pairwise(speech.marks)):
        return "A mark begins before the one before it ends."
    if speech.marks and speech.marks[-1].end_ms > speech.audio.duration_ms:
        return "The last mark ends after the sound."
    return ""


def longest(engine: Engine) -> str:
    """Return sentences that come as near as may be to what one request to the engine may hold."""
    text = ""
    while len(text + SENTENCE) <= LONGEST_CHARS and _fits(engine, text + SENTENCE):
        text += SENTENCE
    return text or SENTENCE[: engine.limits.max_chars]


def _fits(engine: Engine, text: str) -> bool:
    return len(text) <= engine.limits.max_chars and engine.limits.cost(text) <= engine.limits.max_cost


def _asked(text: str, voice: str) -> Utterance:
    return Utterance(Spoken(text, text, (Span(0, len(text), 0, len(text)),)), voice)
