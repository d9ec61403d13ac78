from dataclasses import astuple
from pathlib import Path

import pytest

from tts.errors import UsageError
from tts.sources.cookies import Cookie, in_header, read_cookies
from tts.sources.place import Place

NOW = 1_000_000.0
HEAD = "# Netscape HTTP Cookie File\n# https://curl.se/docs/http-cookies.html\n\n"


def place(host: str = "paper.tw", path: str = "/", scheme: str = "https") -> Place:
    return Place(scheme, host, 443 if scheme == "https" else 80, path, path)


def read(folder: Path, text: str | bytes) -> tuple[Cookie, ...]:
    file = folder / "cookies.txt"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_cookies(file, NOW)


EXPORT = [
    "#HttpOnly_.paper.tw\tTRUE\t/\tTRUE\t2000000\tsid\ta=b==",
    "paper.tw\tFALSE\t/news\tFALSE\t0\tseen\t一",
    "www.paper.tw\tfalse\t/\ttrue\t-1\t__Host-x\t",
    ".世界日報.tw\tTRUE\t/\tFALSE\t1700000000.5\tidn\t1",
    "paper.tw\tFALSE\t/\tFALSE\t0\tempty",
    "# another comment",
    "",
]


def test_an_export_of_a_browser_is_read_whole(tmp_path: Path) -> None:
    text = HEAD + "\r\n".join(EXPORT)
    assert [astuple(cookie)[:7] for cookie in read(tmp_path, b"\xef\xbb\xbf" + text.encode())] == [
        ("paper.tw", True, "/", True, 2_000_000, "sid", "a=b=="),
        ("paper.tw", False, "/news", False, 0, "seen", "一"),
        ("www.paper.tw", False, "/", True, 0, "__Host-x", ""),
        ("xn--rhq39vxolv4o.tw", True, "/", False, 1_700_000_000.5, "idn", "1"),
        ("paper.tw", False, "/", False, 0, "empty", ""),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"domain": "paper.tw", "name": "sid"}]', "is JSON"),
        ('\n {"cookies": []}', "is JSON"),
        ("", "is empty"),
        (" \n\n", "is empty"),
        (HEAD, "has no cookies in the Netscape format"),
        ("paper.tw TRUE / FALSE 0 sid word", "Line 1 of .* has spaces where tabs belong"),
        (HEAD + "paper.tw  TRUE  /  FALSE  0  sid", "Line 4 of .* has spaces"),
        ("sid=word; other=word", "Line 1 of .* is no cookie"),
        ("paper.tw\tYES\t/\tFALSE\t0\tsid\tword", "Line 1 of .* is no cookie"),
        ("paper.tw\tTRUE\t/\tFALSE\tnever\tsid\tword", "is no cookie"),
        ("paper.tw\tTRUE\tnews\tFALSE\t0\tsid\tword", "is no cookie"),
        ("\tTRUE\t/\tFALSE\t0\tsid\tword", "is no cookie"),
        ("paper.tw\tTRUE\t/\tFALSE\t0\t\t", "is no cookie"),
        ("paper.tw\tTRUE\t/\tFALSE\t0\tsid\two;rd", "is no cookie"),
        ("paper.tw\tTRUE\t/\tFALSE\t0\tsid\two\rrd", "is no cookie"),
        (b"SQLite format 3\x00\x01", "no text"),
        (b"\xff\xfe\x00", "no text"),
        ("新聞\n" * 3, "Line 1 of .* is no cookie"),
        (f"paper.tw\tTRUE\t/\tFALSE\t{NOW:.0f}\tsid\tword", "All cookies in .* have expired"),
        (b"a" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_another_format_is_named_with_its_line_and_shows_no_value(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(UsageError, match=said) as refusal:
        read(tmp_path, text)
    assert refusal.value.hint
    assert "word" not in str(refusal.value)


@pytest.mark.parametrize("name", ["none.txt", ".", "a" * 300])
def test_what_is_no_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match=r"The file of cookies .* cannot be read"):
        read_cookies(tmp_path / name, NOW)


@pytest.mark.parametrize(
    ("domain", "below", "host", "goes"),
    [
        ("paper.tw", "FALSE", "paper.tw", True),
        ("paper.tw", "FALSE", "www.paper.tw", False),
        (".paper.tw", "FALSE", "www.paper.tw", False),
        (".paper.tw", "TRUE", "www.paper.tw", True),
        ("paper.tw", "TRUE", "a.b.paper.tw", True),
        ("PAPER.tw", "TRUE", "paper.tw", True),
        ("paper.tw", "TRUE", "evilpaper.tw", False),
        ("paper.tw", "TRUE", "paper.tw.evil", False),
        ("paper.tw", "TRUE", "paper.tw.", False),
        (".tw", "TRUE", "paper.tw", False),
        ("0.0.1", "TRUE", "127.0.0.1", False),
        ("127.0.0.1", "FALSE", "127.0.0.1", True),
        ("[::1]", "FALSE", "::1", True),
    ],
)
def test_a_cookie_goes_to_its_domain(tmp_path: Path, domain: str, below: str, host: str, goes: bool) -> None:  # noqa: FBT001 - a column of the table
    (cookie,) = read(tmp_path, f"{domain}\t{below}\t/\tFALSE\t0\tsid\t1")
    assert cookie.goes_to(place(host), NOW) is goes


@pytest.mark.parametrize(
    ("path", "asked", "goes"),
    [
        ("/", "/news/1", True),
        ("/news", "/news", True),
        ("/news", "/news/1", True),
        ("/news/", "/news/1", True),
        ("/news", "/newsroom", False),
        ("/news/", "/news", False),
        ("/news", "/", False),
    ],
)
def test_a_cookie_goes_to_its_path(tmp_path: Path, path: str, asked: str, goes: bool) -> None:  # noqa: FBT001 - a column of the table
    (cookie,) = read(tmp_path, f"paper.tw\tTRUE\t{path}\tFALSE\t0\tsid\t1")
    assert cookie.goes_to(place(path=asked), NOW) is goes


def test_a_secure_one_goes_over_https_alone_and_an_expired_one_nowhere(tmp_path: Path) -> None:
    lines = "paper.tw\tTRUE\t/\tTRUE\t0\tsafe\t1\n", f"paper.tw\tTRUE\t/\tFALSE\t{NOW + 1:.0f}\told\t1\n"
    safe, old = read(tmp_path, "".join(lines))
    assert (safe.goes_to(place(), NOW), safe.goes_to(place(scheme="http"), NOW)) == (True, False)
    assert (old.goes_to(place(), NOW), old.goes_to(place(), NOW + 1)) == (True, False)


def test_those_of_longer_paths_stand_first(tmp_path: Path) -> None:
    found = read(tmp_path, "p.tw\tTRUE\t/\tFALSE\t0\ta\t1\np.tw\tTRUE\t/news\tFALSE\t0\tb\t2")
    assert "; ".join(in_header(found)) == "b=2; a=1"


def test_a_cookie_without_a_name_is_its_value_alone(tmp_path: Path) -> None:
    assert list(in_header(read(tmp_path, "paper.tw\tTRUE\t/\tFALSE\t0\t\tword"))) == ["word"]


def test_a_port_behind_the_host_as_wget_writes_it_is_the_only_one(tmp_path: Path) -> None:
    (cookie,) = read(tmp_path, "paper.tw:8443\tFALSE\t/\tFALSE\t0\tsid\t1")
    asked = (Place("https", "paper.tw", port, "/", "/") for port in (8443, 443))
    assert [cookie.goes_to(one, NOW) for one in asked] == [True, False]
