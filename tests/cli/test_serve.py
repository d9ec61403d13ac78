"""`ting serve` gives the show to this machine, or to the house by a token."""

import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.feed.readers import by_feedparser
from tests.feed.stories import story
from tests.publication.shelves import fill
from tts.cli.serve import TOKEN_FILE
from tts.inbox.tokens import Tokens

COMMAND = [sys.executable, "-m", "tts.cli", "serve", "--port", "0"]
PATIENCE_S = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("made") / "output"
    fill(output, [story(1)])
    return output


@pytest.fixture
def output(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Path(shutil.copytree(made, tmp_path / "output"))


@contextmanager
def serving(*options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command, and give the address that it prints."""
    pipe = subprocess.PIPE
    with subprocess.Popen([*COMMAND, *options], stdout=pipe, stderr=pipe, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip(), server
        finally:
            if server.poll() is None:
                server.kill()


def interrupted(server: subprocess.Popen[str], number: int = signal.SIGINT) -> str:
    """Press Ctrl-C, or send another signal, and return what was said; it ends well."""
    server.send_signal(number)
    _out, said = server.communicate(timeout=PATIENCE_S)
    assert server.returncode == 0
    assert "Traceback" not in said
    return said


def get(address: str) -> httpx.Response:
    assert httpx.URL(address).host == "127.0.0.1"
    with httpx.Client(trust_env=False) as client:
        return client.get(address)


@pytest.mark.usefixtures("output")
def test_the_address_it_prints_is_that_of_a_feed_whose_sounds_are_there() -> None:
    with serving() as (address, server):
        (entry,) = by_feedparser(get(address).content).entries
        sound = get(entry.enclosures[0]["href"])
        assert len(sound.content) == int(entry.enclosures[0]["length"])
        said = interrupted(server)
    assert "ting serve --host 0.0.0.0" in said
    assert "127.0.0.1 GET /feed.xml 200" in said


def test_the_house_needs_a_token_which_stays_the_same(output: Path) -> None:
    tokens = []
    for _time in range(2):
        with serving("--host", "0.0.0.0") as (address, server):  # noqa: S104 - what is tested
            url = httpx.URL(address)
            tokens.append(url.path.split("/")[1])
            here = f"http://127.0.0.1:{url.port}"
            assert get(f"{here}/feed.xml").status_code == 404
            assert get(f"{here}{url.path}").status_code == 200
            assert tokens[-1] not in interrupted(server)
    assert tokens[0] == tokens[1] == (output / TOKEN_FILE).read_text(encoding="ascii").strip()
    assert (output / TOKEN_FILE).stat().st_mode & 0o077 == 0


def test_what_is_sent_is_kept_as_soon_as_a_device_has_a_token(output: Path) -> None:
    with serving() as (address, server):
        here = address.removesuffix("/feed.xml")
        assert get(f"{here}/listen").status_code == 200
        with Tokens.open(output) as tokens:
            shown = {"authorization": f"Bearer {tokens.add('phone', 'all')}"}
        with httpx.Client(trust_env=False, headers=shown) as phone:
            sent = phone.post(f"{here}/inbox", json={"url": "https://news.example/1"})
            assert sent.status_code == 202
            private = phone.post(f"{here}/inbox", json={"url": "http://10.0.0.1/"})
            assert private.status_code == 422
            assert phone.get(f"{here}/readyz").status_code == 200
        said = interrupted(server)
    assert f"To hear later: {here}/listen" in said
    assert "ting token add phone --may all" in said
    with serving() as (address, server):
        assert "ting token add" not in interrupted(server)


@pytest.mark.usefixtures("output")
def test_a_token_of_ones_own_is_taken() -> None:
    with serving("--token", "my-own-word") as (address, server):
        assert address.endswith("/my-own-word/feed.xml")
        assert get(address).status_code == 200
        interrupted(server)


def test_in_an_empty_folder_the_first_episode_is_waited_for_and_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with serving("--out", "none") as (address, server):
        early = get(address)
        assert (early.status_code, early.headers["retry-after"]) == (503, "60")
        assert get(address.removesuffix("feed.xml")).status_code == 503
        assert get(address.replace("feed.xml", "feeds/other.xml")).status_code == 404
        fill(Path("none"), [story(1)])
        for path in Path("none").rglob("*.xml"):
            path.unlink()  # as ting read leaves it
        (entry,) = by_feedparser(get(address).content).entries
        assert len(get(entry.enclosures[0]["href"]).content) == int(entry.enclosures[0]["length"])
        assert get(address.removesuffix("feed.xml")).status_code == 200
        said = interrupted(server)
    assert "There is no feed in none yet" in said
    assert "waiting for the first episode" in said


def test_episodes_without_a_feed_have_one_when_they_are_served(output: Path) -> None:
    (output / "feed.xml").unlink()
    with serving() as (address, server):
        assert len(by_feedparser(get(address).content).entries) == 1
        assert "waiting" not in interrupted(server)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said_and_the_rest_served(output: Path) -> None:
    (output / "feed.xml").unlink()
    output.chmod(0o500)
    try:
        with serving() as (address, server):
            assert get(address).status_code == 503
            assert "cannot be" in interrupted(server)
    finally:
        output.chmod(0o700)


@pytest.mark.usefixtures("output")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_idle_half_asked_and_unread_connections_do_not_keep_it_from_ending_well(number: int) -> None:
    with serving() as (address, server), ExitStack() as held:
        port = httpx.URL(address).port or 0
        (entry,) = by_feedparser(get(address).content).entries
        path = httpx.URL(entry.enclosures[0]["href"]).path
        for asked in (b"", b"GET / HTTP/1.1\r\n", f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()):
            held.enter_context(socket.create_connection(("127.0.0.1", port))).sendall(asked)
        get(address)
        began = time.monotonic()
        said = interrupted(server, number)
        assert time.monotonic() - began < PATIENCE_S / 2
    assert "Exception" not in said


def refused(*options: str) -> str:
    ended = subprocess.run([*COMMAND, *options], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    return ended.stderr


def test_what_cannot_be_served_is_one_sentence(output: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert "Take a free one with --port 0" in refused("--port", str(other.getsockname()[1]))
    assert "cannot be listened at" in refused("--host", "192.0.2.1")
    assert "is a file" in refused("--out", str(output / "feed.xml"))
    assert "8 to 128 letters" in refused("--token", "a/b")


@pytest.mark.usefixtures("output")
def test_on_a_terminal_the_house_sees_a_code_for_the_phones_camera() -> None:
    ours, theirs = pty.openpty()
    shown = b""
    try:
        command: Sequence[str] = [*COMMAND, "--host", "0.0.0.0"]  # noqa: S104 - what is tested
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as server:
            os.close(theirs)
            while b"Ctrl-C" not in shown:
                shown += os.read(ours, 65_536)
            server.send_signal(signal.SIGINT)
            server.wait(PATIENCE_S)
    finally:
        os.close(ours)
    assert shown.decode().count("█") > 40
    assert "camera: http://" in shown.decode()
