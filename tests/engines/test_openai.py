"""The engine of a speech server, against an emulated one: what it says, and how each fault is told."""

import asyncio
import contextlib
import gzip
import socket
import threading
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.emulator import hear_samples, spell
from tests.emulator.faults import Abort, Hang, Refuse, Stall
from tests.emulator.openai_faults import (
    Again,
    Cut,
    Endless,
    OpenaiFault,
    OtherRate,
    Page,
    Redirect,
    Sent,
    Silence,
    Told,
    Torn,
)
from tests.emulator.openai_server import FORMS, OpenaiEmulator, mp3, pcm, spoken, streamed_wav, wav
from tts.engines.acceptance import check_complete
from tts.engines.base import Pcm, Prosody, Speech, Utterance
from tts.engines.failures import (
    Incomplete,
    NoAudio,
    ServiceUnavailable,
    Throttled,
    TooLong,
    Unreachable,
    Unsayable,
)
from tts.engines.openai import OpenaiEngine
from tts.engines.server_words import words_in
from tts.engines.speech_server import Timings
from tts.errors import NetworkError, SynthesisError, TingError, UsageError
from tts.model.settings import OpenaiSettings
from tts.speech.spoken import Span, Spoken
from tts.testing import check_engine

VOICE = "zf_曉臻"
KEY = "sk-the-key-that-nobody-sees"
NEWS = "市政府昨天晚間宣布，明天全市停班停課。"
UNPAID = {"error": {"message": "Over quota.", "code": "insufficient_quota"}}
SHORT = "人人說好！他沒有答。山區仍須慎防坍方。"
QUICK = Timings(connect_s=1, idle_s=0.3, per_audio_s=0.0, check_s=0.3, voices_s=0.3)
TEXTS = (
    "氣象署指出，風雨將在清晨達到高峰。",
    "山區仍須慎防坍方，海邊不宜前往。",
    "列車照常行駛，班距調整為十二分鐘。",
)


def waiting_for(fault: OpenaiFault) -> Timings | None:
    """Return how long to wait for what is waited for; for all else there is time, on a busy machine too."""
    match fault:
        case Stall() | Hang():
            return QUICK
        case Endless(slowly=True):
            return Timings(answer_s=0.5, per_audio_s=0.0)
        case _:
            return None


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[OpenaiEmulator]:
    with OpenaiEmulator(key=KEY) as running:
        yield running


def settings_of(server: OpenaiEmulator, **more: Any) -> OpenaiSettings:  # noqa: ANN401 - as settings are
    return replace(OpenaiSettings(base_url=server.base_url, api_key=KEY, voices=VOICE), **more)


def engine_of(server: OpenaiEmulator, timings: Timings | None = None, **more: Any) -> OpenaiEngine:  # noqa: ANN401
    return OpenaiEngine("openai", settings_of(server, **more), timings)


def utterance_of(text: str, voice: str = VOICE, prosody: Prosody | None = None) -> Utterance:
    spoken = Spoken(text, text, (Span(0, len(text), 0, len(text)),))
    return Utterance(spoken, voice, prosody or Prosody())


def speak(
    engine: OpenaiEngine, text: str = NEWS, voice: str = VOICE, prosody: Prosody | None = None
) -> Speech:
    return asyncio.run(engine.synthesize(utterance_of(text, voice, prosody)))


def made_known(engine: OpenaiEngine) -> OpenaiEngine:
    """Return the engine after its voice has said enough to be known."""
    for text in (*TEXTS, *TEXTS):
        speak(engine, text)
    return engine


