"""The emulator, held against the client it is made for and against a decoder it does not share."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import edge_tts
import lameenc  # type: ignore[import-not-found]
import miniaudio  # type: ignore[import-untyped]
import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from edge_tts.exceptions import NoAudioReceived, SkewAdjustmentError, UnexpectedResponse, UnknownResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.emulator import (
    Abort,
    Drop,
    EdgeEmulator,
    Fault,
    Garbage,
    NoAudio,
    Refuse,
    Skip,
    hear,
    perform,
    silence,
    spell,
)
from tests.emulator.conftest import Point, Say
from tests.emulator.tone import FRAME_BYTES

ROOT = Path(__file__).parents[2]
NEWS = "美國國防部9日宣布，停審AT&T的<許可>。人人說「好！」，他沒有答。"


def test_the_client_hears_the_text_it_sent(emulator: EdgeEmulator, say: Say) -> None:
    take = say(NEWS)
    assert hear(take.audio) == spell(NEWS)
    assert emulator.texts == [NEWS]


def test_sentences_are_marked_where_they_sound(emulator: EdgeEmulator, say: Say) -> None:
    take = say(NEWS)
    kinds, offsets, durations, texts = zip(*take.boundaries, strict=True)
    assert set(kinds) == {"SentenceBoundary"}
    assert texts == ("美國國防部9日宣布，停審AT&T的<許可>。", "人人說「好！」", "，他沒有答。")
    for offset, duration, text in zip(offsets, durations, texts, strict=True):
        frames = slice(int(offset) // 240_000 * FRAME_BYTES, int(offset + duration) // 240_000 * FRAME_BYTES)
        assert hear(take.audio[frames]) == spell(text)
    assert emulator.turns[0].config.sentences


def test_word_boundaries_are_sent_when_words_are_asked_for(emulator: EdgeEmulator, say: Say) -> None:
    take = say("中國說AT&T好", boundary="WordBoundary")
    assert [text for _, _, _, text in take.boundaries] == ["中國", "說", "AT", "T", "好"]
    assert emulator.turns[0].config.words


def test_the_order_is_written_down(emulator: EdgeEmulator, say: Say) -> None:
    say("一二三", "zh-CN-liaoning-XiaobeiNeural", rate="-20%")
    turn = emulator.turns[0]
    assert (turn.order.voice, turn.order.rate_percent) == ("zh-CN-liaoning-XiaobeiNeural", -20)
    assert (turn.order.text_bytes, turn.outcome) == (9, "served")
    assert (emulator.connections, emulator.peak_connections) == (1, 1)


@pytest.mark.parametrize("rate", ["-50%", "+0%", "+100%"])
def test_a_faster_voice_takes_less_time_and_says_as_much(emulator: EdgeEmulator, say: Say, rate: str) -> None:
    take = say("說得快也說得全", rate=rate)
    assert hear(take.audio) == spell("說得快也說得全")
    spoken_ticks = {"-50%": 7 * 20, "+0%": 7 * 10, "+100%": 7 * 5}[rate] * 240_000
    assert take.boundaries[0][2] == spoken_ticks
    assert emulator.turns[0].outcome == "served"


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet=st.characters(categories=["Lo", "Nd", "Ll", "Po"], exclude_characters="\n"), max_size=40)
)
def test_what_is_heard_is_what_was_spelt(text: str) -> None:
    assert hear(perform(text).audio) == spell(text)


def test_the_text_is_still_heard_after_another_encoding() -> None:
    decoded = miniaudio.decode(
        perform(NEWS).audio, output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=48_000
    )
    encoder = lameenc.Encoder()
    encoder.set_bit_rate(96)
    encoder.set_in_sample_rate(48_000)
    encoder.set_channels(1)
    encoder.silence()
    assert hear(bytes(encoder.encode(decoded.samples.tobytes()) + encoder.flush())) == spell(NEWS)


def test_the_voices_are_listed(emulator: EdgeEmulator) -> None:
    voices = asyncio.run(edge_tts.list_voices())
    assert "zh-TW-YunJheNeural" in {voice["ShortName"] for voice in voices}
    assert emulator.voice_requests == 1


def test_a_stranger_is_refused(emulator: EdgeEmulator) -> None:
    async def statuses() -> list[int]:
        base = f"{emulator.base_url}/consumer/speech/synthesize/readaloud"
        async with ClientSession() as session:
            answers = [await session.get(f"{base}/{path}") for path in ("voices/list", "edge/v1")]
            return [answer.status for answer in answers]

    assert asyncio.run(statuses()) == [403, 403]


def test_a_client_whose_clock_is_wrong_learns_the_time(point_client_at: Point, say: Say) -> None:
    with EdgeEmulator(clock_skew_s=86_400) as emulator:
        point_client_at(emulator)
        assert hear(say("一日之差").audio) == spell("一日之差")
        assert emulator.connections == 2


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Refuse(429), WSServerHandshakeError),
        (Refuse(503), WSServerHandshakeError),
        (Refuse(403, dated=False), SkewAdjustmentError),
        (NoAudio(), NoAudioReceived),
        (Garbage("header"), UnexpectedResponse),
        (Garbage("path"), UnknownResponse),
        (Garbage("metadata"), ValueError),
    ],
)
def test_a_queued_fault_reaches_the_client_once(
    emulator: EdgeEmulator, say: Say, fault: Fault, error: type[Exception]
) -> None:
    emulator.queue(fault)
    with pytest.raises(error):
        say(NEWS)
    assert hear(say(NEWS).audio) == spell(NEWS)


@pytest.mark.parametrize("fault", [Drop(), Abort(), Garbage("torn"), Skip(1)])
def test_some_faults_go_unnoticed_by_the_client(emulator: EdgeEmulator, say: Say, fault: Fault) -> None:
    emulator.queue(fault)
    take = say(NEWS)
    assert 0 < len(take.audio) < len(perform(NEWS).audio)


def test_audio_stops_at_the_cap_and_boundaries_go_on(point_client_at: Point, say: Say) -> None:
    with EdgeEmulator(cap_ms=4_800) as emulator:
        point_client_at(emulator)
        take = say("一句話。" * 10)
    assert len(take.audio) == 4_800 * 6
    assert take.boundaries[-1][1] > 4_800 * 10_000


def test_an_unknown_voice_says_nothing(emulator: EdgeEmulator, say: Say) -> None:
    with pytest.raises(NoAudioReceived):
        say("你好", "zh-TW-NobodyNeural")
    assert emulator.texts == ["你好"]


def test_the_sound_can_be_made_otherwise(point_client_at: Point, say: Say) -> None:
    with EdgeEmulator(render=silence) as emulator:
        point_client_at(emulator)
        assert hear(say("無聲").audio) == ()


def test_the_pieces_depend_on_the_seed_alone() -> None:
    def sizes(seed: int) -> list[int]:
        return [len(piece) for piece in EdgeEmulator(seed=seed)._cut(bytes(50_000))]  # noqa: SLF001

    assert sizes(1) == sizes(1) != sizes(2)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_by_itself_it_tells_what_it_was_asked_for_when_it_is_ended(ending: signal.Signals) -> None:
    command = [sys.executable, "-m", "tests.emulator"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout
        assert process.stdout.readline().startswith("http://127.0.0.1:")
        process.send_signal(ending)
        assert process.stdout.read() == "0 connections, 0 at once\n"
    assert process.returncode == 0
