"""Addresses that others can use, and none that they cannot."""

import pytest

from tts.errors import UsageError
from tts.feed.addresses import DIGEST_FEED, INBOX_FEED, LOCAL, located, public, series_feeds, voice_feeds, web
from tts.fingerprint import fingerprint, short
from tts.model.settings import ShowSettings

FOLDER = "s-3"
"""The name that a show keeps to itself."""


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("https://news.example/a?b=1&c=2#d", "https://news.example/a?b=1&c=2#d"),
        ("HTTPS://news.example/首頁", "https://news.example/%E9%A6%96%E9%A0%81"),
        ("https://新聞.tw/a", "https://xn--efvv70d.tw/a"),
        ("https://news.example/%E9%A6%96[1]|", "https://news.example/%E9%A6%96%5B1%5D%7C"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("http://[", ""),
        ("http://", ""),
        ("http://a b/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_addresses_of_the_web_are_linked_and_in_ascii(given: str | None, found: str) -> None:
    assert web(given) == found


def test_feeds_have_names_in_ascii_and_none_is_anothers() -> None:
    names = ["世界日報", "世界 日報", "digest", "inbox", "🌏", "voice-hum", None]
    series = series_feeds(names)
    voices = voice_feeds(["hum", "digest"], series.values())
    paths = [DIGEST_FEED, INBOX_FEED, *series.values(), *voices.values()]
    assert len(set(paths)) == len(paths) == 10
    assert all(path.isascii() for path in paths)


def test_who_comes_later_takes_no_feed_from_another() -> None:
    assert series_feeds(["時報", "世報"]) == {
        "時報": "feeds/shi-bao.xml",
        "世報": "feeds/shi-bao-" + short(fingerprint("世報")) + ".xml",
    }
    assert voice_feeds(["時", "世"], []) == voice_feeds(["世", "時"], [])


def test_a_show_without_an_address_is_on_this_machine_and_keeps_no_secret() -> None:
    show = located(ShowSettings(secret=FOLDER))
    assert (show.url, show.secret) == (LOCAL, "")


def test_a_shows_own_address_is_kept_in_ascii_and_with_its_secret() -> None:
    show = located(ShowSettings(url="https://新聞.tw/a/", secret=FOLDER))
    assert (show.url, show.secret) == ("https://xn--efvv70d.tw/a/", FOLDER)


def test_what_cannot_be_an_address_is_named() -> None:
    with pytest.raises(UsageError, match=r"cannot be one: ftp://news\.example"):
        located(ShowSettings(url="ftp://news.example"))


@pytest.mark.parametrize(
    ("show", "path", "address"),
    [
        (ShowSettings(), "feed.xml", ""),
        (ShowSettings(url="https://n.example/a/"), "feed.xml", "https://n.example/a/feed.xml"),
        (
            ShowSettings(url="https://n.example", secret=FOLDER),
            "報.xml",
            "https://n.example/s-3/%E5%A0%B1.xml",
        ),
        (ShowSettings(url="https://n.example"), "", "https://n.example"),
    ],
)
def test_a_file_is_reached_below_the_shows_address_and_its_secret(
    show: ShowSettings, path: str, address: str
) -> None:
    assert public(show, path) == address


@pytest.mark.parametrize("odd", ["?x=1", "#feed"])
def test_an_address_behind_which_no_file_stands_is_named(odd: str) -> None:
    with pytest.raises(UsageError, match=r"behind which no file stands"):
        located(ShowSettings(url=f"https://news.example/a/{odd}"))
