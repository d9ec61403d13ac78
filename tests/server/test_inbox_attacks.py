"""What is not what it should be is refused with a clear answer, costs little, and leaves nothing behind."""

import json
import resource
import socket
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server.letterbox import FERRY, ROOT, Letterbox, letterbox
from tests.server.running import raw
from tts.server.inbox import Bounds
from tts.server.orders import MOST_HTML_BYTES, MOST_TEXT
from tts.server.posted import MOST_BYTES, Bodies

MEGABYTES_50 = 50_000_000
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def loopback(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letterbox]:
    """Return a server that is for this machine alone."""
    with letterbox(tmp_path_factory.mktemp("loopback"), token="") as box:
        yield box


def posted(client: httpx.Client, body: bytes, kind: str = JSON, **headers: str) -> httpx.Response:
    return client.post("/inbox", content=body, headers={"content-type": kind, **headers})


def refusal(answer: httpx.Response) -> int:
    """Return the status of an answer that says in a sentence why."""
    assert answer.json()["error"]
    return answer.status_code


@pytest.mark.parametrize(
    "url",
    [
        "news.example/a",
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://news.example/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///a",
        "https://[::1",
        "https://news.example:port/",
        "https://news%00.example/",
        "https://a b.example/",
        "https://news.example/" + "x" * 3_000,
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/metrics",
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://printer/",
        "http://printer.local/",
        "http://box.home.arpa/",
        "http://metadata.google.internal/",
        "http://user:word@10.0.0.1/",
        "\x00http://10.0.0.1/",
        "http://10.0.0.1\t/",
    ],
)
def test_an_address_that_is_none_or_is_private_is_refused(
    sender: httpx.Client, box: Letterbox, url: str
) -> None:
    before = box.queue.last_change()
    assert refusal(sender.post("/inbox", json={"url": url})) == 422
    assert refusal(sender.post("/inbox", json={"url": url, "html": "<p>頁</p>"})) == 422
    assert box.queue.last_change() == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"https://news.example/"',
        b"null",
        b"{}",
        b'{"url": null}',
        b'{"url": ""}',
        b'{"text": " \\n\\t "}',
        b'{"text": "\\u0000"}',
        b'{"title": "x"}',
        b'{"url": 1}',
        b'{"url": ["https://news.example/"]}',
        b'{"url": {"url": "https://news.example/"}}',
        b'{"url": "https://news.example/", "title": 7}',
        b'{"url": "\xff\xfe"}',
        b'{"url": "https://news.example/"} x',
        b"[" * 100_000,
        b'{"url":' * 100_000,
        b'{"x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"url": NaN}',
        b'{"url": 1e999999}',
        b'{"url": ' + b"9" * 100_000 + b"}",
        b"url=https://news.example/",
        '{"url": "https://news.example/"}'.encode("utf-16"),
    ],
    ids=lambda body: f"{body[:24]!r} {len(body)}",
)
def test_json_of_another_shape_is_refused(sender: httpx.Client, box: Letterbox, body: bytes) -> None:
    before = box.queue.last_change()
    assert refusal(posted(sender, body)) == 400
    assert box.queue.last_change() == before


@pytest.mark.parametrize(
    ("escaped", "kept"),
    [
        (r"\ud83d", "�"),
        (r"\ude00\ud83d", "��"),
        (r"\ud83d\ud83d\ude00", "�😀"),
        (r"\ud83d\ude00", "😀"),
        (r"\\ud83d \ud83d", r"\ud83d �"),
        ("\\ud83d\\n", "�"),
        ("a\\u0000b", "ab"),
        ("a\\u001b[31mb", "a[31mb"),
    ],
)
def test_half_characters_and_controls_are_no_words(
    sender: httpx.Client, box: Letterbox, escaped: str, kept: str
) -> None:
    answer = posted(sender, f'{{"text": "渡口 {escaped}", "title": "渡口{escaped}"}}'.encode())
    assert answer.status_code == 202
    sent = box.queue.sent(answer.json()["id"])
    assert sent is not None
    assert sent.content == f"渡口 {kept}"


