import asyncio
import os
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.emulator import self_signed
from tests.sources.town import WORD, Town
from tests.sources.web import OPEN, Answer, Web, leads_to
from tts.errors import TingError, UsageError
from tts.narration.multipage import read_story
from tts.sources.fetch import Fetcher
from tts.sources.listing import read_listing
from tts.sources.load import load
from tts.sources.page import Page, Refused
from tts.sources.place import Place
from tts.sources.secret import secret
from tts.sources.subscription import RENEW_COOKIES, RENEW_LOGIN, Pass, Ring, Subscription, opened

FEED = "https://paper.tw/rss.xml"
ENDS = ("rss.xml?of=a", "rss.xml?of=b", "story")
BASIC = f"Basic {b64encode(b'reader:w:rd').decode()}"


def place(address: str) -> Place:
    return Place.of(httpx.URL(address))


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    file = tmp_path / "cookies.txt"
    file.write_text(
        f".paper.tw\tTRUE\t/\tFALSE\t0\tsid\t{WORD}\nother.tw\tFALSE\t/\tFALSE\t0\tsid\tother\n",
        encoding="utf-8",
    )
    return file


@pytest.fixture
def town() -> Iterator[Town]:
    with Town() as town:
        yield town


def taken(subscription: Subscription, address: str) -> Pass:
    return Ring([subscription]).pass_to(place(address))


class TestWhatGoesWhere:
    @pytest.mark.parametrize(
        ("location", "address", "cookies"),
        [
            (FEED, "https://paper.tw/1", True),
            (FEED, "https://www.paper.tw/1", True),
            (FEED, "http://paper.tw/1", False),
            (FEED, "http://www.paper.tw/1", False),
            (FEED, "https://paper.tw:8443/1", False),
            ("http://paper.tw/rss", "http://paper.tw/1", True),
            ("http://paper.tw/rss", "https://paper.tw/1", True),
            ("http://paper.tw/rss", "http://paper.tw:8080/1", False),
            ("http://paper.tw:8080/rss", "http://paper.tw/1", False),
            ("http://paper.tw:8080/rss", "http://paper.tw:8080/1", True),
            ("https://feeds.example/paper", "https://paper.tw/1", True),
            ("https://feeds.example/paper", "https://feeds.example/paper", False),
            ("saved/rss.xml", "https://paper.tw/1", True),
            ("saved/rss.xml", "http://paper.tw/1", False),
        ],
    )
    def test_cookies_go_by_their_rules_and_never_where_others_read_along(
        self,
        jar: Path,
        location: str,
        address: str,
        cookies: bool,  # noqa: FBT001 - a column of the table
    ) -> None:
        found = taken(Subscription(location, jar), address).cookies
        assert found == ((f"sid={WORD}",) if cookies else ())

    @pytest.mark.parametrize(
        ("address", "goes"),
        [
            ("https://paper.tw/1", True),
            ("https://PAPER.tw:443/1", True),
            ("http://paper.tw/1", False),
            ("https://paper.tw:8443/1", False),
            ("https://www.paper.tw/1", False),
            ("https://paper.tw./1", False),
        ],
    )
    def test_headers_and_a_login_go_to_the_sources_own_server(self, address: str, goes: bool) -> None:  # noqa: FBT001 - a column of the table
        subscription = Subscription(FEED, None, {"X-Key": "1"}, "reader", "w:rd")
        expected = {"x-key": "1", "authorization": BASIC} if goes else {}
        assert taken(subscription, address).headers == expected

    def test_a_login_in_an_address_is_one_too(self) -> None:
        at = taken(Subscription("https://reader:w%3Ard@paper.tw/rss.xml"), "https://paper.tw/1")
        assert at.headers == {"authorization": BASIC}

    def test_of_two_sources_of_a_server_the_one_that_is_asked_for_goes_first(self) -> None:
        ring = Ring([Subscription(f"{FEED}?of={name}", None, {"X-Key": name}) for name in "ab"])
        keys = [ring.pass_to(place(f"https://paper.tw/{end}")).headers["x-key"] for end in ENDS]
        assert keys == ["a", "b", "a"]

    def test_programs_in_folders_of_one_server_have_their_own(self) -> None:
        bases = [f"https://home.tw{folder}" for folder in ("", "/flux", "/read")]
        ring = Ring([Subscription(f"{base}/", None, token=f"of {base}", base=base) for base in bases])
        asked = [(f"{base}/api", f"Bearer of {base}") for base in bases]
        asked.append(("https://home.tw/fluxus", f"Bearer of {bases[0]}"))
        assert [ring.pass_to(place(one)).headers["authorization"] for one, _ in asked] == [
            b for _, b in asked
        ]
        alone = Ring(
            [Subscription(FEED, token=WORD), Subscription(FEED, base="https://paper.tw/bag", user="a")]
        )
        assert "Basic" in alone.pass_to(place("https://paper.tw/bag/feed")).headers["authorization"]
        for base in bases:
            ring.require_one_token(f"{base}/")

    def test_one_that_cannot_be_used_costs_no_other_its_own(self, jar: Path, tmp_path: Path) -> None:
        ring = Ring([Subscription(f"{FEED}?broken", tmp_path / "none.txt"), Subscription(FEED, jar)])
        assert ring.pass_to(place(FEED)).cookies == (f"sid={WORD}",)
        ring.require(FEED)
        with pytest.raises(UsageError, match=r"none\.txt cannot be read"):
            ring.require(f"{FEED}?broken")
        with pytest.raises(UsageError, match=r"none\.txt cannot be read"):
            ring.require_at("https://paper.tw/story")
        ring.require_at("https://other.tw/story")

    def test_what_a_server_gave_since_holds_and_the_rest_stays(self) -> None:
        both = Pass({"cookie": "a=header; b=header"}, ("b=file", "c=file"))
        assert both.sent_with("") == "a=header; b=header; c=file"
        assert both.sent_with("c=new; d=new") == "c=new; d=new; a=header; b=header"

    def test_no_word_is_in_what_is_printed_of_it(self, jar: Path) -> None:
        subscription = Subscription(FEED, jar, {"X-Key": WORD}, "reader", WORD)
        key = opened(subscription, 0)
        assert WORD not in f"{subscription!r} {key!r} {taken(subscription, FEED)!r}"


