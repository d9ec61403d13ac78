"""Invented stories, and pages built around them, for the tests of this folder."""

from collections.abc import Callable, Sequence

import pytest

from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document

Extract = Callable[..., Article]

TRADITIONAL = (
    "基隆外海的老燈塔今年滿一百歲，當地居民昨天聯名向市府陳情，希望重新點亮這座停用多年的燈塔。",
    "市府文化局表示，燈塔的結構仍然穩固，但燈具早已拆除，若要重新啟用，估計須花費新台幣三千萬元。",
    "七十歲的老船長說：「小時候看見它，就知道到家了。」",
    "漁會則認為，燈塔若能重新點亮，除了導航，也能帶來觀光人潮，一舉兩得。",
)
SIMPLIFIED = (
    "江边的老茶馆开了整整六十年，店主昨天宣布年底关门，街坊们纷纷赶来喝最后一碗茶，不少人从外地坐火车回来。",
    "店主介绍，房租三年里涨了两倍，年轻人又不愿意学烧水泡茶的手艺，“撑到今天，已经很满足了”。",
    "街道办负责人表示，正在和房东协商，希望把茶馆留下来，作为社区的公共空间继续使用。",
)
ENGLISH = (
    "The lighthouse off the northern coast turns one hundred this year, and the village wants it lit again.",
    "Officials said on Tuesday that the tower was sound, but that a new lamp would cost three million.",
    "An old captain put it simply. When he saw the light as a boy, he said, he knew he was home.",
)


def paragraphs(story: Sequence[str]) -> str:
    """Return a story as HTML paragraphs."""
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in story)


@pytest.fixture
def traditional() -> tuple[str, ...]:
    return TRADITIONAL


@pytest.fixture
def simplified() -> tuple[str, ...]:
    return SIMPLIFIED


@pytest.fixture
def english() -> tuple[str, ...]:
    return ENGLISH


@pytest.fixture
def article_of() -> Callable[..., Article]:
    """Extract the article of a page given as text, optionally fetched from an address."""

    def run(markup: str, url: str | None = None) -> Article:
        return extract(Document(markup.encode(), origin="page.html", url=url, content_type="text/html"))

    return run


@pytest.fixture
def page_of() -> Callable[..., str]:
    """Build a page of an ordinary news site around a body's markup."""

    def build(body: str, title: str = "老燈塔盼重新點亮", head: str = "") -> str:
        links = "".join(
            f'<li><a href="/n/{n}">別的新聞標題第{n}則，與本文完全無關</a></li>' for n in range(8)
        )
        return f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8">
        <title>{title} | 某某新聞網</title>{head}</head><body>
        <nav><a href="/">首頁</a><a href="/life">生活</a></nav>
        <div class="main"><div class="left"><h1>{title}</h1>
        <div class="meta">2026-01-09 12:30 來源：某某新聞網</div>
        <div class="body">{body}</div></div>
        <div class="right"><h3>熱門新聞</h3><ul>{links}</ul></div></div>
        <footer>某某新聞網 版權所有，未經許可不得轉載。</footer></body></html>"""

    return build