def test_of_a_key_that_comes_twice_the_last_one_counts(sender: httpx.Client, box: Letterbox) -> None:
    for body, kind in (
        (b'{"url": "https://one.example/", "url": "https://two.example/"}', JSON),
        (b"url=https://one.example/&url=https://two.example/", FORM),
    ):
        answer = posted(sender, body, kind)
        entry = box.queue.entry(answer.json()["id"])
        assert entry is not None
        assert entry.url == "https://two.example/"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("", b"{}"),
        ("text/plain", b'{"url": "https://news.example/"}'),
        ("text/html", b"<p>x</p>"),
        ("application/json+ld", b"{}"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="url"\r\n\r\nx\r\n--x--',
        ),
        ("application/xml", b"<url/>"),
        ("权".encode().decode("latin-1"), b"{}"),
    ],
)
def test_what_is_sent_as_something_else_is_refused(sender: httpx.Client, kind: str, body: bytes) -> None:
    answer = sender.post("/inbox", content=body, headers={b"content-type": kind.encode("latin-1")})
    assert refusal(answer) == 415
    assert JSON in answer.headers["accept-post"]


def test_what_is_packed_is_refused(sender: httpx.Client) -> None:
    assert refusal(posted(sender, b"\x1f\x8b", JSON, **{"content-encoding": "gzip"})) == 415


def test_a_form_of_a_thousand_fields_is_refused(sender: httpx.Client) -> None:
    body = "&".join(f"field{number}=x" for number in range(1_000)) + f"&url={FERRY}"
    assert refusal(posted(sender, body.encode(), FORM)) == 400


