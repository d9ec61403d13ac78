"""A site as it is published, of spoken and of invented episodes, in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, ViewportSize

from tests.site import invented
from tests.site.browser import PATIENCE_MS, absent, chromium, open_browser, serving
from tts.catalog.card import card_of
from tts.feed.addresses import page_path
from tts.model.episode import Episode
from tts.model.settings import Settings, ShowSettings
from tts.site import write_site

PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
ROOT = Path(__file__).parents[2]
ARTEFACTS = ROOT / "tests" / "artefacts"
SUB_PATH = "/~reader/podcast"
HOSTILE = "標題</script><script>alert(1)</script>&lt;'\"" + "長" * 470
WORDED_TITLE = "「😀 <i>新法</i>」漲30%。 & ５％"


@dataclass(frozen=True, slots=True)
class Site:
    """Where a site stands on disk, where it is served, and its episodes by name."""

    folder: Path
    address: str
    episodes: dict[str, Episode]

    def url(self, name: str) -> str:
        """Return the served address of an episode's page."""
        return f"{self.address}/{page_path(self.episodes[name])}"

    def file(self, name: str) -> str:
        """Return the address of an episode's page on disk."""
        return (self.folder / page_path(self.episodes[name])).as_uri()


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Episode]:
    """Let espeak read the page of seeds/, and return the output folder and the episode."""
    folder = tmp_path_factory.mktemp("spoken")
    return folder, invented.speak_seed(folder)


@pytest.fixture(scope="session")
def shelf_of_all(spoken: tuple[Path, Episode]) -> tuple[Path, dict[str, Episode]]:
    """Put beside the spoken episode invented ones: usual, quick, without words, with many, hostile."""
    folder, first = spoken
    story = invented.episode("2026-01-09-story-00000001", series="世界日報")
    episodes = {
        "story": story,
        "quick": invented.episode("2026-01-09-quick-00000002", sentences=60, sentence_ms=300),
        "hour": invented.episode("2026-01-08-hour-00000003", sentences=1000, sentence_ms=3600),
        "wordless": invented.episode("2026-01-08-wordless-00000004", sentences=0),
        "endless": invented.episode("2026-01-08-endless-00000005", sentences=10_000, sentence_ms=300),
        "hostile": invented.episode("2025-12-31-hostile-00000006", title=HOSTILE),
        "worded": invented.worded(invented.episode("2025-12-31-worded-00000009", WORDED_TITLE)),
        "digest": invented.digest([story, invented.episode("2026-01-09-other-00000007", "另一則 新聞")]),
    }
    for episode in episodes.values():
        invented.record_silence(folder, episode)
    return folder, {**episodes, "spoken": first}


def publish(folder: Path, episodes: dict[str, Episode], *, show_text: bool) -> None:
    """Write the site of these episodes."""
    settings = Settings(show=ShowSettings(output=folder))
    write_site(folder, settings, list(map(card_of, episodes.values())), show_text=show_text)


@pytest.fixture(scope="session")
def site(shelf_of_all: tuple[Path, dict[str, Episode]]) -> Iterator[Site]:
    """Serve the site with its text, below a path."""
    folder, episodes = shelf_of_all
    publish(folder, episodes, show_text=True)
    with serving(folder, SUB_PATH) as address:
        yield Site(folder, address, episodes)


@pytest.fixture(scope="session")
def wordless_site(
    shelf_of_all: tuple[Path, dict[str, Episode]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Serve the site as it is published by default: without its articles' text."""
    _folder, episodes = shelf_of_all
    folder = tmp_path_factory.mktemp("wordless")
    chosen = {name: episodes[name] for name in ("story", "digest")}
    for episode in chosen.values():
        invented.record_silence(folder, episode)
    publish(folder, chosen, show_text=False)
    with serving(folder, SUB_PATH) as address:
        yield Site(folder, address, chosen)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run a browser; without Chromium the test is skipped, except in CI.

    It lives no longer than a module: while it does, no other test could run an event loop.
    """
    if chromium() is None:
        absent("chromium is not installed")
    with open_browser() as running:
        yield running


@dataclass  # without slots: Playwright keeps notes on whoever listens
class Watch:
    """What a page did that it must not do: complain, or ask another machine."""

    complaints: list[str] = field(default_factory=list)

    def on_console(self, message: ConsoleMessage) -> None:
        """Note a complaint; that a missing file is missing is the browser's to say."""
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def on_request(self, request: Request) -> None:
        """Note a request to any other machine."""
        if not request.url.startswith(("http://127.0.0.1:", "file:///", "data:")):
            self.complaints.append(f"asked for {request.url}")

    def on_page(self, page: Page) -> None:
        """Listen to a page from its beginning."""
        page.on("console", self.on_console)
        page.on("request", self.on_request)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a page as a new reader; at the end nothing must have been complained of."""
    watch = Watch()
    with ExitStack() as stack:

        def open_page(url: str, before: str = "", **manner: Any) -> Page:  # noqa: ANN401 (Playwright's own)
            context = stack.enter_context(browser.new_context(**manner))
            context.on("page", watch.on_page)
            context.set_default_timeout(PATIENCE_MS)
            if before:
                context.add_init_script(before)
            page = context.new_page()
            page.goto(url)
            return page

        yield open_page
    assert watch.complaints == []


@pytest.fixture(scope="session")
def axe() -> str:
    """Return axe-core's source; without it the test is skipped, except in CI."""
    path = ROOT / "tests" / "judges" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        absent("axe-core is not installed: tests/install-judges")
    return path.read_text(encoding="utf-8")
