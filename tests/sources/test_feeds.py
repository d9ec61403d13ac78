import contextlib
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pace import is_quick
from tts.errors import ArticleNotFound, UsageError
from tts.sources.entry import Entry
from tts.sources.feeds import MAX_ENTRIES, plain_title, read_feed, read_section, read_sitemap
from tts.sources.page import Page

HERE = "https://news.example/section/"
TAIPEI = timezone(timedelta(hours=8))
MORNING = datetime(2026, 1, 9, 8, 0, tzinfo=TAIPEI)
BOMB = '<!DOCTYPE x [<!ENTITY a "啊啊啊啊啊啊啊啊啊啊">' + "".join(
    f'<!ENTITY {letter} "{f"&{chr(ord(letter) - 1)};" * 10}">' for letter in "bcdefghij"
)


def page(text: str, content_type: str | None = None) -> Page:
    return Page(HERE, text.encode(), content_type)


def rss(*items: str) -> Page:
    return page(f'<rss version="2.0"><channel><title>報</title>{"".join(items)}</channel></rss>')


def item(link: str = "/1", title: str = "標題", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


class TestFeeds:
    def test_rss_says_address_title_time_and_section(self) -> None:
        more = "<pubDate>Fri, 09 Jan 2026 08:00:00 +0800</pubDate><category>財經</category>"
        assert read_feed(rss(item("/a?id=1", "標題", more))) == (
            Entry("https://news.example/a?id=1", "標題", MORNING, "財經"),
        )

    def test_a_story_of_several_sections_names_them_all(self) -> None:
        more = "<category>頭條</category><category>財經</category>"
        assert [entry.section for entry in read_feed(rss(item(more=more)))] == ["頭條、財經"]

    def test_atom_is_read_by_its_alternate_links(self) -> None:
        feed = page(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>標題</title>'
            '<link rel="edit" href="/edit/1"/><link href="../a/1"/><category term="國際"/>'
            "<published>2026-01-09T00:00:00Z</published></entry></feed>"
        )
        assert read_feed(feed) == (Entry("https://news.example/a/1", "標題", MORNING, "國際"),)

    def test_rdf_is_read(self) -> None:
        feed = page(
            '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
            '<item rdf:about="https://a.example/1"><title>標題</title><link>https://a.example/1</link>'
            "<dc:date>2026-01-09T08:00:00+08:00</dc:date></item></rdf:RDF>"
        )
        assert read_feed(feed) == (Entry("https://a.example/1", "標題", MORNING),)

    def test_an_empty_feed_lists_nothing(self) -> None:
        assert read_feed(rss()) == ()

    def test_relative_and_doubled_links_are_one_story_each(self) -> None:
        links = [
            "1.html",
            "/section/1.html",
            HERE + "1.html?utm_source=rss#top",
            "//news.example/section/2.html",
        ]
        found = read_feed(rss(*map(item, links)))
        assert [entry.url for entry in found] == [HERE + "1.html", HERE + "2.html"]

    @pytest.mark.parametrize(
        "link",
        ["", "javascript:alert(1)", "mailto:a@b.example", "https://", "http://[", "x" * 3000, "ftp://a/b"],
    )
    def test_a_link_that_leads_nowhere_on_the_web_is_left_out(self, link: str) -> None:
        assert [entry.url for entry in read_feed(rss(item(link), item("/good")))] in (
            ["https://news.example/good"],
            [HERE, "https://news.example/good"],
        )

    def test_a_page_in_place_of_a_feed_is_named_with_the_address_of_its_feed(self) -> None:
        html = (
            '<!doctype html><link rel="alternate" type="application/atom+xml" href="/feed.atom"><p>首頁</p>'
        )
        with pytest.raises(ArticleNotFound) as refusal:
            read_feed(page(html, "application/rss+xml"))
        assert refusal.value.message == f"{HERE} is a page, and not a feed."
        assert refusal.value.hint == "Its feed is https://news.example/feed.atom"

    def test_a_page_without_a_feed_may_be_read_as_a_page(self) -> None:
        with pytest.raises(ArticleNotFound, match='kind = "page"'):
            read_feed(page("<html><body>首頁</body></html>"))

    def test_of_a_broken_feed_all_is_read_up_to_where_it_breaks(self) -> None:
        whole = rss(item("/1"), item("/2")).data
        found = read_feed(Page(HERE, whole[: whole.index(b"/2") - 20]))
        assert [entry.url for entry in found][:1] == ["https://news.example/1"]

    @pytest.mark.parametrize("data", [b"", b"\0\1\2", b"hello", b"<a><b></a>", b"{}", b"\x1f\x8bnot gzip"])
    def test_what_is_no_feed_is_refused_in_a_sentence(self, data: bytes) -> None:
        with pytest.raises(ArticleNotFound, match="that can be read"):
            read_feed(Page(HERE, data))

    def test_an_entity_bomb_does_not_go_off(self) -> None:
        bomb = f"{BOMB}]>" + rss(item("/1", "&j;"), item("/2", "好")).data.decode()
        found = read_feed(page(bomb))
        assert all(len(entry.title) < 100 for entry in found)

    def test_an_entity_of_a_file_is_not_read(self) -> None:
        bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rss(item("/1", "&a;")).data.decode()
        assert not any("root" in entry.title for entry in read_feed(page(bomb)))

    @pytest.mark.parametrize("rest", ["<item><title>", "&bomb;</channel></rss>", "\x00"])
    def test_one_that_breaks_before_its_first_story_is_refused(self, rest: str) -> None:
        with pytest.raises(ArticleNotFound, match="feed"):
            read_feed(page(f'<rss version="2.0"><channel><title>報</title>{rest}'))

    def test_one_that_is_whole_may_list_nothing(self) -> None:
        assert read_feed(rss()) == ()

    def test_ten_thousand_entries_are_bounded(self) -> None:
        found = read_feed(rss(*(item(f"/{number}", f"第{number}則") for number in range(10_000))))
        assert len(found) == MAX_ENTRIES
        assert found[0].url == "https://news.example/0"

    def test_of_a_long_feed_the_newest_are_taken_whichever_end_they_stand_at(self) -> None:
        hours = (MORNING + timedelta(hours=number) for number in range(1_500))
        items = [
            item(f"/{n}", "標題", f"<pubDate>{format_datetime(hour)}</pubDate>")
            for n, hour in enumerate(hours)
        ]
        newest = [f"https://news.example/{number}" for number in range(1_499, 499, -1)]
        for listed in (items, items[::-1]):
            assert [entry.url for entry in read_feed(rss(*listed))] == newest

    @given(st.binary(max_size=300))
    def test_any_bytes_are_a_feed_or_refused(self, data: bytes) -> None:
        with contextlib.suppress(ArticleNotFound):
            read_feed(Page(HERE, b'<rss version="2.0"><channel><item><link>/1</link>' + data))


class TestTitles:
    @pytest.mark.parametrize(
        ("written", "plain"),
        [
            ("甲\n  乙\t丙", "甲 乙 丙"),
            ("<b>快訊</b>｜股市 &amp; 匯市", "快訊｜股市 & 匯市"),
            ("鈴\x07聲\u202e倒\u200b轉\ufeff", "鈴聲倒轉"),
            ("a < b > c", "a < b > c"),
            ("<script>alert(1)</script>新聞", "新聞"),
            ("長" * 1000, "長" * 300),
        ],
    )
    def test_titles_are_words_alone(self, written: str, plain: str) -> None:
        assert plain_title(written) == plain


class TestSitemaps:
    NEWS = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>'
    )

    def test_a_news_sitemap_says_address_title_and_time(self) -> None:
        url = (
            "<url><loc>https://news.example/1</loc><news:news><news:publication_date>2026-01-09T08:00+08:00"
            "</news:publication_date><news:title>標題 &amp; 其他</news:title></news:news></url>"
        )
        found = read_sitemap(page(self.NEWS.format(url))).entries
        assert found == (Entry("https://news.example/1", "標題 & 其他", MORNING),)

    def test_pictures_and_films_are_not_taken_for_the_story(self) -> None:
        url = (
            "<url><image><loc>https://news.example/1.jpg</loc><title>圖說</title></image>"
            "<video><title>影片</title><publication_date>2020-01-09</publication_date></video>"
            "<loc>https://news.example/1</loc><lastmod>2026-01-09T08:00+08:00</lastmod></url>"
        )
        found = read_sitemap(page(f"<urlset>{url}</urlset>")).entries
        assert found == (Entry("https://news.example/1", "", MORNING),)

    def test_a_plain_sitemap_says_when_a_page_was_last_changed(self) -> None:
        url = "<url><loc>https://news.example/1</loc><lastmod>2026-01-09</lastmod></url>"
        found = read_sitemap(page(f"<urlset>{url}</urlset>")).entries
        assert found == (Entry("https://news.example/1", "", datetime(2026, 1, 9, tzinfo=TAIPEI)),)

    def test_an_index_lists_sitemaps_the_newest_first(self) -> None:
        maps = "".join(
            f"<sitemap><loc>https://news.example/{day}.xml</loc><lastmod>2026-01-0{day}</lastmod></sitemap>"
            for day in (1, 3, 2)
        )
        found = read_sitemap(page(f"<sitemapindex>{maps}</sitemapindex>"))
        assert found.sitemaps == tuple(f"https://news.example/{day}.xml" for day in (3, 2, 1))

    def test_of_ten_thousand_the_newest_are_taken(self) -> None:
        urls = "".join(
            f"<url><loc>https://a.example/{n}</loc><lastmod>{1_700_000_000 + n}</lastmod></url>"
            for n in range(10_000)
        )
        found = read_sitemap(page(f"<urlset>{urls}</urlset>")).entries
        assert (len(found), found[0].url) == (MAX_ENTRIES, "https://a.example/9999")

    def test_an_entity_bomb_does_not_go_off(self) -> None:
        bomb = f"{BOMB}]><urlset><url><loc>https://a.example/1</loc><title>&j;</title></url></urlset>"
        assert all(len(entry.title) < 100 for entry in read_sitemap(page(bomb)).entries)

    @pytest.mark.parametrize("data", [b"", b"\0", b"hello", b"<rss></rss>", b"<html><p>x</html>"])
    def test_what_is_no_sitemap_is_refused_in_a_sentence(self, data: bytes) -> None:
        with pytest.raises(ArticleNotFound, match="sitemap"):
            read_sitemap(Page(HERE, data))


