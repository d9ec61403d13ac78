"""The page is the same for all; its session is a cookie, for this server's own page alone."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.server.letterbox import FERRY, Letterbox
from tts.server.receipt import OTHERWISE, REFUSED, SAID
from tts.server.shell import FOLDER, STYLE

OWN = {"sec-fetch-site": "same-origin"}
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
}
FILES = {path.name: path for path in (*FOLDER.iterdir(), STYLE) if path.suffix in TYPES}


@pytest.fixture
def nobody(box: Letterbox) -> Iterator[httpx.Client]:
    with box.as_() as client:
        yield client


def test_the_page_is_there_for_everybody_with_a_strict_policy(nobody: httpx.Client) -> None:
    for path in ("/listen", "/listen?url=https://news.example/a&title=<script>&text=x"):
        page = nobody.get(path)
        assert page.status_code == 200
        assert page.headers["content-type"] == "text/html; charset=utf-8"
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; ")
        assert "unsafe" not in policy
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.content == (FOLDER / "listen.html").read_bytes()
    assert nobody.get("/listen", headers={"if-none-match": page.headers["etag"]}).status_code == 304
    assert nobody.get("/listen/?url=x").headers["location"] == "/listen?url=x"


@pytest.mark.parametrize("name", FILES)
def test_its_files_are_what_they_say(nobody: httpx.Client, name: str) -> None:
    answer = nobody.get(f"/listen/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[FILES[name].suffix])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert 0 < len(answer.content) <= FILES[name].stat().st_size
    assert answer.headers.get("service-worker-allowed") == ("/listen" if name == "worker.js" else None)


@pytest.mark.parametrize(
    "name", ["listen.html", "none.js", ".hidden", "..%2fshell.py", "../shell.py", "app.js%00"]
)
def test_nothing_else_is_there(nobody: httpx.Client, name: str) -> None:
    assert nobody.get(f"/listen/{name}").status_code == 404


@pytest.mark.parametrize("written", ["json", "data"])
def test_a_session_is_a_cookie_that_no_script_reads(box: Letterbox, written: str) -> None:
    word = box.token(f"session {written}", "read", f"session {written}")
    with box.as_() as browser:
        begun = browser.request("POST", "/listen/session", headers=OWN, **{written: {"token": word}})  # type: ignore[arg-type]
        assert begun.json() == {"name": f"session {written}", "may": "read", "list": f"session {written}"}
        cookie = begun.headers["set-cookie"].lower()
        assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "secure" not in cookie
        assert browser.get("/inbox", headers=OWN).status_code == 200
        assert browser.get("/listen/session").json() == begun.json()
        assert browser.get("/inbox", headers={"sec-fetch-site": "cross-site"}).status_code == 401
        ended = browser.delete("/listen/session", headers=OWN)
        assert ended.status_code == 204
        assert browser.get("/inbox", headers=OWN).status_code == 401


def test_behind_a_certificate_the_cookie_stays_there(box: Letterbox) -> None:
    word = box.token("behind a proxy")
    with box.as_() as browser:
        headers = {**OWN, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.7"}
        begun = browser.post("/listen/session", json={"token": word}, headers=headers)
    assert "; secure" in begun.headers["set-cookie"].lower()


def test_a_form_without_a_script_begins_one_too(box: Letterbox) -> None:
    word = box.token("no script")
    with box.as_() as browser:
        begun = browser.post("/listen/session", data={"token": word}, headers={**OWN, **BROWSER})
    assert (begun.status_code, begun.headers["location"]) == (303, "/listen")


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_nobody_else_says_whose_list_a_browser_shows(
    box: Letterbox, list_name: str, headers: dict[str, str]
) -> None:
    word = box.token(f"theirs {list_name}")
    with box.as_() as browser:
        assert browser.post("/listen/session", json={"token": word}, headers=headers).status_code == 403
        assert browser.delete("/listen/session", headers=headers).status_code == 403
        assert not browser.cookies


def test_a_session_without_a_right_token_does_not_begin(nobody: httpx.Client) -> None:
    for body in ({"token": "wrong"}, {"token": ""}, {}, {"token": None}):
        answer = nobody.post("/listen/session", json=body, headers=OWN)
        assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
    assert nobody.post("/listen/session", json={"token": "x" * 3_000}, headers=OWN).status_code == 413


def test_who_sends_a_form_from_a_browser_reads_what_became_of_it(box: Letterbox, list_name: str) -> None:
    fields = {"token": box.token(f"mark {list_name}", "add", list_name), "url": FERRY, "title": "<b>渡口</b>"}
    with box.as_(**BROWSER) as browser:
        kept = browser.post("/inbox", data=fields)
        assert kept.status_code == 202
        assert SAID["waiting"] in kept.text
        assert "&lt;b&gt;渡口&lt;/b&gt;" in kept.text
        assert '<a href="/listen">' in kept.text
        assert 'lang="zh-Hant"' in kept.text
        assert "default-src 'none'" in kept.headers["content-security-policy"]
        assert kept.headers["cache-control"] == "no-store"
        for changed, status in (
            ({"token": "no"}, 401),
            ({"url": "http://10.0.0.1/"}, 422),
            ({"url": ""}, 400),
        ):
            refused = browser.post("/inbox", data={**fields, **changed})
            assert refused.status_code == status
            assert REFUSED.get(status, OTHERWISE) in refused.text
            assert re.search("<h1>沒有收下", refused.text)
    assert len(box.queue.entries(list_name)) == 1
