"""What is asked of a speech server, where, and whether it is one at all."""

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import web

from tests.emulator.loop_server import LoopServer
from tests.emulator.openai_server import PAGE, spoken, wav
from tests.emulator.tls import Certificate, self_signed
from tts.engines.base import Pcm, Utterance
from tts.engines.failures import ServiceUnavailable
from tts.engines.openai import OpenaiEngine
from tts.engines.openai_service import voices_in
from tts.engines.speech_server import key_of
from tts.errors import UsageError
from tts.model.settings import OpenaiSettings
from tts.speech.spoken import Span, Spoken

NEWS = "市政府昨天晚間宣布，明天全市停班停課。"
NEWS_WAV = wav(spoken(NEWS))


class Answering(LoopServer):
    """Answers each POST alike, and each GET with a list."""

    def __init__(
        self, status: int, body: bytes, lists: bytes = b"{}", lists_status: int = 200, says: str = ""
    ) -> None:
        super().__init__()
        self.paths: list[str] = []
        self._posted = status, body
        self._listed = lists_status, lists
        self._says = says or "application/octet-stream"

    def app(self) -> web.Application:
        """Return it, at any path."""
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        is_posted = request.method == "POST"
        if is_posted:
            self.paths.append(request.path)
        status, body = self._posted if is_posted else self._listed
        return web.Response(status=status, body=body, content_type=self._says)


class OfTheHouse(Answering):
    """One whose certificate its owner made."""

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(200, NEWS_WAV)
        self._certificate = certificate


def engine_of(base_url: str) -> OpenaiEngine:
    return OpenaiEngine("openai", OpenaiSettings(base_url=base_url, api_key="sk-1"))


def said_by(server: Answering, base: str = "") -> bool:
    """Tell whether sound comes of asking the server at this address."""
    utterance = Utterance(Spoken(NEWS, NEWS, (Span(0, len(NEWS), 0, len(NEWS)),)), "any")
    speech = asyncio.run(engine_of(server.base_url + base).synthesize(utterance))
    return isinstance(speech.audio, Pcm) and speech.audio.duration_ms > len(NEWS) * 200


@pytest.mark.parametrize("status", [200, 201, 203])
def test_sound_that_is_sent_as_made_is_sound(status: int) -> None:
    with Answering(status, NEWS_WAV) as server:
        assert said_by(server)


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("", "/v1"),
        ("/v1/audio/speech", "/v1"),
        ("/api", "/api/v1"),
        ("/api/paas/v4", "/api/paas/v4"),
        ("/v1/openai/", "/v1/openai"),
        ("/v2/tts/v1", "/v2/tts/v1"),
        ("/v1beta/openai", "/v1beta/openai"),
        ("/voice", "/voice/v1"),
    ],
)
def test_an_address_with_a_version_of_its_own_is_taken_as_sdks_take_it(base: str, path: str) -> None:
    with Answering(200, NEWS_WAV) as server:
        assert said_by(server, base)
    assert server.paths[0] == f"{path}/audio/speech"


@pytest.mark.parametrize(
    ("status", "body", "is_ready"),
    [
        (200, b"<!DOCTYPE html><title>Chat</title>", False),
        (404, b'{"detail": "Not Found"}', False),
        (405, b"", False),
        (501, b"<html>", False),
        (404, b'{"error": "there is no voice None"}', True),
        (422, b'{"detail": "input is missing"}', True),
    ],
)
def test_what_lists_no_models_is_ready_where_it_has_a_door_for_speech(
    status: int,
    body: bytes,
    is_ready: bool,  # noqa: FBT001
) -> None:
    with Answering(status, body, lists=PAGE) as server:
        check = engine_of(server.base_url).check()
        if is_ready:
            asyncio.run(check)
        else:
            with pytest.raises(ServiceUnavailable, match="does not answer as one does"):
                asyncio.run(check)


def test_who_made_a_certificate_is_told_how_it_is_believed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    with OfTheHouse(self_signed(tmp_path, "localhost")) as server:
        address = server.base_url.replace("127.0.0.1", "localhost")
        with pytest.raises(ServiceUnavailable, match="did not prove who it is") as caught:
            asyncio.run(engine_of(address).check())
        assert "SSL_CERT_FILE" in caught.value.hint