def heard(speech: Speech, start_ms: int = 0, end_ms: int | None = None) -> tuple[int, ...]:
    assert isinstance(speech.audio, Pcm)
    samples = np.frombuffer(speech.audio.samples, "<i2").astype(np.float64)
    rate = speech.audio.sample_rate
    return hear_samples(samples[start_ms * rate // 1000 : end_ms and end_ms * rate // 1000], rate)


@pytest.mark.parametrize("form", FORMS)
def test_a_text_is_spoken_whole_in_each_form(server: OpenaiEmulator, form: str) -> None:
    speech = speak(engine_of(server, response_format=form))
    assert heard(speech) == spell(NEWS)
    check_complete(utterance_of(NEWS), speech)
    assert [order.form for order in server.orders] == [form]


@pytest.mark.parametrize("rate", [8_000, 16_000, 22_050, 48_000])
def test_sound_of_any_rate_is_taken_as_it_is(rate: int) -> None:
    with OpenaiEmulator(rate=rate) as server:
        speech = speak(engine_of(server), "今天晴。明天有雨。")
    assert isinstance(speech.audio, Pcm)
    assert speech.audio.sample_rate == rate
    assert speech.audio.duration_ms == pytest.approx(7 * 240 + 2 * 300 + 460, abs=50)


def test_what_is_asked_is_what_the_settings_say(server: OpenaiEmulator) -> None:
    prosody = Prosody(rate_percent=-10, volume_percent=-50)
    plain, quiet = speak(engine_of(server)), speak(engine_of(server), prosody=prosody)
    assert [(order.voice, order.speed, order.key) for order in server.orders] == [
        (VOICE, 1.0, KEY),
        (VOICE, 0.9, KEY),
    ]
    assert peak(quiet) == pytest.approx(peak(plain) / 2, rel=0.02)
    assert quiet.audio.duration_ms > plain.audio.duration_ms


def peak(speech: Speech) -> int:
    assert isinstance(speech.audio, Pcm)
    return int(np.frombuffer(speech.audio.samples, "<i2").max())


def test_each_sentence_is_marked_where_it_sounds(server: OpenaiEmulator) -> None:
    speech = speak(engine_of(server), SHORT)
    assert [mark.text for mark in speech.marks] == ["人人說好！", "他沒有答。", "山區仍須慎防坍方。"]
    for mark in speech.marks:
        assert heard(speech, mark.start_ms, mark.end_ms) == spell(mark.text)


def test_it_keeps_the_rules_of_an_engine() -> None:
    with OpenaiEmulator() as server:
        assert asyncio.run(check_engine(engine_of(server, max_chars=60))) == ()


def test_a_server_that_tells_no_voices_has_those_that_are_set() -> None:
    with OpenaiEmulator(lists=False) as server:
        table = {"hsiaochen": "zf_曉臻", "yunjhe": "zm_雲哲"}
        assert asyncio.run(engine_of(server, voices=table).voices()) == ["zf_曉臻", "zm_雲哲"]
        asyncio.run(engine_of(server).check())


def test_the_voices_of_a_server_are_listed_in_order(server: OpenaiEmulator) -> None:
    assert list(asyncio.run(engine_of(server).voices())) == ["alloy", "zf_曉臻", "zm_雲哲"]


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Refuse(401), ServiceUnavailable, "refuses the key (HTTP 401)"),
        (Refuse(403), ServiceUnavailable, "refuses the key (HTTP 403: So it is)"),
        (Refuse(404), ServiceUnavailable, "HTTP 404: So it is"),
        (Told(404, {"detail": "Not Found"}), ServiceUnavailable, "HTTP 404: Not Found"),
        (Told(405, {}), ServiceUnavailable, "does not answer as one does (HTTP 405)"),
        (
            Redirect("https://elsewhere.example/v1"),
            ServiceUnavailable,
            "(HTTP 307: https://elsewhere.example/v1)",
        ),
        (Redirect("/v1/audio/speech/?key=word"), ServiceUnavailable, "/v1/audio/speech/)"),
        (Told(402, {"message": "no balance"}), ServiceUnavailable, "wants to be paid (HTTP 402: no balance)"),
        (Told(429, UNPAID), ServiceUnavailable, "wants to be paid (HTTP 429: Over quota)"),
        (Told(403, {"message": "The account balance is insufficient."}), ServiceUnavailable, "to be paid"),
        (Told(400, {"error": {"message": "模型不存在"}}), ServiceUnavailable, "no such model or voice"),
        (
            Told(422, {"detail": [{"loc": ["body", "response_format"], "msg": "Input should be mp3"}]}),
            ServiceUnavailable,
            "(HTTP 422: response_format: Input should be mp3)",
        ),
        (Redirect("//@["), ServiceUnavailable, "leads to another address (HTTP 307)"),
        (Refuse(400), SynthesisError, "does not take this text (HTTP 400: So it is)"),
        (
            Told(422, {"detail": [{"loc": ["body", "voice"], "msg": "voice is short"}]}),
            ServiceUnavailable,
            "short",
        ),
        (Told(400, {"error": {"message": "input is too long"}}), TooLong, "too long"),
        (Refuse(413), TooLong, "HTTP 413"),
        (Refuse(429, retry_after=30), Throttled, "too many requests (HTTP 429"),
        (Refuse(500), NetworkError, "out of order (HTTP 500"),
        (Refuse(503, retry_after=7), Throttled, "out of order (HTTP 503"),
        (Page(), SynthesisError, "answers with a page of words, and not with sound"),
        (Page("audio/wav"), SynthesisError, "answers with a page of words"),
        (Told(200, {"message": "quota\nis gone"}), SynthesisError, "words: quota is gone"),
        (Silence(), NoAudio, "answered with silence"),
        (Silence(any=False), NoAudio, "sent no sound"),
        (Torn(30), Incomplete, "breaks off within the header"),
        (Torn(44), Incomplete, "breaks off"),
        (Torn(9_000), Incomplete, "says 2"),
        (Cut(), Incomplete, "too short for its words"),
        (Cut(0.7), Incomplete, "breaks off in the midst of a word"),
        (Again("half"), Incomplete, "too short for its words"),
        (Again("twice"), Incomplete, "too long for its words"),
        (OtherRate(0.5), Incomplete, "too long for its words"),
        (OtherRate(2.0), Incomplete, "too short for its words"),
        (Endless(), SynthesisError, "sends without end"),
        (Endless(slowly=True), NetworkError, "took over 0.5 s"),
        (Abort(), NetworkError, "broke off the connection"),
        (Abort(0), NetworkError, "broke off the connection"),
        (Stall(), NetworkError, "fell silent for 0.3 s"),
        (Hang(), NetworkError, "fell silent for 0.3 s"),
    ],
)
def test_each_fault_is_told_in_words_and_the_next_request_succeeds(
    server: OpenaiEmulator, fault: OpenaiFault, error: type[TingError], words: str
) -> None:
    engine = engine_of(server, waiting_for(fault))
    server.queue(fault)
    with pytest.raises(error) as caught:
        speak(engine)
    assert type(caught.value) is error
    assert words in caught.value.message
    assert KEY not in str(caught.value)
    assert heard(speak(engine_of(server) if waiting_for(fault) else engine)) == spell(NEWS)
    assert server.wait_until_idle()


