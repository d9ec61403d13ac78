import pytest

from tts.errors import ArticleNotFound
from tts.sources.opml import MAX_FEEDS, Feed, read_opml, write_opml


def opml(outlines: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><opml version="2.0"><body>{outlines}</body></opml>'.encode()
    )


def feed(url: str, name: str = "港口") -> str:
    return f'<outline type="rss" text="{name}" xmlUrl="{url}"/>'


def test_feeds_are_found_in_folders_within_folders_in_their_order() -> None:
    data = opml(
        '<outline text="新聞"><outline text="港">'
        '<outline title="甲報" text="x" xmlUrl="https://a.example/rss"/></outline></outline>'
        '<outline text=" 乙\n報 " XMLURL="https://b.example/rss" htmlUrl="https://b.example"/>'
        '<outline xmlUrl="https://c.example/rss"/>'
    )
    assert read_opml(data, "f").feeds == (
        Feed("甲報", "https://a.example/rss"),
        Feed("乙 報", "https://b.example/rss"),
        Feed("c.example", "https://c.example/rss"),
    )


def test_a_feed_that_is_listed_twice_is_one() -> None:
    data = opml(feed("https://a.example/rss") + feed("https://A.example:443/rss?utm_source=x", "別名"))
    assert read_opml(data, "f").feeds == (Feed("港口", "https://a.example/rss"),)


def test_addresses_of_readers_of_feeds_are_those_of_the_web() -> None:
    data = opml(feed("feed://a.example/rss") + feed("feed:https://b.example/rss"))
    assert [one.url for one in read_opml(data, "f").feeds] == [
        "https://a.example/rss",
        "https://b.example/rss",
    ]


def test_odd_addresses_are_told_and_left_out() -> None:
    odd = ["javascript:alert(1)", "file:///etc/passwd", "https://", "/rss", "a b", "mailto:a@b.example", "x"]
    read = read_opml(opml("".join(map(feed, odd)) + feed("https://a.example/rss")), "f")
    assert len(read.feeds) == 1
    [notice] = read.notices
    assert "javascript:alert(1), file:///etc/passwd" in notice
    assert notice.endswith("and 2 more.")


def test_of_a_damaged_file_what_can_be_read_is_taken() -> None:
    whole = opml(feed("https://a.example/rss?a=1&b=2") + feed("https://b.example/rss"))
    data = whole.replace(b"</body></opml>", b"")
    read = read_opml(data, "f")
    assert [one.url for one in read.feeds][-1] == "https://b.example/rss"
    assert read.notices == ("The file is damaged; what can be read of it was taken.",)


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-16"])
def test_a_list_in_any_encoding_that_it_declares_is_read(encoding: str) -> None:
    text = opml(feed("https://a.example/rss", "港口新聞")).decode().replace("utf-8", encoding)
    assert read_opml(text.encode(encoding), "f").feeds[0].name == "港口新聞"


def test_an_entity_bomb_does_not_go_off() -> None:
    names = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10 if n else "哈"}">' for n in range(12))
    data = (
        f"<!DOCTYPE opml [{names}]><opml><body>" + feed("https://a.example/rss", "&x11;") + "</body></opml>"
    ).encode()
    with pytest.raises(ArticleNotFound, match="lists no feed"):
        read_opml(data, "f")


def test_of_ten_thousand_feeds_the_first_are_taken() -> None:
    read = read_opml(opml("".join(feed(f"https://a.example/{n}") for n in range(10_000))), "f")
    assert len(read.feeds) == MAX_FEEDS
    assert read.notices == ("The first 1,000 feeds were taken: more cannot be asked in a day.",)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no list of feeds"),
        (b"<html><body/></html>", "no list of feeds"),
        (b"words", "no list of feeds"),
        (opml(""), "lists no feed"),
        (opml('<outline text="folder"/>'), "lists no feed"),
        (b"<opml>" + b"<outline>" * 100_000, "lists no feed"),
    ],
)
def test_what_is_no_list_of_feeds_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(ArticleNotFound, match=said):
        read_opml(data, "feeds.opml")


def test_what_is_written_is_read_again() -> None:
    feeds = (Feed('甲<&">報', "https://a.example/rss?a=1&b=2"), Feed("乙", "https://b.example/"))
    assert read_opml(write_opml("我的 & 聽新聞", feeds), "f").feeds == feeds
