"""Miniflux, Readeck, Karakeep and Wallabag as sources, and feeds with whole stories: as a user has them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Ting
from tests.sources.shelves import (
    WORD,
    Reply,
    Saved,
    Shelf,
    karakeep,
    login_page,
    many,
    miniflux,
    nonsense,
    readeck,
    wallabag,
)
from tests.sources.web import Answer, Web

TEXTS = {
    "港口開新航線": (
        "市府今天宣布，港口的新航線將在下個月開通，第一班船早上八點出發，中午以前抵達對岸，來回都不必換船。",
        "船公司說，票價還沒有決定，月底以前公布，學生與老人打折，孩子免費，行李每人兩件，腳踏車另外收費。",
        "附近的居民說，他們等了二十年，以前要繞過整個海灣才能到對岸的醫院看病，開車最快也要一個半小時。",
        "這是市府第三次改期，這一次工程已經驗收，船也已經停在碼頭，只等主管機關發給執照，就可以開航載客。",
        "港務局提醒，颱風季節風浪大，開航頭三個月如果陣風超過八級，當天就停開，船票可以全數退還。",
    ),
    "山城纜車試營運": (
        "纜車公司上午帶記者試乘，車廂從山腳到山頂走了十一分鐘，中間停兩站，每一節可以坐八個大人。",
        "公司表示，年底以前讓附近居民先免費試乘，明年春天正式賣票，單程六十元，設籍當地的人半價優待。",
        "工程師解釋，鋼索是從瑞士運來的，裝好以後載著沙包跑了三千趟，沒有一次停下來，才敢請人來坐。",
    ),
    "稻田裡的白鷺鷥": (
        "農業改良場公布三年的觀察，不噴藥的水田裡，白鷺鷥的數目是隔壁田的四倍，福壽螺少了將近一半。",
        "研究員清晨五點就到田邊數鳥，他說鳥一早來吃螺，太陽高了就回竹林休息，傍晚再來一次，天天如此。",
        "種田的老先生起先不相信，後來看見收成沒有減少，第二年就把家裡另外五分地也改成不噴藥的種法。",
    ),
    "舊書店搬新家": (
        "開了四十年的舊書店下週搬家，新的地方在菜市場二樓，比原來小一半，租金也只有原來的三分之一。",
        "老闆花了一個月把六萬本書分成三堆，帶走的、賣掉的、送人的，其中有一箱是五十年前的小學課本。",
        "他說課本不賣，要放在門口給人翻，來買菜的人多半上過那些課，翻著翻著就站在那裡念出聲音來了。",
    ),
}
ANOTHER = "s3cret-other"
SETTINGS = """
engine = "espeak"
profile = "source"
[fetch]
allow_private = true
delay_ms = 0
[show]
cover = "cover.png"
[daily]
digest = false
"""
KINDS = {"miniflux": miniflux, "readeck": readeck, "karakeep": karakeep, "wallabag": wallabag}
SOURCE = """
[[source]]
name = "{name}"
kind = "{kind}"
location = "{location}"
"""


def story(title: str, url: str) -> Saved:
    return Saved(title, url, "".join(f"<p>{text}</p>" for text in TEXTS[title]))


def text_of(folder: Path) -> str:
    """Return the words of all episodes, without the breaks between their cues."""
    cues = (path.read_text(encoding="utf-8") for path in (folder / "output").rglob("*.vtt"))
    return "".join("".join(text.split()) for text in cues)


def no_articles(shelf: Shelf, target: str, headers: Mapping[str, str]) -> Reply | None:
    """Answer as a Readeck that lists what it has, and cannot give it."""
    return Reply(b"", "text/html", 503) if target.endswith("/article") else readeck(shelf, target, headers)


def source(name: str, kind: str, location: str, at: str = "env:SHELF_WORD") -> str:
    return SOURCE.format(name=name, kind=kind, location=location) + f'token = "{at}"\nuser = "reader"\n'


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExitStack]:
    monkeypatch.setenv("SHELF_WORD", WORD)
    Image.new("RGB", (1400, 1400)).save(tmp_path / "cover.png")
    with ExitStack() as house:
        yield house


def write(folder: Path, *sources: str) -> None:
    (folder / "ting.toml").write_text(SETTINGS + "".join(sources), encoding="utf-8")


def test_every_service_tells_its_stories_from_its_own_text(
    ting: Ting, house: ExitStack, tmp_path: Path
) -> None:
    with Web() as web:  # whose pages are all gone
        shelves = {
            kind: house.enter_context(Shelf(answer, [story(title, f"{web.url}/{kind}")]))
            for (kind, answer), title in zip(KINDS.items(), TEXTS, strict=True)
        }
        write(tmp_path, *(source(kind, kind, shelf.url + "/") for kind, shelf in shelves.items()))
        listed = ting("daily", "--dry-run")
        assert listed.code == 0, listed.err
        assert [title for title in TEXTS if title not in listed.out] == []
        told = ting("daily")
    assert (told.code, len(told.out.split())) == (0, 4), told.err
    words = text_of(tmp_path)
    sentences = [text.partition("，")[0] for texts in TEXTS.values() for text in texts]
    assert [sentence for sentence in sentences if sentence not in words] == []
    assert "readingtime" not in words
    assert [shelf for shelf in shelves.values() if "/robots.txt" in shelf.asked] == []
    shown = [listed.out, listed.err, told.out, told.err, ting("config").out, ting("config", "--json").out]
    assert [text for text in shown if WORD in text] == []
    kept = (path for path in tmp_path.rglob("*") if path.is_file())
    assert [path for path in kept if WORD.encode() in path.read_bytes()] == []


def test_a_service_that_fails_costs_no_other_source_and_says_one_sentence(
    ting: Ting, house: ExitStack, tmp_path: Path
) -> None:
    with Web() as web:
        good = house.enter_context(Shelf(miniflux, [story("港口開新航線", f"{web.url}/a")]))
        closed = house.enter_context(Shelf(readeck, token=ANOTHER))
        login = house.enter_context(Shelf(login_page))
        broken = house.enter_context(Shelf(nonsense))
        other = house.enter_context(Shelf(wallabag, token=ANOTHER))
        write(
            tmp_path,
            source("好", "miniflux", good.url + "/unread"),
            source("錯字", "readeck", closed.url),
            source("登入頁", "karakeep", login.url),
            source("亂碼", "miniflux", broken.url),
            source("沒人在", "miniflux", "http://127.0.0.1:9"),
            source("無此人", "wallabag", other.url),
            source("空字", "readeck", good.url.replace("127.0.0.1", "localhost"), "env:NO_SUCH_TOKEN"),
            SOURCE.format(name="無字", kind="karakeep", location="http://127.0.0.1:9/"),
        )
        told = ting("daily", "--dry-run")
    assert told.code == 3
    assert "港口開新航線" in told.out
    lines = {line.partition(":")[0]: line for line in (told.out + told.err).splitlines()}
    said = {
        "錯字": "the server answered 401 Unauthorized. The login or header that was sent may hold no longer",
        "登入頁": "127.0.0.1 sent text/html, which is not a list in JSON that can be read. It may be",
        "亂碼": "What the server answered is no JSON.",
        "沒人在": "127.0.0.1 cannot be reached",
        "無此人": "/feed/reader/…/unread cannot be read: the server answered 404 Not Found.",
        "空字": "The token is empty: the variable NO_SUCH_TOKEN is not set.",
        "無字": "Karakeep tells nothing without a token.",
    }
    assert [(name, lines.get(name)) for name, text in said.items() if text not in lines.get(name, "")] == []
    assert WORD not in told.out + told.err


def test_of_ten_thousand_saved_stories_the_newest_are_taken(
    ting: Ting, house: ExitStack, tmp_path: Path
) -> None:
    with Web() as web:
        kinds = {"miniflux": miniflux, "readeck": readeck, "karakeep": karakeep}
        shelves = [
            house.enter_context(Shelf(kinds[kind], many(10_000, f"{web.url}/{kind}"))) for kind in kinds
        ]
        write(tmp_path, *(source(kind, kind, shelf.url) for kind, shelf in zip(kinds, shelves, strict=True)))
        told = ting("daily", "--dry-run")
    assert told.code == 0, told.err
    assert told.out.count("第0則") == len(kinds)
    assert "第10則" not in told.out  # the limit of a source is ten a day
    assert [len(shelf.asked) for shelf in shelves] == [10, 10, 10]


def test_a_server_at_home_is_read_only_where_private_addresses_are_allowed(
    ting: Ting, house: ExitStack, tmp_path: Path
) -> None:
    shelf = house.enter_context(Shelf(miniflux))
    write(tmp_path, source("家裡", "miniflux", shelf.url))
    settings = tmp_path / "ting.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("allow_private = true", ""), "utf-8")
    told = ting("daily", "--dry-run")
    assert told.code == 2
    assert "127.0.0.1 is not on the public Internet" in told.err
    assert "set fetch.allow_private" in told.err
    assert shelf.asked == []


TITLE = "港口開新航線"
WHOLE = "".join(f"<p>{sentence}全文。</p>" for sentence in TEXTS[TITLE])
FURTHER = "<description>短</description><content:encoded><![CDATA[{}]]></content:encoded>"
IN_FEED = {
    "whole": FURTHER.format(WHOLE),
    "description": f"<description><![CDATA[{WHOLE}]]></description>",
    "teaser": FURTHER.format(f"<p>{TEXTS[TITLE][0] * 2}</p>"),
    "leads on": FURTHER.format(f"{WHOLE}<p><a href='https://paper.tw/a'>閱讀全文</a></p>"),
}
ON_PAGE = {
    "free part": f"<p>{TEXTS[TITLE][0] * 2}</p><p>訂閱會員，繼續閱讀全文</p>",
    "page": "".join(f"<p>{sentence}網頁。</p>" for sentence in TEXTS[TITLE]),
}


@pytest.mark.parametrize(
    ("case", "told"),
    [
        (("none", "whole"), "whole"),
        (("free part", "whole"), "whole"),
        (("page", "whole"), "page"),
        (("none", "description"), "whole"),
        (("none", "teaser"), "nothing"),
        (("none", "leads on"), "nothing"),
    ],
)
def test_a_feed_with_whole_stories_stands_in_for_pages_that_cannot_be_read(
    ting: Ting, house: ExitStack, tmp_path: Path, case: tuple[str, str], told: str
) -> None:
    page, text = case
    web = house.enter_context(Web())
    feed = (
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"
        f"<title>{TITLE}</title><link>{web.url}/a</link>{IN_FEED[text]}</item></channel></rss>"
    )
    web.answers["/rss"] = Answer(feed.encode(), headers={"Content-Type": "application/xml"})
    if page in ON_PAGE:
        html = f"<html><title>{TITLE}</title><body><article><h1>{TITLE}</h1>{ON_PAGE[page]}</article>"
        web.answers["/a"] = Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    write(tmp_path, SOURCE.format(name="海港日報", kind="feed", location=f"{web.url}/rss"))
    day = ting("daily")
    assert day.code == (3 if told == "nothing" else 0), day.err
    words = text_of(tmp_path)
    assert ("全文" in words, "網頁" in words) == (told == "whole", told == "page"), day.err


def test_two_accounts_of_one_server_are_refused_and_a_word_is_hidden(
    ting: Ting, house: ExitStack, tmp_path: Path
) -> None:
    shelf = house.enter_context(Shelf(miniflux))
    (tmp_path / "token.txt").write_text("s3cret-other\n", encoding="utf-8")
    write(
        tmp_path,
        source("一", "miniflux", shelf.url, "s3cret-literal"),
        source("二", "miniflux", f"{shelf.url}/v1", "file:token.txt"),
    )
    told = ting("daily", "--dry-run")
    assert told.code == 2
    assert told.err.count("Two sources of 127.0.0.1 have different tokens.") == 2
    assert shelf.asked == []
    shown = ting("config").out
    assert 'token = "(hidden)"' in shown
    assert 'token = "file:token.txt"' in shown
    assert "s3cret" not in shown


def test_what_was_saved_lately_is_kept_however_old_it_is_and_stays_as_it_was_while_its_shelf_is_down(
    ting: Ting, house: ExitStack, tmp_path: Path
) -> None:
    web = house.enter_context(Web())
    saved = replace(story(TITLE, f"{web.url}/a"), at=datetime.now(UTC).replace(microsecond=0))
    shelf = house.enter_context(Shelf(readeck, [saved]))
    write(tmp_path, source("書架", "readeck", shelf.url))
    settings = (tmp_path / "ting.toml").read_text(encoding="utf-8")
    kept = settings.replace("[show]", "[show]\nkeep_days = 3")
    (tmp_path / "ting.toml").write_text(kept, encoding="utf-8")
    assert ting("daily").code == 0
    page = f"<html><title>{TITLE}</title><body><article><h1>{TITLE}</h1>{ON_PAGE['page']}</article>"
    web.answers["/a"] = Answer(page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    shelf.answer = no_articles
    again = ting("daily")
    assert (again.code, again.out) == (0, ""), again.err
    assert "/api/bookmarks/b0/article" in shelf.asked[-1]
    assert len(list((tmp_path / "output").rglob("2020/02/01/*.mp3"))) == 1  # the day on which it was written
    feed = (tmp_path / "output" / "feed.xml").read_text(encoding="utf-8")
    assert f"<pubDate>{format_datetime(saved.at, usegmt=True)}" in feed
