"""Subscriptions as a user has them: who is let in by what, and that no word of it stays anywhere."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.conftest import Ting
from tests.sources.web import Answer, Web

WORDS = ("s3cret-cookie", "s3cret-header", "s3cret-word", "s3cret-url")
STORIES = {
    "/a": (
        "新航線下個月開通",
        "市府今天宣布，港口的新航線將在下個月開通，第一班船早上八點出發，中午以前抵達對岸。",
    ),
    "/hill": (
        "山城纜車試營運",
        "纜車公司說，車廂已經全部裝好，年底以前讓附近居民先免費試乘，明年春天正式賣票。",
    ),
}
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
[[source]]
name = "海港日報"
kind = "feed"
location = "{url}/rss"
limit = 1
cookies = "jar/cookies.txt"
headers = {{ X-Reader = "env:HARBOUR_WORD", X-Other = "file:jar/word.txt" }}
[[source]]
name = "山城晚報"
kind = "url"
location = "{login}/hill"
[[source]]
name = "沒有餅乾"
kind = "url"
location = "http://localhost:1/none"
cookies = "none.txt"
[[source]]
name = "沒有字"
kind = "url"
location = "{url}/word"
user = "reader"
password = "env:NO_SUCH_WORD"
"""


@pytest.fixture
def paper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A paper that two sources know its reader by, and two do not; with the settings for it."""
    monkeypatch.setenv("HARBOUR_WORD", WORDS[1])
    Image.new("RGB", (1400, 1400)).save(tmp_path / "cover.png")
    jar = tmp_path / "jar"
    jar.mkdir()
    (jar / "cookies.txt").write_text(f"127.0.0.1\tFALSE\t/\tFALSE\t0\tsid\t{WORDS[0]}\n", encoding="utf-8")
    (jar / "cookies.txt").chmod(0o600)
    (jar / "word.txt").write_text(f"{WORDS[1]}\n", encoding="utf-8")
    with Web() as web:
        login = web.url.replace("//", f"//reader:{WORDS[3]}@")
        (tmp_path / "ting.toml").write_text(SETTINGS.format(url=web.url, login=login), encoding="utf-8")
        feed = f"<rss version='2.0'><channel><item><link>{web.url}/a</link></item></channel></rss>"
        web.answers["/rss"] = Answer(feed.encode(), headers={"Content-Type": "application/xml"})
        for path, (title, text) in STORIES.items():
            page = (
                f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text * 2}</p>"
            )
            web.answers[path] = Answer(page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
        yield web


def sent(paper: Web, target: str) -> dict[str, str]:
    headers = next(asked.headers for asked in paper.asked if asked.target == target)
    names = ("cookie", "x-reader", "x-other", "authorization")
    return {name: headers[name] for name in names if name in headers}


def test_a_day_with_subscriptions_tells_what_it_may_and_keeps_no_word(
    ting: Ting, paper: Web, tmp_path: Path
) -> None:
    told = ting("daily")
    assert (told.code, len(told.out.split())) == (3, 2), told.err
    assert "沒有餅乾: The file of cookies" in told.err
    assert "none.txt cannot be read: there is none." in told.err
    assert "沒有字: The password of a login is empty: the variable NO_SUCH_WORD is not set." in told.err
    basic = f"Basic {b64encode(f'reader:{WORDS[3]}'.encode()).decode()}"
    known = {"cookie": f"sid={WORDS[0]}", "x-reader": WORDS[1], "x-other": WORDS[1]}
    assert sent(paper, "/a").items() >= known.items()
    assert sent(paper, "/hill")["authorization"] == basic
    assert sent(paper, "/robots.txt") == {}
    assert not {"/none", "/word"} & set(paper.targets)
    shown = [
        told.out,
        told.err,
        ting("daily", "--dry-run").out,
        ting("config").out,
        ting("config", "--json").out,
    ]
    assert [word for word in (*WORDS, basic) if any(word in text for text in shown)] == []
    own = {tmp_path / name for name in ("ting.toml", "jar/cookies.txt", "jar/word.txt")}
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path not in own]
    assert len(kept) > 10
    assert [
        path for path in kept if any(word.encode() in path.read_bytes() for word in (*WORDS, basic))
    ] == []


def test_a_story_of_which_the_free_part_alone_is_shown_is_named(
    ting: Ting, paper: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_SUCH_WORD", WORDS[2])
    page = paper.answers["/a"]
    wall = "<div class='paywall'><p>訂閱會員，繼續閱讀全文</p></div>"
    paper.answers["/a"] = Answer(page.body + wall.encode(), headers=page.headers)
    said = "Only the free part of the article is on the page; the rest is for subscribers."
    assert f"海港日報: 新航線下個月開通: {said} The cookies may have expired" in ting("daily").err
    assert said not in ting("daily").err
    assert f"{paper.url}/a: {said}" in ting("read", f"{paper.url}/a").err


def test_config_hides_words_and_shows_where_they_stand(ting: Ting, paper: Web, tmp_path: Path) -> None:
    told = ting("config").out
    assert 'X-Reader = "env:HARBOUR_WORD"' in told
    assert f'X-Other = "file:{Path("jar/word.txt")}"' in told
    assert f'location = "{paper.url}/hill"' in told
    settings = (tmp_path / "ting.toml").read_text(encoding="utf-8")
    hidden = settings.replace('"env:HARBOUR_WORD"', '"s3cret-word"').replace(
        '"env:NO_SUCH_WORD"', '"s3cret-word"'
    )
    (tmp_path / "ting.toml").write_text(hidden, encoding="utf-8")
    told = ting("config").out
    assert "s3cret" not in told
    assert told.count('"(hidden)"') == 2


def test_an_address_given_by_hand_is_read_as_its_source_is(ting: Ting, paper: Web) -> None:
    told = ting("extract", f"{paper.url}/a")
    assert (told.code, told.out) == (2, "")  # one of the sources of this host cannot be used
    assert "the variable NO_SUCH_WORD is not set" in told.err


@pytest.mark.parametrize("command", ["read", "extract"])
def test_cookies_can_be_given_by_hand(ting: Ting, paper: Web, tmp_path: Path, command: str) -> None:
    (tmp_path / "ting.toml").write_text(
        'engine = "espeak"\nprofile = "source"\n[fetch]\nallow_private = true\ndelay_ms = 0', encoding="utf-8"
    )
    told = ting(command, f"{paper.url}/a", "--cookies", str(tmp_path / "jar/cookies.txt"))
    assert told.code == 0
    assert sent(paper, "/a") == {"cookie": f"sid={WORDS[0]}"}
    (tmp_path / "jar/cookies.txt").write_text("[]", encoding="utf-8")
    told = ting(command, f"{paper.url}/a", "--cookies", str(tmp_path / "jar/cookies.txt"))
    assert (told.code, told.out) == (2, "")
    assert "is JSON. Export them again, in the Netscape format (cookies.txt)." in told.err
    told = ting(command, f"{paper.url}/a", "--cookies", "none.txt")
    assert (told.code, told.out) == (2, "")


def test_the_word_in_an_address_given_by_hand_is_not_shown(ting: Ting, paper: Web, tmp_path: Path) -> None:
    (tmp_path / "ting.toml").write_text("[fetch]\nallow_private = true\ndelay_ms = 0", encoding="utf-8")
    told = ting("read", paper.url.replace("//", "//reader:s3cret-url@") + "/missing")
    assert told.code == 4
    assert told.err.startswith(f"{paper.url}/missing cannot be read: ")
    assert "s3cret" not in told.err
