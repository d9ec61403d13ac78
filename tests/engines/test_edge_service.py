"""Where requests go, by which way; and one whole exchange under the service's own name, over TLS."""

import asyncio
import gc
from pathlib import Path

import edge_tts.communicate
import edge_tts.voices
import pytest

from tests.emulator import ConnectProxy, EdgeEmulator, hear, self_signed, spell
from tts.engines.base import Mp3, Utterance
from tts.engines.edge import EdgeEngine
from tts.engines.edge_service import EdgeService
from tts.engines.failures import ServiceUnavailable
from tts.errors import UsageError
from tts.speech.spoken import Span, Spoken

PATH = "/consumer/speech/synthesize/readaloud"


@pytest.mark.parametrize(
    ("base_url", "speech", "voices"),
    [
        (
            "http://127.0.0.1:8021",
            f"ws://127.0.0.1:8021{PATH}/edge/v1?",
            f"http://127.0.0.1:8021{PATH}/voices/list?",
        ),
        (
            "https://tts.example.org/",
            f"wss://tts.example.org{PATH}/edge/v1?",
            f"https://tts.example.org{PATH}/voices",
        ),
        (
            "https://example.org/gate",
            f"wss://example.org/gate{PATH}/",
            f"https://example.org/gate{PATH}/voices/list?",
        ),
        (
            None,
            f"wss://speech.platform.bing.com{PATH}/",
            f"https://speech.platform.bing.com{PATH}/voices/list?",
        ),
    ],
)
def test_the_addresses_follow_from_the_base(base_url: str | None, speech: str, voices: str) -> None:
    service = EdgeService(base_url)
    assert service.speech_url.startswith(speech)
    assert service.voices_url.startswith(voices)


@pytest.mark.parametrize(
    "base_url",
    ["127.0.0.1:8021", "ftp://example.org", "http://", "http://[::1", "http://host:port", "ws://host"],
)
def test_an_address_that_is_none_is_refused_in_words(base_url: str) -> None:
    with pytest.raises(UsageError, match="is not an address") as caught:
        EdgeEngine(base_url)
    assert "engines.edge.base_url" in caught.value.hint


def test_the_services_own_address_is_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge_tts.communicate.WSS_URL", "ws://elsewhere")
    monkeypatch.setattr("edge_tts.voices.VOICE_LIST", "http://elsewhere")
    EdgeService().point_client_here()
    assert vars(edge_tts.communicate)["WSS_URL"].startswith("wss://speech.platform.bing.com")
    assert vars(edge_tts.voices)["VOICE_LIST"].startswith("https://speech.platform.bing.com")


@pytest.fixture
def proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "WSS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://secure:3128")
    monkeypatch.setenv("HTTP_PROXY", "plain:3128")
    monkeypatch.setenv("NO_PROXY", "example.org")


@pytest.mark.usefixtures("proxies")
@pytest.mark.parametrize(
    ("base_url", "proxy", "expected"),
    [
        (None, None, "http://secure:3128"),
        (None, "http://mine:1", "http://mine:1"),
        (None, "mine:1", "http://mine:1"),
        ("http://gate.example.com", None, "http://plain:3128"),
        ("https://example.org", None, ""),
        ("http://127.0.0.1:8021", None, ""),
        ("http://localhost:8021", None, ""),
        ("http://[::1]:8021", None, ""),
        ("http://127.0.0.1:8021", "http://mine:1", "http://mine:1"),
    ],
)
def test_the_proxy_is_the_one_given_or_that_of_the_environment(
    base_url: str | None, proxy: str | None, expected: str
) -> None:
    assert EdgeService(base_url, proxy).client_proxy() == expected


def test_without_any_proxy_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert EdgeService().client_proxy() == ""


def test_a_proxy_of_another_kind_makes_the_engine_unavailable() -> None:
    with pytest.raises(ServiceUnavailable, match="socks5 proxy"):
        asyncio.run(EdgeEngine(proxy="socks5://127.0.0.1:1080").check())


@pytest.mark.usefixtures("proxies")
def test_an_emulator_on_this_machine_is_reached_in_spite_of_proxies(
    emulator: EdgeEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("WS_PROXY", "http://127.0.0.1:9")
    engine = EdgeEngine(emulator.base_url)
    asyncio.run(engine.check())
    asyncio.run(engine.synthesize(utterance_of("你好")))
    assert emulator.texts == ["你好"]


def utterance_of(text: str) -> Utterance:
    return Utterance(Spoken(text, text, (Span(0, len(text), 0, len(text)),)), "zh-TW-HsiaoChenNeural")


@pytest.fixture
def tls_emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EdgeEmulator:
    """Make an emulator with a certificate of the service's name, which the client trusts."""
    certificate = self_signed(tmp_path)
    for module in ("communicate", "voices"):
        monkeypatch.setattr(f"edge_tts.{module}._SSL_CTX", certificate.client_context())
    return EdgeEmulator(certificate=certificate)


def test_the_service_is_reached_by_its_own_name_over_tls_and_a_proxy(
    tls_emulator: EdgeEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tls_emulator as emulator, ConnectProxy(emulator.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url)
        engine = EdgeEngine()
        asyncio.run(engine.check())
        speech = asyncio.run(engine.synthesize(utterance_of("真名實姓。")))
    assert isinstance(speech.audio, Mp3)
    assert hear(speech.audio.frames) == spell("真名實姓。")
    assert set(proxy.requested) == {"CONNECT speech.platform.bing.com:443 HTTP/1.1"}


# aiohttp leaves a tunnel whose handshake failed to the garbage collector, which complains of it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_service_that_cannot_prove_its_name_is_not_used(tmp_path: Path) -> None:
    with EdgeEmulator(certificate=self_signed(tmp_path)) as emulator, ConnectProxy(emulator.port) as proxy:
        engine = EdgeEngine(proxy=proxy.url)
        with pytest.raises(ServiceUnavailable, match="did not prove who it is"):
            asyncio.run(engine.check())
        with pytest.raises(ServiceUnavailable, match="did not prove who it is"):
            asyncio.run(engine.synthesize(utterance_of("你好")))
    gc.collect()  # here, and not in the middle of another test
    assert emulator.texts == []
