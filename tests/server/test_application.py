"""The show is served to a subscriber's app byte by byte, and to nobody else."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from email.utils import formatdate
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.feed.readers import by_feedparser
from tests.feed.stories import SHOW, story
from tests.publication.shelves import fill
from tts.feed.addresses import EMBEDDED, FEED, beside, page_path
from tts.model.settings import ShowSettings
from tts.server import application, reachable_at
from tts.server.answers import readdressed
from tts.server.lan_addresses import EVERYWHERE

EPISODE = story(1)
MEGABYTES_5 = 5_000_000
TOKEN = "kZ3v-unguessed_9"  # noqa: S105 - of no other server
PHONES = 50


@dataclass(frozen=True, slots=True)
class Server:
    """Where a show is served, and what a subscriber should get."""

    base: str
    output: Path
    sounds: dict[str, bytes]
    lines: list[str]

    @property
    def port(self) -> int:
        return httpx.URL(self.base).port or 0

    @property
    def sound(self) -> tuple[str, bytes]:
        return next(iter(self.sounds.items()))

    def raw(self, request: bytes) -> bytes:
        """Send these very bytes, as no client would, and return the whole answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as wire:
            wire.sendall(request)
            return b"".join(iter(lambda: wire.recv(65_536), b""))


@contextmanager
def serving(
    output: Path, sounds: dict[str, bytes], show: ShowSettings = SHOW, token: str = ""
) -> Iterator[Server]:
    """Run a real server on a port of its own."""
    lines: list[str] = []
    served = application(output, show, token=token, log=lines.append)
    config = uvicorn.Config(served, log_config=None, lifespan="off", ws="none", access_log=False)
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, args=([listener],))
        thread.start()
        below = f"{token}/" if token else ""
        try:
            yield Server(f"http://127.0.0.1:{listener.getsockname()[1]}/{below}", output, sounds, lines)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("output")


@pytest.fixture(scope="module")
def sounds(output: Path) -> dict[str, bytes]:
    sounds = fill(output, [EPISODE], size_bytes=MEGABYTES_5)
    for private in ("catalog.db", "feeds.json", ".serve-token", "episodes/.draft.mp3.x.part", "notes.txt"):
        (output / private).write_bytes(b"private")
    (output / "episodes/out.txt").symlink_to(output.parent / "outside.txt")
    (output / "episodes/catalog.txt").symlink_to(output / "catalog.db")
    (output / "episodes/round.txt").symlink_to(output / "episodes/round.txt")
    (output.parent / "outside.txt").write_bytes(b"private")
    return sounds


@pytest.fixture(scope="module")
def server(output: Path, sounds: dict[str, bytes]) -> Iterator[Server]:
    with serving(output, sounds) as running:
        yield running


@pytest.fixture(scope="module")
def house(output: Path, sounds: dict[str, bytes]) -> Iterator[Server]:
    """A server that wants a token."""
    with serving(output, sounds, token=TOKEN) as running:
        yield running


@pytest.fixture(scope="module")
def app() -> Iterator[httpx.Client]:
    """A subscriber's app, which connects to this machine alone."""
    with httpx.Client(trust_env=False, event_hooks={"request": [_stay_here]}) as client:
        yield client


def _stay_here(request: httpx.Request) -> None:
    assert request.url.host == "127.0.0.1"


def sound_address(feed: httpx.Response) -> str:
    address: str = by_feedparser(feed.content).entries[0].enclosures[0]["href"]
    return address