def test_too_long_a_text_or_page_is_refused(sender: httpx.Client) -> None:
    assert sender.post("/inbox", json={"text": "字" * MOST_TEXT}).status_code == 202
    assert refusal(sender.post("/inbox", json={"text": "字" * (MOST_TEXT + 1)})) == 413
    assert (
        refusal(sender.post("/inbox", json={"url": FERRY, "html": "字" * (MOST_HTML_BYTES // 3 + 1)})) == 413
    )
    assert refusal(sender.post("/inbox", data={"url": FERRY, "html": "x" * (MOST_HTML_BYTES + 1)})) == 413


def head(box: Letterbox, word: str, *lines: str) -> bytes:
    shown = [f"Authorization: Bearer {word}"] if word else []
    return "\r\n".join(
        ["POST /inbox HTTP/1.1", f"Host: 127.0.0.1:{box.server.port}", *shown, *lines, "", ""]
    ).encode()


def test_fifty_megabytes_are_refused_before_they_come(box: Letterbox, list_name: str) -> None:
    word = box.token("large", "add", list_name)
    with socket.create_connection(("127.0.0.1", box.server.port), timeout=60) as wire:
        wire.sendall(head(box, word, f"Content-Type: {JSON}", f"Content-Length: {MEGABYTES_50}"))
        assert wire.recv(64).startswith(b"HTTP/1.1 413 ")


def test_a_body_without_end_is_read_no_further_than_its_bound(box: Letterbox, list_name: str) -> None:
    word = box.token("endless", "add", list_name)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    piece = b"%x\r\n%b\r\n" % (65_536, b"x" * 65_536)
    with socket.create_connection(("127.0.0.1", box.server.port), timeout=60) as wire:
        wire.sendall(head(box, word, f"Content-Type: {JSON}", "Transfer-Encoding: chunked"))
        for _piece in range(MEGABYTES_50 // 65_536):
            try:
                wire.sendall(piece)
            except ConnectionError:
                break
        assert wire.recv(64).startswith(b"HTTP/1.1 413 ")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown * 1024 < 4 * MOST_BYTES


def test_of_a_stranger_nothing_but_the_beginning_of_a_form_is_read(box: Letterbox) -> None:
    large = b"x" * (MOST_BYTES - 1_000)
    with box.as_() as stranger:
        assert refusal(posted(stranger, large)) == 401
        assert refusal(posted(stranger, b"html=" + large, FORM)) == 401
        assert refusal(posted(stranger, b"token=wrong&html=" + large, FORM)) == 401
        assert refusal(posted(stranger, b"token=" + large, FORM)) == 401


ESCAPED = 450_000


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, b'{"text": "' + rb"\ud83d" * (ESCAPED // 3) + b'"}'),
        (JSON, b'{"text": "' + rb"\\" * ESCAPED + rb'\ud83d"}'),
        (JSON, b'{"x": ' + b"[" * ESCAPED + b"]" * ESCAPED + b"}"),
        (JSON, b'{"text": "' + "霧\x7f".encode() * ESCAPED * 2 + b'"}'),
        (JSON, b'{"text": "' + b"ab " * ESCAPED + b'"}'),
        (JSON, b'{"title": "' + "霧\x7f".encode() * ESCAPED + b'"}'),
        (JSON, b'{"url": "https://news.example/' + "\x7f霧".encode() * ESCAPED + b'"}'),
        (FORM, b"url=%20&text=" + b"%E5" * ESCAPED),
        (FORM, b"url=%20&text=" + b"x%E5" * ESCAPED),
        (FORM, b"url=%20&" + b"=" * ESCAPED),
        (FORM, b"&" * ESCAPED),
    ],
    ids=lambda one: f"{one[:24]!r} {one[-8:]!r}",
)
def test_what_is_made_to_be_large_when_it_is_read_is_not(
    sender: httpx.Client, kind: str, body: bytes
) -> None:
    tracemalloc.start()
    try:
        assert refusal(posted(sender, body, kind)) in (400, 413, 422)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 16 * len(body)  # each character as an object of its own would take 50


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (b"a+b%2Bc", "a b+c"),
        ("霧".encode(), "霧"),
        (b"%E9%9C%A7", "霧"),
        (b"%e9%9c", "\ufffd"),
        (b"50%", "50%"),
        (b"%zz%4", "%zz%4"),
        (b"%%41", "%A"),
        (b"a=b", "a=b"),
        (b"x" * 65_535 + b"%41%42", "x" * 65_535 + "AB"),
        (b"x" * 65_534 + b"%41%42", "x" * 65_534 + "AB"),
        (b"x" * 65_533 + b"%E9%9C%A7", "x" * 65_533 + "霧"),
        (b"x" * 65_535 + b"%", "x" * 65_535 + "%"),
    ],
    ids=lambda one: f"{one[-12:]!r}",
)
def test_a_field_is_read_as_it_was_written(
    sender: httpx.Client, box: Letterbox, value: bytes, kept: str
) -> None:
    for name in (b"text", b"%74ext"):
        answer = posted(sender, b"title=%E9%9C%A7&" + name + b"=" + value + b"&none", FORM)
        sent = box.queue.sent(answer.json()["id"])
        assert sent is not None
        assert sent.content == kept


def test_who_goes_while_sending_leaves_nothing_behind_and_no_word(box: Letterbox, list_name: str) -> None:
    word = box.token("gone", "add", list_name)
    said = len(box.server.lines)
    request = head(box, word, f"Content-Type: {JSON}", "Content-Length: 100") + b'{"url": "'
    with socket.create_connection(("127.0.0.1", box.server.port), timeout=10) as wire:
        wire.sendall(request)
    with box.as_(word) as another:
        assert another.post("/inbox", json={"url": FERRY}).status_code == 202
    assert len(box.queue.entries(list_name)) == 1
    assert [line for line in box.server.lines[said:] if "unforeseen" in line] == []


def test_a_change_that_is_too_large_is_refused_in_its_own_measure(owner: httpx.Client) -> None:
    href = owner.post("/inbox", json={"url": FERRY}).json()["href"]
    answer = owner.patch(href, content=b" " * 5_000, headers={"content-type": JSON})
    assert (answer.status_code, answer.json()["error"]) == (413, "This is more than 4,000 bytes.")


def test_a_form_shows_its_token_first(box: Letterbox, list_name: str) -> None:
    word = box.token("a bookmarklet", "add", list_name)
    with box.as_() as nobody:
        assert posted(nobody, f"token={word}&url={FERRY}".encode(), FORM).status_code == 202
        assert posted(nobody, f"url={FERRY}&token={word}".encode(), FORM).status_code == 401
        assert posted(nobody, json.dumps({"token": word, "url": FERRY}).encode()).status_code == 401


def test_who_sends_too_slowly_is_let_go(tmp_path: Path) -> None:
    with letterbox(tmp_path, bounds=Bounds(bodies=Bodies(slowest_s=0.2))) as box:
        word = box.token("slow")
        request = head(box, word, f"Content-Type: {JSON}", "Content-Length: 100") + b'{"url": "'
        answer = raw(box.server.port, request)
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_too_much_at_once_is_refused_and_room_is_given_back(tmp_path: Path) -> None:
    with (
        letterbox(tmp_path, bounds=Bounds(bodies=Bodies(most=100_000))) as box,
        box.as_(box.token("phone")) as phone,
    ):
        large = phone.post("/inbox", json={"text": "x" * 200_000})
        assert (refusal(large), large.headers["retry-after"]) == (503, "5")
        for number in range(5):
            assert phone.post("/inbox", json={"text": f"{number}" * 50_000}).status_code == 202


@pytest.mark.parametrize(
    "entry_id",
    [
        "..",
        "%2e%2e",
        "..%2f..%2fcatalog.db",
        "a.b",
        "x" * 5_000,
        "%00",
        "%F0%9F%A6%89",
        "A" * 16,
        "A" * 15 + "%0a",
    ],
)
def test_an_id_that_is_none_is_not_found(owner: httpx.Client, entry_id: str) -> None:
    for part in ("", "/sound", "/cues"):
        assert owner.get(f"/inbox/{entry_id}{part}").status_code == 404
    assert owner.patch(f"/inbox/{entry_id}", json={"heard": True}).status_code == 404


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/inbox", "GET, POST, HEAD, OPTIONS"),
        ("/inbox/events", "GET, HEAD, OPTIONS"),
        ("/inbox/AAAAAAAAAAAAAAAA", "GET, PATCH, DELETE, HEAD, OPTIONS"),
        ("/inbox/AAAAAAAAAAAAAAAA/sound", "GET, HEAD, OPTIONS"),
        ("/inbox/AAAAAAAAAAAAAAAA/retry", "POST, OPTIONS"),
        ("/listen", "GET, HEAD, OPTIONS"),
        ("/listen/session", "GET, POST, DELETE, HEAD, OPTIONS"),
        ("/healthz", "GET, HEAD, OPTIONS"),
    ],
)
def test_another_method_is_refused_with_those_there_are(owner: httpx.Client, path: str, allowed: str) -> None:
    others = {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"} - set(allowed.split(", "))
    for method in others:
        answer = owner.request(method, path)
        assert (answer.status_code, set(answer.headers["allow"].split(", "))) == (
            405,
            set(allowed.split(", ")),
        )


def test_a_page_of_another_site_may_send_and_read_nothing(owner: httpx.Client) -> None:
    there = {"origin": "https://news.example", "sec-fetch-site": "cross-site"}
    preflight = owner.options(
        "/inbox",
        headers={
            **there,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization",
        },
    )
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert preflight.headers["access-control-allow-methods"] == "POST"
    assert preflight.headers["access-control-allow-headers"] == "authorization, content-type"
    sent = owner.post("/inbox", json={"url": FERRY}, headers=there)
    refused = owner.post("/inbox", json={}, headers=there)
    assert (sent.status_code, refused.status_code) == (202, 400)
    for answer in (preflight, sent, refused):
        assert answer.headers.get("access-control-allow-credentials") is None
    assert {sent.headers["access-control-allow-origin"], refused.headers["access-control-allow-origin"]} == {
        "*"
    }
    href = sent.json()["href"]
    for answer in (
        owner.get("/inbox", headers=there),
        owner.get(href, headers=there),
        owner.options(href, headers=there),
    ):
        assert "access-control-allow-origin" not in answer.headers


CHANGES = [
    ("POST", "/inbox", {"url": FERRY}),
    ("PATCH", "/inbox/AAAAAAAAAAAAAAAA", {"heard": True}),
    ("DELETE", "/inbox/AAAAAAAAAAAAAAAA", None),
    ("POST", "/inbox/AAAAAAAAAAAAAAAA/retry", None),
]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1"},
        {"origin": "http://127.0.0.1.evil.example"},
        {},
    ],
    ids=str,
)
def test_a_cookie_changes_nothing_for_a_page_of_another_site(
    box: Letterbox, list_name: str, headers: dict[str, str]
) -> None:
    cookie = {"cookie": f"ting-listen={box.token(f'browser {list_name}', 'all', list_name)}"}
    own = {"origin": box.server.base}
    with box.as_() as browser:
        for method, path, body in CHANGES:
            assert refusal(browser.request(method, path, json=body, headers={**cookie, **headers})) == 401
        assert box.queue.entries(list_name) == []
        for method, path, body in CHANGES:
            answer = browser.request(method, path, json=body, headers={**cookie, **own})
            assert answer.status_code in (202, 404)


