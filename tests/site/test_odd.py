"""What no editor would print, and some page has: shown whole, within its box, and never as markup."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.site import invented
from tests.site.browser import serving
from tests.site.conftest import SUB_PATH, Site, Visit
from tests.site.reader import play, seek
from tests.site.test_reading import violations
from tts.catalog.card import card_of
from tts.model.episode import Cue, Episode, Persona
from tts.model.settings import Settings, ShowSettings
from tts.site import write_site

pytestmark = pytest.mark.slow

SMALLEST = 320
SHOW = "明河 & <b>朋友</b>的聽新聞"
ARABIC = "أسعار الفائدة: ارتفاع 3.50% في السوق."
HEBREW = "בנק ישראל: הריבית 4.25% (ללא שינוי)"
MARKUP = "<img src=x onerror=alert(1)>&amp;{{ 7*7 }}${7*7}</h1><script>alert(2)</script>"
TITLES = {
    "letter": "光",
    "han": "長" * 200,
    "latin": "W" * 200,
    "numbers": "12345.67%" * 22,
    "emoji": "😀🎉👨‍👩‍👧🇹🇼👍🏽❤️",
    "arabic": ARABIC,
    "hebrew": HEBREW,
    "markup": MARKUP,
    "ampersands": "& ＆ && 甲&",
    "stacked": "Z" + "\u0351\u0306\u0330" * 20 + "新聞",
}
FROM_THE_RIGHT = {"arabic", "hebrew"}

OUTSIDE = """() => [...document.querySelectorAll('body *:not(.skip, svg, svg *, .ticks *)')]
  .filter((element) => {
    const { width, left, right } = element.getBoundingClientRect();
    return width && (left < 0 || right > innerWidth + 0.5);
  })
  .map((element) => element.outerHTML.slice(0, 80))"""
CUT = """() => [...document.querySelectorAll('h1, .head p, .chapters a, .beside a, .colophon p, #text > *')]
  .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 24)
  .map((element) => element.outerHTML.slice(0, 80))"""


def odd(number: int, title: str) -> Episode:
    """Return a story of this title, in which all else is as odd."""
    usual = invented.episode(f"2026-01-09-odd-{number:08}", title, sentences=12, series="系列" * 100)
    return replace(
        usual,
        cues=tuple(map(_odd_cue, usual.cues)),
        chapters=tuple(replace(chapter, title=title) for chapter in usual.chapters),
        narrators=(Persona(usual.voice, "名" * 200),),
        articles=(replace(usual.articles[0], byline="記者／攝影／報導", publisher="社" * 200),),
    )


def _odd_cue(cue: Cue) -> Cue:
    texts = {"byline": "記者／攝影／報導", "body": f"{cue.text}{ARABIC}{MARKUP}"}
    return replace(cue, text=texts.get(cue.kind, cue.text))


@pytest.fixture(scope="module")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve an odd show: an episode of each title, one that an unknown voice reads, and their digest."""
    folder = tmp_path_factory.mktemp("odd")
    episodes = {name: odd(number, title) for number, (name, title) in enumerate(TITLES.items())}
    nobody = replace(episodes["letter"], slug="2026-01-09-odd-00000099", voice="", narrators=())
    told = {**episodes, "nobody": nobody, "digest": invented.digest(list(episodes.values()))}
    for episode in told.values():
        invented.record_silence(folder, episode)
    settings = Settings(show=ShowSettings(output=folder, title=SHOW, description="說明" * 100))
    write_site(folder, settings, list(map(card_of, told.values())), show_text=True)
    with serving(folder, SUB_PATH) as address:
        yield Site(folder, address, told)


@pytest.mark.parametrize("name", TITLES)
def test_an_odd_title_is_shown_whole_and_within_the_smallest_telephone(
    odd_site: Site, visit: Visit, name: str
) -> None:
    page = visit(odd_site.url(name), viewport={"width": SMALLEST, "height": 568})
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    page.locator("summary").click()
    assert page.locator("h1").text_content() == TITLES[name]
    assert page.title() == f"{TITLES[name]}｜{SHOW}"
    assert set(page.locator(".chapters li bdi").all_text_contents()) == {TITLES[name]}
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(CUT) == []
    assert page.locator("img, h1 script, .text script, .head b").count() == 0
    assert MARKUP in str(page.locator("#text").text_content())


@pytest.mark.parametrize("name", TITLES)
def test_a_title_begins_on_the_side_of_its_own_script(odd_site: Site, visit: Visit, name: str) -> None:
    page = visit(odd_site.url(name), viewport={"width": SMALLEST, "height": 568})
    gaps = page.locator("h1").evaluate(
        """(title) => {
          const text = document.createRange();
          text.selectNodeContents(title);
          const [inner, outer] = [text, title].map((one) => one.getBoundingClientRect());
          return [inner.left - outer.left, outer.right - inner.right];
        }"""
    )
    assert gaps[name in FROM_THE_RIGHT] < 1
    assert page.locator("h1").evaluate("e => getComputedStyle(e).direction") == (
        "rtl" if name in FROM_THE_RIGHT else "ltr"
    )


@pytest.mark.parametrize("name", ["nobody", "digest", "index", "month"])
def test_the_other_pages_of_an_odd_show_keep_within_the_smallest_telephone(
    odd_site: Site, visit: Visit, name: str
) -> None:
    page = visit(address(odd_site, name), viewport={"width": SMALLEST, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST
    assert page.evaluate(OUTSIDE) == []
    assert page.locator("img, h1 b, main script").count() == 0
    assert SHOW in str(page.locator("header").first.text_content())


def test_a_voice_without_a_name_is_not_shown_as_nothing(odd_site: Site, visit: Visit) -> None:
    page = visit(odd_site.url("nobody"))
    expect(page.locator(".colophon")).to_contain_text("（fake・合成語音）")
    expect(visit(odd_site.url("letter")).locator(".colophon")).to_contain_text("名" * 200)


@pytest.mark.parametrize("name", ["han", "arabic", "markup", "digest", "index", "month"])
def test_axe_finds_nothing_in_an_odd_show(odd_site: Site, visit: Visit, axe: str, name: str) -> None:
    page = visit(address(odd_site, name), reduced_motion="reduce")
    assert violations(page, axe) == []
    if name in odd_site.episodes:
        play(page)
        seek(page, 5)
        assert violations(page, axe) == []


def address(site: Site, name: str) -> str:
    """Return where a page is served: that of an episode, or one of the two lists."""
    lists = {"index": "index.html", "month": "episodes/2026/01/index.html"}
    return f"{site.address}/{lists[name]}" if name in lists else site.url(name)
