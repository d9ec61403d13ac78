"""Long lists: what each names, to its end."""

import datetime as dt

import pytest

from tts.errors import ArticleNotFound
from tts.sources.entry import Entry
from tts.sources.feeds import MAX_ENTRIES
from tts.sources.long_list import Further, Misfit, day_in, each_in
from tts.sources.page import Page

HERE = "https://paper.example/list"
TAIPEI = dt.timezone(dt.timedelta(hours=8))


def page(text: str) -> Page:
    return Page(HERE, text.encode())


def urls(text: str) -> list[str]:
    return [one.url for one in each_in(page(text)) if isinstance(one, Entry)]


class TestSitemaps:
    def test_a_sitemap_of_any_length_is_named_to_its_end(self) -> None:
        rows = "".join(f"<url><loc>/{number}</loc></url>" for number in range(3 * MAX_ENTRIES))
        found = urls(f"<urlset>{rows}</urlset>")
        assert (len(found), found[-1]) == (3 * MAX_ENTRIES, f"https://paper.example/{3 * MAX_ENTRIES - 1}")

    def test_an_index_leads_on_and_says_when_a_list_has_changed(self) -> None:
        text = (
            "<sitemapindex><sitemap><loc>/a.xml</loc><lastmod>2024-05-01</lastmod></sitemap>"
            "<sitemap><loc>http://b.example/</loc></sitemap></sitemapindex>"
        )
        first, second = each_in(page(text))
        assert first == Further("https://paper.example/a.xml", dt.datetime(2024, 5, 1, tzinfo=_zone(first)))
        assert second == Further("http://b.example/")

    def test_what_is_no_address_is_said_to_be_none(self) -> None:
        found = list(each_in(page("<urlset><url><loc>javascript:a()</loc></url></urlset>")))
        assert found == [Misfit("javascript:a()")]

    @pytest.mark.parametrize("text", ["<!doctype html><html><p>a</p></html>", "<rubbish/>"])
    def test_what_is_no_list_is_refused(self, text: str) -> None:
        with pytest.raises(ArticleNotFound):
            list(each_in(page(text)))


class TestFeeds:
    def test_a_feed_of_any_length_is_named_to_its_end(self) -> None:
        count = 2 * MAX_ENTRIES + 7
        items = "".join(f"<item><link>/{number}</link></item>" for number in range(count))
        found = urls(f'<rss version="2.0"><channel><title>a</title>{items}</channel></rss>')
        assert (len(found), len(set(found))) == (count, count)

    @pytest.mark.parametrize("rel", ["next", "prev-archive"])
    def test_an_atom_feed_leads_on_to_what_is_older(self, rel: str) -> None:
        text = (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/me"/>'
            f'<link rel="{rel}" href="?p=2"/><entry><link href="/1"/></entry></feed>'
        )
        first, second = each_in(page(text))
        assert isinstance(first, Entry)
        assert second == Further("https://paper.example/list?p=2")


class TestLines:
    def test_lines_are_addresses_remarks_or_neither(self) -> None:
        text = "\ufeff# mine\n\n  https://a.example/1 \r\nwww.a.example\nftp://a.example/\nhttp://b.example/"
        assert list(each_in(page(text))) == [
            Entry("https://a.example/1"),
            Misfit("www.a.example"),
            Misfit("ftp://a.example/"),
            Entry("http://b.example/"),
        ]


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2024/05/17/a.html", "2024-05-17"),
        ("https://a.example/news/2024-05-17/a", "2024-05-17"),
        ("https://a.example/news/aipl/202405170123.aspx", "2024-05-17"),
        ("https://a.example/20240517", "2024-05-17"),
        ("https://a.example/story/20240517012/a", None),
        ("https://a.example/2024/13/17/", None),
        ("https://a.example/2024/02/31/", None),
        ("https://a.example/a/8231234/", None),
        ("https://a.example/2024/05-17/", None),
    ],
)
def test_a_day_in_an_address_is_found_where_it_is_one(url: str, day: str | None) -> None:
    found = day_in(url)
    assert (found and found.date().isoformat()) == day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("", "2024-05-17"),
        ("2026-01-01", "2024-05-17"),
        ("2024-05-17T21:00:00+08:00", "2024-05-17"),
        ("2020-01-01", "2020-01-01"),
    ],
)
def test_the_day_in_an_address_goes_before_a_later_one(said: str, day: str) -> None:
    text = f"<urlset><url><loc>/2024/05/17/a</loc><lastmod>{said}</lastmod></url></urlset>"
    [entry] = each_in(page(text))
    assert isinstance(entry, Entry)
    assert entry.published
    assert entry.published.date().isoformat() == day


def _zone(lead: object) -> dt.tzinfo | None:
    return lead.changed.tzinfo if isinstance(lead, Further) and lead.changed else None
