"""Firefox and WebKitGTK, driven by WebDriver's commands (https://www.w3.org/TR/webdriver2/).

WebKitGTK's driver takes them over HTTP. Firefox has no driver of its own in many systems, but takes the same
ones itself, over a socket (https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html).
"""

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import httpx

Command = Callable[[str, Mapping[str, Any]], Any]
"""Takes a command by the end of its path in the specification, and its parameters; returns its value."""

KEYS = {"ArrowRight": "\ue014"}
NAMES = {
    "": "WebDriver:NewSession",
    "actions": "WebDriver:PerformActions",
    "addon/install": "Addon:Install",
    "context": "Marionette:SetContext",
    "execute/sync": "WebDriver:ExecuteScript",
    "screenshot": "WebDriver:TakeScreenshot",
    "url": "WebDriver:Navigate",
}
"""What Firefox calls the commands."""

QUIET = {"marionette.port": 0, "network.dns.disabled": True, "remote.log.level": "Info"}
PATIENCE_S = 60
"""The longest that a browser may take for a command, on a machine where others are at work."""


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's window."""

    command: Command

    def open(self, url: str) -> None:
        """Go to an address, and wait until the page is there."""
        self.command("url", {"url": url})

    def run(self, script: str) -> Any:  # noqa: ANN401 (any JSON)
        """Return what the body of a function returns, or promises, in the page."""
        return self.command("execute/sync", {"script": script, "args": []})

    def type(self, text: str) -> None:
        """Press the keys of these characters one after another."""
        for character in text:
            self.press(character)

    def press(self, key: str) -> None:
        """Press a key by its name, as scripts know it."""
        strokes = [{"type": kind, "value": KEYS.get(key, key)} for kind in ("keyDown", "keyUp")]
        self.command("actions", {"actions": [{"type": "key", "id": "keys", "actions": strokes}]})

    def click(self, selector: str) -> None:
        """Click into the middle of the first such element, where it can be seen."""
        where = self.run(
            f"const e = document.querySelector({json.dumps(selector)});"
            "e.scrollIntoView({ block: 'center', behavior: 'instant' }); return e;"
        )
        moves = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": where},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.command("actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": moves}]})

    def picture(self) -> bytes:
        """Return what is seen of the page, as a PNG."""
        return base64.b64decode(self.command("screenshot", {"full": False}))


@contextmanager
def webkit(*, dark: bool) -> Iterator[Session]:
    """Run WebKitGTK's browser on a screen that no one sees."""
    theme = "Adwaita:dark" if dark else "Adwaita"
    with running("Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp") as screen:
        display = {"DISPLAY": f":{_told(screen, '')}", "GTK_THEME": theme, "GDK_BACKEND": "x11"}
        port = str(_free_port())
        with running("WebKitWebDriver", f"--port={port}", **display), _http(port) as client:
            yield from _webkit_session(client)


def _webkit_session(client: httpx.Client) -> Iterator[Session]:
    session = _value(client.post("/session", json={"capabilities": {}}))
    path = f"/session/{session['sessionId']}"

    def command(name: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 (any JSON)
        if name == "screenshot":
            return _value(client.get(f"{path}/{name}"))
        return _value(client.post(f"{path}/{name}", json=parameters))

    try:
        yield Session(command)
    finally:
        client.delete(path)


def _http(port: str) -> httpx.Client:
    """Return a client that asks again while the driver does not listen yet."""
    transport = httpx.HTTPTransport(retries=8)
    return httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_S, transport=transport)


def _value(answer: httpx.Response) -> Any:  # noqa: ANN401 (any JSON)
    value = answer.json()["value"]
    assert answer.is_success, value
    return value


def firefox_program() -> str | None:
    """Return the system's Firefox, if there is one."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


@contextmanager
def firefox(*more: str, dark: bool = False) -> Iterator[Session]:
    """Run the system's Firefox without a window, as a new user, with more options."""
    preferences = {**QUIET, "layout.css.prefers-color-scheme.content-override": 0 if dark else 1}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in preferences.items()
        )
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        options = ("--marionette", "--headless", "--no-remote", "--profile", profile, *more)
        with running(firefox_program() or "firefox", *options, HOME=profile) as process:
            port = int(_told(process, "Listening on port "))
            with (
                socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as wire,
                wire.makefile("rb") as answers,
            ):
                command = _marionette(wire, answers)
                command("", {})
                yield Session(command)


def _marionette(wire: socket.socket, answers: BinaryIO) -> Command:
    """Return what sends commands as numbered lists of JSON, each after its length and a colon."""
    numbers = count()

    def receive() -> Any:  # noqa: ANN401 (any JSON)
        length = b"".join(iter(lambda: answers.read(1), b":"))
        return json.loads(answers.read(int(length)))

    def command(name: str, parameters: Mapping[str, Any]) -> Any:  # noqa: ANN401 (any JSON)
        sent = json.dumps([0, next(numbers), NAMES[name], parameters]).encode()
        wire.sendall(b"%d:%b" % (len(sent), sent))
        _answer, _number, error, result = receive()
        assert error is None, error
        return result.get("value")

    receive()  # its greeting
    return command


@contextmanager
def running(*command: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program until the end, and give what it says to be read."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def _told(process: subprocess.Popen[str], before: str) -> str:
    """Return the rest of the first line in which these words stand."""
    assert process.stdout is not None
    said = next(line for line in process.stdout if before in line)
    return said[said.index(before) + len(before) :].strip()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
