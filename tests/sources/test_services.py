"""Services: what their lists become, and what comes of odd addresses and odd answers."""

import asyncio
import traceback
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from tests.sources.shelves import (
    NEWEST,
    WORD,
    Reply,
    Saved,
    Shelf,
    karakeep,
    many,
    miniflux,
    readeck,
    wallabag,
)
from tts.errors import TingError
from tts.sources.copy import Copy, whole
from tts.sources.entry import Entry
from tts.sources.fetch import Fetcher
from tts.sources.listing import Kind, read_listing
from tts.sources.page import Manners
from tts.sources.services import base_of
from tts.sources.subscription import TOKEN_HEADERS, Ring, Subscription

AT_HOME = Manners(allow_private=True, delay_ms=60_000)  # which no request to one's own server awaits
TEXT = "<p>市府今天宣布，新航線下個月開通。</p>"


def listed(kind: Kind, location: str, user: str = "reader") -> tuple[Entry, ...]:
    return asyncio.run(_listed(kind, location, Subscription(location, user=user, token=WORD)))


async def _listed(kind: Kind, location: str, subscription: Subscription) -> tuple[Entry, ...]:
    header = TOKEN_HEADERS[kind]
    ring = Ring([replace(subscription, token_header=header)])
    async with Fetcher(AT_HOME, ring=ring) as fetcher:
        return (await read_listing(kind, location, fetcher)).entries


def test_a_line_of_each_list_becomes_an_entry_with_its_copy() -> None:
    saved = [Saved("新航線", "https://paper.tw/a", TEXT), Saved("纜車", "https://paper.tw/b", "")]
    with Shelf(miniflux, saved) as shelf:
        with_text, without = listed("miniflux", shelf.url)
        assert (with_text.url, with_text.title, with_text.published) == (
            "https://paper.tw/a",
            "新航線",
            NEWEST,
        )
        assert with_text.section == "地方、航運"
        assert with_text.copy == Copy(
            html=TEXT, title="新航線", author="林小船", paper="海港日報", written=NEWEST
        )
        assert without.copy is None
    with Shelf(readeck, saved) as shelf:
        with_text, without = listed("readeck", shelf.url)
        written = datetime(2020, 2, 1, 8, tzinfo=UTC)
        address = f"{shelf.url}/api/bookmarks/b0/article"
        assert with_text.published == NEWEST
        assert with_text.copy == Copy(
            address=address,
            kept=True,
            title="新航線",
            author="陳大山、李二橋",
            paper="山城晚報",
            written=written,
        )
        assert without.copy is None
    with Shelf(karakeep, saved) as shelf:
        with_text, _ = listed("karakeep", shelf.url)
        assert (with_text.url, with_text.section) == ("https://paper.tw/a", "農業")
        assert with_text.copy
        assert with_text.copy.paper == "田野週刊"
    with Shelf(wallabag, saved) as shelf:
        with_text, _ = listed("wallabag", shelf.url)
        assert (with_text.url, with_text.section) == ("https://paper.tw/a", "local")
        assert with_text.copy
        assert (with_text.copy.html, with_text.copy.kept) == (TEXT, True)


@pytest.mark.parametrize("tail", ["", "/", "/v1", "/v1/", "/unread", "/?a=1#b"])
def test_the_address_of_a_server_may_be_that_of_its_api_or_its_first_page(tail: str) -> None:
    with Shelf(miniflux, [Saved("新航線", "https://paper.tw/a")]) as shelf:
        assert len(listed("miniflux", shelf.url + tail)) == 1
        assert {target.partition("?")[0] for target in shelf.asked} == {"/v1/entries"}


def test_pictures_and_films_without_a_text_are_none_of_readecks_stories() -> None:
    saved = [
        Saved("相片", "https://paper.tw/p.jpg", "", kind="photo"),
        Saved("影片", "https://paper.tw/watch", "", kind="video"),
        Saved("字幕", "https://paper.tw/talk", TEXT, kind="video"),
    ]
    with Shelf(readeck, saved) as shelf:
        assert [entry.title for entry in listed("readeck", shelf.url)] == ["字幕"]


@pytest.mark.parametrize("tail", ["/bookmarks", "/bookmarks/unread", "/bookmarks/unread/"])
def test_the_address_of_a_readeck_may_be_that_of_its_first_page(tail: str) -> None:
    assert base_of("readeck", f"https://r.home/in{tail}") == "https://r.home/in"


@pytest.mark.parametrize("tail", ["/unread/list", "/unread/list/2", "/starred/list/1/", "/"])
def test_the_address_of_a_wallabag_may_be_that_of_a_list(tail: str) -> None:
    assert base_of("wallabag", f"https://w.home/in{tail}") == "https://w.home/in"


@pytest.mark.parametrize(
    "location", ["flux.home", "ftp://flux.home/", "https://", "http://[::1", "http://a b/"]
)
def test_an_address_that_is_none_is_told_in_a_sentence(location: str) -> None:
    for kind in TOKEN_HEADERS:
        with pytest.raises(TingError) as raised:
            listed(kind, location)  # type: ignore[arg-type]
        assert raised.value.exit_code == 2
        assert WORD not in str(raised.value)