@pytest.mark.parametrize("fault", [Refuse(401), Refuse(404), Redirect("http://127.0.0.1:1/")])
def test_what_a_server_granted_once_it_may_grant_again(server: OpenaiEmulator, fault: OpenaiFault) -> None:
    engine = engine_of(server)
    speak(engine)
    server.queue(fault)
    with pytest.raises(NetworkError):
        speak(engine)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Cut(0.5), "too short for its words"),
        (Cut(0.8), "breaks off in the midst of a word"),
        (Again("half"), "too short"),
        (Again("twice"), "too long"),
        (OtherRate(0.5), "too long"),
        (OtherRate(2.0), "too short"),
    ],
)
def test_of_a_known_voice_what_is_otherwise_is_asked_for_once(
    server: OpenaiEmulator, fault: OpenaiFault, words: str
) -> None:
    engine = made_known(engine_of(server))
    asked = len(server.orders)
    server.queue(fault)
    with pytest.raises(Incomplete, match=words):
        speak(engine)
    assert len(server.orders) == asked + 1


def test_a_voice_that_is_always_quick_is_believed_when_it_says_so_twice() -> None:
    def quick(samples: np.ndarray, rate: int) -> bytes:
        return FORMS["wav"](samples[::3], rate)

    with OpenaiEmulator(forms={"wav": quick, "mp3": lambda samples, rate: mp3(samples[::3], rate)}) as server:
        engine = engine_of(server)
        speech = speak(engine)
        assert speech.audio.duration_ms < 20 * 90
        made_known(engine)
        asked = len(server.orders)
        speak(engine)
        assert len(server.orders) == asked + 1


def test_pcm_of_another_rate_than_is_set_is_found_by_its_mp3() -> None:
    with OpenaiEmulator(rate=48_000) as server:
        for form in ("pcm", "wav"):
            engine = engine_of(server, response_format=form)
            if form == "wav":
                assert heard(speak(engine)) == spell(NEWS)
                continue
            with pytest.raises(Incomplete, match="too long for its words") as caught:
                speak(engine)
            assert "sample_rate" in caught.value.hint
        assert heard(speak(engine_of(server, response_format="pcm", sample_rate=48_000))) == spell(NEWS)


