import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newspaper import Failure, Newspaper
from tests.sources.web import Answer, Web
from tts.errors import ArticleNotFound, NetworkError, UsageError
from tts.sources.fetch import Fetcher
from tts.sources.listing import MAX_SITEMAPS, Kind, Listing, read_listing
from tts.sources.page import Manners, Validators

OPEN = Manners(allow_private=True, delay_ms=0, timeout_ms=500)


@pytest.fixture
def paper() -> Iterator[Newspaper]:
    with Newspaper() as paper:
        yield paper


def listed(kind: Kind, location: str | Path, validators: Validators | None = None) -> Listing:
    async def read() -> Listing:
        async with Fetcher(OPEN) as fetcher:
            return await read_listing(kind, str(location), fetcher, validators=validators)

    return asyncio.run(read())


@pytest.mark.parametrize(
    ("kind", "name"), [("feed", "rss.xml"), ("feed", "atom.xml"), ("sitemap", "sitemap.xml"), ("page", "")]
)
def test_a_newspaper_lists_the_same_stories_in_all_ways(paper: Newspaper, kind: Kind, name: str) -> None:
    entries = listed(kind, paper.address(f"/harbour/{name}")).entries
    assert [entry.url.partition("?")[0] for entry in entries] == [
        paper.address(story.path) for story in paper.stories if story.paper == "harbour"
    ]
    assert entries[0].title == "東灣港貨櫃量連三年成長 新碼頭明年啟用"


def test_what_is_not_modified_is_not_sent_again(paper: Newspaper) -> None:
    feed = paper.address("/harbour/rss.xml")
    first = listed("feed", feed)
    again = listed("feed", feed, first.validators)
    assert (again.not_modified, again.entries, again.validators) == (True, (), first.validators)
    paper.day = 2
    assert not listed("feed", feed, first.validators).not_modified


@pytest.mark.parametrize("failure", ["down", "slow", "error"])
def test_a_source_that_fails_is_the_networks_failure(paper: Newspaper, failure: Failure) -> None:
    paper.failing["/hill/rss.xml"] = failure
    with pytest.raises(NetworkError):
        listed("feed", paper.address("/hill/rss.xml"))


def test_a_page_where_the_feed_was_is_refused(paper: Newspaper) -> None:
    paper.failing["/hill/rss.xml"] = "html"
    with pytest.raises(ArticleNotFound, match="is a page, and not a feed"):
        listed("feed", paper.address("/hill/rss.xml"))


def test_a_feed_on_disk_is_read(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        '<rss version="2.0"><channel><item><title>題</title><link>https://a.example/1</link></item></channel></rss>'
    )
    assert [entry.url for entry in listed("feed", tmp_path / "feed.xml").entries] == ["https://a.example/1"]


def test_one_address_is_one_entry_and_nobody_is_asked() -> None:
    assert [entry.url for entry in listed("url", "https://a.example/1").entries] == ["https://a.example/1"]


def test_an_index_leads_to_its_newest_sitemaps(web: Web) -> None:
    maps = "".join(
        f"<sitemap><loc>{web.url}/{day}.xml</loc><lastmod>2026-01-0{day}</lastmod></sitemap>"
        for day in range(1, 9)
    )
    xml = {"Content-Type": "application/xml"}
    web.answers["/index.xml"] = Answer(f"<sitemapindex>{maps}</sitemapindex>".encode(), headers=xml)
    for day in (8, 6):
        loc = f"<urlset><url><loc>{web.url}/story/{day}</loc></url></urlset>"
        web.answers[f"/{day}.xml"] = Answer(loc.encode(), headers=xml)
    found = listed("sitemap", f"{web.url}/index.xml")
    assert [entry.url for entry in found.entries] == [f"{web.url}/story/8", f"{web.url}/story/6"]
    assert found.validators is None
    assert len(found.notices) == MAX_SITEMAPS - 2


class TestFolders:
    def test_saved_pages_and_texts_are_listed_the_last_saved_first(self, tmp_path: Path) -> None:
        for age, name in enumerate(("新.html", "中.TXT", "舊.htm", "圖.jpg")):
            (tmp_path / name).write_bytes(b"x")
            os.utime(tmp_path / name, (1_767_916_800 - age, 1_767_916_800 - age))
        entries = listed("folder", tmp_path).entries
        assert [entry.title for entry in entries] == ["新", "中", "舊"]
        assert [entry.url for entry in entries] == [
            str(tmp_path / name) for name in ("新.html", "中.TXT", "舊.htm")
        ]

    @pytest.mark.parametrize("name", ["none", "n" * 5_000])
    def test_a_folder_that_is_not_there_is_the_users_mistake(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(UsageError, match="There is no folder"):
            listed("folder", tmp_path / name)

    def test_a_link_that_leads_out_of_it_is_named_and_not_followed(self, tmp_path: Path) -> None:
        folder, own = tmp_path / "shared", tmp_path / "diary.txt"
        folder.mkdir()
        for path in (own, folder / "page.txt"):
            path.write_text("x")
        for name, target in {
            "diary.txt": own,
            "up.txt": Path("../diary.txt"),
            "users.html": Path("/etc/passwd"),
            "zero.txt": Path("/dev/zero"),
            "round.txt": Path("round.txt"),
            "gone.txt": Path("gone"),
            "same.txt": Path("page.txt"),
        }.items():
            (folder / name).symlink_to(target)
        (tmp_path / "here").symlink_to(folder)
        for place in (folder, tmp_path / "here"):
            listing = listed("folder", place)
            assert sorted(entry.title for entry in listing.entries) == ["page", "same"]
            said = "Links that lead out of the folder are not followed: diary.txt, up.txt, users.html."
            assert listing.notices == (said,)


def test_a_folders_hidden_files_are_none_of_its_pages(tmp_path: Path) -> None:
    for name in ("page.html", "._page.html"):
        (tmp_path / name).write_text("<p>", encoding="utf-8")
    assert [Path(entry.url).name for entry in listed("folder", tmp_path).entries] == ["page.html"]