class TestSections:
    LINKS = """
        <base href="/a/"><nav><a href="/about">我們是一份大報紙</a></nav>
        <div class="hot"><h3><a href="1.html">第一則新聞的標題很長</a></h3></div>
        <a href="1.html#photo">圖</a><a href="/2.html">第二則新聞也有標題</a><a href="/money">財經</a>
        <a href="https://other.example/3">別家報紙的新聞標題</a><a>沒有地方去的標題文字</a>
    """

    def test_links_of_the_site_that_read_like_headlines_are_stories(self) -> None:
        found = read_section(page(self.LINKS))
        assert [(entry.url, entry.title) for entry in found] == [
            ("https://news.example/a/1.html", "第一則新聞的標題很長"),
            ("https://news.example/2.html", "第二則新聞也有標題"),
        ]

    @pytest.mark.parametrize("selector", [".hot", ".hot a", "h3 > a[href]"])
    def test_a_selector_finds_links_or_what_holds_them(self, selector: str) -> None:
        assert [entry.url for entry in read_section(page(self.LINKS), selector)] == [
            "https://news.example/a/1.html"
        ]

    def test_a_selector_that_is_none_is_the_users_mistake(self) -> None:
        with pytest.raises(UsageError, match="is not CSS"):
            read_section(page(self.LINKS), "a[[")

    def test_a_page_whose_markup_changed_is_named(self) -> None:
        with pytest.raises(ArticleNotFound, match="No story's link was found") as refusal:
            read_section(page(self.LINKS), ".headlines a")
        assert "selector" in refusal.value.hint

    def test_the_servers_charset_counts(self) -> None:
        data = '<a href="/1">第一則新聞的標題很長</a>'.encode("big5")
        assert read_section(Page(HERE, data, "text/html; charset=big5"))[0].title == "第一則新聞的標題很長"