def test_sound_twice_as_slow_as_any_voice_is_refused_where_there_is_no_mp3() -> None:
    def refused(_samples: np.ndarray, _rate: int) -> bytes:
        return b""

    with (
        OpenaiEmulator(rate=48_000, forms={"mp3": refused}) as server,
        pytest.raises(Incomplete, match="a syllable"),
    ):
        speak(engine_of(server, response_format="pcm"))


def test_a_hole_in_the_sound_is_found(server: OpenaiEmulator) -> None:
    engine = made_known(engine_of(server))
    server.queue(Again("hole"))
    with pytest.raises(Incomplete):
        check_complete(utterance_of(TEXTS[2]), speak(engine, TEXTS[2]))


@pytest.mark.parametrize("size", [0, 0x7FFF_FFFF, 0xFFFF_FFFF])
def test_wav_that_was_streamed_is_taken_to_its_end(size: int) -> None:
    forms = {"wav": lambda samples, rate: streamed_wav(samples, rate, size)}
    with OpenaiEmulator(forms=forms) as server:
        assert heard(speak(engine_of(server))) == spell(NEWS)


@pytest.mark.parametrize(("asked", "sent"), [("wav", "mp3"), ("pcm", "wav"), ("mp3", "wav")])
def test_a_server_that_sends_another_form_than_was_asked_for_is_understood(asked: str, sent: str) -> None:
    with OpenaiEmulator(forms={asked: FORMS[sent]}) as server:
        assert heard(speak(engine_of(server, response_format=asked))) == spell(NEWS)


WHOLE = wav(spoken(NEWS))
BASE64 = b64encode(pcm(spoken(NEWS)))


@pytest.mark.parametrize(
    "sent",
    [
        Sent(WHOLE, "text/html; charset=utf-8"),
        Sent(WHOLE, "application/json"),
        Sent(gzip.compress(WHOLE), "audio/wav", "gzip"),
        Sent(zlib.compress(WHOLE), "audio/wav", "deflate"),
    ],
)
def test_sound_is_taken_for_what_it_is_whatever_is_said_of_it(server: OpenaiEmulator, sent: Sent) -> None:
    server.queue(sent)
    assert heard(speak(engine_of(server))) == spell(NEWS)


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, gzip", "gzip, br"])
def test_what_is_packed_in_a_form_that_nobody_asked_for_is_never_taken_for_samples(
    server: OpenaiEmulator, coding: str
) -> None:
    server.queue(Sent(pcm(spoken(NEWS)), "audio/pcm", coding))
    with pytest.raises(SynthesisError, match=f"nobody asked for \\({coding}\\)"):
        speak(engine_of(server, response_format="pcm"))


@pytest.mark.parametrize("coding", ["identity", "utf-8", "none"])
def test_what_is_no_coding_changes_nothing(server: OpenaiEmulator, coding: str) -> None:
    server.queue(Sent(WHOLE, "audio/wav", coding))
    assert heard(speak(engine_of(server))) == spell(NEWS)


@pytest.mark.parametrize("body", [BASE64, b'{\n  "audio": "' + BASE64 + b'"}', b"\n\n<!-- \xe7\x99\xbb -->"])
def test_words_are_no_samples(server: OpenaiEmulator, body: bytes) -> None:
    server.queue(Sent(body))
    with pytest.raises(SynthesisError, match="answers with a page of words"):
        speak(engine_of(server, response_format="pcm"))


@pytest.mark.parametrize(
    ("body", "error", "words"),
    [
        (gzip.compress(WHOLE)[:-9], NetworkError, "no HTTP"),
        (gzip.compress(bytes(90_000_000)), SynthesisError, "sends without end"),
        (b"not packed", NetworkError, "no HTTP"),
    ],
)
def test_a_packed_answer_is_unpacked_within_its_bound(
    server: OpenaiEmulator, body: bytes, error: type[TingError], words: str
) -> None:
    server.queue(Sent(body, "audio/wav", "gzip"))
    with pytest.raises(error, match=words):
        speak(engine_of(server))


def test_pcm_where_wav_was_asked_for_is_no_sound_that_is_told() -> None:
    with (
        OpenaiEmulator(forms={"wav": pcm}) as server,
        pytest.raises(SynthesisError, match="where WAV was asked"),
    ):
        speak(engine_of(server))


@pytest.mark.parametrize("text", ["", " ", "……？！", "🙂"])
def test_what_cannot_be_said_never_reaches_the_server(server: OpenaiEmulator, text: str) -> None:
    with pytest.raises(Unsayable):
        speak(engine_of(server), text)
    assert server.orders == []