def test_a_subscriber_finds_everything_from_the_feed_on(server: Server, app: httpx.Client) -> None:
    feed = app.get(server.base + FEED)
    assert feed.headers["content-type"] == "application/rss+xml; charset=utf-8"
    parsed = by_feedparser(feed.content)
    (entry,) = parsed.entries
    (enclosure,) = entry.enclosures
    sound = app.get(enclosure["href"])
    assert sound.content == server.sound[1]
    assert len(sound.content) == int(enclosure["length"])
    assert app.get(parsed.feed.image.href).headers["content-type"] == "image/jpeg"
    assert SHOW.url not in feed.text


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("episodes/2026/01/", "text/html; charset=utf-8"),
        (page_path(EPISODE), "text/html; charset=utf-8"),
        (beside(EPISODE, EPISODE.files.mp3), "audio/mpeg"),
        (beside(EPISODE, EPISODE.files.vtt), "text/vtt; charset=utf-8"),
        (beside(EPISODE, EPISODE.files.srt), "application/x-subrip; charset=utf-8"),
        (beside(EPISODE, EPISODE.files.chapters), "application/json+chapters"),
        (beside(EPISODE, EPISODE.files.transcript), "application/json"),
        ("assets/ting.js", "text/javascript; charset=utf-8"),
        ("assets/ting.css", "text/css; charset=utf-8"),
        ("cover.jpg", "image/jpeg"),
        ("feeds/shi-jie-ri-bao.xml", "application/rss+xml; charset=utf-8"),
    ],
)
def test_each_file_is_what_it_says_and_head_tells_the_same_as_get(
    server: Server, app: httpx.Client, path: str, kind: str
) -> None:
    got, told = app.get(server.base + path), app.head(server.base + path)
    assert got.status_code == told.status_code == 200
    assert got.headers["content-type"] == kind
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["referrer-policy"] == "no-referrer"
    assert told.content == b""
    assert int(told.headers["content-length"]) == len(got.content)
    without_date = [{**answer.headers, "date": ""} for answer in (got, told)]
    assert without_date[0] == without_date[1]


@pytest.mark.parametrize("path", [FEED, beside(EPISODE, EPISODE.files.mp3), "index.html"])
def test_what_a_reader_has_is_not_sent_again(server: Server, app: httpx.Client, path: str) -> None:
    first = app.get(server.base + path)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    assert tag.startswith('"')
    for known in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": date},
    ):
        again = app.get(server.base + path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    for unknown in (
        {"If-None-Match": '"other"'},
        {"If-None-Match": '"other"', "If-Modified-Since": date},
        {"If-Modified-Since": formatdate(0, usegmt=True)},
        {"If-Modified-Since": "yesterday"},
    ):
        assert app.get(server.base + path, headers=unknown).content == first.content


def test_a_changed_feed_has_another_tag(tmp_path: Path, app: httpx.Client) -> None:
    with serving(tmp_path, fill(tmp_path, [EPISODE])) as server:
        before = app.get(server.base + FEED)
        fill(tmp_path, [EPISODE, story(2)])
        after = app.get(server.base + FEED, headers={"If-None-Match": before.headers["etag"]})
        assert after.status_code == 200
        assert len(by_feedparser(after.content).entries) == 2


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("bytes=0-0", [(0, 1)]),
        ("bytes=0-", [(0, MEGABYTES_5)]),
        ("bytes=1000000-1999999", [(1_000_000, 2_000_000)]),
        ("bytes=4999999-", [(4_999_999, MEGABYTES_5)]),
        ("bytes=-1", [(4_999_999, MEGABYTES_5)]),
        ("bytes=-9999999", [(0, MEGABYTES_5)]),
        ("bytes=4999990-99999999999999999999", [(4_999_990, MEGABYTES_5)]),
        ("bytes=9000000-, 0-4", [(0, 5)]),
        ("BYTES=0-4", [(0, 5)]),
    ],
)
def test_a_range_is_those_bytes(
    server: Server, app: httpx.Client, asked: str, parts: list[tuple[int, int]]
) -> None:
    path, sound = server.sound
    answer = app.get(server.base + path, headers={"Range": asked})
    ((start, end),) = parts
    assert answer.status_code == 206
    assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(sound)}"
    assert answer.content == sound[start:end]


