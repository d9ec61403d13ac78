import json

import pytest

from tts.errors import ArticleNotFound
from tts.sources.feeds import read_feed
from tts.sources.page import Page

HERE = "https://news.example/feed.json"
NEW = {
    "id": "7",
    "url": "/a",
    "title": "新航線",
    "content_html": "<p>下個月開通。</p>",
    "date_published": "2026-01-09T08:00:00+08:00",
    "authors": [{"name": "林小船"}, {"name": "陳大山"}],
    "tags": ["財經", 3, "航運"],
}
OLD = {"id": "https://news.example/b", "content_text": "一行 <b>。\n\n二行。", "date_modified": "2026-01-08"}


def feed(*items: object, version: object = "https://jsonfeed.org/version/1.1") -> Page:
    said = {"version": version, "title": "報", "author": {"name": "編輯部"}, "items": items}
    return Page(HERE, b"\xef\xbb\xbf\n" + json.dumps(said).encode(), "application/feed+json")


def test_an_item_says_address_title_time_sections_and_text() -> None:
    new, old = read_feed(feed(NEW, OLD))
    assert (new.url, new.title, new.section) == ("https://news.example/a", "新航線", "財經、航運")
    assert str(new.published) == "2026-01-09 08:00:00+08:00"
    assert new.copy
    assert (new.copy.html, new.copy.author) == ("<p>下個月開通。</p>", "林小船、陳大山")
    assert (old.url, str(old.published)[:10]) == ("https://news.example/b", "2026-01-08")
    assert old.copy
    assert (old.copy.html, old.copy.author) == ("<p>一行 &lt;b&gt;。</p><p>二行。</p>", "編輯部")


def test_of_odd_items_those_with_an_address_are_entries() -> None:
    odd: list[object] = [
        None,
        "x",
        [],
        {},
        {"id": 7},
        {"id": "tag"},
        {"url": "javascript:alert(1)/"},
        {"url": ["/c"]},
    ]
    linked = {"id": 1, "external_url": "https://other.example/d", "tags": "x", "authors": "y", "title": 4}
    assert [entry.url for entry in read_feed(feed(*odd, linked))] == ["https://other.example/d"]


@pytest.mark.parametrize(
    "page",
    [
        feed(NEW, version=None),
        feed(NEW, version="https://api.example/1"),
        Page(HERE, b'{"version": "https://jsonfeed.org/version/1", "items": {}}'),
        Page(HERE, b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "/a"}'),
        Page(HERE, b'{"a":' * 100_000),
    ],
)
def test_what_is_no_such_feed_is_told_in_a_sentence(page: Page) -> None:
    with pytest.raises(ArticleNotFound, match=r"feed\.json is not a feed that can be read"):
        read_feed(page)
