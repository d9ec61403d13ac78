"""A real browser that reaches this machine alone, and a server of files with byte ranges."""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

PATIENCE_MS = 60_000
"""What is waited for comes sooner; where it does not, on a busy machine, nothing is wrong yet."""
CONTROL = """() => Array.from({ length: 9 }, () => {
  const begun = performance.now();
  const words = Array.from({ length: 20_000 }, (_, number) => `${number}:${number * number}`);
  new Set(words.map((word) => word.split(":")[1])).size;
  return performance.now() - begun;
}).sort((a, b) => a - b)[4]"""
CONTROL_MS = 8
"""What the control takes in Chromium on the machine that times were measured on (tests/pace.py)."""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
)


def absent(message: str) -> NoReturn:
    """Skip a test whose program is not installed, except in CI: there it fails."""
    if "CI" in os.environ:
        pytest.fail(message)
    pytest.skip(message)


def chromium() -> str | None:
    """Return the system's Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Run the system's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(FLAGS), timeout=PATIENCE_MS
        )
        expect.set_options(timeout=PATIENCE_MS)
        try:
            yield browser
        finally:
            browser.close()


def slowness(page: Page) -> float:
    """Return how many times slower a page's script is now than on that machine, 1 at least."""
    return max(1.0, float(page.evaluate(CONTROL)) / CONTROL_MS)


@contextmanager
def serving(folder: Path, mount: str) -> Iterator[str]:
    """Serve a folder's files below a path; give the address they are at."""
    app = Starlette(routes=[Mount(mount, StaticFiles(directory=folder))])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}{mount}"
        finally:
            server.should_exit = True
            thread.join()
