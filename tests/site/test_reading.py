"""An episode's page as it is read: by anyone, anywhere, whatever is missing."""

import json
from itertools import combinations, product
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.site.conftest import ARTEFACTS, DESKTOP, HOSTILE, PHONE, Site, Visit
from tests.site.reader import LIT, now, play, seek

pytestmark = pytest.mark.slow

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
NO_STORAGE = """
Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError"); },
});
"""
SMALLEST: ViewportSize = {"width": 320, "height": 568}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BUDGET_BYTES = 60_000


def violations(page: Page, axe: str) -> list[Any]:
    """Return what axe-core finds by day and by night, on the smallest phone, a usual one and a desk."""
    page.evaluate(axe)
    found = []
    for size, scheme in product((SMALLEST, PHONE, DESKTOP), SCHEMES):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        here = page.evaluate("(tags) => axe.run({ runOnly: tags, resultTypes: ['violations'] })", RULES)
        found += [(v["id"], scheme, [node["target"] for node in v["nodes"]]) for v in here["violations"]]
    return found


@pytest.mark.parametrize("name", ["spoken", "digest", "hostile", "worded"])
def test_axe_finds_nothing_while_a_page_is_read_aloud(site: Site, visit: Visit, axe: str, name: str) -> None:
    page = visit(site.url(name), reduced_motion="reduce")
    play(page)
    seek(page, 20)
    page.locator("summary").click()
    assert violations(page, axe) == []


def test_axe_finds_nothing_before_a_page_is_heard_nor_in_a_month(site: Site, visit: Visit, axe: str) -> None:
    for url in (site.url("story"), site.url("digest"), f"{site.address}/episodes/2026/01/index.html"):
        assert violations(visit(url), axe) == []


def test_axe_finds_nothing_in_the_explanation_of_the_keys(site: Site, visit: Visit, axe: str) -> None:
    page = visit(site.url("story"))
    page.keyboard.press("?")
    assert violations(page, axe) == []


def test_axe_finds_nothing_where_there_is_no_text(
    site: Site, wordless_site: Site, visit: Visit, axe: str
) -> None:
    for url in (site.url("wordless"), wordless_site.url("story"), wordless_site.url("digest")):
        assert violations(visit(url), axe) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_page_can_be_looked_at(site: Site, visit: Visit, size: ViewportSize, scheme: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page = visit(site.url("spoken"), viewport=size, color_scheme=scheme, reduced_motion="reduce")
    seek(page, 20)
    expect(page.locator(LIT)).to_be_in_viewport()
    page.screenshot(path=ARTEFACTS / f"page-{size['width']}-{scheme}.png")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, paper.strip("rgb()").split(","))) < 300) == (scheme == "dark")


