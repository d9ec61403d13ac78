"""No single passing fault of the Edge service, at whichever of its doors, gives an article another voice."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.emulator import Abort, Drop, EdgeEmulator, Fault, Garbage, Hang, NoAudio, Refuse, Skip, Stall
from tests.emulator.faults import VoicesFault
from tests.house import House, document
from tts.engines.edge import EdgeEngine, Timings
from tts.engines.failures import ServiceUnavailable
from tts.errors import NetworkError

QUICK = Timings(idle_s=0.5, check_s=0.5, voices_s=0.5)

AT_EVERY_DOOR: dict[str, VoicesFault] = {
    "403": Refuse(403),
    "403 without a date": Refuse(403, dated=False),
    "408": Refuse(408),
    "429": Refuse(429),
    "429 for two seconds": Refuse(429, retry_after=2),
    "429 until a date": Refuse(429, retry_after=2, until=True),
    "500": Refuse(500),
    "502": Refuse(502),
    "503": Refuse(503),
    "503 for two seconds": Refuse(503, retry_after=2),
    "504": Refuse(504),
    "no answer": Hang(),
    "reset": Abort(after=0),
    "reset in the middle": Abort(),
    "stalled": Stall(after=0),
    "stalled in the middle": Stall(),
    "no JSON": Garbage(),
    "other JSON": Garbage("metadata"),
}

IN_SPEECH: dict[str, Fault] = {
    "closed": Drop(),
    "no audio": NoAudio(),
    "torn": Garbage("torn"),
    "wrong header": Garbage("header"),
    "wrong path": Garbage("path"),
    "wrong time": Garbage("time"),
    "a sentence missing": Skip(),
}


@pytest.fixture
def at_edge(house: House, emulator: EdgeEmulator) -> Iterator[EdgeEmulator]:
    """Give the house a line to the emulated service, and two engines that could speak instead."""
    house.settings = replace(house.settings, engine="auto")
    house.engines["edge"] = EdgeEngine(emulator.base_url, timings=QUICK)  # type: ignore[assignment]
    yield emulator
    assert emulator.wait_until_idle()


@pytest.mark.parametrize("name", AT_EVERY_DOOR)
def test_a_fault_of_the_first_question_that_passes_leaves_the_voice(
    house: House, at_edge: EdgeEmulator, name: str
) -> None:
    at_edge.queue_for_voices(AT_EVERY_DOOR[name])
    (episode,) = house.narrate(document())
    assert (episode.engine, episode.notices) == ("edge", ())
    assert at_edge.voice_requests


@pytest.mark.parametrize("name", AT_EVERY_DOOR)
def test_the_first_question_itself_is_asked_again(house: House, at_edge: EdgeEmulator, name: str) -> None:
    at_edge.queue_for_voices(AT_EVERY_DOOR[name])
    asyncio.run(house.studio().gate("edge").check())
    assert (at_edge.voice_requests, at_edge.connections) == (2, 0)


@pytest.mark.parametrize("name", [*AT_EVERY_DOOR, *IN_SPEECH])
def test_a_fault_of_speech_that_passes_leaves_the_voice(
    house: House, at_edge: EdgeEmulator, name: str
) -> None:
    at_edge.queue((AT_EVERY_DOOR | IN_SPEECH)[name])
    (episode,) = house.narrate(document())
    assert (episode.engine, episode.notices) == ("edge", ())
    assert at_edge.connections > len(set(at_edge.texts))


def test_speech_that_comes_is_answer_enough_where_the_list_never_does(
    house: House, at_edge: EdgeEmulator
) -> None:
    at_edge.queue_for_voices(*[Hang()] * 9)
    (episode,) = house.narrate(document())
    assert episode.engine == "edge"


def test_a_list_that_never_comes_is_asked_for_as_often_as_a_text_and_then_another_speaks(
    house: House, at_edge: EdgeEmulator
) -> None:
    at_edge.queue_for_voices(*[Refuse(503)] * 99)
    at_edge.queue(*[Hang()] * 99)
    first, second = house.narrate(document(), document(title="另一篇新聞也在今天"))
    assert (first.engine, second.engine) == ("kokoro", "kokoro")
    assert at_edge.voice_requests == 5
    assert "HTTP 503" in first.notices[0]


def test_the_only_engine_that_may_speak_ends_the_run_in_words_when_patience_ends(
    house: House, at_edge: EdgeEmulator
) -> None:
    house.settings = replace(house.settings, engine="edge")
    at_edge.queue_for_voices(*[Refuse(503)] * 99)
    at_edge.queue(*[Refuse(503)] * 99)
    with pytest.raises((ServiceUnavailable, NetworkError), match=r"out of order \(HTTP 503\)"):
        house.narrate(document())


def test_where_nobody_is_reached_another_engine_speaks_after_three_questions(house: House) -> None:
    house.settings = replace(house.settings, engine="auto")
    house.engines["edge"] = EdgeEngine("http://127.0.0.1:9", timings=QUICK)  # type: ignore[assignment]
    (episode,) = house.narrate(document())
    assert episode.engine == "kokoro"
    assert "cannot be reached" in episode.notices[0]
