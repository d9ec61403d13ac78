import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tts
from tts.model.address import (
    MOST_CHARACTERS,
    bare,
    host_of,
    is_this_machine,
    joined,
    login_in,
    on_web,
    parts_of,
    web_parts,
)
from tts.sources.canonical import canonical

HERE = "https://harbour.example/2026/story.html"
NO_WEB = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript://harbour.example/%0aalert(1)",
    "data:text/html,<p>",
    "file:///etc/hostname",
    "ftp://harbour.example/",
    "mailto:desk@harbour.example",
    "https:",
    "https://",
    "https://:443/",
    "http://[fe80",
    "http://[1:2:3/",
    "http://fe80]/",
    "http://[v1.x]y/",
    "http://harbour\u2100.example/",
    "http://harbour.example:99999/",
    "http://harbour.example:八十/",
    "http://har bour.example/",
    "http://<b>.example/",
    "http://harbour%00.example/",
    "http://\u202eharbour.example/",
    "http://\u2066/",
    "https://harbour.example/" + "長" * MOST_CHARACTERS,
]
SPLITTERS = {"urlsplit", "urljoin", "urlparse", "urldefrag"}
PIECES = st.sampled_from([*"/:?#[]@%\\.\x00\n\u2100\ud800a1", "http", "https:", "//", "[::1]", "javascript:"])


@pytest.mark.parametrize("link", NO_WEB)
def test_what_is_no_address_of_the_web_is_none(link: str) -> None:
    assert on_web(link) is None
    assert joined(None, link) is None


@pytest.mark.parametrize("link", [link for link in NO_WEB if ":" in link.partition("//")[0]])
def test_a_link_of_another_scheme_leads_nowhere_from_a_page(link: str) -> None:
    there = joined(HERE, link)
    assert there is None or host_of(there) == "harbour.example"


@pytest.mark.parametrize(
    ("link", "there"),
    [
        ("other.html", "https://harbour.example/2026/other.html"),
        (" /a?b=1#c\n", "https://harbour.example/a?b=1#c"),
        ("//hill.example:8080/新聞", "https://hill.example:8080/新聞"),
        ("HTTP://HILL.example/", "http://HILL.example/"),
        ("http://[2001:db8::1]/", "http://[2001:db8::1]/"),
        ("/a\x07\x9bb\ud800", "https://harbour.example/ab"),
    ],
)
def test_a_link_leads_where_it_would_in_a_browser(link: str, there: str) -> None:
    assert joined(HERE, link) == there


@pytest.mark.parametrize("link", ["", "  ", None])
def test_no_link_leads_nowhere(link: str | None) -> None:
    assert joined(HERE, link) is None


@pytest.mark.parametrize("base", ["http://[x", "https://a\u2100.example/", "data:,", "", None])
def test_where_the_base_is_none_a_whole_address_still_is_one(base: str | None) -> None:
    assert joined(base, "https://hill.example/1") == "https://hill.example/1"
    assert joined(base, "/1") is None


def test_other_schemes_have_parts_and_are_none_of_the_web() -> None:
    parts = parts_of("socks5://proxy.example:1080")
    assert parts is not None
    assert parts.port == 1080
    assert web_parts("socks5://proxy.example:1080") is None


@given(st.lists(PIECES, max_size=12).map("".join), st.lists(PIECES, max_size=8).map("".join))
def test_whatever_is_written_nothing_is_raised_and_what_comes_out_is_of_the_web(base: str, link: str) -> None:
    there = joined(base, link)
    assert there is None or there.lower().startswith(("http://", "https://"))
    for address in (base, link, there):
        assert host_of(address) == host_of(on_web(address)) or len(address or "") > MOST_CHARACTERS
        canonical(address or "")


def test_no_other_module_splits_or_joins_addresses() -> None:
    home = Path(tts.__file__).parent
    splitting = {
        path.relative_to(home).as_posix()
        for path in home.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.alias) and node.name in SPLITTERS)
        or (isinstance(node, ast.Attribute) and node.attr in SPLITTERS)
    }
    assert splitting == {"model/address.py"}


@pytest.mark.parametrize(
    ("address", "shown", "login"),
    [
        ("https://harbour.example/@b?c=d@e", "https://harbour.example/@b?c=d@e", None),
        ("https://me:word@harbour.example/", "https://harbour.example/", ("me", "word")),
        ("https://me:w%40%3Ard@harbour.example:8443/a", "https://harbour.example:8443/a", ("me", "w@:rd")),
        ("https://word@harbour.example", "https://harbour.example", ("word", "")),
        ("https://a@b:word@harbour.example/", "https://harbour.example/", ("a@b", "word")),
        ("//me:word@harbour.example/", "//harbour.example/", None),
        ("ftp://me:word@harbour.example/", "ftp://harbour.example/", None),
        ("https://me:w/rd@harbour.example/", "https://harbour.example/", None),
        ("clippings/a@b", "clippings/a@b", None),
    ],
)
def test_an_address_is_shown_without_the_login_in_it(
    address: str, shown: str, login: tuple[str, str] | None
) -> None:
    assert bare(address) == shown
    assert login_in(address) == login


def test_a_link_on_a_page_has_no_login() -> None:
    assert on_web("https://me:word@harbour.example/") == "https://harbour.example/"
    assert joined(HERE, "//me:word@hill.example/a") == "https://hill.example/a"


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("localhost", True),
        ("localhost.", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("0.0.0.0", True),  # noqa: S104 - as servers say it
        ("", False),
        ("192.168.1.2", False),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
    ],
)
def test_this_machine_is_known_by_its_loopback_alone(host: str, is_here: bool) -> None:  # noqa: FBT001
    assert is_this_machine(host) is is_here
