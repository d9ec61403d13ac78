"""The front page: what there is to hear, and how to find and follow it."""

from itertools import product

import pytest
from playwright.sync_api import expect

from tests.site.conftest import ARTEFACTS, DESKTOP, PHONE, Site, Visit
from tests.site.test_reading import SCHEMES, violations

pytestmark = pytest.mark.slow


def test_axe_finds_nothing_in_the_list_and_the_search(site: Site, visit: Visit, axe: str) -> None:
    page = visit(f"{site.address}/index.html#subscribe")
    page.get_by_label("搜尋標題與內文").fill("稀土")
    expect(page.locator(".hits mark").first).to_be_visible()
    assert violations(page, axe) == []


def test_the_front_page_can_be_looked_at(site: Site, visit: Visit) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    for size, scheme in product((PHONE, DESKTOP), SCHEMES):
        page = visit(f"{site.address}/index.html", viewport=size, color_scheme=scheme)
        page.screenshot(path=ARTEFACTS / f"index-{size['width']}-{scheme}.png")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_episodes_stand_by_day_the_digest_first(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html")
    days = page.locator(".day h2").all_inner_texts()
    assert days == ["2026年1月9日　星期五", "2026年1月8日　星期四", "2025年12月31日　星期三"]
    expect(page.locator(".day").first.get_by_role("listitem").first).to_contain_text("每日彙整")
    page.get_by_role("link", name=site.episodes["spoken"].title).click()
    expect(page).to_have_url(site.url("spoken"))


def test_a_story_of_a_digest_is_a_link_to_where_it_is_told(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html")
    told = site.episodes["digest"].chapters[1]
    page.locator(".stories").get_by_role("link", name=told.title).click()
    expect(page).to_have_url(f"{site.url('digest')}#t={told.start_ms // 1000}")
    cue = next(cue for cue in site.episodes["digest"].cues if cue.start_ms == told.start_ms)
    expect(page.locator('[aria-current="true"]')).to_have_text(cue.text)


def test_a_front_page_on_disk_is_searched_as_one_that_is_served(site: Site, visit: Visit) -> None:
    page = visit((site.folder / "index.html").as_uri())
    page.get_by_label("搜尋標題與內文").fill("光阻劑")
    expect(page.locator(".hits li")).to_have_count(1)


def test_a_word_of_the_text_is_found_at_its_moment(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html")
    page.get_by_label("搜尋標題與內文").fill("光阻劑 日本")
    hit = page.locator(".hits li")
    expect(hit).to_have_count(1)
    expect(hit.locator("p")).to_contain_text("先進光阻劑市場")
    expect(hit.locator(".meta")).to_have_text("2026年1月9日")
    hit.get_by_role("link").click()
    cue = next(cue for cue in site.episodes["spoken"].cues if "光阻劑" in cue.text)
    expect(page).to_have_url(f"{site.url('spoken')}#t={cue.start_ms / 1000}")
    expect(page.locator('[aria-current="true"]')).to_have_text(cue.text)


def test_what_is_not_there_is_not_found(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("沒有這句話")
    expect(page.locator(".search [role=status]")).to_have_text("找不到。")


def test_search_scripts_are_loaded_only_by_searching(site: Site, visit: Visit) -> None:
    page = visit("about:blank")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site.address}/index.html")
    assert not any("search.js" in url for url in asked)
    with page.expect_request("**/search.js"):
        page.keyboard.press("/")


def test_the_feed_is_offered_to_apps_by_the_address_the_page_is_at(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html", permissions=["clipboard-read", "clipboard-write"])
    feed = f"{site.address}/feed.xml"
    page.get_by_text("訂閱", exact=True).click()
    app = page.get_by_role("link", name="Apple Podcasts")
    assert app.get_attribute("href") == feed.replace("http://", "podcast://")
    page.get_by_role("button", name="複製網址").click()
    expect(page.locator(".subscribe [role=status]")).to_have_text("已複製。")
    assert page.evaluate("navigator.clipboard.readText()") == feed


def test_ways_to_subscribe_are_folded_until_they_are_asked_for(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html", viewport=PHONE)
    feed = page.get_by_role("link", name="RSS")
    expect(feed).to_be_hidden()
    page.get_by_text("訂閱", exact=True).press("Enter")
    expect(feed).to_be_visible()
    asked = visit(site.url("story"), viewport=PHONE)
    asked.get_by_role("link", name="訂閱", exact=True).click()
    expect(asked.get_by_role("link", name="RSS")).to_be_in_viewport()


def test_each_series_and_the_digests_have_a_feed(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html")
    page.get_by_text("訂閱", exact=True).click()
    feeds = page.locator(".feeds a")
    assert feeds.all_inner_texts() == ["每日彙整", "世界日報"]
    assert feeds.nth(1).get_attribute("href") == "feeds/shi-jie-ri-bao.xml"


def test_without_script_all_is_listed_and_linked(site: Site, visit: Visit) -> None:
    page = visit(f"{site.address}/index.html", java_script_enabled=False)
    expect(page.locator(".day > ul > li")).to_have_count(len(site.episodes))
    page.get_by_text("訂閱", exact=True).click()
    expect(page.get_by_role("link", name="RSS")).to_be_visible()
    expect(page.get_by_role("search")).to_be_hidden()


def test_only_titles_are_searched_where_texts_are_not_shown(wordless_site: Site, visit: Visit) -> None:
    page = visit(f"{wordless_site.address}/index.html")
    page.get_by_label("搜尋標題").fill("另一則")
    expect(page.locator(".hits li")).to_have_count(1)
    for path in wordless_site.folder.glob("episodes/*/*/search.js"):
        words = path.read_text(encoding="utf-8")
        assert not any(
            cue.text in words for cue in wordless_site.episodes["story"].cues if cue.kind == "body"
        )