def test_it_needs_no_sideways_scrolling_at_320_pixels(site: Site, visit: Visit) -> None:
    for name in ("spoken", "hostile", "digest"):
        page = visit(site.url(name), viewport={"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [320, 360, 390])
@pytest.mark.parametrize("name", ["spoken", "hour"])
def test_on_the_smallest_telephone_no_control_covers_another(
    site: Site, visit: Visit, width: int, name: str
) -> None:
    page = visit(site.url(name) + "#t=60", viewport={"width": width, "height": 640})
    page.locator("summary").click()
    boxes = page.locator(".toggle, .track, .time, .row button:visible, .row select, summary").evaluate_all(
        """elements => elements.map(e => e.getBoundingClientRect())
          .map(({ left, top, right, bottom }) => [left, top, right, bottom])"""
    )
    for one, other in combinations(boxes, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])
    assert len({round((box[1] + box[3]) / 2) for box in boxes[3:-1]}) == 1
    lines = page.locator(".chapters i").evaluate_all(
        """elements => elements.map(e => {
          const text = document.createRange();
          text.selectNodeContents(e);
          return text.getClientRects().length;
        })"""
    )
    assert set(lines) == {1}


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_while_a_page_is_loaded(site: Site, visit: Visit, size: ViewportSize) -> None:
    for url in (site.url("spoken"), f"{site.address}/index.html"):
        page = visit(url, viewport=size)
        moved = page.evaluate(
            """() => new Promise((done) => {
              const sum = (list) => list.getEntries().reduce((all, { value }) => all + value, 0);
              const observer = new PerformanceObserver((list) => done(sum(list)));
              observer.observe({ type: 'layout-shift', buffered: true });
              setTimeout(done, 500, 0);
            })"""
        )
        assert moved < 0.02


def test_targets_are_large_enough_for_a_finger(site: Site, visit: Visit) -> None:
    page = visit(site.url("spoken"), viewport=PHONE)
    boxes = page.locator(".controls button:visible, .controls select").evaluate_all(
        "elements => elements.map(e => [e.offsetWidth, e.offsetHeight])"
    )
    assert len(boxes) == 5
    assert min(min(box) for box in boxes) >= 44


def test_it_works_from_disk(site: Site, visit: Visit) -> None:
    page = visit(site.file("spoken"))
    play(page)
    seek(page, 20)
    expect(page.locator(LIT)).to_have_count(1)
    page.get_by_role("link", name="我的聽新聞").click()
    page.get_by_label("搜尋標題與內文").fill("稀土牌")
    expect(page.locator(".hits li")).to_have_count(1)


def test_without_script_there_are_the_browsers_own_player_and_the_text(site: Site, visit: Visit) -> None:
    page = visit(site.url("spoken"), java_script_enabled=False)
    audio = page.locator("audio")
    expect(audio).to_be_visible()
    assert audio.get_attribute("controls") is not None
    expect(page.get_by_text("日本外務事務次官")).to_have_count(2)
    assert page.locator("button:visible").count() == 0
    page.locator("summary").click()
    href = page.locator(".chapters a").nth(6).get_attribute("href")
    page.locator(".chapters a").nth(6).click()
    assert page.url.endswith(str(href))
    expect(page.locator(f'[id="{str(href)[1:]}"]')).to_be_in_viewport()


def test_storage_switched_off_costs_memory_and_nothing_else(site: Site, visit: Visit) -> None:
    page = visit(site.url("spoken"), before=NO_STORAGE)
    play(page)
    page.get_by_label("播放速度").select_option("2")
    seek(page, 20)
    expect(page.locator(LIT)).to_have_count(1)


def test_an_episode_without_cues_is_a_player_alone(site: Site, visit: Visit) -> None:
    page = visit(site.url("wordless"))
    play(page)
    seek(page, 20)
    page.keyboard.press(".")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_have_text(site.episodes["wordless"].title)
    assert page.locator("[data-start]").count() == 0


def test_ten_thousand_sentences_are_followed(site: Site, visit: Visit) -> None:
    page = visit(site.url("endless"), reduced_motion="reduce")
    play(page)
    seek(page, 2700.1)
    page.get_by_role("button", name="暫停").click()
    expect(page.locator(LIT)).to_be_in_viewport()
    lit = site.episodes["endless"].cues[int((now(page) * 1000 + 5) // 300)]
    assert lit.start_ms >= 2_700_000
    expect(page.locator(LIT)).to_have_text(lit.text)


def test_a_title_with_markup_is_words_and_nothing_else(site: Site, visit: Visit) -> None:
    page = visit(site.url("hostile"))
    assert page.locator("h1").inner_text().strip() == HOSTILE
    assert page.title().startswith(HOSTILE)
    data = page.locator('script[type="application/ld+json"]').inner_text()
    assert json.loads(data)["headline"] == HOSTILE[:110]
    assert page.locator("script").count() == 2
    play(page)


def test_assistants_find_the_article_its_sound_and_what_to_read_out(site: Site, visit: Visit) -> None:
    page = visit(site.url("spoken"))
    data = json.loads(page.locator('script[type="application/ld+json"]').inner_text())
    assert data["@type"] == "NewsArticle"
    assert data["audio"]["@type"] == "AudioObject"
    assert data["audio"]["contentUrl"].endswith(".mp3")
    assert data["author"] == [{"@type": "Organization", "name": "世界日報"}]  # the byline names a desk
    for selector in data["speakable"]["cssSelector"]:
        assert page.locator(selector).count()
    assert page.locator('link[rel="alternate"][type="application/rss+xml"]').get_attribute("href") == (
        "../../../../feed.xml"
    )


def test_no_script_in_a_page_may_run(site: Site, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(site.url("spoken"))
    refused = page.evaluate(
        """() => new Promise((resolve) => {
          addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
          const script = document.createElement('script');
          script.textContent = 'window.broken = true';
          document.body.append(script);
        })"""
    )
    assert refused == "script-src-elem"
    assert page.evaluate("window.broken") is None
    page.close()


@pytest.mark.parametrize("name", ["story", "digest"])
def test_unless_the_owner_says_so_no_word_of_an_article_is_there(
    wordless_site: Site, visit: Visit, name: str
) -> None:
    page = visit(wordless_site.url(name))
    words = page.content()
    for cue in wordless_site.episodes[name].cues:
        assert cue.kind in ("title", "disclosure", "byline") or cue.text not in words
    expect(page.locator("audio")).to_have_count(1)
    expect(page.locator(".chapters a").first).to_be_visible()
    source = "世界日報" if name == "story" else "另一則 新聞"
    expect(page.get_by_role("link", name=source, exact=True)).to_be_visible()
    play(page)


def test_a_digest_sets_its_stories_under_their_titles(site: Site, visit: Visit) -> None:
    page = visit(site.url("digest"))
    expect(page.get_by_role("heading", level=1)).to_have_text("1月9日新聞")
    titles = page.get_by_role("heading", level=2).all_inner_texts()
    assert titles == ["聽新聞 5 分鐘", "新法三讀通過 明年一月上路", "另一則 新聞"]


def test_a_digests_chapters_are_open_above_its_text_and_close_when_that_is_read_aloud(
    site: Site, wordless_site: Site, visit: Visit
) -> None:
    page = visit(site.url("digest"), viewport=PHONE, reduced_motion="reduce")
    chapters = page.locator(".chapters ol")
    expect(chapters.get_by_role("link").first).to_be_in_viewport()
    page.mouse.wheel(0, 2000)
    expect(chapters).not_to_be_in_viewport()
    page.locator("[data-start]").nth(30).click()
    expect(chapters).to_be_hidden()
    expect(page.get_by_role("button", name="暫停")).to_be_in_viewport()
    page.locator("summary").click()
    expect(chapters).to_be_in_viewport()
    bare = visit(wordless_site.url("digest"))
    play(bare)
    expect(bare.locator(".chapters ol")).to_be_visible()
    expect(visit(site.url("story")).locator(".chapters ol")).to_be_hidden()


def test_a_page_is_read_on_paper_without_its_player(site: Site, visit: Visit) -> None:
    page = visit(site.url("spoken"))
    page.emulate_media(media="print")
    expect(page.locator(".player")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()


def test_those_who_want_no_motion_get_none(site: Site, visit: Visit) -> None:
    page = visit(site.url("spoken"), reduced_motion="reduce")
    assert page.locator("[data-start]").first.evaluate("e => getComputedStyle(e).transitionDuration") == "0s"


def test_an_article_weighs_little_beside_its_sound(site: Site, visit: Visit) -> None:
    page = visit(site.url("spoken"))
    sizes: dict[str, int] = page.evaluate(
        """() => Object.fromEntries(performance.getEntries().filter((entry) => "decodedBodySize" in entry)
          .map((entry) => [entry.name.replace(/.*[/]/, ''), entry.decodedBodySize]))"""
    )
    written = {name: size for name, size in sizes.items() if ".mp3" not in name}
    assert len(written) == 3
    assert 20_000 < sum(written.values()) < BUDGET_BYTES
