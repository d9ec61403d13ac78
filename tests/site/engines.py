"""Three engines of browsers, and the one way in which the tests use each."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

from playwright.sync_api import Page

from tests.site.browser import chromium, open_browser
from tests.site.webdriver import firefox, firefox_program, webkit

LIMIT_MS = 25_000
"""A driver gives a script up after 30 seconds (https://www.w3.org/TR/webdriver2/#timeouts)."""


class Window(Protocol):
    """A browser's window. Scripts are bodies of functions; they return JSON, or promise it."""

    def open(self, url: str) -> None:
        """Go to an address, and wait until the page is there."""

    def run(self, script: str) -> Any:  # noqa: ANN401 (any JSON)
        """Return what the script returns, or promises, in the page."""

    def press(self, key: str) -> None:
        """Press a key by its name, as scripts know it."""

    def type(self, text: str) -> None:
        """Enter these characters where the focus is."""

    def click(self, selector: str) -> None:
        """Click into the first such element, where it can be seen."""

    def picture(self) -> bytes:
        """Return what is seen of the page, as a PNG."""


@dataclass(frozen=True, slots=True)
class Tab:
    """Playwright's page as such a window."""

    page: Page

    def open(self, url: str) -> None:
        """Go to an address, and wait until the page is there."""
        self.page.goto(url)

    def run(self, script: str) -> Any:  # noqa: ANN401 (any JSON)
        """Return what the script returns, or promises, in the page."""
        return self.page.evaluate(f"() => {{ {script} }}")

    def press(self, key: str) -> None:
        """Press a key by its name, as scripts know it."""
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Enter these characters where the focus is."""
        self.page.keyboard.type(text)

    def click(self, selector: str) -> None:
        """Click into the first such element, where it can be seen."""
        self.page.locator(selector).first.click()

    def picture(self) -> bytes:
        """Return what is seen of the page, as a PNG."""
        return self.page.screenshot()


@contextmanager
def chromium_tab(*, dark: bool) -> Iterator[Tab]:
    """Run the system's Chromium without a window."""
    with open_browser() as browser:
        yield Tab(browser.new_page(color_scheme="dark" if dark else "light"))


@dataclass(frozen=True, slots=True)
class Engine:
    """How an engine is run, by day or by night, and the programs that it takes: none where one is missing."""

    run: Callable[..., AbstractContextManager[Window]]
    programs: tuple[str | None, ...]


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {
        "chromium": Engine(chromium_tab, (chromium(),)),
        "firefox": Engine(firefox, (firefox_program(),)),
        "webkitgtk": Engine(webkit, (shutil.which("WebKitWebDriver"), shutil.which("Xvfb"))),
    }
)


def until(window: Window, condition: str) -> None:
    """Wait until this holds of the page, whose sound is `a` and whose lit sentence is `lit`."""
    window.run(
        f"""const end = performance.now() + {LIMIT_MS};
        return new Promise((done, failed) => {{
          (function look() {{
            const a = document.querySelector("audio");
            const lit = document.querySelector('[aria-current="true"]');
            if ({condition}) done();
            else if (performance.now() > end) failed(new Error({condition!r} + " never held"));
            else setTimeout(look, 10);
          }})();
        }});"""
    )