def test_what_no_request_may_hold_never_reaches_the_server(server: OpenaiEmulator) -> None:
    with pytest.raises(TooLong, match="4097 characters"):
        speak(engine_of(server), "說" * 4_097)
    assert server.orders == []


def test_a_wrong_key_is_told_by_the_check_and_by_a_text(server: OpenaiEmulator) -> None:
    engine = engine_of(server, api_key="sk-other")
    for ask in (engine.check(), engine.voices(), engine.synthesize(utterance_of(NEWS))):
        with pytest.raises(ServiceUnavailable, match="refuses the key") as caught:
            asyncio.run(ask)
        assert "api_key" in caught.value.hint
        assert "sk-other" not in str(caught.value)
    with pytest.raises(ServiceUnavailable, match=r"wants a key \(HTTP 401\)"):
        speak(engine_of(server, api_key=None))


@pytest.mark.parametrize(
    ("more", "voice", "words"),
    [
        ({"model": "tts-9"}, VOICE, "The model `tts-9` does not exist"),
        ({}, "nobody", "Voice 'nobody' not found"),
    ],
)
def test_a_model_or_voice_that_is_not_there_is_told_in_the_servers_own_words(
    server: OpenaiEmulator, more: dict[str, Any], voice: str, words: str
) -> None:
    with pytest.raises(ServiceUnavailable) as caught:
        speak(engine_of(server, **more), voice=voice)
    assert words in caught.value.message
    assert "ting voices --engine openai" in caught.value.hint


def test_a_servers_own_words_are_fit_for_a_line_and_hold_no_key(server: OpenaiEmulator) -> None:
    server.queue(Told(500, {"error": {"message": f"\x1b[31mno\n{KEY} " + "long " * 100}}))
    with pytest.raises(NetworkError) as caught:
        speak(engine_of(server))
    assert "(HTTP 500: [31mno (the key) long" in caught.value.message
    assert len(caught.value.message) < 300


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"error": {"message": "a"}}', "a"),
        (b'{"error": "b"}', "b"),
        (b'{"detail": [{"loc": ["body"], "msg": "c"}]}', "c"),
        (b'{"detail": [{"loc": ["body", "speed"], "msg": "low"}]}', "speed: low"),
        (b'{"detail": {"error": "x", "message": "d"}}', "d"),
        (b'{"message": "Bad Request", "error": {"message": "e"}}', "e"),
        (b'{"message": "f", "error": {"code": 5}}', "f"),
        (b'{"detail": []}', ""),
        (b"[" * 100_000, ""),
        (b"\xff", ""),
        (b"{}", ""),
    ],
)
def test_the_words_of_a_refusal_are_found_in_the_forms_there_are(body: bytes, words: str) -> None:
    assert words_in(body) == words


def test_the_key_follows_no_redirect(server: OpenaiEmulator) -> None:
    with OpenaiEmulator() as other:
        for status in (301, 302, 303, 307, 308):
            server.queue(Redirect(f"{other.base_url}/v1/audio/speech", status))
            with pytest.raises(ServiceUnavailable, match="leads to another address"):
                speak(engine_of(server))
        assert (other.orders, other.headers) == ([], [])


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [(True, NetworkError, "did not answer|fell silent|took over"), (False, Unreachable, "cannot be reached")],
)
def test_the_check_says_why_a_server_cannot_be_used(fault: bool, error: type[TingError], words: str) -> None:  # noqa: FBT001
    with OpenaiEmulator(mute=fault) as server:
        engine = engine_of(server, QUICK)
        if not fault:
            server.__exit__(None, None, None)
        with pytest.raises(error, match=words) as caught:
            asyncio.run(engine.check())
        assert caught.value.hint
        if not fault:
            server.__enter__()


def test_a_server_that_is_busy_with_us_passes_the_check() -> None:
    async def check_beside_a_text(engine: OpenaiEngine, server: OpenaiEmulator) -> None:
        speaking = asyncio.create_task(engine.synthesize(utterance_of(NEWS)))
        assert await asyncio.to_thread(server.wait_until_busy)
        await engine.check()
        speaking.cancel()
        await asyncio.gather(speaking, return_exceptions=True)

    with OpenaiEmulator(mute=True) as server:
        server.queue(Hang())
        asyncio.run(check_beside_a_text(engine_of(server, Timings(check_s=0.2)), server))


