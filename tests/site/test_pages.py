"""What is written, and what is left alone; no browser is needed to know it."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from tests.feed.stories import ODD_TITLES, item
from tests.site import invented
from tests.site.conftest import HOSTILE
from tts.catalog.card import card_of
from tts.errors import OutputError
from tts.feed.channels import channels
from tts.model.episode import Chapter, Cue, Episode, Persona, Word
from tts.model.settings import Settings, ShowSettings, SourceSettings
from tts.site import pages, write_site
from tts.site.lists import MOST_STORIES
from tts.site.search import WHOLE_YEAR, shards
from tts.site.text import WAITS, layout

pytestmark = pytest.mark.slow

SHOW = ShowSettings(title="晨間聽新聞", url="https://example.org/podcast/")
SETTINGS = Settings(show=SHOW)
SOURCE = "https://example.org/news/1"
EPISODE = "episodes/2026/01/09/2026-01-09-story-00000001.html"


@pytest.fixture
def story() -> Episode:
    """A story of ten sentences."""
    return invented.episode("2026-01-09-story-00000001", sentences=10)


def rendered(
    episodes: list[Episode], settings: Settings = SETTINGS, *, show_text: bool = True
) -> dict[str, str]:
    cards = list(map(card_of, episodes))
    return {page.path: page.render().decode() for page in pages(settings, cards, show_text=show_text)}


def changes(output: Path) -> dict[Path, int]:
    return {path: path.stat().st_ino for path in output.rglob("*") if path.is_file()}


def test_a_site_is_an_index_assets_and_pages_beside_the_manifests(story: Episode) -> None:
    assert list(rendered([story])) == [
        "assets/ting.css",
        "assets/lists.css",
        "assets/ting.js",
        "assets/lists.js",
        "embed.js",
        "embed.html",
        "episodes/2026/01/09/2026-01-09-story-00000001.html",
        "episodes/2026/01/index.html",
        "episodes/2026/01/search.js",
        "index.html",
    ]


def test_a_show_without_episodes_has_an_index_that_says_so() -> None:
    assert "還沒有節目" in rendered([])["index.html"]


def test_the_index_links_the_feed_that_a_series_has_also_beside_one_that_sounds_alike(story: Episode) -> None:
    sources = tuple(SourceSettings(name=name, kind="url", location="x") for name in ("實事", "時事"))
    settings = Settings(show=SHOW, source=sources)
    told = replace(story, imprint=replace(story.imprint, series="時事"))
    (path,) = (feed.path for feed in channels(settings, [item(told)]) if feed.title.endswith("：時事"))
    assert f'href="{path}"' in rendered([told], settings)["index.html"]


def test_an_empty_index_too_changes_with_its_show(tmp_path: Path) -> None:
    write_site(tmp_path, SETTINGS, [], show_text=True)
    write_site(tmp_path, Settings(show=ShowSettings(title="改了名")), [], show_text=True)
    assert "改了名" in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_same_episodes_make_the_same_bytes(story: Episode) -> None:
    other = invented.episode("2026-01-08-other-00000002")
    assert rendered([story, other]) == rendered([other, story])


def test_every_file_holds_its_mark_where_it_is_looked_for(story: Episode) -> None:
    for page in pages(SETTINGS, [card_of(story)], show_text=True):
        assert page.mark in page.render()[:120].decode()


def test_what_is_the_same_is_not_written_again(tmp_path: Path, story: Episode) -> None:
    write_site(tmp_path, SETTINGS, [card_of(story)], show_text=True)
    before = changes(tmp_path)
    write_site(tmp_path, SETTINGS, [card_of(story)], show_text=True)
    assert changes(tmp_path) == before


def test_a_new_episode_changes_its_neighbour_and_the_lists_alone(tmp_path: Path, story: Episode) -> None:
    days = ("2024-12-01", "2025-11-02", "2026-01-01")
    old = [invented.episode(f"{day}-old-00000000") for day in days]
    write_site(tmp_path, SETTINGS, list(map(card_of, old)), show_text=True)
    before = changes(tmp_path)
    write_site(tmp_path, SETTINGS, list(map(card_of, [*old, story])), show_text=True)
    after = changes(tmp_path)
    changed = {path.relative_to(tmp_path).as_posix() for path in before if after[path] != before[path]}
    assert changed == {
        "index.html",
        "episodes/2026/01/index.html",
        "episodes/2026/01/search.js",
        "episodes/2026/01/01/2026-01-01-old-00000000.html",
    }


@pytest.mark.parametrize(
    "other",
    [
        {"title": "別的名字"},
        {"url": "https://example.net/"},
        {"secret": "nobody-guesses"},
        {"private": False},
        {"author": "誰"},
        {"language": "zh-Hans"},
    ],
)
def test_pages_change_with_every_setting_they_show(story: Episode, other: dict[str, str]) -> None:
    changed = Settings(show=ShowSettings(**{"title": SHOW.title, "url": SHOW.url, **other}))  # type: ignore[arg-type]
    before, after = rendered([story]), rendered([story], changed)
    different = {path for path in before if before[path] != after[path]}
    assert "index.html" in different
    marks = {page.path: page.mark for page in pages(SETTINGS, [card_of(story)], show_text=True)}
    later = {page.path: page.mark for page in pages(changed, [card_of(story)], show_text=True)}
    assert all(marks[path] != later[path] for path in different)


def test_pages_of_what_is_gone_are_removed_and_no_others(tmp_path: Path, story: Episode) -> None:
    gone = invented.episode("2025-11-01-gone-00000002")
    write_site(tmp_path, SETTINGS, [card_of(story), card_of(gone)], show_text=True)
    own = tmp_path / "episodes" / "2025" / "11" / "01" / "mine.html"
    own.write_text("<!doctype html><title>mine</title>")
    write_site(tmp_path, SETTINGS, [card_of(story)], show_text=True)
    left = {path.relative_to(tmp_path).as_posix() for path in (tmp_path / "episodes").rglob("*.*")}
    assert left == {
        "episodes/2025/11/01/mine.html",
        "episodes/2026/01/09/2026-01-09-story-00000001.html",
        "episodes/2026/01/index.html",
        "episodes/2026/01/search.js",
    }


def test_a_page_whose_manifest_is_there_is_never_removed(tmp_path: Path, story: Episode) -> None:
    page = tmp_path / "episodes/2026/01/09/2026-01-09-story-00000001.html"
    write_site(tmp_path, SETTINGS, [card_of(story)], show_text=True)
    page.with_suffix(".json").write_text("{}")
    write_site(tmp_path, SETTINGS, [], show_text=True)
    assert page.exists()


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path, story: Episode) -> None:
    (tmp_path / "assets").write_text("in the way")
    with pytest.raises(OutputError):
        write_site(tmp_path, SETTINGS, [card_of(story)], show_text=True)


def test_unless_texts_are_shown_none_is_in_any_file(story: Episode) -> None:
    files = rendered([story, invented.digest([story])], show_text=False)
    for cue in story.cues:
        if cue.kind == "body":
            assert not any(cue.text in text for text in files.values())


def test_all_links_are_relative_so_that_any_path_will_do(story: Episode) -> None:
    settings = Settings(show=ShowSettings())
    for path, text in rendered([story], settings).items():
        if path.endswith(".html"):
            links = set(re.findall(r'(?:href|src)="([^"]*)"', text)) - {SOURCE}
            assert not any(re.match(r"/|[a-z]+:(?!image)", link) for link in links)


def test_markup_in_any_field_stays_words(story: Episode) -> None:
    bad = "</script><img src=x onerror=alert(1)>\"'&\x00\u2028"
    source = replace(story.articles[0], title=bad, byline=bad, publisher=bad, url="javascript:alert(1)")
    hostile = replace(
        story,
        title=HOSTILE,
        voice=bad,
        narrators=(Persona(bad, bad),),
        engine=bad,
        disclosure=bad,
        articles=(source,),
        chapters=tuple(replace(chapter, title=bad) for chapter in story.chapters),
        cues=tuple(replace(cue, text=bad) for cue in story.cues),
        imprint=replace(story.imprint, series=bad),
    )
    show = ShowSettings(title=bad, description=bad, author=bad)
    for show_text in (True, False):
        for path, text in rendered([hostile], Settings(show=show), show_text=show_text).items():
            if path.endswith(".html"):
                assert "<img" not in text
                assert "javascript:" not in text
                assert text.count("</script>") == text.count("<script")


def test_the_search_script_is_one_call_with_json(story: Episode) -> None:
    hostile = replace(story, title="</script>\u2028")
    script = rendered([hostile])["episodes/2026/01/search.js"]
    call = re.fullmatch(r"// ting:\w+\ntingSearch\((.*)\);\n", script)
    assert call
    path, [[page, day, _title, text, starts]] = json.loads(call[1])
    assert path == "episodes/2026/01/search.js"
    assert (page, day) == ("episodes/2026/01/09/2026-01-09-story-00000001.html", "2026-01-09")
    assert text.split("\n")[1:] == [cue.text for cue in story.cues if cue.kind == "body"]
    assert len(starts) == len(text.split("\n"))
    assert "<" not in script


@pytest.mark.parametrize(("more", "scripts"), [(0, {"2024"}), (1, {"2024/11", "2024/12"})])
def test_a_past_year_is_one_search_script_unless_it_had_many_episodes(more: int, scripts: set[str]) -> None:
    days = ["2025-01-01", "2024-12-31", *["2024-11-30"] * (WHOLE_YEAR - 1 + more)]
    cards = [card_of(invented.episode(f"{day}-story-00000001", sentences=0)) for day in days]
    found = shards(cards)
    assert set(found) == {f"episodes/{script}/search.js" for script in {"2025/01", *scripts}}
    assert [card for some in found.values() for card in some] == cards


def test_a_year_that_has_passed_leaves_no_script_of_its_months(tmp_path: Path, story: Episode) -> None:
    old = [invented.episode(f"2025-{month}-01-old-00000000") for month in (11, 12)]
    write_site(tmp_path, SETTINGS, list(map(card_of, old)), show_text=True)
    write_site(tmp_path, SETTINGS, list(map(card_of, [*old, story])), show_text=True)
    scripts = [path.relative_to(tmp_path / "episodes").as_posix() for path in tmp_path.rglob("search.js")]
    assert sorted(scripts) == ["2025/search.js", "2026/01/search.js"]


def test_months_are_linked_from_each_other(story: Episode) -> None:
    others = [invented.episode(f"{day}-old-00000000") for day in ("2025-03-31", "2024-02-29")]
    page = rendered([story, *others])["episodes/2025/03/index.html"]
    assert re.findall(r'<a href="([^"]*)" rel="(\w+)">', page) == [
        ("../../2026/01/index.html", "next"),
        ("../../2024/02/index.html", "prev"),
    ]


def test_a_digest_is_listed_with_its_stories_at_their_places_and_without_its_greeting(story: Episode) -> None:
    told = replace(
        invented.digest([story, replace(story, title="漲3.5% & <更多>")]),
        articles=(*story.articles, replace(story.articles[0], title="漲3.5% & <更多>")),
    )
    greeting, *rest = told.chapters
    told = replace(told, chapters=(Chapter(0, 0, "開場"), greeting, *rest))
    index = html5lib.parse(rendered([told])["index.html"], namespaceHTMLElements=False)
    links = [link for item in index.iter("ol") if item.get("class") == "stories" for link in item.iter("a")]
    page = "episodes/2026/01/09/2026-01-09-digest-0123abcd.html"
    assert [("".join(link.itertext()), link.get("href")) for link in links] == [
        (story.title, f"{page}#t=0"),
        ("漲3.5% & <更多>", f"{page}#t=36"),
    ]


def test_a_digest_of_many_stories_names_the_first_and_says_how_many_more_there_are(story: Episode) -> None:
    index = rendered([invented.digest([story] * 31)])["index.html"]
    assert index.count("#t=") == MOST_STORIES
    assert f"還有 {31 - MOST_STORIES} 則" in index


def test_a_story_told_in_an_episode_of_its_own_is_not_found_in_the_digest_too(story: Episode) -> None:
    script = rendered([story, invented.digest([story])])["episodes/2026/01/search.js"]
    assert script.count(story.cues[5].text) == 1
    alone = rendered([invented.digest([story])])["episodes/2026/01/search.js"]
    assert alone.count(story.cues[5].text) == 1


def test_the_index_lists_the_newest_days_and_links_to_all_months() -> None:
    episodes = [
        invented.episode(f"2025-{month:02}-{day:02}-story-{month:04}{day:04}", sentences=4)
        for month in (10, 11, 12)
        for day in range(1, 29)
    ]
    index = rendered(episodes)["index.html"]
    assert index.count('class="day"') == 60
    assert re.findall(r'href="(episodes/\d+/\d+/index.html)"', index) == [
        f"episodes/2025/{month}/index.html" for month in (12, 11, 10)
    ]


def test_a_sentence_has_the_lengths_of_its_words_and_how_much_later_each_begins(story: Episode) -> None:
    words = (Word(1040, 1200, "😀\n今\u0007"), Word(1350, 1600, "天，"), Word(1350, 1900, "晴。"))
    told = Cue(1000, 1900, "😀\n今\u0007天，晴。", words=words)
    (block,) = layout(replace(story, cues=(told,), chapters=())).body
    assert block.times == "rs+p0:4EfA"
    assert [(one.text, one.words) for one in block.sentences] == [("😀 今天，晴。", "4EfA")]


def test_a_word_may_have_any_length_and_any_wait(story: Episode) -> None:
    lengths, waits = (0, 1, 26, 27, 60), (0, 35, 36, 1296, 9)
    begins = [sum(waits[: at + 1]) * 10 for at in range(len(waits))]
    words = tuple(Word(begin, begin, "字" * length) for begin, length in zip(begins, lengths, strict=True))
    told = Cue(0, 20_000, "字" * sum(lengths), words=words)
    (block,) = layout(replace(story, cues=(told,), chapters=())).body
    read = re.findall(r"(\d*)(z*[A-Za-y])", block.sentences[0].words)
    assert [int(length or 2) for length, _ in read] == list(lengths)
    assert [sum(WAITS.index(letter) for letter in letters) for _, letters in read] == list(waits)


def test_a_block_has_of_each_sentence_when_it_begins_after_the_one_before_and_how_long_it_takes(
    story: Episode,
) -> None:
    cues = (Cue(1000, 1036, "一。", 0), Cue(1072, 3000, "二。", 0), Cue(2999, 2999, "三。", 0))
    (block,) = layout(replace(story, cues=cues, chapters=())).body
    assert block.times == "rs+10,10+1hk,-1+0"


NUMBERS = "成交值18億5,000萬元、漲3.50%，跌-1.2%；12/9收47,318.02點，<3>家、5家，共" + "1" * 20 + "萬元。"


def test_a_number_stands_in_an_element_with_its_sign_and_unit(story: Episode) -> None:
    told = Cue(0, 900, NUMBERS)
    page = rendered([replace(story, title=NUMBERS, cues=(told,), chapters=())])
    found = re.search(r"<p data-times=0\+p0><span data-start=0 data-end=900>(.*)</span></p>", page[EPISODE])
    assert found
    assert re.findall("<span>(.*?)</span>", found[1]) == [
        "18億5,000萬元",
        "-1.2%",
        "12/9",
        "47,318.02點",
        "&lt;3",
        "5家",
    ]
    assert html.unescape(re.sub("</?span>", "", found[1])) == NUMBERS
    assert f"<title>{html.escape(NUMBERS)}" in page[EPISODE]
    assert found[1] in page["index.html"]


def test_a_page_tells_the_times_in_its_markup_too_unless_they_would_weigh_too_much(story: Episode) -> None:
    for sentences, told in ((200, 200), (201, 0)):
        episode = invented.episode(story.slug, sentences=sentences)
        found = re.findall(r"<span data-start=(\d+) data-end=(\d+)>", rendered([episode])[EPISODE])
        assert found == [(str(cue.start_ms), str(cue.end_ms)) for cue in episode.cues[:told]]


def test_a_number_in_the_shows_title_stands_in_an_element_with_its_sign_and_unit(story: Episode) -> None:
    page = rendered([story], Settings(show=ShowSettings(title="3.50%、18億5,000萬元與-1.2%")))["index.html"]
    found = re.search("<h1[^>]*>(.*)</h1>", page)
    assert found
    assert re.findall("<span>(.*?)</span>", found[1]) == ["18億5,000萬元", "-1.2%"]


def test_manifests_of_before_kinds_were_kept_are_set_as_paragraphs(story: Episode) -> None:
    old = replace(story, cues=tuple(replace(cue, kind="body") for cue in story.cues))
    page = rendered([old])["episodes/2026/01/09/2026-01-09-story-00000001.html"]
    assert page.count("<h1") == 1
    times = re.findall(r" data-times=(\S+)>", page)
    assert len(",".join(times).split(",")) == len(story.cues)


def test_a_story_in_another_language_says_so_and_the_page_around_it_does_not(story: Episode) -> None:
    page = rendered([replace(story, language="en")])["episodes/2026/01/09/2026-01-09-story-00000001.html"]
    assert '<html lang="zh-Hant">' in page
    assert page.count(' lang="en"') == 5  # disclosure, title, byline, chapters, text
    assert ' lang="en"' not in rendered([story])["episodes/2026/01/09/2026-01-09-story-00000001.html"]


def test_a_storys_number_stands_with_its_chapter_and_not_with_the_greeting(story: Episode) -> None:
    cues = (
        Cue(0, 900, "您好。", None, "announcement"),
        Cue(1000, 1900, "第一則。", None, "announcement"),
        Cue(2000, 3900, story.title, None, "title"),
    )
    chapters = (Chapter(0, 1000, "開場"), Chapter(1000, story.duration_ms, story.title))
    body = layout(replace(story, kind="digest", cues=cues, chapters=chapters)).body
    assert [(block.kind, block.anchor) for block in body] == [
        ("announcement", "t=0"),
        ("announcement", "t=1"),
        ("title", ""),
    ]


def test_what_counts_the_stories_is_a_label_whose_full_stop_is_only_heard(story: Episode) -> None:
    cues = (
        Cue(0, 900, "您好。", None, "announcement"),
        Cue(1000, 1900, "第一則。", None, "announcement", words=(Word(1000, 1900, "第一則。"),)),
        Cue(2000, 3900, "通過了。", None, "title"),
        Cue(4000, 4900, "謝謝收聽。", None, "announcement"),
    )
    chapters = (Chapter(0, 1000, "開場"), Chapter(1000, 4000, "通過了"), Chapter(4000, 9000, "結語"))
    body = layout(replace(story, kind="digest", cues=cues, chapters=chapters)).body
    assert [s.text for block in body for s in block.sentences] == [
        "您好。",
        "第一則",
        "通過了。",
        "謝謝收聽。",
    ]


def test_absolute_addresses_are_those_of_the_show_with_its_secret(story: Episode) -> None:
    show = ShowSettings(url="https://example.org/podcast", secret="quiet")  # noqa: S106 (it is a folder)
    page = rendered([story], Settings(show=show))["episodes/2026/01/09/2026-01-09-story-00000001.html"]
    address = "https://example.org/podcast/quiet/episodes/2026/01/09/2026-01-09-story-00000001.html"
    assert f'<link rel="canonical" href="{address}">' in page


def test_every_page_is_html_as_it_is_specified(story: Episode) -> None:
    for path, text in rendered([story, invented.digest([story])]).items():
        if path.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(text)
            assert not re.search(r'(?:href|src)="[^"]* [^"]*"', text)


def test_results_and_previews_are_told_all_there_is_to_tell(story: Episode) -> None:
    page = rendered([story])["episodes/2026/01/09/2026-01-09-story-00000001.html"]
    data = json.loads(re.findall(r'<script type="application/ld.json">(.*)</script>', page)[0])
    address = "https://example.org/podcast/episodes/2026/01/09/2026-01-09-story-00000001"
    assert data["url"] == data["mainEntityOfPage"] == f"{address}.html"
    assert data["image"] == "https://example.org/podcast/cover.jpg"
    assert data["datePublished"] == data["audio"]["uploadDate"] == story.issued.isoformat()
    assert data["description"] in page.partition("application/ld+json")[0]
    assert data["isPartOf"]["webFeed"] == "https://example.org/podcast/feed.xml"
    told = dict(re.findall(r'<meta (?:property|name)="(\w+:[^"]*)" content="([^"]*)"', page))
    assert told["og:title"] == story.title
    assert told["article:published_time"] == story.issued.isoformat()
    assert told["og:audio"] == f"{address}.mp3"
    assert {"og:type", "og:url", "og:image", "og:image:alt", "og:description", "twitter:card"} <= set(told)


def test_a_story_without_a_byline_is_its_papers(story: Episode) -> None:
    source = replace(story.articles[0], byline=None)
    files = rendered([replace(story, articles=(source,))])
    page = files["episodes/2026/01/09/2026-01-09-story-00000001.html"]
    assert '"author": [{"@type": "Organization", "name": "世界日報"}]' in page


def test_a_private_show_asks_not_to_be_indexed(story: Episode) -> None:
    open_show = Settings(show=ShowSettings(private=False))
    assert all('content="noindex"' in t for p, t in rendered([story]).items() if p.endswith(".html"))
    assert not any('content="noindex"' in text for text in rendered([story], open_show).values())


def test_the_foot_says_who_reads_and_by_which_engine(story: Episode) -> None:
    told = replace(story, voice="zf_q、zm_q", narrators=(Persona("zf_q", "安<b>"), Persona("zm_q", "博")))
    page = rendered([told])["episodes/2026/01/09/2026-01-09-story-00000001.html"]
    assert "由人工智慧語音朗讀（fake・<bdi>安&lt;b&gt;、博</bdi>）" in page
    assert "zf_q" not in page


def test_each_reporter_is_an_author_to_search_engines_and_a_desk_is_none(story: Episode) -> None:
    def authors(byline: str) -> list[tuple[str, str]]:
        told = replace(story, articles=(replace(story.articles[0], byline=byline),))
        page = rendered([told])["episodes/2026/01/09/2026-01-09-story-00000001.html"]
        schema = json.loads(
            re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[0]
        )
        return [(author["@type"], author["name"]) for author in schema["author"]]

    assert authors("記者葉向晴、丁一帆／台中報導") == [("Person", "葉向晴"), ("Person", "丁一帆")]
    assert authors("編輯／報導") == authors("國際中心／綜合報導") == [("Organization", "世界日報")]


@pytest.mark.parametrize("title", ODD_TITLES.values(), ids=ODD_TITLES)
def test_a_show_of_any_title_is_shown_whole_and_reads_in_its_own_direction(
    story: Episode, title: str
) -> None:
    files = rendered([story], Settings(show=ShowSettings(title=title)))
    page = html5lib.parse(files["index.html"], namespaceHTMLElements=False)
    (heading,) = page.iter("h1")
    assert ("".join(heading.itertext()), heading.get("dir")) == (title, "auto")
    assert page.findtext("head/title") == title


@pytest.mark.parametrize(
    ("engine", "source"), [("espeak", "algorithmicMedia"), ("kokoro", "trainedAlgorithmicMedia")]
)
def test_machines_are_told_how_the_sound_came_about_and_nothing_of_the_words(
    story: Episode, engine: str, source: str
) -> None:
    text = rendered([replace(story, engine=engine)])[EPISODE]
    data = json.loads(text.partition('ld+json">')[2].partition("</script>")[0])
    assert data["audio"]["digitalSourceType"] == f"http://cv.iptc.org/newscodes/digitalsourcetype/{source}"
    assert text.count("digitalSourceType") == 1
