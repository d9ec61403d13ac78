"""What a reader is known by reaches no second host, whichever way a paper sends him there."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.sources.town import SIGNED, WORD, Town, Visit
from tests.sources.web import Answer, leads_to
from tts.errors import TingError
from tts.narration.multipage import read_story
from tts.narration.wiring import follower, looker
from tts.sources.fetch import Fetcher
from tts.sources.listing import read_listing
from tts.sources.subscription import Subscription

FORMS = [
    "http://evil.tw:{A}/",
    "http://evil.tw/",
    "//evil.tw:{A}/",
    "///evil.tw:{A}/",
    "http://evilpaper.tw:{A}/",
    "http://paper.tw.evil:{A}/",
    "http://www.paper.tw:{A}/",
    "http://tw:{A}/",
    "http://paper.tw.:{A}/",
    "http://paper.tw/",
    "http://paper.tw:{B}/",
    "http://127.0.0.1:{A}/",
    "http://127.0.0.2:{A}/",
    "http://localhost:{A}/",
    "http://[::1]:{A}/",
    "http://[::ffff:127.0.0.1]:{A}/",
    "http://2130706433:{A}/",
    "http://0x7f000001:{A}/",
    "http://0177.0.0.1:{A}/",
    "http://127.1:{A}/",
    "http://paper.tw@evil.tw:{A}/",
    "http://paper.tw:{A}@evil.tw:{A}/",
    "http://reader:word@evil.tw:{A}/",
    "http://paper.tw%40evil.tw:{A}/",
    "http://evil.tw:{A}#@paper.tw:{A}/",
    "http://evil.tw:{A}?@paper.tw:{A}/",
    "http://evil.tw:{A}\\@paper.tw:{A}/",
    "http://evil.tw:{A}/http://paper.tw:{A}/",
    "http:\\\\evil.tw:{A}\\",
    "\\\\evil.tw:{A}\\",
    "/\\evil.tw:{A}/",
    "http:/\\evil.tw:{A}/",
    "http:/evil.tw:{A}/",
    "http:evil.tw:{A}/",
    "http:///evil.tw:{A}/",
    "HTTP://EVIL.TW:{A}/",
    "HtTp://PAPER.TW.EVIL:{A}/",
    " \thttp://evil.tw:{A}/\t ",
    "http://ev\til.tw:{A}/",
    "http://paper.tw\t.evil.tw:{A}/",
    "http://paper.tw%2eevil.tw:{A}/",
    "http://paper.tw%00.evil.tw:{A}/",
    "http://paper.tw%09.evil.tw:{A}/",
    "http://paper.tw%23.evil.tw:{A}/",
    "http://paper.tw;evil.tw:{A}/",
    "http://paper.tw,evil.tw:{A}/",
    "http://paper.tw:{A}:evil.tw/",
    "http://paper。tw。evil:{A}/",
    "http://ｅｖｉｌ.tw:{A}/",
    "http://раper.tw:{A}/",
    "http://世界日報.tw:{A}/",
    "http://xn--aper-83d.tw:{A}/",
    "http://paper.tw⁄.evil.tw:{A}/",
    "http://paper.tw\u00ad.evil:{A}/",
    "https://evil.tw:{A}/",
    "https://paper.tw:{A}/",
    "ftp://evil.tw:{A}/",
    "ws://evil.tw:{A}/",
    "javascript:location='http://evil.tw:{A}/'",
    "data:text/html,<meta http-equiv=refresh content=0;url=http://evil.tw:{A}/>",
]

LEADING = {
    "Content-Type": "text/html; charset=utf-8",
    "Refresh": "0; url=http://evil.tw:{A}/",
    "Link": "<http://evil.tw:{A}/>; rel=next",
    "Content-Location": "http://evil.tw:{A}/",
    "Set-Cookie": "more=1; Domain=.tw",
}
"""The headers of a page that would like to."""

REACHED = 30
"""So many of the forms at least lead to somebody else; of the others it is no matter who reads them how."""

STORY = "<p>市府今天宣布，港口的新航線將在下個月開通，第一班船早上八點出發，中午以前就能抵達對岸。</p>"
SECOND = "<p>漁民說，他們等這條航線等了很多年，以後賣魚不必再繞遠路，孩子上學也方便得多了。</p>"


@pytest.fixture(scope="module")
def servers() -> Iterator[Town]:
    with Town() as town:
        yield town


@pytest.fixture
def town(servers: Town) -> Town:
    servers.visits.clear()
    servers.answers.clear()
    return servers


@pytest.fixture
def reader(town: Town, tmp_path: Path) -> Subscription:
    return subscribed(town, tmp_path)


def subscribed(town: Town, folder: Path) -> Subscription:
    """Return what a reader has who is let in by everything at once."""
    jar = folder / "cookies.txt"
    jar.write_text(f"paper.tw\tFALSE\t/\tFALSE\t0\tsession\t{WORD}\n", encoding="utf-8")
    return Subscription(f"{town.home}/rss.xml", jar, {"X-Reader": WORD}, "reader", WORD)


def visit(town: Town, reader: Subscription, address: str) -> None:
    async def ask(fetcher: Fetcher) -> None:
        with suppress(TingError):
            await fetcher.fetch(address)

    town.with_fetcher(reader, ask)


@pytest.fixture(scope="module")
def roads(servers: Town, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Visit]]:
    """Return what all servers got, of each form: one reader took them all, one after the other."""
    reader = subscribed(servers, tmp_path_factory.mktemp("reader"))
    for number, form in enumerate(FORMS):
        servers.answers[f"paper.tw/{number}"] = leads_to(servers.filled(form))

    async def ask(fetcher: Fetcher) -> dict[str, list[Visit]]:
        seen = {}
        for number, form in enumerate(FORMS):
            servers.visits.clear()
            with suppress(TingError):
                await fetcher.fetch(f"{servers.home}/{number}")
            seen[form] = servers.visits.copy()
        return seen

    return servers.with_fetcher(reader, ask)


@pytest.mark.parametrize("form", FORMS)
def test_a_redirect_of_any_form_takes_nothing_along(
    servers: Town, roads: dict[str, list[Visit]], form: str
) -> None:
    assert any(visit.signed == frozenset(SIGNED) for visit in roads[form])
    assert servers.leaks(roads[form]) == []


def test_most_of_these_forms_do_lead_to_somebody_else(servers: Town, roads: dict[str, list[Visit]]) -> None:
    homes = {f"paper.tw:{servers.port}"}
    reached = [form for form, visits in roads.items() if {visit.host for visit in visits} - homes]
    assert len(FORMS) >= 50
    assert len(reached) >= REACHED


@pytest.mark.parametrize("status", [300, 301, 302, 303, 305, 307, 308])
def test_a_redirect_of_any_status_takes_nothing_along(town: Town, reader: Subscription, status: int) -> None:
    town.answers["paper.tw/story"] = leads_to(f"http://evil.tw:{town.port}/", status)
    visit(town, reader, f"{town.home}/story")
    assert town.leaks() == []


def test_who_is_led_back_is_known_again_and_nowhere_between(town: Town, reader: Subscription) -> None:
    there = f"http://evil.tw:{town.port}"
    town.answers["paper.tw/story"] = leads_to(f"{there}/away")
    town.answers["evil.tw/away"] = leads_to(f"http://paper.tw.evil:{town.port}/further")
    town.answers["paper.tw.evil/further"] = leads_to(f"{town.home}/back")
    town.answers["paper.tw/back"] = leads_to(f"{there}/end")
    visit(town, reader, f"{town.home}/story")
    read = {visit.target: visit.signed for visit in town.visits if visit.target != "/robots.txt"}
    assert read == {
        "/story": frozenset(SIGNED),
        "/away": frozenset(),
        "/further": frozenset(),
        "/back": frozenset(SIGNED),
        "/end": frozenset(),
    }


@pytest.mark.parametrize(
    "markup",
    [
        '<meta http-equiv="refresh" content="0; url=http://evil.tw:{A}/">',
        '<link rel="next" href="http://evil.tw:{A}/2">',
        '<link rel="next" href="http://paper.tw:{B}/2">',
        '<base href="http://evil.tw:{A}/"><link rel="next" href="2">',
        '<link rel="canonical" href="http://evil.tw:{A}/story"><link rel="next" href="/2">',
        '<meta property="og:image" content="http://evil.tw:{A}/1.jpg">',
        '<meta property="og:image" content="//evil.tw:{A}/1.jpg">',
        '<meta property="og:image" content="http://reader:word@evil.tw:{A}/1.jpg">',
    ],
)
def test_a_page_leads_nowhere_with_it(town: Town, reader: Subscription, markup: str) -> None:
    page = f"<html><head><title>新航線開通</title>{town.filled(markup)}</head><body><article>"
    sent = {name: town.filled(value) for name, value in LEADING.items()}
    town.answers["paper.tw/story"] = Answer(f"{page}<h1>新航線開通</h1>{STORY}".encode(), headers=sent)
    town.answers["/2"] = Answer(f"{page}<h1>新航線開通</h1>{SECOND}".encode(), headers=sent)

    async def ask(fetcher: Fetcher) -> None:
        document = (await fetcher.fetch(f"{town.home}/story")).document("story")
        article = await read_story(document, follower(fetcher))
        assert article.text
        if article.image_url:
            with suppress(TingError):
                await looker(fetcher)(article.image_url)
        with suppress(TingError):
            await fetcher.fetch(f"http://evil.tw:{town.port}/afterwards")

    town.with_fetcher(reader, ask)
    assert any(visit.signed for visit in town.visits)
    assert town.leaks() == []


@pytest.mark.parametrize("kind", ["feed", "sitemap", "page"])
def test_a_listing_leads_nowhere_with_it(town: Town, reader: Subscription, kind: str) -> None:
    there = f"http://reader:word@evil.tw:{town.port}/s"
    bodies = {
        "feed": f"<rss version='2.0'><channel><item><link>{there}</link></item></channel></rss>",
        "sitemap": f"<sitemapindex><sitemap><loc>{there}</loc></sitemap></sitemapindex>",
        "page": f"<html><body><h3><a href='{there}'>港口的新航線將在下個月開通</a></h3></body></html>",
    }
    sent = {"Content-Type": "text/html" if kind == "page" else "application/xml"}
    town.answers["paper.tw/rss.xml"] = Answer(bodies[kind].encode(), headers=sent)
    town.answers["evil.tw/s"] = Answer(
        b"<urlset><url><loc>http://evil.tw/t</loc></url></urlset>", headers=sent
    )

    async def ask(fetcher: Fetcher) -> None:
        listing = await read_listing(kind, reader.location, fetcher, selector="h3 a")  # type: ignore[arg-type]
        for entry in listing.entries:
            assert "word" not in entry.url
            with suppress(TingError):
                await fetcher.fetch(entry.url)

    town.with_fetcher(reader, ask)
    assert any(visit.host.startswith("evil.tw") for visit in town.visits)
    assert town.leaks() == []


def test_a_robots_txt_gets_nothing_wherever_it_leads(town: Town, reader: Subscription) -> None:
    town.answers["paper.tw/robots.txt"] = leads_to(f"http://evil.tw:{town.port}/robots.txt")
    visit(town, reader, f"{town.home}/story")
    assert [visit.target for visit in town.visits if visit.host.startswith("evil.tw")] == ["/robots.txt"]
    assert town.leaks() == []