@pytest.mark.parametrize("path", ["/inbox", "/listen", "/listen/app.js", "/healthz", "/metrics"])
def test_a_host_that_is_not_served_gets_nothing(loopback: Letterbox, path: str) -> None:
    word = loopback.token(path.replace("/", "-"))
    for host, status in (("evil.example", 421), ("", 421), ("127.0.0.1", 200), ("localhost:99", 200)):
        with loopback.as_(word, host=host) as client:
            assert client.get(path).status_code == status
    long = raw(
        loopback.server.port,
        b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nX-Long: %b\r\n\r\n"
        % (path.encode(), b"x" * 17_000),
    )
    assert long[9:12] in (b"431", b"400")


CHUNKED = "Transfer-Encoding: chunked"
URL = b'{"url": "https://news.example/odd"}'
WHOLE = b"%x\r\n%b\r\n" % (len(URL), URL)


@pytest.mark.parametrize(
    ("lines", "body", "status"),
    [
        (("POST /inbox", CHUNKED), WHOLE + b"0\r\nAuthorization: Bearer x\r\n\r\n", 202),
        (("POST /inbox", CHUNKED), WHOLE.replace(b"\r", b';a="b;c"\r', 1) + b"0\r\n\r\n", 202),
        (("POST /inbox", CHUNKED), b"".join(b"1\r\n%c\r\n" % byte for byte in URL) + b"0\r\n\r\n", 202),
        (("POST /inbox", CHUNKED), b"zz\r\n{}\r\n0\r\n\r\n", 400),
        (("POST /inbox", CHUNKED), b"-1\r\n{}\r\n0\r\n\r\n", 400),
        (("POST /inbox", CHUNKED, "Content-Length: 2"), b"0\r\n\r\n", 400),
        (("POST /inbox", f"Content-Length: {'9' * 30}"), b"", 400),
        (("POST /inbox", "Content-Length: 50000000", "Expect: 100-continue"), b"", 413),
        (("POST /inbox", "X-HTTP-Method-Override: GET", "Content-Length: 2"), b"{}", 400),
        (("POST /inbox", "Content-Encoding: identity, gzip", "Content-Length: 2"), b"{}", 415),
        (("GET /inbox", "Authorization: Bearer x"), b"", 200),
        (("GET /inbox", "Upgrade: h2c", "HTTP2-Settings: AA"), b"", 200),
        (("GET http://127.0.0.1/inbox",), b"", 200),
        (("GET http://user@127.0.0.1/inbox",), b"", 421),
        (("GET /inbox/../.inbox/AAAAAAAAAAAAAAAA.mp3",), b"", 404),
        (("GET /inbox//AAAAAAAAAAAAAAAA",), b"", 404),
        (("GET /inbox?limit=x&limit=1",), b"", 200),
        (("GET /inbox?q=%00%ED%A0%80",), b"", 200),
        (("GET /inbox?before=%00",), b"", 200),
        (("TRACE /inbox",), b"", 405),
        (("OPTIONS *",), b"", 404),
    ],
    ids=str,
)
def test_what_no_client_sends_is_answered(
    box: Letterbox, list_name: str, lines: tuple[str, ...], body: bytes, status: int
) -> None:
    word = box.token(f"odd {list_name}", "all", list_name)
    first, *more = lines
    shown = (f"Host: 127.0.0.1:{box.server.port}", f"Authorization: Bearer {word}", f"Content-Type: {JSON}")
    request = "\r\n".join([f"{first} HTTP/1.1", *shown, *more, "Connection: close", "", ""]).encode() + body
    assert raw(box.server.port, request)[9:12] == b"%d" % status
    assert len(box.queue.entries(list_name)) == (status == httpx.codes.ACCEPTED)