ODD = b"""{"entries": [null, 7, [], {}, {"url": "javascript:alert(1)"}, {"url": 5, "title": []},
 {"url": "https://paper.tw/a", "title": null, "published_at": "soon", "feed": [], "tags": {}, "content": 1},
 {"url": "/b", "title": "<b>\\u0000\\ud800</b>", "published_at": "9999-99-99", "feed": {"category": 1}},
 {"url": "https://paper.tw/a#twice", "title": "twice"}], "nextCursor": 5}"""


def test_of_odd_lines_those_with_an_address_are_entries() -> None:
    with Shelf(lambda *_: Reply(ODD)) as shelf:
        entries = listed("miniflux", shelf.url)
        assert [entry.url for entry in entries] == ["https://paper.tw/a", f"{shelf.url}/b"]
        assert [entry.published for entry in entries] == [None, None]


@pytest.mark.parametrize(
    "body", [b"", b"null", b"7", b'"entries"', b"{}", b'{"entries": {}}', b"\xff\xfe", b"[" * 100_000]
)
def test_an_answer_that_is_no_list_is_told_in_a_sentence(body: bytes) -> None:
    with (
        Shelf(lambda *_: Reply(body)) as shelf,
        pytest.raises(TingError, match="What the server answered is no"),
    ):
        listed("miniflux", shelf.url)


def test_a_list_of_nothing_may_be_null() -> None:
    for kind, body in (("miniflux", b'{"total": 0, "entries": null}'), ("readeck", b"null")):
        with Shelf(lambda *_, body=body: Reply(body)) as shelf:
            assert listed(kind, shelf.url) == ()  # type: ignore[arg-type]


def test_the_time_that_go_writes_for_none_is_none() -> None:
    line = b'{"entries": [{"url": "https://paper.tw/a", "published_at": "0001-01-01T00:00:00Z"}]}'
    with Shelf(lambda *_: Reply(line)) as shelf:
        assert [entry.published for entry in listed("miniflux", shelf.url)] == [None]


def test_a_server_that_never_comes_to_an_end_is_left_after_ten_answers() -> None:
    def again(_shelf: Shelf, target: str, _headers: object) -> Reply:
        cursor = target.rpartition("cursor=c")[2] if "cursor" in target else "0"
        body = f'{{"bookmarks": [{", ".join(["{}"] * 100)}], "nextCursor": "c{int(cursor) + 1}"}}'
        return Reply(body.encode())

    with Shelf(again) as shelf:
        assert listed("karakeep", shelf.url) == ()
        assert len(shelf.asked) == 10


def test_a_karakeep_is_asked_on_until_its_last_page() -> None:
    with Shelf(karakeep, many(250, "https://paper.tw")) as shelf:
        assert len(listed("karakeep", shelf.url)) == 250
        assert len(shelf.asked) == 3


def test_an_identity_leads_to_no_other_path() -> None:
    body = b'[{"id": "../../admin?x=", "url": "https://paper.tw/a", "has_article": true}]'
    with Shelf(lambda *_: Reply(body)) as shelf:
        [entry] = listed("readeck", shelf.url)
        assert entry.copy
        assert entry.copy.address == f"{shelf.url}/api/bookmarks/..%2F..%2Fadmin%3Fx%3D/article"


def test_a_user_with_odd_signs_is_spelt_out_and_the_word_stays_hidden() -> None:
    with Shelf(wallabag) as shelf:
        with pytest.raises(TingError) as raised:
            listed("wallabag", shelf.url, user="王/小明")
        assert shelf.asked == [f"/feed/%E7%8E%8B%2F%E5%B0%8F%E6%98%8E/{WORD}/unread"]
        assert WORD not in str(raised.value)
        assert WORD not in "".join(traceback.format_exception(raised.value))


def test_a_word_that_a_redirect_spells_anew_stays_hidden() -> None:
    word = "s3cret/+token"
    twice = quote(quote(word, safe=""), safe="")

    def to_log_in(_shelf: Shelf, target: str, _headers: object) -> Reply:
        status = 404 if target.startswith("/login") else 302
        return Reply(b"", status=status, location=f"/login?next=%2Ffeed%2F{twice}%2Funread")

    with Shelf(to_log_in) as shelf, pytest.raises(TingError) as raised:
        asyncio.run(_listed("wallabag", shelf.url, Subscription(shelf.url, user="reader", token=word)))
    assert "/login?next=" in str(raised.value)
    assert not any(one in str(raised.value) for one in (word, twice, quote(word, safe="")))


def test_a_copy_that_is_not_there_is_told_in_a_sentence() -> None:
    async def read(copy: Copy) -> Copy:
        async with Fetcher(AT_HOME) as fetcher:
            return await whole(copy, fetcher)

    for answer in (b'{"content": {"htmlContent": null}}', b'{"content": []}', b"[]", b"{"):
        with Shelf(lambda *_, answer=answer: Reply(answer)) as shelf, pytest.raises(TingError):
            asyncio.run(read(Copy(address=f"{shelf.url}/k", within=("content", "htmlContent"))))


def test_a_copy_is_a_page_whose_words_are_its_own() -> None:
    copy = Copy("<p>甲</p>", title='"><script>x</script>', author="A&B", written=NEWEST)
    page = copy.document("https://paper.tw/a")
    assert page.url == "https://paper.tw/a"
    text = page.data.decode()
    assert "<script>" not in text
    assert 'content="A&amp;B"' in text
    assert "2026-05-04T01:00:00+00:00" in text