def test_a_server_without_tls_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    with (
        Answering(200, b"") as server,
        pytest.raises(ServiceUnavailable, match="does not speak https") as caught,
    ):
        asyncio.run(engine_of(server.base_url.replace("http:", "https:")).check())
    assert "http://" in caught.value.hint


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, "Unknown voice: any\nTraceback", "(HTTP 400: Unknown voice: any)"),
        (403, "Quota Exceeded", "refuses the key (HTTP 403: Quota Exceeded)"),
        (404, "404: Not Found", "does not answer as one does (HTTP 404)"),
        (404, "404 page not found", "does not answer as one does (HTTP 404)"),
        (404, "<html><body>No.</body></html>", "does not answer as one does (HTTP 404)"),
    ],
)
def test_a_refusal_in_plain_words_is_told_where_it_says_more_than_its_status(
    status: int, body: str, told: str
) -> None:
    with (
        Answering(status, body.encode(), says="text/plain") as server,
        pytest.raises(ServiceUnavailable) as caught,
    ):
        said_by(server)
    assert told in caught.value.message


def test_a_page_before_the_server_that_lets_nobody_in_is_told_beside_the_key() -> None:
    with (
        Answering(403, b"<!DOCTYPE html><title>Just a moment...</title>") as server,
        pytest.raises(ServiceUnavailable, match="refuses the key, or a gateway lets nobody in"),
    ):
        said_by(server)


@pytest.mark.parametrize("status", [401, 403])
def test_a_key_that_may_speak_and_see_no_list_is_good(status: int) -> None:
    said = json.dumps({"error": {"message": "Missing scopes: api.model.read"}}).encode()
    with Answering(200, b"", lists=said, lists_status=status) as server:
        asyncio.run(engine_of(server.base_url).check())


@pytest.mark.parametrize(
    "body",
    [
        b'["zf_a", "zf_b"]',
        b'{"voices": [{"voice_id": "zf_a"}, {"voice_id": "zf_b"}]}',
        b'{"voices": {"zf_a": {"lang": "zh"}, "zf_b": {"lang": "zh-TW"}, "af_c": {"lang": "en"}}}',
        b'{"data": [{"id": "zf_a", "languages": ["zh"]}, {"id": "zf_b", "languages": ["en", "cmn"]}, 5]}',
        b'{"voices": [{"id": "zf_a", "languages": ["zh"]}, "zf_c", {"id": "zf_b", "lang": "yue"}]}',
        b'{"voices": [{"id": "zf_a", "languages": []}, {"id": "zf_b"}]}',
    ],
)
def test_a_list_of_voices_is_read_in_the_forms_there_are(body: bytes) -> None:
    assert list(voices_in(body)) == ["zf_a", "zf_b"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (404, b"404 page not found"),
        (200, b'{"error": "Unexpected endpoint or method. (POST /v1/audio/speech)"}'),
    ],
)
def test_what_has_models_and_does_not_speak_is_not_ready(status: int, body: bytes) -> None:
    models = b'{"object": "list", "data": [{"id": "llama3.2:latest"}]}'
    with (
        Answering(status, body, lists=models) as server,
        pytest.raises(ServiceUnavailable, match="does not answer as one does"),
    ):
        asyncio.run(engine_of(server.base_url).check())


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, {"error": {"message": "Budget has been exceeded! Max budget: 10.0", "code": "400"}}),
        (400, {"code": "Arrearage", "message": "Access denied."}),
        (403, {"error": {"code": "403", "message": "Out of call volume quota. Retry after 12 days."}}),
        (429, {"error": {"code": "1113", "message": "余额不足或无可用资源包"}}),
    ],
)
def test_who_wants_to_be_paid_first_is_told_so_and_asked_once(status: int, told: object) -> None:
    with (
        Answering(status, json.dumps(told).encode()) as server,
        pytest.raises(ServiceUnavailable, match="wants to be paid"),
    ):
        said_by(server)
    assert len(server.paths) == 1


def test_voices_that_lie_in_groups_are_the_voices() -> None:
    body = b'{"voices": {"kokoro": ["zf_xiaobei", "zm_yunxi"], "piper": [{"name": "huayan"}]}}'
    assert list(voices_in(body)) == ["zf_xiaobei", "zm_yunxi", "huayan"]


def test_who_has_no_list_of_voices_and_none_set_is_told_so() -> None:
    with (
        Answering(200, NEWS_WAV, lists=b"{}", lists_status=404) as server,
        pytest.raises(ServiceUnavailable, match="has no list of its voices"),
    ):
        asyncio.run(engine_of(server.base_url).voices())


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_key_is_read_from_a_file_of_any_editor(coding: str, tmp_path: Path) -> None:
    file = tmp_path / "my.key"
    file.write_text("sk-good\r\n", encoding=coding)
    assert key_of("openai", OpenaiSettings(api_key_file=file)) == "sk-good"


def test_a_file_of_a_key_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        key_of("openai", OpenaiSettings(api_key_file=tmp_path / "none.key"))
