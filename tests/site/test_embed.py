"""The player in a publisher's own page, at another origin than the podcast."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from unicodedata import normalize

import pytest
from playwright.sync_api import Page, expect

from tests.server.running import running
from tests.site import invented
from tests.site.browser import absent, serving
from tests.site.conftest import PHONE, Visit, publish
from tests.site.engines import ENGINES, until
from tests.site.publisher import LIT, Paper, article, letters, lit, ready, seek
from tests.site.test_pages import rendered
from tests.site.test_reading import violations
from tts.episode_files.transcript import podcast_json
from tts.feed.addresses import EMBEDDED, beside

pytestmark = pytest.mark.slow

MOST_BYTES = 15_000
SOON_MS = 150
STORY = invented.episode("2026-01-09-story-00000001", sentence_ms=700)
WORDED = invented.worded(invented.episode("2026-01-09-worded-00000002", sentence_ms=1500))
UNHEARD = invented.episode("2026-01-08-unheard-00000003")
SILENT = invented.episode("2026-01-08-silent-00000004")
LIT_AS = (
    ("新法三讀通過 明年一月上路", "<nav>新法三讀通過 明年一月上路</nav><h1>新法三讀通過　明年一月上路</h1>"),
    (
        "主管機關說，將先辦理說明會。",
        "<div hidden>主管機關說，將先辦理說明會。</div><p>主管機關說，<br><br>將先辦理說明會。</p>",
    ),
    (
        "立法院昨天三讀通過新法，明年一月上路。",
        "<p>立法院昨天三讀通過<ruby>新<rt>ㄒㄧㄣ</rt></ruby>法，明年一月上路。</p>",
    ),
    ("好。", "<p>「好。」</p>"),
    ("好。", "<p>好。</p><aside>好。</aside>"),
    (
        "學者認為，1,234.5億元（約３９億美元）不算多。",
        "<p>學者認為，１，２３４．５億元(約39億美元)不算多。</p>",
    ),
    ("主管機關說，將先辦理說明會。", "<p>主管機關說，將先辦理說明會。</p>"),
    ("👪 家庭補助每月5,000元，𠮷野家也適用。", "<p>👪家庭補助每月 5,000 元，𠮷野家也適用。</p>"),
)
"""Sentences, and how a page sets each in its place, beside what reads the same."""
CITED = (
    "立委表示，這是二十年來最大的修正。",
    "<p>立委表示，這是二十年<sup>[1]</sup>來最大的修正。</p>",
    "立委表示，這是二十年[1]來最大的修正。",
)
HARD = invented.said([text for text, _set in LIT_AS] + [CITED[0]], "2026-01-09-hard-00000005")
EPISODES = {"story": STORY, "worded": WORDED, "unheard": UNHEARD, "silent": SILENT, "hard": HARD}
POLICY = (
    "default-src 'none'; script-src {0}/embed.js; media-src {0}/episodes/; connect-src {0}/episodes/; "
    "frame-src {0}/embed.html; require-trusted-types-for 'script'"
)
"""What docs/embed.md tells publishers to allow."""
DARK = """<style>
  :root { color-scheme: light dark; background: light-dark(#fff, #111); color: light-dark(#111, #eee); }
  a { color: inherit; }
</style>"""
LOUD = "<style>* { color: #500 !important; font-size: 40px !important } button { opacity: 0 }</style>"
STYLE = "(e) => (({ color, fontSize, opacity }) => [color, fontSize, opacity])(getComputedStyle(e))"


@pytest.fixture(scope="module")
def podcast(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a podcast: one episode has no sound, and one no transcript yet."""
    output = tmp_path_factory.mktemp("podcast")
    publish(output, EPISODES, show_text=False)
    invented.record_silence(output, SILENT)
    for episode in (STORY, WORDED, HARD):
        invented.record_silence(output, episode)
        path = output / beside(episode, episode.files.transcript)
        path.write_text(podcast_json(episode), encoding="utf-8")
    return output


@pytest.fixture(scope="module")
def paper(podcast: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paper]:
    """Serve the podcast as `ting serve` does, and a publisher's folder at another origin."""
    folder = tmp_path_factory.mktemp("paper")
    with ExitStack() as stack:
        base = stack.enter_context(running(podcast)).base
        yield Paper(folder, stack.enter_context(serving(folder, "/news")), base)


@pytest.fixture
def story(paper: Paper, visit: Visit) -> Page:
    """Open the story's page at the publisher's."""
    page = visit(
        paper.page("story", f"<main><article>{paper.script(STORY.slug)}{article(STORY)}</article></main>")
    )
    ready(page)
    return page


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same to a reader: in width, spaces and signs they may differ."""
    return list(letters(normalize("NFKC", one))) == list(letters(normalize("NFKC", other)))


def test_script_and_frame_weigh_little_together() -> None:
    files = rendered([STORY])
    assert 5_000 < sum(len(files[name].encode()) for name in EMBEDDED) < MOST_BYTES


def test_each_sentence_is_lit_where_it_stands_at_once_when_its_time_is_set(story: Page) -> None:
    for cue in STORY.cues[3:]:
        painted = seek(story, (cue.start_ms + 100) / 1000)
        assert same(painted, cue.text)
        assert painted.endswith("。")
    where = story.evaluate(
        f"() => {{ {LIT} return [...CSS.highlights.get('ting-sentence')][0].startContainer"
        ".parentElement.closest('p, figcaption, aside, h1').tagName; }"
    )
    assert where == "P"


def test_what_reads_the_same_elsewhere_on_the_page_is_not_lit(paper: Paper, visit: Visit) -> None:
    places = "".join(f'<div id="at{nth}">{markup}</div>' for nth, (_text, markup) in enumerate(LIT_AS))
    body = f"{paper.script(HARD.slug)}{places}{CITED[1]}<ul><li>{LIT_AS[2][0]}</li></ul>"
    page = visit(paper.page("hard", body))
    ready(page)
    for nth, (text, _markup) in enumerate(LIT_AS):
        assert same(seek(page, HARD.cues[nth].start_ms / 1000 + 0.1), text)
        assert page.evaluate(
            "(nth) => [...CSS.highlights.get('ting-sentence')].every(range => "
            "range.startContainer.parentElement.closest(`#at${nth}`))",
            nth,
        )
    assert same(seek(page, HARD.cues[-1].start_ms / 1000 + 0.1), CITED[2])


def test_what_is_painted_changes_no_element_of_the_page(story: Page) -> None:
    before = story.locator("article").inner_html()
    seek(story, 10)
    seek(story, 20)
    assert story.locator("article").inner_html() == before
    assert story.evaluate("getSelection().toString()") == ""


def test_a_sentence_that_stands_nowhere_on_the_page_is_shown_by_the_player(story: Page) -> None:
    line = story.locator("ting-player .said")
    assert seek(story, 0.1) == ""
    expect(line).to_have_text(STORY.cues[0].text)
    assert same(seek(story, 0.8), STORY.title)
    expect(line).to_have_text("")


def test_while_it_plays_each_sentence_is_lit_in_its_time(story: Page) -> None:
    told = story.evaluate(
        f"""() => {{ {LIT}
          return new Promise((done) => {{
            const told = [];
            document.addEventListener("ting:sentence", ({{ detail }}) => {{
              told.push([a.currentTime * 1000 - detail.start, detail.text, lit()]);
              if (told.length === 6) {{ a.pause(); done(told); }}
            }});
            a.currentTime = 2.2;
            a.play();
          }});
        }}"""
    )
    later = [late for late, _text, _lit in told[1:]]
    assert all(same(text, painted) for _late, text, painted in told)
    assert min(later) > -10
    assert median(later) < SOON_MS


def test_the_words_are_lit_within_their_sentence(paper: Paper, visit: Visit) -> None:
    page = visit(paper.page("worded", paper.script(WORDED.slug) + article(WORDED)))
    ready(page)
    cue = WORDED.cues[8]
    for word in cue.words[:3]:
        assert same(seek(page, word.start_ms / 1000 + 0.01), cue.text)
        assert same(lit(page, "ting-word"), word.text)


def test_a_page_that_allows_nothing_else_lights_its_sentences(paper: Paper, visit: Visit) -> None:
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(paper.podcast)}">'
    page = visit(paper.page("strict", paper.script(STORY.slug) + article(STORY), policy))
    ready(page)
    assert same(seek(page, 7.1), STORY.cues[10].text)
    assert page.locator("ting-player section").evaluate("(e) => getComputedStyle(e).borderRadius") == "8px"


@pytest.mark.parametrize("name", ["firefox", "webkitgtk"])
def test_other_engines_light_the_same(paper: Paper, name: str) -> None:
    engine = ENGINES[name]
    if None in engine.programs:
        absent(f"{name} is not installed: tests/install-judges")
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(paper.podcast)}">'
    with engine.run(dark=False) as window:
        window.open(paper.page("engine", paper.script(STORY.slug) + article(STORY), policy))
        until(
            window, "document.querySelector('ting-player')?.shadowRoot.querySelector('audio').readyState > 0"
        )
        window.run(f"{LIT} a.currentTime = 8.5;")
        until(window, "CSS.highlights.get('ting-sentence')?.size > 0")
        assert same(window.run(f"{LIT} return lit();"), STORY.cues[12].text)


def test_it_is_played_by_keys_alone(story: Page) -> None:
    story.keyboard.press("Tab")
    story.keyboard.press("Enter")
    story.wait_for_function(f"() => {{ {LIT} return !a.paused && a.currentTime > 0; }}")
    expect(story.locator("ting-player .toggle")).to_have_text("暫停")
    story.keyboard.press("Space")
    story.wait_for_function(f"() => {{ {LIT} return a.paused; }}")
    for _nth in range(2):
        story.keyboard.press("Tab")
    story.keyboard.press("Enter")
    story.wait_for_function(f"() => {{ {LIT} return player.querySelector('input').value >= 15; }}")
    story.keyboard.press("Tab")
    story.keyboard.press("Home")
    story.wait_for_function(f"() => {{ {LIT} return a.currentTime === 0; }}")


@pytest.mark.parametrize("colours", ["", DARK])
def test_axe_finds_nothing_in_a_page_with_the_player(
    paper: Paper, visit: Visit, axe: str, colours: str
) -> None:
    page = visit(paper.page("axe", f"<main>{paper.script(STORY.slug)}{article(STORY)}</main>", colours))
    ready(page)
    seek(page, 10)
    assert violations(page, axe) == []
    page.set_viewport_size({"width": 320, "height": 568})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_targets_are_large_enough_for_a_finger_whatever_the_pages_letters_are(
    paper: Paper, visit: Visit
) -> None:
    page = visit(
        paper.page("small", paper.script(STORY.slug), "<style>:root { font-size: 62.5% }</style>"),
        viewport=PHONE,
    )
    ready(page)
    boxes = page.locator("ting-player :is(button, input)").evaluate_all(
        "all => all.map(e => [e.offsetWidth, e.offsetHeight])"
    )
    assert len(boxes) == 5
    assert min(min(box) for box in boxes) >= 44


def test_no_style_of_the_page_reaches_into_the_player_but_the_ink(paper: Paper, visit: Visit) -> None:
    page = visit(paper.page("loud", paper.script(STORY.slug) + article(STORY), LOUD))
    ready(page)
    assert page.locator("ting-player .toggle").evaluate(STYLE) == ["rgb(85, 0, 0)", "16px", "1"]


def test_a_frame_shows_each_sentence_and_needs_no_script_of_the_page(
    paper: Paper, visit: Visit, axe: str
) -> None:
    source = f"{paper.podcast}/embed.html?episode={STORY.slug}"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(paper.podcast)}">'
    page = visit(paper.page("frame", f'<iframe src="{source}" title="聽新聞"></iframe>', policy))
    frame = page.frame_locator("iframe")
    frame.get_by_role("button", name="快轉 15 秒").wait_for()
    page.wait_for_load_state("networkidle")
    frame.locator("audio").evaluate("(a) => { a.currentTime = 7.1; }")
    expect(frame.locator(".said")).to_have_text(STORY.cues[10].text)
    alone = visit(source)
    ready(alone)
    assert violations(alone, axe) == []


def test_episodes_that_are_not_there_leave_the_page_as_it_was(paper: Paper, visit: Visit) -> None:
    slugs = (UNHEARD.slug, "2026-01-09-none-ffffffff", "../../catalog", "2026-01-09-&lt;img&gt;", "")
    page = visit(paper.page("gone", article(STORY) + "".join(map(paper.script, slugs))))
    page.wait_for_load_state("networkidle")
    expect(page.locator("ting-player")).to_have_count(0)
    assert page.locator("body").inner_text().startswith(STORY.title)


def test_without_a_transcript_there_is_a_player_alone(paper: Paper, podcast: Path, visit: Visit) -> None:
    address = paper.page("plain", paper.script(SILENT.slug) + article(STORY))
    for text in ("", '{"segments": 5}', '{"segments": [{"startTime": "1", "endTime": 2}, null]}'):
        (podcast / beside(SILENT, SILENT.files.transcript)).write_text(text, encoding="utf-8")
        page = visit(address)
        ready(page)
        assert seek(page, 10) == ""
        expect(page.locator("ting-player .toggle")).to_be_visible()
        expect(page.locator("ting-player .said")).to_have_count(0)


def test_a_page_that_is_rendered_anew_is_read_anew(story: Page) -> None:
    cue = STORY.cues[12]
    assert same(seek(story, 8.5), cue.text)
    story.evaluate("() => document.querySelectorAll('p').forEach(e => e.replaceWith(e.cloneNode(true)))")
    assert same(seek(story, 8.5), cue.text)


def test_a_page_whose_words_are_gone_has_them_in_the_player(story: Page) -> None:
    assert same(seek(story, 8.5), STORY.cues[12].text)
    story.evaluate("() => document.querySelectorAll('p, h1').forEach(e => { e.textContent = '改了。'; })")
    assert seek(story, 8.6) == ""
    assert seek(story, 10) == ""
    expect(story.locator("ting-player .said")).to_have_text(STORY.cues[14].text)


def test_where_a_browser_cannot_paint_the_player_shows_each_sentence(paper: Paper, visit: Visit) -> None:
    page = visit(
        paper.page("old", paper.script(STORY.slug) + article(STORY)), before="delete window.Highlight"
    )
    ready(page)
    assert seek(page, 10) == ""
    expect(page.locator("ting-player .said")).to_have_text(STORY.cues[14].text)


def test_of_two_players_one_is_heard(paper: Paper, visit: Visit) -> None:
    page = visit(paper.page("two", f"{paper.script(STORY.slug)}{paper.script(WORDED.slug)}{article(STORY)}"))
    page.locator("ting-player").nth(1).wait_for()
    for nth in (0, 1):
        page.locator("ting-player").nth(nth).get_by_role("button", name="播放", exact=True).click()
        expect(page.locator("ting-player").nth(nth).locator(".toggle")).to_have_text("暫停")
    expect(page.locator("ting-player").nth(0).locator(".toggle")).to_have_text("播放")
    names = page.get_by_role("region").evaluate_all("all => all.map(e => e.ariaLabel)")
    assert sorted(names) == ["聽這則新聞", "聽這則新聞（2）"]


@pytest.mark.parametrize("loaded", ["as modules", "by its address alone"])
def test_scripts_that_do_not_know_their_tag_take_those_that_have_no_player(
    paper: Paper, visit: Visit, loaded: str
) -> None:
    kind = "module" if loaded == "as modules" else "text/plain"
    tags = [paper.script(slug).replace("async", f'type="{kind}"') for slug in (STORY.slug, WORDED.slug)]
    page = visit(paper.page("modules", f"<main>{tags[0]}{article(STORY)}{tags[1]}</main>"))
    if kind == "text/plain":
        page.add_script_tag(url=f"{paper.podcast}/embed.js")
    page.locator("ting-player").nth(1).wait_for()
    sounds = page.locator("ting-player audio").evaluate_all("all => all.map(a => a.src)")
    assert [sound.rpartition("/")[2] for sound in sounds] == [f"{STORY.slug}.mp3", f"{WORDED.slug}.mp3"]


def test_a_script_in_the_head_puts_the_player_where_it_is_told_to_read(paper: Paper, visit: Visit) -> None:
    script = paper.script(STORY.slug, article="#story")
    page = visit(
        paper.page(
            "head", f'<div id="other">{article(WORDED)}</div><div id="story">{article(STORY)}</div>', script
        )
    )
    ready(page)
    assert page.locator("#story > ting-player:first-child").count() == 1
    assert same(seek(page, 8.5), STORY.cues[12].text)
    assert page.evaluate(
        "() => [...CSS.highlights.get('ting-sentence')].every(r => "
        "document.querySelector('#story').contains(r.startContainer))"
    )
