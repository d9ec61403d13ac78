"""The page /listen in a real browser: it is told what changes, plays what grows, and loses nothing."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from tests.server.letterbox import FERRY, Letterbox, letterbox
from tests.server.narrator import failed, narrator, ready, shelve
from tests.site import invented
from tests.site.browser import PATIENCE_MS, absent, chromium, open_browser, slowness
from tests.site.conftest import PHONE, ROOT, Watch
from tests.site.engines import ENGINES, Tab, Window, until
from tests.site.test_reading import NO_STORAGE, violations
from tts.inbox.entry import Order, Sent
from tts.inbox.tokens import Permission, Tokens
from tts.server.shell import FOLDER, STYLE

pytestmark = pytest.mark.slow

MOST_SCRIPT = 40_000
MOST_PAINT_MS = 500
MOST_TASK_MS = 50
TRIES = 4
"""On a machine where others are at work a task may take long that is short: one try of some must do."""
SENTENCE_MS = 400
STORY = invented.episode("2026-01-09-story-00000001", sentences=30, sentence_ms=SENTENCE_MS)
OPENING_MS = 4_000
LIT = ".words [aria-current=true]"
ROW = ".entry:not([hidden])"
SOUND = """
  [...document.querySelectorAll("audio")].filter((one) => one.hasAttribute("src") && !one.paused)
"""
TASKS = """
  window.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask", buffered: true });
"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if chromium() is None:
        absent("chromium is not installed")
    with open_browser() as running:
        yield running


@pytest.fixture
def axe() -> str:
    path = ROOT / "tests" / "judges" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.exists():
        absent("axe-core is not installed: tests/install-judges")
    return path.read_text(encoding="utf-8")


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, box: Letterbox, list_name: str) -> Iterator[Visit]:
    """Open the page with a token of its own for the test's list; nothing must be complained of."""
    watch = Watch()
    numbers = count(1)
    with ExitStack() as stack:

        def open_page(
            may: Permission | None = "all",
            at: str = "",
            before: str = "",
            **manner: Any,  # noqa: ANN401 (Playwright's own)
        ) -> Page:
            context = stack.enter_context(browser.new_context(**{"viewport": PHONE, **manner}))
            context.on("page", watch.on_page)
            context.set_default_timeout(PATIENCE_MS)
            if before:
                context.add_init_script(before)
            page = context.new_page()
            word = box.token(f"{list_name} {next(numbers)} {may}", may, list_name) if may else ""
            page.goto(f"{box.server.base}/listen{at}{f'#token={word}' if word else ''}")
            return page

        yield open_page
    assert [line for line in watch.complaints if "ERR_" not in line] == []


@pytest.fixture
def ferry(list_name: str) -> str:
    """Return an address that no other test sends: whose episode is known is ready at once."""
    return f"{FERRY}/{list_name}"


def row(page: Page, title: str) -> Locator:
    return page.locator(ROW).filter(has_text=title)


def until_lit(window: Window, at: int) -> None:
    """Wait until this sentence of the story is lit: it is for less than half a second."""
    until(window, f"lit?.textContent === {STORY.cues[at].text!r}")


def seek(page: Page, seconds: int) -> None:
    """Move the slider, which goes no further than the sound is known to be long."""
    expect(page.locator(".player .total")).to_have_text(re.compile(r"\d"))
    expect(page.get_by_label("播放位置")).not_to_have_attribute("max", "1")
    page.get_by_label("播放位置").fill(str(seconds))


def send(page: Page, said: str) -> None:
    page.get_by_label("想聽的網址或文字").fill(said)
    page.get_by_role("button", name="送出").click()


