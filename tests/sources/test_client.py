import asyncio
import gzip
import socket
import threading
import zlib
from pathlib import Path

import pytest

from tests.emulator import ConnectProxy, self_signed
from tests.sources.web import OPEN, PUBLIC, Answer, Web
from tts.errors import ArticleNotFound, NetworkError, UsageError
from tts.sources.client import Client, Reply
from tts.sources.page import Manners

STRANGER = Manners(timeout_ms=5_000, ignore_robots=True)
SMALL = Manners(allow_private=True, timeout_ms=5_000, max_bytes=100_000)
HASTY = Manners(allow_private=True, timeout_ms=80, ignore_robots=True)


def packed(body: bytes, coding: str) -> Answer:
    return Answer(body, headers={"Content-Type": "text/html", "Content-Encoding": coding})


def get(url: str, manners: Manners) -> Reply:
    """Get an address as it is done outside tests: by the operating system's names and network."""

    async def once() -> Reply:
        client = Client(manners)
        try:
            return await client.get(url, {})
        finally:
            await client.aclose()

    return asyncio.run(once())


def greet(server: socket.socket) -> None:
    """Answer one visitor as a mail server does."""
    connection, _ = server.accept()
    with connection:
        connection.sendall(b"220 mail.example ESMTP\r\n")


class TestAddresses:
    def test_a_public_host_is_read_by_the_address_that_was_checked(self, web: Web) -> None:
        web.names["news.example"] = [PUBLIC]
        web.answers["news.example/"] = Answer(b"page")
        assert web.fetch("http://news.example/", manners=STRANGER).data == b"page"
        assert web.connected_to == [PUBLIC]
        assert web.looked_up == ["news.example"]

    def test_a_name_that_changes_its_address_after_the_check_gains_nothing(self, web: Web) -> None:
        class Rebinding(dict[str, list[str]]):
            def __getitem__(self, name: str) -> list[str]:
                return [PUBLIC] if web.looked_up.count(name) == 1 else ["127.0.0.1"]

        web.names = Rebinding({"news.example": []})
        web.answers["/"] = Answer(b"page")
        web.fetch("http://news.example/", manners=STRANGER)
        assert web.connected_to == [PUBLIC]

    @pytest.mark.parametrize(
        "address",
        ["127.0.0.1", "169.254.169.254", "192.168.1.1", "100.64.0.1", "::1", "fe80::1", "64:ff9b::7f00:1"],
    )
    def test_a_host_whose_name_leads_inside_is_refused_unconnected(self, web: Web, address: str) -> None:
        web.names["inside.example"] = [address]
        with pytest.raises(UsageError, match="not on the public Internet") as refusal:
            web.fetch("http://inside.example/", manners=STRANGER)
        assert "allow_private" in refusal.value.hint
        assert web.connected_to == []

    def test_one_address_inside_among_public_ones_is_enough_to_refuse(self, web: Web) -> None:
        web.names["mixed.example"] = [PUBLIC, "10.0.0.1"]
        with pytest.raises(UsageError, match=r"mixed\.example \(10\.0\.0\.1\)"):
            web.fetch("http://mixed.example/", manners=STRANGER)

    def test_the_operating_systems_own_names_are_refused_too(self, web: Web) -> None:
        with pytest.raises(UsageError, match="localhost"):
            get(f"http://localhost:{web.port}/", STRANGER)
        assert web.asked == []

    def test_the_next_address_is_tried_when_one_is_dead(self, web: Web) -> None:
        web.names["news.example"] = ["2606:4700::1", PUBLIC]
        web.unreachable = {"2606:4700::1"}
        web.answers["/"] = Answer(b"page")
        assert web.fetch("http://news.example/", manners=STRANGER).data == b"page"
        assert web.connected_to == ["2606:4700::1", PUBLIC]


