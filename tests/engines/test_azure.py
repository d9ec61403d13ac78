"""The engine of Azure's Speech service, against an emulated one: what it asks, and how each fault is told."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from tests.emulator import hear_samples, spell
from tests.emulator.azure_server import AzureEmulator
from tests.emulator.faults import Abort, Hang, Refuse, Stall
from tests.emulator.openai_faults import (
    Again,
    Cut,
    Endless,
    OpenaiFault,
    OtherRate,
    Page,
    Redirect,
    Silence,
    Told,
    Torn,
)
from tests.emulator.openai_server import mp3, pcm, streamed_wav
from tts.engines.acceptance import check_complete
from tts.engines.azure import AzureEngine
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
from tts.engines.speech_server import Timings
from tts.engines.ssml import ssml
from tts.errors import NetworkError, SynthesisError, TingError, UsageError
from tts.model.settings import AzureSettings
from tts.speech.spoken import Span, Spoken
from tts.testing import check_engine

VOICE = "zh-TW-HsiaoChenNeural"
KEY = "0123456789abcdef-nobody-sees-it"
NEWS = "市政府昨天晚間宣布，明天全市停班停課。"
SHORT = "人人說好！他沒有答。山區仍須慎防坍方。"
QUICK = Timings(connect_s=1, idle_s=0.3, per_audio_s=0.0, check_s=0.3, voices_s=0.3)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[AzureEmulator]:
    with AzureEmulator(key=KEY) as running:
        yield running


def engine_of(server: AzureEmulator, timings: Timings | None = None, **more: Any) -> AzureEngine:  # noqa: ANN401
    return AzureEngine(replace(AzureSettings(base_url=server.base_url, api_key=KEY), **more), timings)


def utterance_of(text: str, voice: str = VOICE, prosody: Prosody | None = None) -> Utterance:
    spoken = Spoken(text, text, (Span(0, len(text), 0, len(text)),))
    return Utterance(spoken, voice, prosody or Prosody())


def speak(
    engine: AzureEngine, text: str = NEWS, voice: str = VOICE, prosody: Prosody | None = None
) -> Speech:
    return asyncio.run(engine.synthesize(utterance_of(text, voice, prosody)))


def heard(speech: Speech, start_ms: int = 0, end_ms: int | None = None) -> tuple[int, ...]:
    assert isinstance(speech.audio, Pcm)
    samples = np.frombuffer(speech.audio.samples, "<i2").astype(np.float64)
    rate = speech.audio.sample_rate
    return hear_samples(samples[start_ms * rate // 1000 : end_ms and end_ms * rate // 1000], rate)


def test_each_sentence_is_said_whole_and_marked_where_it_sounds(server: AzureEmulator) -> None:
    speech = speak(engine_of(server), SHORT)
    check_complete(utterance_of(SHORT), speech)
    assert [mark.text for mark in speech.marks] == ["人人說好！", "他沒有答。", "山區仍須慎防坍方。"]
    for mark in speech.marks:
        assert heard(speech, mark.start_ms, mark.end_ms) == spell(mark.text)


def test_a_request_brings_what_the_documentation_wants(server: AzureEmulator) -> None:
    speak(engine_of(server))
    (headers,) = server.headers
    assert headers["Ocp-Apim-Subscription-Key"] == KEY
    assert headers["X-Microsoft-OutputFormat"] == "riff-24khz-16bit-mono-pcm"
    assert headers["Content-Type"] == "application/ssml+xml"
    assert headers["User-Agent"].startswith("tingxinwen/")
    assert [(order.voice, order.text) for order in server.orders] == [(VOICE, NEWS)]


def test_rate_pitch_and_volume_are_asked_for_as_changes() -> None:
    document = ET.fromstring(ssml(NEWS, VOICE, Prosody(rate_percent=-10, pitch_hz=5, volume_percent=0)))  # noqa: S314
    (prosody,) = document.iter("{http://www.w3.org/2001/10/synthesis}prosody")
    assert prosody.attrib == {"rate": "-10%", "pitch": "+5Hz", "volume": "+0%"}
    assert "prosody" not in ssml(NEWS, VOICE, Prosody())


@pytest.mark.parametrize(("percent", "speed"), [(-90, 0.5), (-10, 0.9), (50, 1.5), (900, 2.0)])
def test_no_rate_is_asked_for_that_the_service_would_change(
    server: AzureEmulator, percent: int, speed: float
) -> None:
    assert heard(speak(engine_of(server), prosody=Prosody(rate_percent=percent))) == spell(NEWS)
    assert [order.speed for order in server.orders] == [speed]


@pytest.mark.parametrize(
    ("text", "arrives"),
    [
        ("他說「A<B」，也說 C&D。", "他說「A<B」，也說 C&D。"),
        ("<voice name='x'>]]>&amp;<!--市長--> 說好。", "<voice name='x'>]]>&amp;<!--市長--> 說好。"),
        ("今天\x00晴\x0b朗\ufffe。\ud800", "今天 晴 朗 。 "),
        ("𠮷野家今天開幕。", "𠮷野家今天開幕。"),
    ],
)
def test_what_is_special_in_xml_or_not_in_it_reaches_the_service_as_text(
    server: AzureEmulator, text: str, arrives: str
) -> None:
    server.always(Refuse(503))
    with pytest.raises(NetworkError):
        speak(engine_of(server), text)
    assert server.texts == [arrives]


def test_a_voice_is_no_markup_either(server: AzureEmulator) -> None:
    with pytest.raises(ServiceUnavailable, match="lists no voice named"):
        speak(engine_of(server), voice='zh"><break/>\x00')


def test_it_keeps_the_rules_of_an_engine() -> None:
    with AzureEmulator() as server:
        assert asyncio.run(check_engine(engine_of(server, max_chars=60))) == ()


def test_a_text_of_four_thousand_bytes_is_one_request(server: AzureEmulator) -> None:
    text = "市政府宣布明天全市停班停課，" * 105 + "請注意。"
    assert len(text.encode()) > 4_000
    assert heard(speak(engine_of(server), text, prosody=Prosody(rate_percent=100))) == spell(text)
    assert len(server.orders) == 1


@pytest.mark.parametrize(("percent", "most"), [(0, 1_920), (-50, 960), (100, 3_840)])
def test_what_could_reach_ten_minutes_never_reaches_the_service(
    server: AzureEmulator, percent: int, most: int
) -> None:
    with pytest.raises(TooLong, match=f"{most + 1} characters"):
        speak(engine_of(server), "說" * (most + 1), prosody=Prosody(rate_percent=percent))
    with pytest.raises(Unsayable):
        speak(engine_of(server), "……！")
    assert server.orders == []


def test_the_chinese_voices_of_the_service_are_listed_in_order(server: AzureEmulator) -> None:
    voices = list(asyncio.run(engine_of(server).voices()))
    assert voices == sorted(voices)
    assert VOICE in voices
    assert all(voice.startswith("zh-") for voice in voices)


WAITED: dict[type[OpenaiFault], Timings] = {
    Stall: QUICK,
    Hang: QUICK,
}


@pytest.mark.parametrize(
    ("fault", "error", "words"),
    [
        (Refuse(400), SynthesisError, "does not take this text (HTTP 400: So it is)"),
        (Told(400, {"error": {"message": "voice"}}), SynthesisError, "does not take this text (HTTP 400"),
        (Refuse(401), ServiceUnavailable, "refuses the key (HTTP 401)"),
        (Refuse(403), ServiceUnavailable, "refuses the key (HTTP 403: So it is)"),
        (Told(404, {}), ServiceUnavailable, "does not answer as one does (HTTP 404)"),
        (Told(415, {}), ServiceUnavailable, "does not answer as one does (HTTP 415)"),
        (Redirect("https://elsewhere.example/"), ServiceUnavailable, "leads to another address (HTTP 307"),
        (Refuse(429, retry_after=30), Throttled, "too many requests (HTTP 429"),
        (Refuse(502), NetworkError, "out of order (HTTP 502"),
        (Refuse(503, retry_after=7), Throttled, "out of order (HTTP 503"),
        (Page(), SynthesisError, "answers with a page of words, and not with sound"),
        (Page("audio/x-wav"), SynthesisError, "answers with a page of words"),
        (Silence(), NoAudio, "answered with silence"),
        (Silence(any=False), NoAudio, "sent no sound"),
        (Torn(30), Incomplete, "breaks off within the header"),
        (Torn(44), Incomplete, "breaks off"),
        (Torn(9_000), Incomplete, "says 2"),
        (Cut(), Incomplete, "too short for its words"),
        (Again("half"), Incomplete, "too short for its words"),
        (Again("twice"), Incomplete, "too long for its words"),
        (OtherRate(2.0), Incomplete, "too short for its words"),
        (Endless(), SynthesisError, "sends without end"),
        (Abort(), NetworkError, "broke off the connection"),
        (Abort(0), NetworkError, "broke off the connection"),
        (Stall(), NetworkError, "fell silent for 0.3 s"),
        (Hang(), NetworkError, "fell silent for 0.3 s"),
    ],
)
def test_each_fault_is_told_in_words_and_the_next_request_succeeds(
    server: AzureEmulator, fault: OpenaiFault, error: type[TingError], words: str
) -> None:
    engine = engine_of(server, WAITED.get(type(fault)))
    server.queue(fault)
    with pytest.raises(error) as caught:
        speak(engine)
    assert type(caught.value) is error
    assert words in caught.value.message
    assert KEY not in str(caught.value)
    assert heard(speak(engine_of(server))) == spell(NEWS)
    assert server.wait_until_idle()


@pytest.mark.parametrize("form", [mp3, streamed_wav])
def test_sound_in_another_format_is_understood_where_it_says_what_it_is(form: Any) -> None:  # noqa: ANN401
    with AzureEmulator(forms={"wav": form}) as server:
        assert heard(speak(engine_of(server))) == spell(NEWS)


def test_samples_where_wav_was_asked_for_are_no_sound() -> None:
    with AzureEmulator(forms={"wav": pcm}) as server, pytest.raises(SynthesisError, match="where WAV was"):
        speak(engine_of(server))


def test_a_wrong_key_is_told_by_the_check_and_by_a_text(server: AzureEmulator) -> None:
    engine = engine_of(server, api_key="wrong-key")
    for ask in (engine.check(), engine.voices(), engine.synthesize(utterance_of(NEWS))):
        with pytest.raises(ServiceUnavailable, match="refuses the key") as caught:
            asyncio.run(ask)
        assert "[engines.azure], or TING_AZURE_API_KEY" in caught.value.hint
        assert "wrong-key" not in str(caught.value)
    with pytest.raises(ServiceUnavailable, match=r"wants a key \(HTTP 401\)"):
        speak(engine_of(server, api_key=None))


def test_a_voice_that_is_not_there_is_told_though_the_service_gives_no_reason(server: AzureEmulator) -> None:
    with pytest.raises(ServiceUnavailable, match="lists no voice named 'zh-TW-NobodyNeural'") as caught:
        speak(engine_of(server), voice="zh-TW-NobodyNeural")
    assert "ting voices --engine azure" in caught.value.hint


def test_the_key_follows_no_redirect(server: AzureEmulator) -> None:
    with AzureEmulator() as other:
        for status in (301, 302, 303, 307, 308):
            server.queue(Redirect(f"{other.base_url}/cognitiveservices/v1", status))
            with pytest.raises(ServiceUnavailable, match="leads to another address"):
                speak(engine_of(server))
        assert (other.orders, other.headers) == ([], [])


def test_an_address_that_is_not_for_speech_is_told_as_one_and_not_as_a_wrong_voice() -> None:
    with AzureEmulator() as server:
        server.queue(Refuse(404))
        with pytest.raises(ServiceUnavailable, match="does not answer as one does") as caught:
            speak(engine_of(server))
    assert "region or base_url" in caught.value.hint


def test_the_check_says_why_the_service_cannot_be_used() -> None:
    with AzureEmulator(mute=True) as server, pytest.raises(NetworkError, match=r"fell silent|took over"):
        asyncio.run(engine_of(server, QUICK).check())
    with pytest.raises(Unreachable, match="cannot be reached"):
        asyncio.run(engine_of(server, QUICK).check())


def test_an_address_is_that_of_its_region_or_its_own() -> None:
    def root(**settings: Any) -> str:  # noqa: ANN401
        return AzureEngine(AzureSettings(**settings)).version.split()[0].partition("@")[2]

    assert root(region="eastasia") == "https://eastasia.tts.speech.microsoft.com"
    own = "https://own.cognitiveservices.azure.com/tts"
    for path in ("", "/", "/cognitiveservices", "/cognitiveservices/v1", "/cognitiveservices/voices/list"):
        assert root(region="eastasia", base_url=own + path) == own


def test_a_key_comes_from_its_file_and_nothing_shows_it(tmp_path: Path, server: AzureEmulator) -> None:
    path = tmp_path / "key"
    path.write_text(f"\ufeff{KEY}\n", encoding="utf-8")
    assert heard(speak(engine_of(server, api_key=None, api_key_file=path))) == spell(NEWS)
    engine = engine_of(server)
    assert KEY not in repr((AzureSettings(api_key=KEY), engine, vars(engine), engine.version))
    for bad in ("two\nlines", "金鑰"):
        with pytest.raises(UsageError, match="has characters that no key has") as caught:
            engine_of(server, api_key=bad)
        assert bad not in str(caught.value)


def test_of_a_minutes_requests_no_more_are_taken_than_it_allows(server: AzureEmulator) -> None:
    server.per_minute = 2
    engine = engine_of(server)
    for _ in range(2):
        speak(engine)
    with pytest.raises(Throttled, match="HTTP 429: Too many requests") as caught:
        speak(engine)
    assert "Set per_minute in [engines.azure]" in caught.value.hint
