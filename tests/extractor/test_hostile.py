"""Hostile and broken input: an article or a TingError, soon, and in little memory."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pace import is_quick
from tts.errors import TingError
from tts.extractor.extract import extract, extract_here
from tts.model.article import Article
from tts.model.document import Document

MAX_SECONDS = 5
MAX_KILOBYTES = 500_000

MEASURE = """
import sys
from tts.model.document import Document
from tts.errors import TingError
from tts.extractor.extract import extract_here
try:
    extract_here(Document(sys.stdin.buffer.read(), "hostile.html"))
except TingError:
    pass
peak = [line for line in open("/proc/self/status") if line.startswith("VmHWM")][0]
print(peak.split()[1])
"""
STORY = "基隆外海的老燈塔今年滿一百歲，當地居民希望重新點亮。" * 3
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))

HOSTILE: dict[str, str] = {
    "nested tags": "<div>" * 100_000 + STORY,
    "nested inline tags": f"<p>{'<b>' * 100_000}{STORY}",
    "nested furniture": f"{'<div class=more-ads>' * 19_000}<p>{STORY}</p>",
    "nested paragraphs": f"<p><font><b>{STORY}" * 6_000,
    "nested captions": f"<p><img src=1>{'<figure><div class=desc>' * 9_000}{STORY}",
    "many labels": f"<p>{STORY}</p>" * 9_000 + "<p>延伸閱讀</p>" * 9_000 + f"<p>{STORY}</p>",
    "many hidden paragraphs": f"<p>{STORY}</p>" * 300
    + f"<div hidden><p>{STORY}</p><p>{STORY}</p></div>" * 1_500,
    "nested tables": f"<img src=1>{'<table><tr><td>' * 5_000}<img src=1>{STORY}",
    "many comments": f"<html class=comments><p>{STORY}</p>{'<div class=comment>x</div> ' * 60_000}",
    "nested comments": f"<p>{STORY}</p>{'<div class=comment>x' * 30_000}",
    "attributes": "<div " + 'a="b" ' * 1_500_000 + f">{STORY}</div>",
    "distinct attributes": "<div " + " ".join(f'a{n}="b"' for n in range(80_000)) + f">{STORY}</div>",
    "dots in a story": f"<h1>老燈塔</h1><p>{STORY}</p><p>{STORY}{'.' * 20_000}</p>",
    "one long attribute": f'<div class="{"a b-c " * 1_500_000}">{STORY}</div>',
    "fifty megabytes": "<div " + 'a="b" ' * 8_500_000 + ">",
    "many paragraphs": "<p>文" * 300_000,
    "many short lines": "<br>字" * 50_000,
    "entity bomb": f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]><p>&e11;{STORY}</p>',
    "null bytes": f"<html><p>{STORY}\x00\x00{STORY}</p>",
    "script": f"<script>{'while(1){};' * 100_000}</script><p>{STORY}</p>",
    "unclosed script": f"<p>{STORY}</p><script>{'x' * 1_000_000}",
    "deep json": f'<script type="application/ld+json">{"[" * 100_000}</script><p>{STORY}</p>',
    "one endless line": "字" * 3_000_000,
    "endless spaces": " " * 3_000_000 + STORY,
    "spaces between tags": f"<p>{' ' * 3_000_000}{STORY}</p>",
    "endless dots": f"<p>{'.' * 1_000_000}</p>",
    "endless brackets": f"<p>{'（' * 100_000}</p><p>{STORY}</p>",
    "dump of marks": "我的頻道\n" + "聽新聞\n" * 200_000,
    "dump of bylines": "我的頻道\n" + "記者林小舟／基隆報導\n" * 100_000,
    "dump on one line": "我的頻道 " + "上一則 記者林小舟／基隆報導 " * 50_000,
    "spaces in a dump": f"我的頻道 {' ' * 1_000_000} 上一則 x",
    "title of separators": f"<title>{'|' * 100_000}</title><p>{STORY}</p>",
    "many links": "<a href=x>下一頁</a>" * 50_000,
    "links beside blocks": "".join(
        f"<a href=#{n}>第{n}頁</a><div id={n}>{STORY}</div>" for n in range(9_900)
    ),
    "links in nested boxes": f"<div class=related>{STORY}<p><a href=/1>別的標題</a></p>" * 12_000,
    "tabs of one name": "<a href=#t>第一頁</a><div id=t hidden>燈塔的事說也說不完。</div>" * 9_900,
    "list items": "".join(f"<li>第{n}項，說的是別的事。" for n in range(19_900)),
    "headings": "".join(f"<h2>第{n}個小標</h2>" for n in range(19_900)) + f"<p>{STORY}</p>",
    "captions": f"<p>{STORY}</p>" + "<figure><img src=1><figcaption>圖／市府</figcaption></figure>" * 6_600,
    "tables in a row": f"<table><tr><td>一<td>{STORY}</table>" * 4_900,
    "spans": f"<p>{'<span style=color:red>字，</span>' * 19_900}",
    "linked data over and over": '<script type="application/ld+json">{"@type":"NewsArticle"}</script>'
    * 20_000,
    "words on one line": f"<p>{'word, word and ' * 130_000}",
    "many classes": "".join(f'<p class="c{n}">{n}' for n in range(50_000)),
}


@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_input_is_bounded_in_time_and_memory(markup: str) -> None:
    def read() -> None:
        with suppress(TingError):
            assert isinstance(extract_here(Document(markup.encode(), "hostile.html")), Article)

    assert is_quick(read, MAX_SECONDS)


def test_a_tag_of_thousands_of_attributes_costs_no_text() -> None:
    attributes = " ".join(f"a{n}='1>0'" for n in range(5_000))
    article = extract(Document(f"<h1>老燈塔</h1><p>{STORY}</p><p {attributes}>{STORY}完</p>".encode(), "x"))
    assert [paragraph.text for paragraph in article.paragraphs] == [STORY, f"{STORY}完"]


def test_a_script_that_looks_like_a_long_tag_costs_no_text() -> None:
    script = 'for (i = 0; i<n && s == "a"; i++) { t = s + \'"\'; }\n' * 500
    page = f"<h1>老燈塔</h1><script>{script}</script><p>{STORY}</p><p>{STORY}完</p>"
    assert len(extract(Document(page.encode(), "x")).paragraphs) == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the peak from /proc")
@pytest.mark.parametrize(
    "name", ["nested tags", "attributes", "many paragraphs", "one endless line", "many classes"]
)
def test_memory_stays_bounded(name: str) -> None:
    measured = subprocess.run(
        [sys.executable, "-c", MEASURE], input=HOSTILE[name].encode(), capture_output=True, check=True
    )
    assert int(measured.stdout) < MAX_KILOBYTES


def outcome(data: bytes) -> str:
    """Extract, and return the title, or the refusal; anything else fails the test."""
    try:
        article = extract(Document(data, "fuzz"))
    except TingError as error:
        return error.message
    assert article.title
    assert article.paragraphs
    for paragraph in article.paragraphs:
        assert paragraph.text == paragraph.text.strip()
        assert paragraph.text
        assert "\n" not in paragraph.text
    return article.title


TOKENS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<div class='body'>",
            "</div>",
            "<br>",
            "<b>",
            "</b>",
            "<table><tr><td>",
            "</table>",
            "<ul><li>",
        ),
        *(
            "<a href='/x'>",
            "</a>",
            "<h1>",
            "</h1>",
            "<title>",
            "</title>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
        ),
        *(
            "<img src=x>",
            "<figure>",
            "<figcaption>",
            "</figure>",
            "<span style='color:#999;display:none'>",
            "</span>",
        ),
        *(
            "我的頻道",
            "\n",
            "上一則",
            "聽新聞",
            "0:00 /0:00",
            "date 2026-01-09 ",
            "記者林小舟／基隆報導",
            "快訊",
            "\n\n",
        ),
        *(
            "燈塔今年滿一百歲，居民希望重新點亮。",
            "（路透）",
            "延伸閱讀",
            "責任編輯：",
            "&nbsp;",
            "&#0;",
            "&#147;",
            "\x00",
            "　　",
        ),
        *(
            "<script type='application/ld+json'>{",
            '"@type":"NewsArticle","headline":',
            "2026-01-09",
            "\ud800",
            "🎉",
        ),
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TOKENS, max_size=60))
def test_any_mixture_of_markup_is_an_article_or_a_refusal(tokens: Sequence[str]) -> None:
    outcome("".join(tokens).encode("utf-8", "replace"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_an_article_or_a_refusal(data: bytes) -> None:
    outcome(data)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_mutated_page_is_an_article_or_a_refusal(data: st.DataObject) -> None:
    head = "<html><head><title>老燈塔</title></head><body><h1>老燈塔</h1>"
    page = f"{head}<p>{STORY}</p><p>{STORY}</p></body></html>"
    raw = bytearray(page.encode())
    for _ in range(data.draw(st.integers(0, 12))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    outcome(bytes(raw[cut:] + raw[: data.draw(st.integers(0, cut))]))
