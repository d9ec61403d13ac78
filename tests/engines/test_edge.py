"""The Edge engine against the emulated service: what it says, and how each fault is told."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable

import pytest
from edge_tts import Communicate
from edge_tts.drm import DRM

from tests.emulator import (
    SILENT_FRAME,
    Abort,
    ConnectProxy,
    Drop,
    EdgeEmulator,
    Fault,
    Garbage,
    Hang,
    NoAudio,
    Refuse,
    Skip,
    Stall,
    hear,
    spell,
)
from tests.emulator.faults import VoicesFault
from tts.engines.acceptance import check_complete
from tts.engines.base import Engine, Mark, Mp3, Prosody, Speech, Utterance
from tts.engines.edge import EdgeEngine, Timings, whole_frames
from tts.engines.edge_words import sentences_of
from tts.engines.failures import Incomplete, ServiceUnavailable, Throttled, TooLong, Unsayable
from tts.engines.failures import NoAudio as NoAudioError
from tts.errors import EngineUnavailable, NetworkError, SynthesisError, TingError
from tts.speech.spoken import Span, Spoken

VOICE = "zh-TW-HsiaoChenNeural"
NEWS = "美國國防部9日宣布，停審AT&T的「許可」。人人說好！他沒有答。"
AT_ONCE_S = 5
"""Even where others work; what waits for an answer or for a polite end waits longer."""
QUICK = Timings(idle_s=0.2, check_s=0.2, voices_s=0.2)


def utterance_of(text: str, voice: str = VOICE, prosody: Prosody | None = None) -> Utterance:
    spoken = Spoken(text, text, (Span(0, len(text), 0, len(text)),))
    return Utterance(spoken, voice, prosody or Prosody())


def speak(engine: Engine, text: str = NEWS, voice: str = VOICE, prosody: Prosody | None = None) -> Speech:
    return asyncio.run(engine.synthesize(utterance_of(text, voice, prosody)))


def frames_of(speech: Speech) -> bytes:
    assert isinstance(speech.audio, Mp3)
    return speech.audio.frames


def test_the_text_is_spoken_whole(emulator: EdgeEmulator) -> None:
    speech = speak(EdgeEngine(emulator.base_url))
    assert hear(frames_of(speech)) == spell(NEWS)
    assert [mark.text for mark in speech.marks] == [
        "美國國防部9日宣布，停審AT&T的「許可」。",
        "人人說好！",
        "他沒有答。",
    ]
    check_complete(utterance_of(NEWS), speech)


def test_marks_lie_where_their_sentences_sound(emulator: EdgeEmulator) -> None:
    speech = speak(EdgeEngine(emulator.base_url))
    for mark in speech.marks:
        piece = frames_of(speech)[mark.start_ms // 24 * 144 : mark.end_ms // 24 * 144]
        assert hear(piece) == spell(mark.text)


def test_words_lie_where_they_sound(emulator: EdgeEmulator) -> None:
    speech = speak(EdgeEngine(emulator.base_url))
    assert "".join(word.text for word in speech.words) == "".join(filter(str.isalnum, NEWS))
    for word in speech.words:
        piece = frames_of(speech)[word.start_ms // 24 * 144 : word.end_ms // 24 * 144]
        assert hear(piece) == spell(word.text)


def test_a_service_that_says_one_word_otherwise_is_marked_with_it() -> None:
    words = [Mark(0, 300, "我"), Mark(300, 700, "們走"), Mark(900, 1300, "妳"), Mark(1300, 1500, "來")]
    assert sentences_of("「我們走。」你來！", words) == (
        Mark(0, 700, "「我們走。」"),
        Mark(900, 1500, "妳來"),
    )


@pytest.mark.parametrize("missing", range(4))
def test_a_word_that_is_not_told_is_missed(missing: int) -> None:
    text = "我們走。你來！"
    words = [Mark(0, 300, "我"), Mark(300, 700, "們走"), Mark(900, 1300, "你"), Mark(1300, 1500, "來")]
    del words[missing]
    speech = Speech(Mp3(SILENT_FRAME * 70, 48_000), sentences_of(text, words), tuple(words))
    with pytest.raises(Incomplete, match="leaves out"):
        check_complete(utterance_of(text), speech)


def test_a_word_that_is_told_twice_is_one_too_many() -> None:
    words = [Mark(0, 300, "我"), Mark(300, 700, "走"), Mark(700, 900, "走")]
    speech = Speech(Mp3(SILENT_FRAME * 50, 48_000), sentences_of("我走。", words), tuple(words))
    with pytest.raises(Incomplete, match="something else"):
        check_complete(utterance_of("我走。"), speech)


def test_voice_and_prosody_are_asked_for(emulator: EdgeEmulator) -> None:
    prosody = Prosody(rate_percent=-5, pitch_hz=10, volume_percent=0)
    speak(EdgeEngine(emulator.base_url), "你好", "zh-TW-YunJheNeural", prosody)
    order = emulator.turns[0].order
    assert (order.voice, order.rate_percent, order.pitch_hz, order.volume_percent) == (
        "zh-TW-YunJheNeural",
        -5,
        10,
        0,
    )


def test_a_text_of_the_largest_size_is_one_request(emulator: EdgeEmulator) -> None:
    text = ("說，" * 300)[:600]
    check_complete(utterance_of(text), speak(EdgeEngine(emulator.base_url), text))
    assert emulator.texts == [text]


def test_characters_that_xml_cannot_carry_are_silent(emulator: EdgeEmulator) -> None:
    speech = speak(EdgeEngine(emulator.base_url), "前\x00中\ud800後\uffff")
    assert hear(frames_of(speech)) == spell("前中後")


@pytest.mark.parametrize("text", ["", " ", "……？！", "🙂"])
def test_what_cannot_be_said_never_reaches_the_service(emulator: EdgeEmulator, text: str) -> None:
    with pytest.raises(Unsayable):
        speak(EdgeEngine(emulator.base_url), text)
    assert emulator.connections == 0


def test_what_the_client_would_cut_never_reaches_the_service(emulator: EdgeEmulator) -> None:
    with pytest.raises(TooLong, match="4098 bytes"):
        speak(EdgeEngine(emulator.base_url), "說" * 1366)
    assert emulator.connections == 0


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Refuse(429, retry_after=30), Throttled, "too many requests"),
        (Refuse(503), NetworkError, "out of order (HTTP 503)"),
        (Refuse(403, dated=False), Throttled, "refuses this program"),
        (Refuse(404), ServiceUnavailable, "HTTP 404"),
        (NoAudio(), NoAudioError, "sent no sound"),
        (Garbage("audio"), SynthesisError, "not whole MP3 frames"),
        (Garbage("torn"), SynthesisError, "not whole MP3 frames"),
        (Garbage("header"), SynthesisError, "not its protocol"),
        (Garbage("path"), SynthesisError, "not its protocol"),
        (Garbage("metadata"), SynthesisError, "not its protocol"),
        (Garbage("time"), SynthesisError, "not its protocol"),
        (Stall(), NetworkError, "fell silent for 0.2 s"),
        (Hang(), NetworkError, "fell silent for 0.2 s"),
    ],
)
def test_each_fault_is_told_in_words_and_the_next_request_succeeds(
    emulator: EdgeEmulator, fault: Fault, error: type[TingError], words: str
) -> None:
    engine = EdgeEngine(emulator.base_url, timings=QUICK)
    emulator.queue(fault)
    with pytest.raises(error) as caught:
        speak(engine)
    assert type(caught.value) is error
    assert words in caught.value.message
    assert bool(caught.value.hint) is (words != "not whole MP3 frames")  # broken sound is asked for again
    assert hear(frames_of(speak(engine))) == spell(NEWS)
    assert emulator.wait_until_idle()


@pytest.mark.parametrize("fault", [Drop(), Abort(), Drop(0.9), Drop(after=0, code=1000), Skip(1)])
@pytest.mark.parametrize("seed", range(3))
def test_no_cut_speech_gets_past_the_engine_and_the_check(fault: Fault, seed: int) -> None:
    text = "第一句話說完了。第二句話也說完了。第三句話還沒有說完。"
    with EdgeEmulator(seed=seed) as emulator:
        emulator.queue(fault)
        with pytest.raises((SynthesisError, NetworkError)):
            check_complete(utterance_of(text), speak(EdgeEngine(emulator.base_url), text))


def test_audio_that_the_service_caps_is_incomplete() -> None:
    with EdgeEmulator(cap_ms=12_000) as emulator:
        speech = speak(EdgeEngine(emulator.base_url), "說" * 100)
    with pytest.raises(Incomplete, match="before the words do"):
        check_complete(utterance_of("說" * 100), speech)


def test_what_the_service_says_about_retrying_is_passed_on(emulator: EdgeEmulator) -> None:
    emulator.queue(Refuse(429, retry_after=30), Refuse(429), Refuse(429, retry_after=90, until=True))
    waits = []
    for _ in range(3):
        with pytest.raises(Throttled) as caught:
            speak(EdgeEngine(emulator.base_url))
        waits.append(caught.value.retry_after_s)
    assert waits == [30.0, None, 90.0]


def test_one_that_is_out_of_order_may_say_until_when(emulator: EdgeEmulator) -> None:
    emulator.queue(Refuse(503, retry_after=7))
    with pytest.raises(Throttled, match="out of order") as caught:
        speak(EdgeEngine(emulator.base_url))
    assert caught.value.retry_after_s == 7.0


def test_one_refusal_with_a_date_is_overcome(emulator: EdgeEmulator) -> None:
    emulator.queue(Refuse(403))
    assert hear(frames_of(speak(EdgeEngine(emulator.base_url)))) == spell(NEWS)
    assert emulator.connections == 2


def test_a_clock_a_day_off_is_overcome() -> None:
    with EdgeEmulator(clock_skew_s=-86_400) as emulator:
        engine = EdgeEngine(emulator.base_url)
        asyncio.run(engine.check())
        assert hear(frames_of(speak(engine))) == spell(NEWS)
    DRM.clock_skew_seconds = 0.0


def test_a_lasting_refusal_is_no_fault_of_the_text(emulator: EdgeEmulator) -> None:
    emulator.queue(Refuse(403), Refuse(403))
    with pytest.raises(Throttled, match="403") as caught:
        speak(EdgeEngine(emulator.base_url))
    assert "pip install --upgrade edge-tts" in caught.value.hint


def test_a_service_that_is_slow_but_never_silent_meets_the_deadline() -> None:
    with EdgeEmulator(audio_speed=20) as emulator:
        engine = EdgeEngine(emulator.base_url, timings=Timings(answer_s=0.2, per_audio_s=0.0))
        with pytest.raises(NetworkError, match=r"took over 0\.2 s"):
            speak(engine)
        assert emulator.wait_until_idle()


def test_the_deadline_grows_with_what_is_to_be_said() -> None:
    timings = Timings()
    assert timings.deadline_s(utterance_of("")) == 15
    assert timings.deadline_s(utterance_of("說" * 400)) == 40
    assert timings.deadline_s(utterance_of("說" * 400, prosody=Prosody(rate_percent=100))) == 27.5


def test_an_unknown_voice_is_told_from_a_silent_service(emulator: EdgeEmulator) -> None:
    with pytest.raises(EngineUnavailable, match="no voice named 'zh-TW-NobodyNeural'"):
        speak(EdgeEngine(emulator.base_url), voice="zh-TW-NobodyNeural")
    emulator.queue_for_voices(Refuse(503))
    with pytest.raises(NoAudioError):
        speak(EdgeEngine(emulator.base_url), voice="zh-TW-NobodyNeural")


def test_a_list_without_a_voice_is_asked_for_again_before_it_is_believed(emulator: EdgeEmulator) -> None:
    async def list_and_speak(voice: str) -> None:
        engine = EdgeEngine(emulator.base_url)
        await engine.voices()
        await engine.synthesize(utterance_of(NEWS, voice))

    emulator.queue_for_voices(None, Refuse(503))
    with pytest.raises(NoAudioError):
        asyncio.run(list_and_speak("zh-TW-NobodyNeural"))


def test_a_name_that_no_voice_could_have_never_reaches_the_service(emulator: EdgeEmulator) -> None:
    with pytest.raises(EngineUnavailable, match="no voice named '曉臻'"):
        speak(EdgeEngine(emulator.base_url), voice="曉臻")
    assert emulator.connections == 0


def test_several_utterances_are_in_work_at_once() -> None:
    texts = [f"第{number}則新聞。" for number in "一二三四"]

    async def speak_all(engine: EdgeEngine) -> list[Speech]:
        return await asyncio.gather(*(engine.synthesize(utterance_of(text)) for text in texts))

    with EdgeEmulator(connect_delay_s=0.1) as emulator:
        speeches = asyncio.run(speak_all(EdgeEngine(emulator.base_url)))
        assert emulator.peak_connections == len(texts) == EdgeEngine.concurrency
    assert [hear(frames_of(speech)) for speech in speeches] == [spell(text) for text in texts]


@pytest.mark.parametrize("fault", [Stall(), Hang()])
def test_cancelling_closes_the_connection_at_once(emulator: EdgeEmulator, fault: Fault) -> None:
    async def start_and_cancel() -> float:
        task = asyncio.create_task(EdgeEngine(emulator.base_url).synthesize(utterance_of(NEWS)))
        assert await asyncio.to_thread(emulator.wait_until_busy)
        started = time.perf_counter()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return time.perf_counter() - started

    emulator.queue(fault)
    assert asyncio.run(start_and_cancel()) < AT_ONCE_S
    assert emulator.wait_until_idle()


def test_several_services_can_be_used_in_turn(emulator: EdgeEmulator) -> None:
    with EdgeEmulator() as other:
        for text, service in (("一", emulator), ("二", other), ("三", emulator)):
            speak(EdgeEngine(service.base_url), text)
        assert (emulator.texts, other.texts) == (["一", "三"], ["二"])


def test_the_chinese_voices_are_listed_in_order(emulator: EdgeEmulator) -> None:
    voices = list(asyncio.run(EdgeEngine(emulator.base_url).voices()))
    assert voices == sorted(voices)
    assert len(voices) == 14
    assert all(voice.startswith("zh-") for voice in voices)


def test_the_check_passes_without_asking_for_speech(emulator: EdgeEmulator) -> None:
    asyncio.run(EdgeEngine(emulator.base_url).check())
    assert (emulator.voice_requests, emulator.connections) == (1, 0)


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Refuse(403), Throttled, "refuses this program"),
        (Refuse(404), ServiceUnavailable, "does not answer as that service does"),
        (Refuse(429), Throttled, "too many requests"),
        (Refuse(502), NetworkError, "out of order"),
        (Abort(0), NetworkError, "broke off the connection"),
        (Abort(), NetworkError, "broke off the connection"),
        (Stall(), NetworkError, "did not answer within 0.2 s"),
        (Garbage(), SynthesisError, "not its protocol"),
        (Garbage("metadata"), SynthesisError, "not its protocol"),
        (Hang(), NetworkError, "did not answer within 0.2 s"),
    ],
)
def test_the_check_says_why_the_service_cannot_be_used_and_whether_for_long(
    emulator: EdgeEmulator, fault: VoicesFault, kind: type[TingError], words: str
) -> None:
    emulator.queue_for_voices(fault, fault)
    with pytest.raises(kind) as caught:
        asyncio.run(EdgeEngine(emulator.base_url, timings=QUICK).check())
    assert words in caught.value.message
    assert caught.value.hint


def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def seconds_until_unavailable(engine: EdgeEngine) -> float:
    started = time.perf_counter()
    with pytest.raises(NetworkError):
        asyncio.run(engine.check())
    return time.perf_counter() - started


def test_a_closed_port_is_told_at_once() -> None:
    engine = EdgeEngine(f"http://127.0.0.1:{unused_port()}")
    assert seconds_until_unavailable(engine) < AT_ONCE_S
    with pytest.raises(NetworkError, match="cannot be reached"):
        speak(engine)


def test_a_server_that_never_answers_costs_the_check_two_seconds_at_most() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        base_url = f"http://127.0.0.1:{server.getsockname()[1]}"
        assert seconds_until_unavailable(EdgeEngine(base_url, timings=QUICK)) < AT_ONCE_S
    assert Timings().check_s < 2


def test_a_refusing_proxy_is_told_as_such() -> None:
    with ConnectProxy(unused_port(), refuse=403) as proxy:
        engine = EdgeEngine(proxy=proxy.url)
        with pytest.raises(NetworkError, match="proxy did not open the way"):
            asyncio.run(engine.check())
        with pytest.raises(NetworkError, match="proxy did not open the way"):
            speak(engine)
    assert "CONNECT speech.platform.bing.com:443 HTTP/1.1" in proxy.requested


def test_the_version_tells_services_apart() -> None:
    assert EdgeEngine().version == EdgeEngine().version
    assert EdgeEngine().version != EdgeEngine("http://127.0.0.1:8021").version


def test_limits_lie_within_what_the_client_sends_in_one_request() -> None:
    limits = EdgeEngine().limits
    assert 300 <= limits.target_chars <= 500
    assert (limits.max_chars, limits.max_cost) == (600, 4_000)
    text = "&" * 800
    assert len(list(Communicate(text).texts)) == 1


@pytest.mark.parametrize(("written", "spoken"), [("他說好", "他說好"), ("AT&T", "AT&amp;T"), ("9日", "九日")])
def test_a_text_weighs_what_it_takes_on_the_wire_when_spoken(written: str, spoken: str) -> None:
    assert EdgeEngine().limits.cost(written) == len(spoken.encode())


def id3(size: int) -> bytes:
    return b"ID3\x03\x00\x00" + bytes([0, 0, size >> 7, size & 0x7F]) + b"\xff" * size


INFO_FRAME = SILENT_FRAME[:13] + b"Info" + SILENT_FRAME[17:]


@pytest.mark.parametrize("before", [b"", id3(0), id3(300), INFO_FRAME, id3(200) + INFO_FRAME])
def test_frames_are_taken_without_what_stands_before_them(before: bytes) -> None:
    assert whole_frames(before + SILENT_FRAME * 3) == SILENT_FRAME * 3


def with_header(header: str) -> Callable[[bytes], bytes]:
    return lambda frame: bytes.fromhex(header) + frame[4:]


@pytest.mark.parametrize(
    "mp3",
    [
        b"",
        id3(10),
        b"ID3",
        SILENT_FRAME[:-1],
        SILENT_FRAME + b"\xff",
        SILENT_FRAME + b"x" + SILENT_FRAME[:-1],
        SILENT_FRAME + with_header("fff364c4")(SILENT_FRAME)[1:] + b"\x00",
        with_header("fff354c4")(SILENT_FRAME),
        with_header("fffb64c4")(SILENT_FRAME),
        with_header("fff36404")(SILENT_FRAME),
    ],
)
def test_sound_that_cannot_be_joined_is_refused(mp3: bytes) -> None:
    with pytest.raises(SynthesisError):
        whole_frames(mp3)