class TestValues:
    def test_a_value_is_a_word_or_says_where_it_stands(self, tmp_path: Path) -> None:
        (tmp_path / "word.txt").write_text(f"{WORD}\n", encoding="utf-8")
        assert secret(WORD, "It") == WORD
        assert secret(f"file:{tmp_path / 'word.txt'}", "It") == WORD
        assert secret("env:PAPER", "It", {"PAPER": f"{WORD}\n"}) == WORD

    @pytest.mark.parametrize(
        ("subscription", "said"),
        [
            (Subscription(FEED, None, {"X-Key": "env:NO_SUCH_WORD"}), "the variable NO_SUCH_WORD is not set"),
            (
                Subscription(FEED, None, {"X-Key": "file:none.txt"}),
                r"none\.txt cannot be read: there is none",
            ),
            (Subscription(FEED, None, {"X-Key": ""}), "X-Key is empty: nothing is set"),
            (Subscription(FEED, None, {"X-Key": f"{WORD}\r\nX-Other: 1"}), "X-Key cannot be sent"),
            (Subscription(FEED, None, {"X-Key": f"{WORD}\x00"}), "X-Key cannot be sent"),
            (Subscription(FEED, None, {"X-Key": f"{WORD}新聞"}), "X-Key cannot be sent"),
            (Subscription(FEED, None, {"X Key": WORD}), "X… .hidden. is no header"),
            (Subscription(FEED, None, {"X-Key\n": WORD}), "is no header"),
            (Subscription(FEED, None, {f"Cookie: sid={WORD}": ""}), "Cookie… .hidden. is no header"),
            (Subscription(FEED, None, {"Host": WORD}), "Host is no header that a source can have"),
            (Subscription(FEED, None, {"Content-Length": WORD}), "is no header that a source can have"),
            (Subscription(FEED, None, {"If-None-Match": WORD}), "is no header that a source can have"),
            (Subscription(FEED, None, {}, "rea:der", WORD), "has a colon"),
            (Subscription(FEED, None, {}, "reader", "env:NO_SUCH_WORD"), "The password of a login is empty"),
            (Subscription("clippings", None, {"X-Key": WORD}), "clippings is no address of the web"),
            (Subscription("clippings", None, {}, "reader", WORD), "clippings is no address of the web"),
        ],
    )
    def test_one_that_cannot_be_used_is_named_and_not_shown(
        self, subscription: Subscription, said: str
    ) -> None:
        with pytest.raises(UsageError, match=said) as refusal:
            opened(subscription, 0)
        assert refusal.value.hint
        assert WORD not in str(refusal.value)

    @pytest.mark.skipif(os.name != "posix", reason="elsewhere files have no such permissions")
    def test_a_file_that_everyone_can_read_is_told(self, jar: Path) -> None:
        jar.chmod(0o644)
        assert len(list(Subscription(FEED, jar).notices)) == 1
        jar.chmod(0o600)
        assert list(Subscription(FEED, jar).notices) == []


