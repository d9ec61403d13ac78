"""An EPUB holds what was said, sentence by sentence with its time, and readers find nothing wrong in it."""

import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from tests.books.conftest import ARTICLE, ODD, Told
from tts.books import epub
from tts.errors import TingError, UsageError
from tts.model.article import Article, Paragraph
from tts.model.episode import Episode
from tts.printable import one_line

XHTML = "{http://www.w3.org/1999/xhtml}"
SMIL = "{http://www.w3.org/ns/SMIL}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


class Book:
    """A book as a reading system takes it up."""

    def __init__(self, path: Path) -> None:
        self.archive = zipfile.ZipFile(path)
        self.package = self.xml("package.opf")

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.archive.read(f"EPUB/{name}"))

    def meta(self, name: str) -> list[str]:
        found = self.package.iter(f"{OPF}meta")
        return [one.text or "" for one in found if one.get("property") == name and not one.get("refines")]

    def dc(self, name: str) -> list[str]:
        return [one.text or "" for one in self.package.iter(DC + name)]

    @property
    def parts(self) -> list[str]:
        """The documents in reading order, without their ending."""
        return [str(one.get("idref")) for one in self.package.iter(f"{OPF}itemref")]

    def sentences(self) -> list[tuple[str, float, float]]:
        """Return what is lit, from when and until when, in the order that it is played."""
        found = []
        for part in self.parts:
            text = {one.get("id"): text_of(one) for one in self.xml(f"{part}.xhtml").iter()}
            for par in self.xml(f"{part}.smil").iter(f"{SMIL}par"):
                shown, sound = par
                file, _, name = str(shown.get("src")).partition("#")
                assert (file, sound.get("src")) == (f"{part}.xhtml", "sound.mp3")
                begin, end = (seconds(str(sound.get(key))) for key in ("clipBegin", "clipEnd"))
                found.append((text[name], begin, end))
        return found