def test_several_ranges_come_in_parts(server: Server, app: httpx.Client) -> None:
    path, sound = server.sound
    answer = app.get(server.base + path, headers={"Range": "bytes=0-9,100-199,-5"})
    assert answer.status_code == 206
    boundary = answer.headers["content-type"].removeprefix("multipart/byteranges; boundary=")
    parts = answer.content.split(f"--{boundary}".encode())[1:-1]
    bodies = [part.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n") for part in parts]
    assert bodies == [sound[:10], sound[100:200], sound[-5:]]


@pytest.mark.parametrize("asked", ["bytes=5000000-", "bytes=-0", "bytes=9999999-99999999, 6000000-"])
def test_a_range_beyond_the_end_is_refused_with_the_length(
    server: Server, app: httpx.Client, asked: str
) -> None:
    path, sound = server.sound
    answer = app.get(server.base + path, headers={"Range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{len(sound)}"


@pytest.mark.parametrize(
    "asked",
    ["bytes=9-5", "bytes=", "bytes=-", "seconds=0-5", "bytes=a-b", "bytes 0-5", "bytes=0-5;6", "bytes=--5"],
)
def test_a_range_that_is_none_is_ignored(server: Server, app: httpx.Client, asked: str) -> None:
    path, sound = server.sound
    answer = app.get(server.base + path, headers={"Range": asked})
    assert (answer.status_code, answer.content == sound) == (200, True)


def test_head_knows_no_ranges(server: Server, app: httpx.Client) -> None:
    path, sound = server.sound
    answer = app.head(server.base + path, headers={"Range": "bytes=0-4"})
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(sound)))


def test_a_download_goes_on_where_it_broke_off_and_begins_anew_when_the_file_changed(
    server: Server, app: httpx.Client
) -> None:
    path, sound = server.sound
    with app.stream("GET", server.base + path) as first:
        tag, date = first.headers["etag"], first.headers["last-modified"]
        begun = next(first.iter_raw(100_000))
    for validator in (tag, date):
        resume = {"Range": f"bytes={len(begun)}-", "If-Range": validator}
        rest = app.get(server.base + path, headers=resume)
        assert rest.status_code == 206
        assert begun + rest.content == sound
    for outdated in ('"other"', f"W/{tag}", formatdate(0, usegmt=True)):
        resume = {"Range": f"bytes={len(begun)}-", "If-Range": outdated}
        anew = app.get(server.base + path, headers=resume)
        assert (anew.status_code, anew.content == sound) == (200, True)


def test_fifty_phones_at_once_get_every_byte(server: Server) -> None:
    path, sound = server.sound

    def download(at: int) -> bytes:
        start = at * 1000
        with httpx.Client(trust_env=False, timeout=60) as phone:
            head = phone.get(server.base + path, headers={"Range": f"bytes=0-{start}"}).content
            return head + phone.get(server.base + path, headers={"Range": f"bytes={start + 1}-"}).content

    with ThreadPoolExecutor(PHONES) as phones:
        assert all(got == sound for got in phones.map(download, range(PHONES)))


PRIVATE = [
    "catalog.db",
    "feeds.json",
    ".serve-token",
    "episodes/.draft.mp3.x.part",
    "notes.txt",
    "episodes/none.mp3",
]
LINKS = ["episodes/out.txt", "episodes/catalog.txt", "episodes/round.txt"]


@pytest.mark.parametrize(
    "path", [*PRIVATE, *LINKS, "episodes/", "feeds/", "episodes", "ting.toml", "%00", "episodes/%00.mp3"]
)
def test_what_is_not_for_others_is_not_found(server: Server, app: httpx.Client, path: str) -> None:
    answer = app.get(server.base + path)
    assert (answer.status_code, answer.text) == (404, "Not found.\n")


HOSTILE = [
    "..",
    "../outside.txt",
    "episodes/../catalog.db",
    "episodes/../../outside.txt",
    "//etc/passwd",
    "./feed.xml",
]


@pytest.mark.parametrize(
    "path",
    [
        *HOSTILE,
        *(path.replace("/", "%2f") for path in HOSTILE),
        *(path.replace(".", "%2e") for path in HOSTILE),
        *(path.replace("/", "\\") for path in HOSTILE),
    ],
)
def test_no_name_leads_out(server: Server, path: str) -> None:
    answer = server.raw(f"GET /{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"private" not in answer


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(max_codepoint=0x2FF), max_size=30)
    | st.lists(
        st.sampled_from(["..", ".", "", "%2e%2e", "episodes", "catalog.db", "outside.txt", "out.txt"]),
        max_size=6,
    ).map("/".join)
)
def test_whatever_is_asked_for_nothing_private_is_given(server: Server, path: str) -> None:
    target = quote(path, safe="/%.", errors="replace")
    answer = server.raw(f"GET /{target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
    assert answer.startswith((b"HTTP/1.1 404 ", b"HTTP/1.1 200 ", b"HTTP/1.1 400 "))
    assert b"private" not in answer


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_nothing_can_be_changed(server: Server, app: httpx.Client, method: str) -> None:
    answer = app.request(method, server.base + FEED)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_a_page_of_the_web_that_is_led_here_gets_nothing(server: Server, app: httpx.Client) -> None:
    for host in (
        "evil.example",
        "evil.example:8080",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        'a"><b',
        "@",
    ):
        assert app.get(server.base + FEED, headers={"Host": host}).status_code == 421
    for host in ("localhost:9", "127.0.0.1", "[::1]:80", "podcast.example.org"):
        feed = app.get(server.base + FEED, headers={"Host": host})
        assert sound_address(feed).startswith(f"http://{host}/episodes/")


def test_two_addresses_are_two_feeds(server: Server, app: httpx.Client) -> None:
    here, there = (app.get(server.base + FEED, headers={"Host": host}) for host in ("localhost", "127.0.0.1"))
    assert here.headers["etag"] != there.headers["etag"]


def test_with_a_token_nothing_is_found_without_it(house: Server, app: httpx.Client) -> None:
    root = f"http://127.0.0.1:{house.port}/"
    for path in (
        "",
        FEED,
        "index.html",
        f"{TOKEN[:-1]}/{FEED}",
        f"{TOKEN}x/{FEED}",
        f"x/{TOKEN}/{FEED}",
        f"%E9{TOKEN}/",
    ):
        assert app.get(root + path).status_code == 404
    assert app.get(root + TOKEN, follow_redirects=True).url == house.base
    feed = app.get(house.base + FEED, headers={"Host": "living-room:8080"})
    assert sound_address(feed).startswith(f"http://living-room:8080/{TOKEN}/episodes/")


def test_the_log_never_has_the_token(house: Server, app: httpx.Client) -> None:
    app.get(house.base + FEED)
    app.get(house.base + "a%0A%1B[31mb")
    assert f"127.0.0.1 GET /TOKEN/{FEED} 200" in house.lines
    assert "127.0.0.1 GET /TOKEN/a%0A%1B%5B31mb 404" in house.lines
    assert not any(TOKEN in line for line in house.lines)


def test_players_of_other_sites_may_read_what_a_feed_refers_to(server: Server, app: httpx.Client) -> None:
    for file in (EPISODE.files.vtt, EPISODE.files.chapters, EPISODE.files.transcript, EPISODE.files.mp3):
        address = server.base + beside(EPISODE, file)
        assert (
            app.get(address, headers={"Origin": "https://player.example"}).headers[
                "access-control-allow-origin"
            ]
            == "*"
        )
        asked = app.options(
            address, headers={"Origin": "https://player.example", "Access-Control-Request-Method": "GET"}
        )
        assert asked.status_code == 204
        assert "Range" in asked.headers["access-control-allow-headers"]


def test_the_player_to_embed_and_no_other_page_may_stand_in_pages_of_other_sites(
    server: Server, app: httpx.Client
) -> None:
    for path in EMBEDDED:
        headers = app.get(server.base + path).headers
        assert headers["access-control-allow-origin"] == "*"
        assert not {"content-security-policy", "cross-origin-resource-policy"} & set(headers)
    for path in ("index.html", page_path(EPISODE)):
        assert app.get(server.base + path).headers["content-security-policy"] == "frame-ancestors 'none'"


def test_a_private_list_of_episodes_is_no_other_sites_unless_the_address_is_a_secret(
    server: Server, house: Server, app: httpx.Client
) -> None:
    for path in (FEED, "index.html", "episodes/2026/01/search.js"):
        answer = app.get(server.base + path)
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert app.get(house.base + FEED).headers["access-control-allow-origin"] == "*"


def test_a_public_show_may_be_listed_anywhere(
    output: Path, sounds: dict[str, bytes], app: httpx.Client
) -> None:
    public = replace(SHOW, private=False)
    with serving(output, sounds, public) as server:
        feed = app.get(server.base + FEED)
        assert feed.headers["access-control-allow-origin"] == "*"
        assert "x-robots-tag" not in feed.headers


def test_an_empty_folder_is_served_too(tmp_path: Path, app: httpx.Client) -> None:
    with serving(tmp_path / "none", {}) as server:
        assert app.get(server.base).status_code == 404
        assert app.get(server.base + FEED).status_code == 404


def test_a_feed_says_itself_where_it_was() -> None:
    feed = b'<atom:link href="https://a.example/x&amp;y/feeds/d.xml" rel="self"/><e u="https://a.example/x&amp;y/1.mp3"/>'
    assert readdressed(feed, "feeds/d.xml", "http://h/").endswith(b'<e u="http://h/1.mp3"/>')
    for other in (
        b"<rss/>",
        b'<atom:link rel="self"/>',
        b'<atom:link rel="self" href="https://a.example/e.xml"/>',
    ):
        assert readdressed(other, "feed.xml", "http://h/") == other


def test_a_house_is_found_without_asking_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", _refuse)
    assert reachable_at("192.168.7.8") == ["192.168.7.8"]
    assert "127.0.0.1" not in reachable_at(EVERYWHERE[0])


def _refuse(*_: object) -> None:
    pytest.fail("connected to somewhere")