class TestOnTheWay:
    def test_a_page_behind_a_login_and_its_neighbours_are_read(self, web: Web) -> None:
        web.answers["/rss"] = web.answers["/story"] = Answer()
        with_login = web.url.replace("//", "//reader:w%3Ard@")
        web.fetch(f"{with_login}/rss", f"{web.url}/story")
        sent = {asked.target: asked.headers.get("authorization") for asked in web.asked}
        assert sent == {"/robots.txt": None, "/rss": BASIC, "/story": BASIC}

    def test_from_https_nothing_goes_on_over_http(
        self, jar: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        certificate = self_signed(tmp_path, "paper.tw")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.path))
        with Web(certificate.server_context()) as safe, Town() as town:
            plain = f"http://paper.tw:{town.port}/plain"
            safe.names = {"paper.tw": ["127.0.0.1"]}
            safe.answers["/story"] = leads_to(plain)
            subscription = Subscription("https://paper.tw/", jar, {"X-Reader": WORD}, "reader", WORD)

            async def ask() -> Page | None:
                async with Fetcher(OPEN, client=safe.client(OPEN), ring=Ring([subscription])) as fetcher:
                    try:
                        return await fetcher.fetch("https://paper.tw/story")
                    except TingError:  # whoever is asked there speaks TLS alone
                        return None

            asyncio.run(ask())
            story = next(asked for asked in safe.asked if asked.target == "/story")
            assert {"cookie", "x-reader", "authorization"} <= set(story.headers)
            away = town.with_fetcher(subscription, lambda fetcher: fetcher.fetch(plain))
            assert away.url == plain
            assert [visit for visit in town.visits if visit.signed] == []

    @pytest.mark.parametrize("status", [401, 402, 403])
    def test_who_is_refused_with_it_is_told_to_renew_it(self, town: Town, jar: Path, status: int) -> None:
        town.answers["/story"] = Answer(status=status)
        own = Subscription(town.home, jar)
        for subscription, said in [
            (own, RENEW_COOKIES),
            (replace(own, cookies=None, user="reader"), RENEW_LOGIN),
        ]:
            with pytest.raises(Refused) as refusal:
                town.with_fetcher(subscription, lambda fetcher: fetcher.fetch(f"{town.home}/story"))
            assert refusal.value.hint == said

    def test_who_was_led_elsewhere_is_told_that_nothing_went_along(self, town: Town, web: Web) -> None:
        web.answers["/story"] = Answer(status=401)
        town.answers["/story"] = leads_to(f"{web.url}/story")
        signed = Subscription(town.home, user="reader", password=WORD)
        with pytest.raises(Refused, match="401") as refusal:
            town.with_fetcher(signed, lambda fetcher: fetcher.fetch(f"{town.home}/story"))
        assert f"{web.url}/story" in refusal.value.message
        assert "did not go along" in refusal.value.hint

    def test_a_page_that_still_shows_a_paywall_says_so(self, town: Town, jar: Path) -> None:
        words = (
            "<p>市府今天宣布，港口的新航線將在下個月開通，第一班船早上八點出發，中午以前就能抵達對岸。</p>"
        )
        wall = "<div class='paywall'><p>訂閱會員，繼續閱讀全文</p></div>"
        page = (
            f"<html><head><title>新航線開通</title></head><body><article><h1>新航線開通</h1>{words * 2}{wall}"
        )
        town.answers["/story"] = Answer(page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})

        async def ask(fetcher: Fetcher) -> tuple[str, ...]:
            return (await read_story(await load(f"{town.home}/story", fetcher))).warnings

        (known,) = town.with_fetcher(Subscription(town.home, jar), ask)
        (stranger,) = town.with_fetcher(Subscription(town.home), ask)
        assert known == f"{stranger} {RENEW_COOKIES}"
        assert "only the free part" in stranger.lower()

    def test_a_cookie_beyond_ascii_is_sent_as_browsers_do(self, town: Town, jar: Path, web: Web) -> None:
        jar.write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t新聞\n", encoding="utf-8")
        web.answers["/story"] = Answer()
        town.with_fetcher(Subscription(web.url, jar), lambda fetcher: fetcher.fetch(f"{web.url}/story"))
        assert web.asked[-1].headers["cookie"].encode("latin-1").decode() == "sid=新聞"

    def test_a_page_that_came_for_a_feed_says_so(self, town: Town, jar: Path) -> None:
        town.answers["/rss"] = Answer(b"<!doctype html><html><title>Log in</title></html>")

        async def ask(fetcher: Fetcher) -> None:
            await read_listing("feed", f"{town.home}/rss", fetcher)

        with pytest.raises(TingError, match="is a page, and not a feed") as refusal:
            town.with_fetcher(Subscription(town.home, jar), ask)
        assert refusal.value.hint.endswith(f". {RENEW_COOKIES}")

    def test_a_page_that_asks_to_log_in_says_so(self, town: Town, jar: Path) -> None:
        page = b"<html><head><title>Log in</title></head><body><form><input name=user></form></body></html>"
        town.answers["/story"] = Answer(page)

        async def ask(fetcher: Fetcher) -> None:
            await read_story(await load(f"{town.home}/story", fetcher))

        with pytest.raises(TingError) as refusal:
            town.with_fetcher(Subscription(town.home, jar), ask)
        assert refusal.value.hint.endswith(RENEW_COOKIES)