MALFORMED = [
    "http://[harbour/",
    "https://[::1]bad/",
    "http://a\u2100.example/",
    "javascript:alert(1)",
    "http://:x/",
]


@pytest.mark.parametrize("link", MALFORMED)
class TestLinksThatAreNone:
    def test_beside_one_a_feeds_other_stories_are_listed(self, link: str) -> None:
        atom = (
            f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{link}"/></entry>'
            '<entry><title>無</title></entry><entry><title>好</title><link href="/2"/></entry></feed>'
        )
        for listing in (rss(item(link), "<item><title>無</title></item>", item("/2")), page(atom)):
            assert [entry.url for entry in read_feed(listing)] == ["https://news.example/2"]

    def test_beside_one_a_pages_other_stories_are_listed(self, link: str) -> None:
        listing = page(f'<a href="{link}">山城電車公司加開三班</a><a href="/2">東街換新燈居民都說好</a>')
        assert [entry.url for entry in read_section(listing)] == ["https://news.example/2"]
        assert [entry.url for entry in read_section(listing, "a")] == ["https://news.example/2"]

    def test_a_page_that_has_one_for_its_base_has_its_own(self, link: str) -> None:
        listing = page(f'<base href="{link}"><a href="2">東街換新燈居民都說好</a>')
        assert [entry.url for entry in read_section(listing)] == ["https://news.example/section/2"]

    def test_beside_one_an_indexs_other_sitemaps_are_named(self, link: str) -> None:
        maps = "".join(f"<sitemap><loc>{loc}</loc></sitemap>" for loc in (link, "/2.xml"))
        assert read_sitemap(page(f"<sitemapindex>{maps}</sitemapindex>")).sitemaps == (
            "https://news.example/2.xml",
        )


@pytest.mark.parametrize("many", [50_000, 1_000_000])
def test_a_tag_of_thousands_of_attributes_costs_no_time_and_no_story(many: int) -> None:
    attributes = " ".join(f"a{number}='x'" for number in range(many))
    feed = rss(f"<item {attributes}/>", item("/2", "港口"), f"<x {attributes}>", "</x>")
    entry = f"<urlset><url {attributes}/><url><loc>https://a.example/1</loc></url></urlset>"
    links = f"<p {attributes}><a href='/3'>市府宣布明天停班停課</a></p>"

    def read() -> None:
        assert [found.title for found in read_feed(feed)] == ["港口"]
        assert [found.url for found in read_sitemap(page(entry)).entries] == ["https://a.example/1"]
        assert [found.title for found in read_section(page(links))] == ["市府宣布明天停班停課"]

    assert is_quick(read, 10)
