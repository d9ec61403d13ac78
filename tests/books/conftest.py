"""Episodes with their files, made by the whole way of an article, and what is odd in them."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from tests.house import House
from tts.model.article import Article, Paragraph
from tts.model.episode import Episode, Imprint
from tts.model.programme import Programme, Segment, Words
from tts.narration.pipeline import narrate_article, narrate_programme

DAY = dt.date(2026, 1, 9)
ISSUED = dt.datetime(2026, 1, 9, 7, tzinfo=dt.UTC)
EPUBCHECK = Path("/usr/share/java/epubcheck.jar")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""It runs for a second or two: nothing of it pays being compiled well."""

ARTICLE = Article(
    "市府宣布停班停課",
    (
        Paragraph("明天全市停班停課，請及早準備。捷運照常行駛。"),
        Paragraph("各地情形", "heading"),
        Paragraph("臺北：停班。", "list_item"),
        Paragraph("基隆：停課。", "list_item"),
        Paragraph("風雨將在清晨達到高峰。"),
    ),
    byline="本報記者王小明／臺北報導",
    published=ISSUED,
    publisher="晨報",
    url="https://news.example/1?a=1&b=2",
)
ODD = (
    Article(
        'A<B> & "C" ]]> -->\x07 \ufffe',
        (Paragraph("有 <b>標記</b> &amp; \x0b控制字元。"), Paragraph("Two sentences. In English.")),
        publisher="<晨報> & 子報",
        url='https://例子.example/路徑 "一"?q=<1>&r=[2]#x y',
        published=dt.datetime(1, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=8))),
    ),
    Article("\x01\x02", (Paragraph("標題裡什麼都沒有。"),), url="javascript:alert(1)"),
    Article("長" * 300, (Paragraph("標題很長。", "heading"), Paragraph("只有一項。", "list_item"))),
    Article("同一個標題", (Paragraph("שלום עולם، 你好。"), Paragraph("……？！"), Paragraph("好。"))),
    Article("同一個標題", (Paragraph("又是一則。"),)),
)


def digest(stories: tuple[Article, ...], title: str = "晨報 2026年1月9日") -> Programme:
    told = (
        Segment(story.title, (Words(f"第{number}則。"),), story, voice)
        for number, story, voice in zip("一二三四五", stories, ("hsiaochen", "yunjhe") * 3, strict=False)
    )
    opening = Segment("開場", (Words("以下新聞由人工智慧語音播報。", "disclosure"), Words("您好。")))
    segments = (opening, *told, Segment("結語", (Words("謝謝收聽。"),)))
    return Programme(title, DAY, segments, "digest", Imprint("day", None, ISSUED, "晨報"))


Told = Callable[..., Episode]


@pytest.fixture
def told(house: House) -> Told:
    """Return what makes the episode of an article, or of several a digest."""

    def told(*articles: Article, title: str = "晨報 2026年1月9日") -> Episode:
        if len(articles) == 1:
            (made,) = house.run(
                lambda studio, notes: narrate_article(articles[0], studio, notes, Imprint(show="晨報"))
            )
        else:
            (made,) = house.run(partial(narrate_programme, digest(articles, title)))
        return made

    return told


@pytest.fixture
def told_oddly(told: Told) -> Episode:
    """A digest of all that is odd, in a language that is none."""
    return replace(told(*ODD, title="<日報> & \x00「…」"), language="zh Hant_x")


@pytest.fixture
def epubcheck() -> Callable[[Path], str]:
    """Return the errors and warnings that EPUBCheck has of a book; skipped without it, except in CI."""
    if not EPUBCHECK.exists() or shutil.which("java") is None:
        message = "epubcheck is not installed: tests/install-judges"
        if "CI" in os.environ:
            pytest.fail(message)
        pytest.skip(message)

    def check(book: Path) -> str:
        done = subprocess.run(
            ["java", *QUICK, "-jar", EPUBCHECK, book], capture_output=True, text=True, check=False
        )
        assert "EPUBCheck completed" in done.stdout, done.stderr
        return done.stderr.strip()

    return check