def test_one_that_speaks_one_after_another_is_not_silent_while_others_wait() -> None:
    async def speak_all(engine: OpenaiEngine) -> list[Speech]:
        return await asyncio.gather(*(engine.synthesize(utterance_of(text)) for text in TEXTS * 2))

    with OpenaiEmulator(delay_s=0.15, one_at_a_time=True) as server:
        speeches = asyncio.run(speak_all(engine_of(server, Timings(idle_s=0.05, per_audio_s=1.0))))
    assert [heard(speech) for speech in speeches] == [spell(text) for text in TEXTS * 2]


def test_cancelling_leaves_nothing_behind(server: OpenaiEmulator) -> None:
    async def start_and_cancel() -> None:
        task = asyncio.create_task(engine_of(server).synthesize(utterance_of(NEWS)))
        assert await asyncio.to_thread(server.wait_until_busy)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task

    server.queue(Hang())
    asyncio.run(start_and_cancel())
    assert server.wait_until_idle()


@contextlib.contextmanager
def answering(reply: bytes) -> Iterator[str]:
    """Answer whoever connects with these bytes."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    wire, _ = listening.accept()
                    with wire:
                        wire.recv(65_536)
                        wire.sendall(reply)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    "reply", [b"SSH-2.0-OpenSSH_9\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 200 OK\r\n\0\r\n\r\n"]
)
def test_what_is_no_http_is_told_as_such(reply: bytes) -> None:
    with answering(reply) as base_url:
        engine = OpenaiEngine("openai", OpenaiSettings(base_url=base_url, voices=VOICE), QUICK)
        with pytest.raises(NetworkError, match=r"no HTTP|broke off"):
            speak(engine)


def test_an_address_with_or_without_its_path_is_the_same() -> None:
    for path in ("", "/", "/v1", "/v1/", "/v1/audio/speech"):
        engine = OpenaiEngine("openai", OpenaiSettings(base_url=f"https://example.org/tts{path}"))
        assert (
            engine.version
            == OpenaiEngine("openai", OpenaiSettings(base_url="https://example.org/tts")).version
        )


@pytest.mark.parametrize(
    "change", [{"model": "b"}, {"response_format": "mp3"}, {"extra": {"lang": "z"}}, {"base_url": "http://b"}]
)
def test_the_version_tells_apart_what_may_sound_otherwise(change: dict[str, Any]) -> None:
    settings = OpenaiSettings(base_url="http://a", api_key="x")
    assert (
        OpenaiEngine("openai", settings).version
        == OpenaiEngine("openai", replace(settings, api_key="y")).version
    )
    assert (
        OpenaiEngine("openai", settings).version
        != OpenaiEngine("openai", replace(settings, **change)).version
    )


@pytest.mark.parametrize(
    "base_url", ["", "example.org", "ftp://example.org", "http://user:word@a.example", "http://a?key=1"]
)
def test_what_is_no_address_is_refused_without_showing_it(base_url: str) -> None:
    with pytest.raises(UsageError, match="base_url") as caught:
        OpenaiEngine("mine", OpenaiSettings(base_url=base_url))
    assert "word" not in str(caught.value)


def test_a_key_comes_from_its_file(tmp_path: Path, server: OpenaiEmulator) -> None:
    path = tmp_path / "key"
    path.write_text(f"\ufeff{KEY}\n", encoding="utf-8")
    engine = engine_of(server, api_key=None, api_key_file=path)
    assert heard(speak(engine)) == spell(NEWS)


def _make_none(_path: Path) -> None:
    """Leave the file out."""


@pytest.mark.parametrize(
    "make",
    [
        _make_none,
        lambda path: path.mkdir(),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_text("two\nlines"),
        lambda path: path.write_text("金鑰"),
        lambda path: path.write_bytes(b"k" * 100_000),
    ],
)
def test_what_is_no_file_of_a_key_is_told_and_not_shown(
    tmp_path: Path, make: Callable[[Path], object]
) -> None:
    path = tmp_path / "key"
    make(path)
    with pytest.raises(UsageError, match="key") as caught:
        OpenaiEngine("mine", OpenaiSettings(base_url="http://a", api_key_file=path))
    assert "api_key_file" in caught.value.hint
    assert "two" not in str(caught.value)


def test_nothing_shows_a_key() -> None:
    settings = OpenaiSettings(base_url="http://a.example", api_key=KEY)
    engine = OpenaiEngine("openai", settings)
    assert KEY not in repr((settings, engine, vars(engine), engine.version))