def text_of(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def seconds(clock: str) -> float:
    hours, minutes, rest = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(rest)


@pytest.fixture
def bound(tmp_path: Path) -> Callable[[Episode], Book]:
    def bound(episode: Episode) -> Book:
        path = tmp_path / "book.epub"
        epub.write(episode, path)
        return Book(path)

    return bound


Bound = Callable[[Episode], Book]


@pytest.mark.parametrize("articles", [(ARTICLE,), (ARTICLE, ODD[4])])
def test_every_sentence_is_lit_from_when_it_begins_until_the_next_one_does(
    told: Told, bound: Bound, articles: tuple[Article, ...]
) -> None:
    episode = told(*articles)
    lit = bound(episode).sentences()
    assert [text for text, _, _ in lit] == [cue.text for cue in episode.cues]
    assert [round(begin * 1000) for _, begin, _ in lit] == [cue.start_ms for cue in episode.cues]
    assert all(end == begin for (_, _, end), (_, begin, _) in pairwise(lit))
    assert round(lit[-1][2] * 1000) == episode.duration_ms


def test_the_sound_is_the_episodes_own_and_the_durations_add_up(told: Told, bound: Bound) -> None:
    episode = told(ARTICLE, ODD[4])
    book = bound(episode)
    assert book.archive.read("EPUB/sound.mp3") == Path(episode.files.mp3).read_bytes()
    metas = [one for one in book.package.iter(f"{OPF}meta") if one.get("property") == "media:duration"]
    whole, *each = (seconds(one.text or "") for one in metas)
    assert len(each) == len(book.parts) == 4
    assert sum(each) == pytest.approx(whole)


def test_an_article_is_one_part_and_its_chapters_lead_into_it(told: Told, bound: Bound) -> None:
    episode = told(ARTICLE)
    book = bound(episode)
    assert book.parts == ["part1"]
    links = list(book.xml("nav.xhtml").iter(f"{XHTML}a"))
    entries = [(one.text, str(one.get("href"))) for one in links[: len(episode.chapters)]]
    assert [title for title, _ in entries] == ["市府宣布停班停課", "各地情形"]
    page = book.xml("part1.xhtml")
    (heading,) = page.iter(f"{XHTML}h2")
    assert entries[1][1] == f"part1.xhtml#{heading[0].get('id')}"
    assert [text_of(one) for one in page.iter(f"{XHTML}li")] == ["臺北：停班。", "基隆：停課。"]


def test_a_digest_has_a_part_a_story_with_where_it_is_from(told: Told, bound: Bound) -> None:
    book = bound(told(ARTICLE, ODD[4]))
    titles = [next(book.xml(f"{part}.xhtml").iter(f"{XHTML}h1")) for part in book.parts]
    assert [text_of(one) for one in titles] == ["開場", "市府宣布停班停課", "同一個標題", "結語"]
    (link,) = book.xml("part2.xhtml").iter(f"{XHTML}a")
    assert (link.get("href"), link.text) == (
        "https://news.example/1?a=1&b=2",
        "晨報 · 本報記者王小明／臺北報導 · 2026-01-09",
    )


def test_the_package_says_whose_it_is_and_that_a_machine_reads_it(told: Told, bound: Bound) -> None:
    book = bound(told(ARTICLE))
    assert book.dc("title") == ["市府宣布停班停課"]
    assert book.dc("language") == ["zh-Hant"]
    assert book.dc("creator") == ["王小明"]
    assert book.dc("publisher") == ["晨報"]
    assert book.dc("date") == ["2026-01-09"]
    assert book.dc("source") == ["https://news.example/1?a=1&b=2"]
    assert book.dc("contributor") == book.meta("media:narrator") == ["曉臻"]
    assert "以下新聞由人工智慧語音播報。" in book.dc("description")[0]
    assert book.meta("dcterms:modified") == ["2026-01-09T07:00:00Z"]
    assert book.meta("belongs-to-collection") == ["晨報"]
    assert book.meta("schema:accessMode") == ["textual", "auditory"]
    assert "synchronizedAudioText" in book.meta("schema:accessibilityFeature")
    (active,) = book.meta("media:active-class")
    assert f".{active} {{" in book.archive.read("EPUB/style.css").decode()


def test_the_same_episode_makes_the_same_bytes_and_its_kind_stands_first(told: Told, tmp_path: Path) -> None:
    episode = told(ARTICLE)
    for name in ("one.epub", "two.epub"):
        epub.write(episode, tmp_path / name)
    book = (tmp_path / "one.epub").read_bytes()
    assert book == (tmp_path / "two.epub").read_bytes()
    assert book[30:58] == b"mimetypeapplication/epub+zip"


@pytest.mark.slow
def test_epubcheck_finds_nothing_in_an_article(
    told: Told, tmp_path: Path, epubcheck: Callable[[Path], str]
) -> None:
    epub.write(told(ARTICLE), tmp_path / "article.epub")
    assert epubcheck(tmp_path / "article.epub") == ""


@pytest.mark.slow
def test_epubcheck_finds_nothing_in_a_digest_of_all_that_is_odd(
    told_oddly: Episode, tmp_path: Path, epubcheck: Callable[[Path], str]
) -> None:
    epub.write(told_oddly, tmp_path / "odd.epub")
    assert epubcheck(tmp_path / "odd.epub") == ""


def test_what_no_xml_may_hold_is_left_out_and_markup_is_text(told_oddly: Episode, bound: Bound) -> None:
    book = bound(told_oddly)
    said = "".join(text for text, _, _ in book.sentences())
    assert said == re.sub("[\ufffe]", "", one_line("".join(cue.text for cue in told_oddly.cues)))
    assert "<b>標記</b> &amp;  控制字元" in said
    assert book.dc("title") == ["<日報> & 「…」"]
    assert book.dc("language") == ["zh-Hant"]


def test_a_cover_that_cannot_be_read_gives_way_to_the_shows(told: Told, bound: Bound) -> None:
    episode = told(ARTICLE)
    sound = Path(episode.files.mp3)
    sound.write_bytes(sound.read_bytes().replace(b"\xff\xd8\xff", b"\xff\xd8\x00"))
    assert bound(episode).archive.read("EPUB/cover.jpg").startswith(b"\xff\xd8\xff")


def test_sentences_that_begin_at_the_same_time_have_a_moment_each(told: Told, bound: Bound) -> None:
    episode = told(Article("題目", (Paragraph("……"), Paragraph("好。！？"))))
    assert all(begin < end for _, begin, end in bound(episode).sentences())


def test_sound_that_is_gone_or_cut_off_is_told(told: Told, tmp_path: Path) -> None:
    episode = told(ARTICLE)
    sound = Path(episode.files.mp3)
    sound.write_bytes(sound.read_bytes()[: episode.least_bytes - 1])
    with pytest.raises(TingError, match="is cut off"):
        epub.write(episode, tmp_path / "book.epub")
    sound.unlink()
    with pytest.raises(UsageError, match="cannot be read: No such file"):
        epub.write(episode, tmp_path / "book.epub")