def test_what_is_pasted_is_heard_while_it_is_made_and_goes_on_when_it_is_ready(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    page = visit()
    send(page, ferry)
    expect(page.locator(f"{ROW} .state")).to_have_text("等待中")
    expect(page.locator(f"{ROW} .go")).to_be_disabled()
    (entry,) = box.queue.entries(list_name)
    with narrator(box, entry, STORY) as telling:
        telling.read()
        expect(page.locator(".state")).to_have_text("正在讀網頁")
        telling.begin()
        telling.speak(3)
        expect(page.locator(".state")).to_have_text("正在錄音 10%")
        page.get_by_role("button", name=f"播放：{STORY.title}").click()
        expect(page.locator(".words span")).to_have_count(3)
        until_lit(Tab(page), 1)
        telling.speak(9)
        until_lit(Tab(page), 4)
        assert len(page.evaluate(SOUND)) == 1
        telling.finish(OPENING_MS)
    expect(page.locator(".toast")).to_have_text(re.compile("可以聽了"))
    until(
        Tab(page),
        f"{SOUND}.some((one) => one.currentSrc.endsWith('/sound') && one.seekable.end(0) < Infinity"
        f" && one.currentTime > {OPENING_MS / 1000} && one.duration > {STORY.duration_ms / 1000 + 3})",
    )
    seconds, text = page.evaluate(f"[{SOUND}[0].currentTime, document.querySelector('{LIT}').textContent]")
    begun = [cue.text for cue in STORY.cues if cue.start_ms + OPENING_MS <= seconds * 1000 + 20]
    assert text in begun[-2:]
    assert 5 < len(begun) < 20
    page.keyboard.press("k")
    expect(page.locator(".toggle")).to_have_attribute("aria-label", "播放")


def test_where_it_was_left_other_devices_go_on(box: Letterbox, visit: Visit, list_name: str) -> None:
    entry = ready(box, list_name, replace(STORY, slug="2026-01-09-agree-00000002"))
    desk, phone = visit(), visit("read")
    desk.locator(f"{ROW} .go").click()
    desk.locator(".words span").nth(16).click()
    until_lit(Tab(desk), 17)
    desk.keyboard.press(" ")
    expect(phone.locator(".state")).to_have_text(re.compile("聽到 0:0[67]"))
    kept = box.queue.entry(entry.id)
    assert kept
    assert kept.position_ms == pytest.approx(17.5 * SENTENCE_MS, abs=SENTENCE_MS)
    phone.locator(".go").click()
    until_lit(Tab(phone), 19)
    phone.keyboard.press("k")
    phone.keyboard.press(".")
    phone.keyboard.press("ArrowRight")
    expect(phone.locator(".player .now")).to_have_text("0:11")
    expect(desk.locator(".player .now")).to_have_text("0:11")


def test_what_was_played_is_heard_and_the_next_begins(box: Letterbox, visit: Visit, list_name: str) -> None:
    slugs = [f"2026-01-09-on-0000000{number}" for number in (1, 2, 3)]
    first, second, _third = (ready(box, list_name, replace(STORY, slug=slug)) for slug in slugs)
    box.queue.mark(first.id, heard=True)
    page = visit()
    page.locator(f"{ROW} .go").first.click()
    seek(page, 11)
    expect(page.get_by_role("button", name="已聽 2")).to_be_visible()
    expect(page.locator(".playing .meta")).to_contain_text("可以聽")
    until(Tab(page), f"{SOUND}[0]?.currentTime < 5")
    page.get_by_label("睡眠定時").select_option("end")
    seek(page, 11)
    expect(page.locator(".toast")).to_have_text(re.compile("播完了"))
    told = box.queue.entry(second.id)
    assert told
    assert (told.heard, told.position_ms) == (True, 0)
    expect(page.get_by_label("睡眠定時")).to_have_value("")
    page.get_by_role("button", name="已聽 3").click()
    expect(page.locator(ROW)).to_have_count(3)


def test_it_plays_on_through_the_new_ones_where_others_are_looked_at(
    box: Letterbox, visit: Visit, list_name: str
) -> None:
    for number in (1, 2):
        slug = f"2026-01-09-elsewhere-0000000{number}"
        ready(box, list_name, replace(STORY, slug=slug, title=f"第{number}則"))
        failed(box, list_name, number, "The page is empty.")
    page = visit()
    page.get_by_role("button", name="播放：第2則").click()
    page.get_by_role("button", name="封存 0").click()
    expect(page.locator(".empty")).to_have_text("沒有封存的。")
    seek(page, 11)
    expect(page).to_have_title("第1則・稍後聽")


SPY = """
  window.handlers = {};
  const set = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);
  navigator.mediaSession.setActionHandler = (name, does) => set(name, handlers[name] = does);
"""


def test_the_lock_screen_has_its_buttons(box: Letterbox, visit: Visit, list_name: str) -> None:
    for number in (1, 2):
        slug = f"2026-01-09-locked-0000000{number}"
        ready(box, list_name, replace(STORY, slug=slug, title=f"第{number}則"))
        failed(box, list_name, number, "The page is empty.")
    page = visit(before=SPY)

    def press(name: str, **more: float) -> None:
        page.evaluate("([name, more]) => handlers[name](more)", [name, more])

    press("play")  # nothing is there to be played, and nothing comes of it
    page.get_by_role("button", name="播放：第2則").click()
    for name, state in (("pause", "paused"), ("play", "playing"), ("pause", "paused")):
        press(name)
        until(Tab(page), f"navigator.mediaSession.playbackState === {state!r}")
    shown = page.locator(".player .now")
    press("seekto", seekTime=6)
    expect(shown).to_have_text("0:06")
    press("seekbackward", seekOffset=2)
    expect(shown).to_have_text("0:04")
    press("seekforward", seekOffset=3)
    expect(shown).to_have_text("0:07")
    press("nexttrack")
    expect(page).to_have_title("第1則・稍後聽")
    press("nexttrack")
    press("previoustrack")
    expect(page).to_have_title("第2則・稍後聽")
    assert page.evaluate("navigator.mediaSession.metadata.title") == "第2則"


def test_a_sleep_timer_that_ran_out_in_silence_stops_nothing(
    box: Letterbox, visit: Visit, list_name: str
) -> None:
    ready(box, list_name, replace(STORY, slug="2026-01-09-asleep-00000001"))
    page = visit(
        before="const now = performance.now.bind(performance); window.past = 0;"
        "performance.now = () => now() + past;"
    )
    page.locator(f"{ROW} .go").click()
    page.get_by_label("睡眠定時").select_option("5")
    page.evaluate("past = 301_000")
    expect(page.locator(".toast")).to_contain_text("時間到")
    page.get_by_label("睡眠定時").select_option("5")
    page.evaluate("past = 700_000")
    page.get_by_role("button", name="播放", exact=True).click()
    until(Tab(page), f"{SOUND}[0]?.currentTime > 1")


def test_what_is_removed_comes_back_when_that_is_undone(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    for number in range(3):
        box.queue.add(Order(f"{ferry}/{number}", f"第{number}則"), list_name)
    page, other = visit(), visit()
    page.get_by_role("button", name="更多：第1則").click()
    page.get_by_role("button", name="刪除").click()
    expect(page.locator(ROW)).to_have_count(2)
    expect(other.locator(ROW)).to_have_count(2)
    expect(page.get_by_role("button", name="更多：第0則")).to_be_focused()
    page.get_by_role("button", name="復原").click()
    for each in (page, other):
        expect(each.locator(f"{ROW} h2")).to_have_text(["第2則", "第1則", "第0則"])
    page.get_by_role("button", name="更多：第1則").click()
    page.get_by_role("button", name="封存", exact=True).click()
    expect(other.locator(ROW)).to_have_count(2)
    page.get_by_role("button", name="封存 1").click()
    expect(page.locator(f"{ROW} h2")).to_have_text("第1則")
    page.get_by_role("button", name="復原").click()
    expect(page.locator(".empty")).to_have_text("沒有封存的。")


def test_news_do_not_take_away_what_can_be_undone(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    other = box.queue.add(Order(f"{ferry}/2", "別的"), list_name)
    box.queue.add(Order(ferry, "\u202e渡口"), list_name)
    page = visit()
    page.get_by_role("button", name="更多：渡口").click()
    page.get_by_role("button", name="刪除").click()
    expect(page.locator(".toast span")).to_have_text("已刪除「渡口」。")
    box.queue.fail(other.id, "The page is empty.")
    expect(row(page, "別的").locator(".state")).to_contain_text("沒有成功")
    page.get_by_role("button", name="復原").click()
    expect(row(page, "渡口")).to_be_visible()


REASONS = {
    "https://x.example/ cannot be read: the server answered 404 Not Found.": "網站不給這一頁（404）",
    "x.example did not answer within 30 s. Try again later. It is tried again by itself.": "會自己再試",
    "x.example asks programs not to read this page, in its robots.txt. Save it.": "不讓程式讀這一頁",
    "The page is a list that leads to articles, and has none itself. Give one.": "一頁清單",
    "Something that was never said.": "Something that was never said",
}


def test_why_something_failed_is_said_and_it_is_tried_again(
    box: Letterbox, visit: Visit, list_name: str
) -> None:
    entries = [failed(box, list_name, *each) for each in enumerate(REASONS)]
    page = visit()
    for number, said in enumerate(REASONS.values()):
        expect(row(page, f"第{number}則").locator(".state")).to_have_text(
            re.compile(rf"沒有成功：.*{re.escape(said)}")
        )
    page.get_by_role("button", name="再試一次：第3則").click()
    expect(row(page, "第3則").locator(".state")).to_have_text("等待中")
    assert box.queue.entry(entries[3].id).state == "waiting"  # type: ignore[union-attr]


def test_without_a_token_the_page_asks_for_one(box: Letterbox, visit: Visit, list_name: str) -> None:
    page = visit(None)
    page.get_by_label("權杖", exact=True).fill("wrong")
    page.get_by_role("button", name="進來").click()
    expect(page.get_by_role("alert")).to_have_text("這個權杖不對，或已經作廢。")
    page.get_by_label("權杖", exact=True).fill(box.token(f"typed {list_name}", "all", list_name))
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_have_text(re.compile("沒有還沒聽的"))
    page.reload()
    page.keyboard.press("?")
    expect(page.locator(".who")).to_contain_text(f"typed {list_name}")
    page.get_by_role("button", name="登出這部裝置").click()
    expect(page.get_by_label("權杖", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("權杖", exact=True)).to_be_visible()


def test_a_token_that_was_revoked_is_said_to_be_none(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    page = visit(None)
    page.get_by_label("權杖", exact=True).fill(box.token(f"lost {list_name}", "all", list_name))
    page.keyboard.press("Enter")
    expect(page.locator(".empty")).to_be_visible()
    with Tokens.open(box.output) as tokens:
        tokens.revoke(f"lost {list_name}")
    send(page, ferry)
    expect(page.get_by_role("alert")).to_have_text("這個權杖不對，或已經作廢。")
    page.get_by_label("權杖", exact=True).fill(box.token(f"found {list_name}", "all", list_name))
    page.keyboard.press("Enter")
    expect(page.locator(ROW)).to_have_count(1)


def test_a_browser_that_keeps_no_cookie_is_told_so(box: Letterbox, visit: Visit, list_name: str) -> None:
    page = visit(None)
    page.route(
        "**/session",
        lambda route: (
            route.continue_()
            if route.request.method == "GET"
            else route.fulfill(json={"name": "x", "may": "all", "list": ""})
        ),
    )
    page.get_by_label("權杖", exact=True).fill(box.token(f"dry {list_name}", "all", list_name))
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("這個瀏覽器不留 cookie")


def test_a_token_in_the_address_is_taken_away(visit: Visit) -> None:
    page = visit()
    expect(page.locator(".room")).to_be_visible()
    assert page.url.endswith("/listen")
    assert page.evaluate("document.cookie") == ""


def test_who_may_only_add_sends_and_sees_nothing(box: Letterbox, visit: Visit, list_name: str) -> None:
    page = visit("add")
    send(page, "船在霧裡等。\n沒有人上岸。")
    expect(page.locator(".toast")).to_contain_text("收下了。")
    (entry,) = box.queue.entries(list_name)
    assert box.queue.sent(entry.id) == Sent("text", "船在霧裡等。\n沒有人上岸。")
    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator(".only")).to_contain_text("只能送，看不到清單")
    assert page.locator(".entry").count() == 0


def test_who_may_only_read_has_nothing_to_send_or_remove_with(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    box.queue.add(Order(ferry, "渡口"), list_name)
    page = visit("read")
    page.get_by_role("button", name="更多：渡口").click()
    expect(page.get_by_role("button", name="封存", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="刪除")).to_be_hidden()
    expect(page.get_by_role("button", name="送出")).to_be_hidden()


def test_what_is_refused_stays_in_the_box(visit: Visit) -> None:
    page = visit()
    send(page, "http://10.0.0.1/")
    expect(page.locator(".toast")).to_contain_text("只能讀公開的網址")
    expect(page.get_by_label("想聽的網址或文字")).to_have_value("http://10.0.0.1/")


MUCH = "船在霧裡等。" * 60


@pytest.mark.parametrize(
    "shared",
    [
        ("?url={}&title=渡口", "{}", "渡口"),
        (f"?text={quote('渡口 ')}{{}}", "{}", "渡口"),
        (f"?text={quote(MUCH)}{{}}", f"{MUCH}{{}}", ""),
    ],
    ids=["address", "text", "much"],
)
def test_what_an_app_shares_is_sent_by_one_press_and_by_no_link(
    box: Letterbox, visit: Visit, list_name: str, ferry: str, shared: tuple[str, str, str]
) -> None:
    at, said, title = shared
    page = visit(at=at.format(ferry))
    expect(page.get_by_label("想聽的網址或文字")).to_have_value(said.format(ferry))
    expect(page.get_by_role("button", name="送出")).to_be_focused()
    assert page.url.endswith("/listen")
    assert box.queue.entries(list_name) == []
    page.keyboard.press("Enter")
    expect(page.locator(ROW)).to_have_count(1)
    assert box.queue.entries(list_name)[0].title == title


def test_an_address_that_is_pasted_behind_its_title_is_read(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    page = visit()
    page.get_by_label("想聽的網址或文字").fill(f"渡口的早晨\n{ferry}")
    page.get_by_role("button", name="送出").click()
    expect(page.locator(ROW)).to_have_count(1)
    (entry,) = box.queue.entries(list_name)
    assert (entry.url, entry.title) == (ferry, "渡口的早晨")


MEMBERS = "<meta charset=utf-8><title>渡口</title><p>只給會員看的。"
HOSTILE = "<img src=x onerror=document.title='owned'>\u202e<b>"


def test_what_others_wrote_is_shown_as_letters(box: Letterbox, visit: Visit, list_name: str) -> None:
    slug = "2026-01-09-hostile-00000005"
    cues = tuple(replace(cue, text=f"{HOSTILE}{at}") for at, cue in enumerate(STORY.cues))
    entry = box.queue.add(Order("https://news.example/?q=<script>", HOSTILE), list_name)
    shelve(box, entry, replace(STORY, slug=slug, title=HOSTILE, cues=cues))
    page = visit()
    expect(page.locator(f"{ROW} h2")).to_contain_text("<img src=x onerror")
    page.locator(".go").click()
    expect(page.locator(LIT)).to_contain_text("<img src=x onerror")
    page.keyboard.press("k")
    page.get_by_role("button", name="更多").click()
    assert page.locator("img, script:not([src]), b").count() == 0
    assert page.title() == f"{HOSTILE.replace(chr(0x202E), '')}・稍後聽"


def test_a_thousand_entries_are_listed_without_a_long_task(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    titles = ("營收18億5,000萬元 年減-1.2%", "渡口的船", "三種人要注意的新規定")
    for number in range(1_000):
        box.queue.add(Order(f"{ferry}?{number}", f"第{number}則 {titles[number % 3]}"), list_name)
    worst = []
    for attempt in range(TRIES):
        page = visit(before=TASKS)
        expect(page.locator(".entry")).to_have_count(1_000)
        page.get_by_role("searchbox").fill("渡口 第99")
        expect(page.locator(ROW)).to_have_count(3)
        page.get_by_role("button", name="封存").click()
        expect(page.locator(".empty")).to_have_text("找不到。")
        page.get_by_role("button", name="未聽 1000").click()
        page.get_by_role("searchbox").fill("")
        expect(page.locator(ROW)).to_have_count(1_000)
        send(page, f"{ferry}/one-more-{attempt}")
        expect(page.locator(ROW).first).to_contain_text(f"one-more-{attempt}")
        worst.append(max(page.evaluate("tasks"), default=0) / slowness(page))
        page.context.close()
        if worst[-1] <= MOST_TASK_MS:
            break
    assert min(worst) <= MOST_TASK_MS, worst


def test_it_weighs_little_and_is_painted_at_once(visit: Visit) -> None:
    for _try in range(TRIES):
        page = visit()
        until(Tab(page), PAINT)
        if (paint := page.evaluate(PAINT) / slowness(page)) <= MOST_PAINT_MS:
            break
    assert paint <= MOST_PAINT_MS
    sizes = page.evaluate("""
      performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js"))
        .map((one) => one.decodedBodySize)
    """)
    assert len(sizes) == len(list(FOLDER.glob("*.js"))) - 1
    assert sum(sizes) <= MOST_SCRIPT


def test_while_the_server_is_away_nothing_is_lost_on_either_side(browser: Browser, tmp_path: Path) -> None:
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        other = context.new_page()
        with letterbox(tmp_path) as box:
            entry = box.queue.add(Order(FERRY, "渡口"))
            for each, word in ((page, f"#token={box.token('phone')}"), (other, "")):
                each.goto(f"{box.server.base}/listen{word}")
                expect(each.locator(".state")).to_have_text("等待中")
            other.evaluate("window.isStillHere = true")
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        expect(page.locator(".offline")).to_have_text(re.compile("沒有連線"))
        page.reload()
        send(page, f"{FERRY}/2")
        expect(page.locator(".outbox")).to_contain_text(f"{FERRY}/2")
        page.reload()
        expect(page.locator(".outbox")).to_contain_text(f"{FERRY}/2")
        expect(page.locator(".offline")).to_have_text(re.compile("沒有連線"))
        with letterbox(tmp_path, port=box.server.port) as box:
            box.queue.fail(entry.id, "The page is empty. Save it again.")
            for each in (page, other):
                expect(each.locator(ROW)).to_have_count(2)
                expect(each.locator(".state").last).to_have_text("沒有成功：裡面沒有可以念的字")
                expect(each.locator(".offline")).to_have_text("")
            expect(page.locator(".outbox")).to_be_hidden()
            assert other.evaluate("isStillHere")
            assert [entry.url for entry in box.queue.entries()] == [f"{FERRY}/2", FERRY]
            context.close()


def test_what_has_to_wait_is_sent_by_itself(box: Letterbox, visit: Visit, list_name: str, ferry: str) -> None:
    quick = "const later = setTimeout; window.setTimeout = (does, ms) => later(does, ms > 9000 ? 50 : ms);"
    page = visit("add", before=quick)
    page.route("**/inbox", lambda route: route.fulfill(status=429, json={}), times=2)
    send(page, ferry)
    expect(page.locator(".toast")).to_contain_text("收下了")
    expect(page.locator(".outbox")).to_be_hidden()
    assert [entry.url for entry in box.queue.entries(list_name)] == [ferry]


def test_what_is_heard_without_a_connection_is_kept_when_it_is_back(
    box: Letterbox, visit: Visit, list_name: str
) -> None:
    slugs = [f"2026-01-09-tunnel-0000000{number}" for number in (1, 2)]
    second, first = (ready(box, list_name, replace(STORY, slug=slug, title=slug)) for slug in slugs)
    page = visit()
    page.locator(f"{ROW} .go").first.click()
    until(Tab(page), f"{SOUND}.some((one) => one.buffered.length && one.buffered.end(0) > 11.9)")
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_contain_text("沒有連線")
    seek(page, 11)
    expect(page).to_have_title(f"{slugs[0]}・稍後聽")
    expect(page.locator(".toggle")).to_have_attribute("aria-label", "暫停")
    page.context.set_offline(False)
    until(Tab(page), f"{SOUND}[0]?.currentTime > 1")
    expect(page.get_by_role("button", name="已聽 1")).to_be_visible()
    page.keyboard.press("k")
    entries = [box.queue.entry(entry.id) for entry in (first, second)]
    assert [entry and entry.heard for entry in entries] == [True, False]


def test_where_it_was_left_without_a_connection_holds_unless_another_device_went_on(
    box: Letterbox, visit: Visit, list_name: str
) -> None:
    entry = ready(box, list_name, replace(STORY, slug="2026-01-09-apart-00000001"))
    page = visit()
    page.locator(f"{ROW} .go").click()
    page.keyboard.press("k")
    shown = page.locator(".player .now")
    for seconds, meanwhile, kept in ((6, None, 6), (3, 9_000, 9)):
        page.context.set_offline(True)
        with page.expect_event("requestfailed", lambda asked: asked.method == "PATCH"):
            seek(page, seconds)
        box.queue.mark(entry.id, archived=False, position_ms=meanwhile)
        with page.expect_event("requestfinished", lambda asked: asked.method == "PATCH"):
            page.context.set_offline(False)
        expect(page.locator(".state")).to_have_text(f"聽到 0:0{kept}")
        expect(shown).to_have_text(f"0:0{kept}")
        told = box.queue.entry(entry.id)
        assert told
        assert told.position_ms == pytest.approx(kept * 1000, abs=500)


BREAKS_OFF = f"""
  const [sound] = {SOUND};
  Object.defineProperty(sound, "error", {{ value: {{ code: 2 }}, configurable: true }});
  for (const name of ["error", "pause", "ended"]) sound.dispatchEvent(new Event(name));
  delete sound.error;
"""
"""As Firefox does it: it says last that all was played."""


def test_what_broke_off_is_not_heard_and_goes_on(box: Letterbox, visit: Visit, list_name: str) -> None:
    entry = ready(box, list_name, replace(STORY, slug="2026-01-09-cut-00000001"))
    box.queue.mark(entry.id, position_ms=36_000_000)  # of a longer story, once
    page = visit()
    page.locator(f"{ROW} .go").click()
    until_lit(Tab(page), 1)
    seek(page, 4)
    until_lit(Tab(page), 11)
    page.evaluate(f"() => {{ {BREAKS_OFF} }}")
    until_lit(Tab(page), 13)
    told = box.queue.entry(entry.id)
    assert told
    assert not told.heard


def test_what_two_tabs_keep_is_sent_though_one_is_closed(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    page = visit()
    expect(page.locator(".empty")).to_be_visible()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator(".empty")).to_be_visible()
    page.context.set_offline(True)
    for number, tab in enumerate((page, other, page), 1):
        send(tab, f"{ferry}/{number}")
        for each in (page, other):
            expect(each.locator(".outbox li")).to_have_count(number)
    other.close()
    page.context.set_offline(False)
    expect(page.locator(ROW)).to_have_count(3)
    assert len(box.queue.entries(list_name)) == 3


def test_with_storage_switched_off_it_works_all_the_same(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    page = visit(before=NO_STORAGE)
    send(page, ferry)
    expect(page.locator(ROW)).to_have_count(1)
    assert len(box.queue.entries(list_name)) == 1


def test_axe_finds_nothing_at_the_door_in_the_list_and_in_the_help(
    box: Letterbox, visit: Visit, list_name: str, ferry: str, axe: str
) -> None:
    assert violations(visit(None, bypass_csp=True), axe) == []
    ready(box, list_name, replace(STORY, slug="2026-01-09-axe-00000006"))
    failed(box, list_name, 1, "The page is empty.")
    box.queue.add(Order(ferry, "渡口"), list_name)
    page = visit(bypass_csp=True, reduced_motion="reduce")
    page.get_by_role("button", name="更多：渡口").click()
    assert violations(page, axe) == []
    page.get_by_role("button", name=f"播放：{STORY.title}").click()
    expect(page.locator(LIT)).to_have_count(1)
    page.keyboard.press("k")
    page.get_by_role("button", name="封存 0").click()  # what stands below the player is no target
    assert violations(page, axe) == []
    page.keyboard.press("?")
    for summary in page.locator("dialog summary").all():
        summary.click()
    page.get_by_label("這個書籤的權杖").fill("abc")
    assert violations(page, axe) == []


@pytest.mark.parametrize("percent", [100, 200])
def test_at_320_pixels_nothing_is_cut_off(box: Letterbox, visit: Visit, list_name: str, percent: int) -> None:
    ready(box, list_name, replace(STORY, slug=f"2026-01-09-narrow-{percent}", title="長" * 90))
    box.queue.add(Order("https://news.example/" + "a" * 900), list_name)
    page = visit(viewport={"width": 320, "height": 640})
    page.locator(".go:not([disabled])").click()
    expect(page.locator(LIT)).to_have_count(1)
    page.get_by_role("button", name="更多").last.click()
    page.evaluate(f"document.documentElement.style.fontSize = '{percent * 1.125}%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    for button in page.locator(".player :is(button, select)").all():
        box_of = button.bounding_box()
        assert box_of
        assert 0 <= box_of["x"] <= box_of["x"] + box_of["width"] <= 320


def test_the_bookmark_sends_what_is_seen_of_a_page(
    browser: Browser, box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    page = visit()
    page.keyboard.press("?")
    page.get_by_text("書籤小程式").click()
    page.get_by_label("這個書籤的權杖").fill(box.token(f"bookmark {list_name}", "add", list_name))
    link = page.get_by_role("link", name="送到稍後聽").get_attribute("href")
    assert link
    with browser.new_context() as context:
        elsewhere = context.new_page()
        elsewhere.route(ferry, lambda route: route.fulfill(content_type="text/html", body=MEMBERS))
        elsewhere.goto(ferry)
        with elsewhere.expect_popup() as popup:
            elsewhere.evaluate(unquote(link.removeprefix("javascript:")))
        expect(popup.value.locator("h1")).to_have_text(re.compile("收到了"))
        assert elsewhere.locator("form").count() == 0
    (entry,) = box.queue.entries(list_name)
    assert (entry.url, entry.title) == (ferry, "渡口")
    sent = box.queue.sent(entry.id)
    assert sent
    assert "只給會員看的" in sent.content


def test_what_is_begun_anew_is_heard_from_where_it_was(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    entry = box.queue.add(Order(ferry, "渡口"), list_name)
    with narrator(box, entry, replace(STORY, slug="2026-01-09-anew-00000008")) as telling:
        telling.read()
        telling.begin()
        telling.speak(5)
        page = visit()
        page.locator(".go").click()
        until_lit(Tab(page), 3)
        telling.begin()
        telling.speak(12)
        until_lit(Tab(page), 7)


HOLDS_LITTLE = """
  const append = SourceBuffer.prototype.appendBuffer;
  SourceBuffer.prototype.appendBuffer = function (bytes) {
    const held = this.buffered;
    if (held.length && held.end(0) - held.start(0) > 60) throw new DOMException("", "QuotaExceededError");
    append.call(this, bytes);
  };
"""


@pytest.mark.parametrize(
    "before", [HOLDS_LITTLE, "delete window.MediaSource"], ids=["holds little", "holds none"]
)
def test_what_grows_is_heard_from_anywhere_whatever_the_browser_holds_of_it(
    box: Letterbox, visit: Visit, list_name: str, ferry: str, before: str
) -> None:
    entry = box.queue.add(Order(ferry, "渡口"), list_name)
    box.queue.mark(entry.id, position_ms=500_000)
    story = invented.episode("2026-01-09-hour-00000010", sentences=601, sentence_ms=1000)
    with narrator(box, entry, replace(story, slug=f"2026-01-09-hour-{entry.id.lower()}")) as telling:
        telling.read()
        telling.begin()
        telling.speak(600)
        page = visit(before=before)
        page.locator(".go").click()
        for second in (501, 11, 301):
            seek(page, second - 1)
            until(Tab(page), f"lit?.textContent === {story.cues[second].text!r}")
        assert len(page.evaluate(SOUND)) == 1
        page.keyboard.press("k")


def test_what_fails_while_it_is_heard_stops_and_says_why(
    box: Letterbox, visit: Visit, list_name: str, ferry: str
) -> None:
    entry = box.queue.add(Order(ferry, "渡口"), list_name)
    with narrator(box, entry, replace(STORY, slug="2026-01-09-broken-00000011")) as telling:
        telling.read()
        telling.begin()
        telling.speak(3)
        page = visit()
        page.locator(".go").click()
        until_lit(Tab(page), 1)
        box.queue.fail(entry.id, "The page is empty.")
    for _try in range(2):
        expect(page.locator(".toast")).to_contain_text("沒有錄完：裡面沒有可以念的字")
        expect(page.locator(".toggle")).to_have_attribute("aria-label", "播放")
        page.get_by_role("button", name="播放", exact=True).click()


def test_it_can_be_installed(box: Letterbox) -> None:
    with httpx.Client(base_url=box.server.base, trust_env=False) as client:
        manifest = json.loads(client.get("/listen/manifest.webmanifest").content)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == (
        "/listen",
        "/listen",
        "standalone",
    )
    assert manifest["share_target"]["action"] == "/listen"
    for icon in manifest["icons"]:
        with Image.open(FOLDER / icon["src"].removeprefix("/listen/")) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {icon.get("purpose", "any") for icon in manifest["icons"]} == {"any", "maskable"}


def test_the_worker_keeps_every_file_that_the_page_asks_for() -> None:
    listed = (FOLDER / "worker.js").read_text(encoding="utf-8")
    asked = re.findall(
        r'"/listen/([a-z]+\.(?:js|css))"', (FOLDER / "listen.html").read_text(encoding="utf-8")
    )
    assert len(asked) > 5
    for name in asked:
        assert f'"{name}"' in listed
        assert (FOLDER / name).exists() or name == STYLE.name


def test_in_firefox_which_has_no_media_source_for_it_it_is_heard_while_it_is_made(
    box: Letterbox, list_name: str, ferry: str
) -> None:
    engine = ENGINES["firefox"]
    if None in engine.programs:
        absent("firefox is not installed: tests/install-judges")
    entry = box.queue.add(Order(ferry, "渡口"), list_name)
    with narrator(box, entry, replace(STORY, slug="2026-01-09-fox-00000009")) as telling:
        telling.read()
        telling.begin()
        telling.speak(18)  # before it has 32 KiB, Firefox does not begin
        with engine.run(dark=False) as window:
            window.open(f"{box.server.base}/listen#token={box.token(f'fox {list_name}', 'all', list_name)}")
            until(window, "document.querySelector('.go:not([disabled])')")
            window.press("m")
            window.click(".go")
            until_lit(window, 2)
            telling.finish(OPENING_MS)
            until(window, "document.querySelector('.state').textContent.startsWith('聽到')")
            until_lit(window, 20)