def test_requests_that_come_in_one_piece_are_answered_in_their_order(box: Letterbox, list_name: str) -> None:
    word = box.token("in a hurry", "all", list_name)
    post = head(box, word, f"Content-Type: {JSON}", f"Content-Length: {len(URL)}") + URL
    last = b"GET /inbox HTTP/1.0\r\nHost: 127.0.0.1\r\nAuthorization: Bearer %b\r\n\r\n" % word.encode()
    answers = raw(box.server.port, post * 3 + last).split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"202"] * 3 + [b"200"]
    assert len({answer.rpartition(b"\r\n")[2] for answer in answers[:3]}) == 1
    assert answers[3].count(b'"id"') == 1


def test_where_the_show_is_open_a_token_counts_at_any_host(owner: httpx.Client) -> None:
    assert owner.get("/inbox", headers={"host": "home.example"}).status_code == 200
    assert owner.get(f"/{ROOT}/inbox").status_code == 404


def test_the_log_tells_no_token_and_no_address(box: Letterbox, owner: httpx.Client) -> None:
    owner.get("/listen", params={"url": "https://secret.example/story"})
    owner.post("/inbox", json={"url": "https://secret.example/story"})
    word = owner.headers["authorization"].partition(" ")[2]
    assert not any(word in line or "secret.example" in line for line in box.server.lines)