class TestTls:
    def test_the_host_must_prove_its_name_though_its_address_is_connected_to(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        certificate = self_signed(tmp_path, "news.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
        with Web(certificate.server_context()) as web:
            web.names = {"news.example": [PUBLIC], "other.example": [PUBLIC]}
            web.answers["/"] = Answer(b"page")
            assert web.fetch("https://news.example/", manners=STRANGER).data == b"page"
            with pytest.raises(NetworkError, match=r"other\.example cannot be reached: .*ertificate"):
                web.fetch("https://other.example/", manners=STRANGER)


class TestBounds:
    @pytest.mark.parametrize(
        ("coding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)]
    )
    def test_a_packed_page_arrives_unpacked(self, web: Web, coding: str, pack: type[bytes]) -> None:
        web.answers["/"] = packed(pack(b"page" * 1_000), coding)
        assert web.fetch(web.url).data == b"page" * 1_000

    def test_a_page_larger_than_the_bound_is_not_read(self, web: Web) -> None:
        web.answers["/"] = Answer(bytes(100_001))
        with pytest.raises(ArticleNotFound, match=r"larger than 0\.1 MB"):
            web.fetch(web.url, manners=SMALL)

    def test_a_small_answer_that_unpacks_to_a_large_one_is_not_read(self, web: Web) -> None:
        web.answers["/"] = packed(gzip.compress(bytes(10_000_000)), "gzip")
        with pytest.raises(ArticleNotFound, match="larger than"):
            web.fetch(web.url, manners=SMALL)

    def test_an_answer_in_a_coding_nobody_asked_for_is_a_failure(self, web: Web) -> None:
        web.answers["/"] = packed(b"page", "br")
        with pytest.raises(NetworkError, match="'br' was not asked for"):
            web.fetch(web.url)

    def test_a_page_whose_end_is_missing_is_a_failure_and_never_a_short_page(self, web: Web) -> None:
        web.answers["/"] = Answer(b"half", headers={"Connection": "close"}, missing_bytes=4)
        with pytest.raises(NetworkError, match="cannot be reached"):
            web.fetch(web.url)

    def test_a_server_that_never_finishes_is_left(self, web: Web) -> None:
        web.answers["/"] = Answer(b"late", hang=True)
        with pytest.raises(NetworkError, match=r"did not answer within 0\.08 s"):
            web.fetch(web.url, manners=HASTY)


class TestMediaTypes:
    @pytest.mark.parametrize(
        "content_type",
        [
            "text/html",
            "Text/HTML; charset=Big5",
            "application/xhtml+xml",
            "text/plain;charset=utf-8",
            "application/rss+xml",
            "application/atom+xml",
            "text/xml",
            "",
        ],
    )
    def test_pages_texts_and_feeds_are_read(self, web: Web, content_type: str) -> None:
        web.answers["/"] = Answer(b"page", headers={"Content-Type": content_type} if content_type else {})
        assert web.fetch(web.url).data == b"page"

    @pytest.mark.parametrize("content_type", ["application/zip", "image/svg+xml", "video/mp4", "text/css"])
    def test_anything_else_is_refused_by_its_name(self, web: Web, content_type: str) -> None:
        web.answers["/"] = Answer(bytes(200_000), headers={"Content-Type": content_type})
        with pytest.raises(ArticleNotFound) as refusal:
            web.fetch(web.url, manners=SMALL)
        assert content_type in refusal.value.message


class TestReach:
    def test_a_host_that_nobody_knows_is_named(self, web: Web) -> None:
        with pytest.raises(NetworkError, match=r"nowhere\.example cannot be found"):
            web.fetch("http://nowhere.example/")

    def test_a_name_that_cannot_be_one_is_not_found(self) -> None:
        with pytest.raises(NetworkError, match="cannot be found"):
            get(f"http://{'a' * 64}.example/", OPEN)

    def test_a_server_that_is_not_there_is_named(self) -> None:
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            with pytest.raises(NetworkError, match=r"127\.0\.0\.1 cannot be reached"):
                get(f"http://127.0.0.1:{closed.getsockname()[1]}/", OPEN)

    def test_a_server_of_another_kind_is_a_failure_in_words(self) -> None:
        with Web() as web, socket.create_server(("127.0.0.1", 0)) as server:
            web.port = server.getsockname()[1]
            thread = threading.Thread(target=greet, args=(server,))
            thread.start()
            with pytest.raises(NetworkError, match="cannot be reached"):
                web.fetch("http://127.0.0.1/")
            thread.join()


class TestProxies:
    def test_the_proxy_of_the_environment_is_used(self, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("HTTP_PROXY", web.url.removeprefix("http://"))
        web.names["news.example"] = [PUBLIC]
        web.answers["news.example/"] = Answer(b"page")
        with Web() as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            proxy.answers["http://news.example/"] = Answer(b"by proxy")
            assert web.fetch("http://news.example/", manners=STRANGER).data == b"by proxy"
            assert web.asked == []

    def test_a_host_that_only_the_proxy_knows_is_left_to_it(
        self, web: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with Web() as proxy:
            monkeypatch.setenv("all_proxy", proxy.url)
            proxy.answers["http://unknown.example/"] = Answer(b"by proxy")
            assert web.fetch("http://unknown.example/", manners=STRANGER).data == b"by proxy"

    @pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "inside.example", "[::1]"])
    def test_a_proxy_is_not_sent_inside(self, web: Web, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
        web.names["inside.example"] = ["10.0.0.1"]
        with Web() as proxy:
            monkeypatch.setenv("http_proxy", proxy.url)
            with pytest.raises(UsageError, match="not on the public Internet"):
                web.fetch(f"http://{host}/", manners=STRANGER)
            assert proxy.asked == []

    def test_a_host_excepted_from_the_proxy_is_checked_like_any_other(
        self, web: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "news.example,inside.example")
        web.names = {"news.example": [PUBLIC], "inside.example": ["127.0.0.1"]}
        web.answers["/"] = Answer(b"direct")
        assert web.fetch("http://news.example/", manners=STRANGER).data == b"direct"
        with pytest.raises(UsageError, match="not on the public Internet"):
            web.fetch("http://inside.example/", manners=STRANGER)

    def test_tls_goes_through_a_proxy_by_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        certificate = self_signed(tmp_path, "news.example")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
        with Web(certificate.server_context()) as web, ConnectProxy(web.port) as proxy:
            monkeypatch.setenv("https_proxy", proxy.url)
            web.answers["/"] = Answer(b"page")
            assert web.fetch("https://news.example/", manners=STRANGER).data == b"page"
            assert proxy.requested == ["CONNECT news.example:443 HTTP/1.1"]

    def test_a_proxy_that_refuses_is_a_failure_in_words(
        self, web: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with ConnectProxy(web.port, refuse=403) as proxy:
            monkeypatch.setenv("https_proxy", proxy.url)
            with pytest.raises(NetworkError, match=r"news\.example cannot be reached: 403"):
                web.fetch("https://news.example/", manners=STRANGER)

    def test_a_proxy_of_a_kind_that_cannot_be_used_is_named(
        self, web: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1080")
        with pytest.raises(UsageError, match="of the kind socks5"):
            web.fetch("http://news.example/", manners=STRANGER)

    def test_a_proxy_with_a_malformed_address_is_named(
        self, web: Web, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", "http://[::1")
        with pytest.raises(UsageError, match="proxy with a malformed address"):
            web.fetch("http://news.example/", manners=STRANGER)
