"""An episode's page and the front page in three engines: they play, follow, find and show what is written."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.site import invented
from tests.site.browser import absent, serving
from tests.site.conftest import SUB_PATH, Site, publish
from tests.site.engines import ENGINES, Window, until
from tests.site.sight import numbers
from tts.model.episode import Episode

pytestmark = pytest.mark.slow

FIGURES = (
    "利率3.50%，年增-1.2%至+2.8%，殖利率4.125%，營收18億5,000萬元，"
    "上午10:30會議在2026/11/29，機率1/2或68.4%。"
)
NUMBERS = ["3.50%", "-1.2%", "+2.8%", "4.125%", "18", "5,000", "10:30", "2026/11/29", "1/2", "68.4%"]
LOOSE = "氣溫-5℃～10℃，時速120 km/h，解析度1920×1080，比數101-99，共" + "1234567890" * 6 + "元。"
"""One space in a line that ends early."""
TITLE = "營收18億5,000萬元 年減-1.2%"
SENTENCE_MS = 700
FULL = 4
"""Which sentence is full of figures."""
LIT_IN_TIME = """
  document.querySelectorAll("[aria-current]").length === 1 && Number(lit?.dataset.start) >= {least}
    && a.currentTime * 1000 >= Number(lit.dataset.start) - 5
    && a.currentTime * 1000 < Number(lit.dataset.start) + {length}
"""
FRAME = '<!doctype html><iframe width="320" height="20000"></iframe>'
"""A window of 320 pixels, so high that it has no scroll bar."""
NARROW = """
  const frame = document.querySelector("iframe");
  frame.src = "URL";
  return new Promise((done) => {
    frame.onload = () => {
      const root = frame.contentDocument.documentElement;
      const fits = root.scrollWidth;
      frame.contentDocument.querySelector("h1").style.minWidth = "400px";
      done([root.clientWidth, fits, root.scrollWidth]);
    };
  });
"""
"""How wide a page is there, and then with one wide line."""
SPACE = """
  const walker = document.createTreeWalker(document.querySelector('SELECTOR'), NodeFilter.SHOW_TEXT);
  while (!walker.currentNode.data?.includes(" ")) walker.nextNode();
  const range = new Range();
  const at = walker.currentNode.data.indexOf(" ");
  range.setStart(walker.currentNode, at);
  range.setEnd(walker.currentNode, at + 1);
  return [range.getBoundingClientRect().width, parseFloat(getComputedStyle(document.body).fontSize)];
"""
"""How wide a sentence's first space is, and how wide a letter."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the site of one episode, with figures in its title and in a sentence."""
    folder = tmp_path_factory.mktemp("engines")
    story = invented.episode("2026-01-09-story-00000001", TITLE, sentence_ms=SENTENCE_MS)
    texts = {FULL: FIGURES, FULL + 3: LOOSE}
    cues = (replace(cue, text=texts.get(at, cue.text)) for at, cue in enumerate(story.cues))
    story = replace(story, cues=tuple(cues))
    invented.record_silence(folder, story)
    publish(folder, {"story": story}, show_text=True)
    (folder / "frame.html").write_text(FRAME, encoding="utf-8")
    with serving(folder, SUB_PATH) as address:
        yield Site(folder, address, {"story": story})


@pytest.fixture(scope="module", params=[(name, False) for name in ENGINES], ids=list(ENGINES))
def window(request: pytest.FixtureRequest) -> Iterator[Window]:
    """Run each engine, one at a time; without it the test is skipped, except in CI."""
    name, dark = request.param
    engine = ENGINES[name]
    if None in engine.programs:
        absent(f"{name} is not installed: tests/install-judges")
    with engine.run(dark=dark) as running:
        yield running


@pytest.fixture
def page(window: Window, told: Site) -> Window:
    """Open the episode's page as one who was never there, and mute it: machines for tests have no sound."""
    window.open(f"{told.address}/index.html")
    window.run("localStorage.clear()")
    window.open(told.url("story"))
    window.press("m")
    until(window, "a.muted")
    return window


