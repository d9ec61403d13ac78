"""A number stays whole on the page: no line ends within it, and it is found, copied and lit as any words."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.site import invented
from tests.site.conftest import ARTEFACTS, Site, Visit, publish
from tests.site.reader import seek
from tests.site.test_words import WORD, said
from tts.catalog.card import card_of
from tts.feed.addresses import page_path
from tts.model.episode import Cue
from tts.model.settings import Settings, ShowSettings
from tts.site import write_site

pytestmark = pytest.mark.slow

SENTENCES = (
    "聯準會(Fed)將於12月8日舉行會議,市場預期利率維持在3.50%至3.75%不變的機率為68.4%。",
    "營收年增率介於-1.2%到+2.8%之間，合併營收18億5,000萬元，每股盈餘NT$1,234.5元。",
    "10年期公債殖利率報4.125%，美元兌日圓在152.3附近；道瓊指數下跌120.55點，收47,318.02點。",
    "若12/9的會後聲明刪除此語，可電洽02-2345-6789，或於2026-11-27上午10:30至２．５％時再議。",
    "氣溫-5℃～10℃，時速120 km/h，解析度1920×1080，比數101-99，共" + "1234567890" * 6 + "元。",
)
NUMBER = r"(?:[-+]|NT\$)?[\d２５]+(?:[.,:/×．-][\d２５]+)*(?:℃～10℃|[%％℃]|億5,000萬元|[元點月日年]| km\/h)?"
LONGEST = 16
LINES = f"""() => [...document.querySelectorAll("h1, [data-start]")].flatMap((sentence) => {{
  const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  const places = [];
  while (walker.nextNode()) {{
    for (let at = 0; at < walker.currentNode.length; at++) places.push([walker.currentNode, at]);
  }}
  return [...sentence.textContent.matchAll(/{NUMBER}/gu)].map((found) => [found[0], new Set(
    places.slice(found.index, found.index + found[0].length).map(([node, at]) => {{
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return Math.round(range.getBoundingClientRect().bottom / 12);
    }})).size]);
}})"""


@pytest.fixture(scope="module")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Write the page of an episode whose sentences, and whose title, are full of numbers."""
    folder = tmp_path_factory.mktemp("numbers")
    cues = tuple(Cue(at * 4000, at * 4000 + 3600, text, at // 4) for at, text in enumerate(SENTENCES * 2))
    story = invented.episode("2026-01-09-story-00000001", "營收18億5,000萬元 年減-1.2%", sentences=4)
    told = invented.worded(replace(story, cues=(story.cues[1], *(shifted(cue) for cue in cues))))
    told = replace(told, duration_ms=told.cues[-1].end_ms + 1000)
    invented.record_silence(folder, told)
    publish(folder, {"numbers": told}, show_text=True)
    return Site(folder, "", {"numbers": told})


def shifted(cue: Cue) -> Cue:
    return replace(cue, start_ms=cue.start_ms + 8000, end_ms=cue.end_ms + 8000)


def parted(page: Page) -> list[str]:
    """Return the numbers that stand on more than one line though a line has room for them."""
    found = page.evaluate(LINES)
    assert len(found) > 40
    return [text for text, lines in found if lines > 1 and len(text) <= LONGEST]


@pytest.mark.parametrize("scale", [1, 2])
def test_no_line_ends_within_a_number_at_any_width(numbers: Site, visit: Visit, scale: int) -> None:
    page = visit(numbers.file("numbers"), device_scale_factor=scale)
    for width in range(320, 800, 9):
        page.set_viewport_size({"width": width, "height": 700})
        assert parted(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_sentence_full_of_numbers_can_be_looked_at(
    numbers: Site, visit: Visit, scheme: Literal["light", "dark"]
) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page = visit(
        numbers.file("numbers"),
        viewport={"width": 320, "height": 640},
        color_scheme=scheme,
        device_scale_factor=2,
    )
    page.locator("#text").screenshot(path=ARTEFACTS / f"numbers-320-{scheme}.png")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_number_is_copied_found_and_lit_as_it_is_written(numbers: Site, visit: Visit) -> None:
    page = visit(numbers.file("numbers"))
    texts = page.locator("#text [data-start]").all_text_contents()
    assert tuple(texts) == SENTENCES * 2
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#text'))")
    assert "18億5,000萬元，每股盈餘NT$1,234.5元。" in page.evaluate("String(getSelection())")
    assert page.evaluate("find('5,000萬元，每股盈餘NT$1,234.5', false, false, true)")
    for word in numbers.episodes["numbers"].cues[2].words:
        seek(page, (word.start_ms + 2) / 1000)
        assert page.evaluate(WORD) == [said(word)]


LEADING = [
    "明河 & 朋友的聽新聞",
    "石門 ＆ 3M公司 & 12/9號",
    "甲&乙 & 👨‍👩‍👧",
    "A & B&C",
    "3M <財報>同日",
    "&",
]
ENDS = """() => [...document.querySelectorAll("h1, .chapters li bdi, .beside bdi, .top bdi, .day li > a")]
  .flatMap((title) => {
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    const places = [];
    while (walker.nextNode()) {
      for (let at = 0; at < walker.currentNode.length; at++) places.push([walker.currentNode, at]);
    }
    const bottom = ([node, at]) => {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().bottom;
    };
    return [...title.textContent.matchAll(/[&＆<](?=\\s*\\S)/g)].map(({ index }) => {
      const next = title.textContent.slice(index + 1).search(/\\S/) + index + 1;
      return [title.textContent, Math.abs(bottom(places[index]) - bottom(places[next])) < 9];
    });
  })"""


def test_no_title_has_a_line_that_ends_with_what_leads_on(visit: Visit, tmp_path: Path) -> None:
    titles = [*LEADING, *(f"{'長' * at}與{LEADING[0]}" for at in range(1, 9))]
    stories = [
        invented.episode(f"2026-01-09-story-{at:08}", title, sentences=8) for at, title in enumerate(titles)
    ]
    settings = Settings(show=ShowSettings(output=tmp_path, title=LEADING[0]))
    told = [*stories, invented.digest(stories)]
    write_site(tmp_path, settings, list(map(card_of, told)), show_text=True)
    for path in (*map(page_path, told), "index.html", "episodes/2026/01/index.html"):
        page = visit((tmp_path / path).as_uri(), viewport={"width": 320, "height": 568})
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 568})
            page.locator("details").evaluate_all("all => all.forEach(details => { details.open = true; })")
            found = page.evaluate(ENDS)
            assert found
            assert [text for text, together in found if not together] == []


def test_without_the_style_a_number_would_be_parted(numbers: Site, visit: Visit) -> None:
    page = visit(numbers.file("numbers"))
    page.locator("span > span").evaluate_all(
        "spans => spans.forEach(e => { e.style.whiteSpace = 'normal'; })"
    )
    found = []
    for width in range(320, 500, 9):
        page.set_viewport_size({"width": width, "height": 700})
        found += parted(page)
    assert found


def test_nothing_opens_a_gap_beside_a_comma(numbers: Site, visit: Visit) -> None:
    page = visit(numbers.file("numbers"))
    assert page.evaluate("getComputedStyle(document.body).textAutospace ?? 'no-autospace'") == "no-autospace"