def cue_selector(episode: Episode, at: int) -> str:
    return f'#text [data-start="{episode.cues[at].start_ms}"]'


def test_it_plays_and_the_sentence_lit_is_the_one_of_the_time(page: Window) -> None:
    page.click(".toggle")
    until(page, "!a.paused && a.currentTime > 0")
    for at in (1, 2):
        until(page, LIT_IN_TIME.format(least=at * SENTENCE_MS, length=SENTENCE_MS))
    assert page.run("return document.querySelector('audio').error") is None
    page.click(".toggle")
    until(page, "a.paused")


def test_the_keys_play_jump_and_go_from_sentence_to_sentence(page: Window, told: Site) -> None:
    episode = told.episodes["story"]
    page.press(" ")
    until(page, "!a.paused && a.currentTime > 0")
    page.press("k")
    until(page, "a.paused")
    page.press("ArrowRight")
    until(page, "a.currentTime > 15")
    page.press("j")
    until(page, "a.currentTime < 2")
    page.press("n")
    until(page, f"a.currentTime === {episode.chapters[1].start_ms / 1000}")
    page.press(".")
    until(page, f"lit?.textContent === {episode.cues[4].text!r}")
    page.press("]")
    until(page, "a.playbackRate === 1.25")


def test_a_sentence_that_is_clicked_is_heard(page: Window, told: Site) -> None:
    cue = told.episodes["story"].cues[30]
    page.click(cue_selector(told.episodes["story"], 30))
    there = f"a.currentTime >= {cue.start_ms / 1000} && Number(lit?.dataset.start) >= {cue.start_ms}"
    until(page, f"!a.paused && {there} && a.currentTime < {cue.start_ms / 1000 + 20}")


def test_what_is_searched_is_found_at_its_moment(window: Window, told: Site) -> None:
    window.open(f"{told.address}/index.html")
    window.press("/")
    window.type("殖利率4.125%")
    until(window, "document.querySelectorAll('.hits li').length === 1")
    assert window.run("return document.querySelector('.hits mark').textContent") == "殖利率4.125%"
    window.open(window.run("return document.querySelector('.hits a').href"))
    until(window, f"lit?.textContent === {FIGURES!r}")


def test_at_320_pixels_nothing_scrolls_sideways(window: Window, told: Site) -> None:
    for url in (told.url("story"), f"{told.address}/index.html"):
        window.open(f"{told.address}/frame.html")
        assert window.run(NARROW.replace("URL", url)) == [320, 320, pytest.approx(420, abs=30)]


def test_no_line_is_filled_by_widening_one_space(window: Window, told: Site) -> None:
    window.open(told.url("story"))
    width, letter = window.run(SPACE.replace("SELECTOR", cue_selector(told.episodes["story"], FULL + 3)))
    assert 0 < width < 1.5 * letter


def assert_digits_seen(window: Window, told: Site) -> None:
    window.open(told.url("story"))
    for percent in (100, 200):
        window.run(f"document.documentElement.style.fontSize = '{percent * 1.125}%'")
        for selector, written in (
            (cue_selector(told.episodes["story"], FULL), NUMBERS),
            ("h1", ["18", "5,000", "-1.2%"]),
        ):
            assert numbers(window, selector) == (written, written), percent


def test_the_digits_seen_are_the_digits_written(window: Window, told: Site) -> None:
    assert_digits_seen(window, told)


def test_digits_that_cover_each_other_are_seen(window: Window, told: Site) -> None:
    window.open(told.url("story"))
    window.run("document.documentElement.style.letterSpacing = '-.35em'")
    written, seen = numbers(window, cue_selector(told.episodes["story"], FULL))
    assert written == NUMBERS
    assert seen != written


@pytest.mark.parametrize("window", [(name, True) for name in ENGINES], indirect=True, ids=list(ENGINES))
def test_by_night_the_digits_seen_are_the_digits_written(window: Window, told: Site) -> None:
    assert window.run("return matchMedia('(prefers-color-scheme: dark)').matches")
    assert_digits_seen(window, told)
