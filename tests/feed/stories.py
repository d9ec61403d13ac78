"""Invented episodes for feeds."""

import datetime as dt

from tts.catalog.card import Card
from tts.episode_files.shelf import names
from tts.feed.items import Item
from tts.model.episode import Chapter, Cue, Episode, Imprint, Source
from tts.model.settings import Settings, ShowSettings, SourceSettings

TAIPEI = dt.timezone(dt.timedelta(hours=8))
MORNING = dt.datetime(2026, 1, 9, 6, 30, tzinfo=TAIPEI)
NOW = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
PAPER = "世界日報"
DISCLOSURE = "以下新聞由人工智慧語音播報。"

SHOW = ShowSettings(
    title="我的聽新聞",
    url="https://podcast.example.org/news/",
    author="王小明",
    email="owner@example.org",
    copyright="© 2026 王小明",
    hub="https://hub.example.org/",
)
SETTINGS = Settings(
    show=SHOW, source=(SourceSettings(name=PAPER, kind="feed", location="https://n.example/"),)
)


def source(number: int, title: str, byline: str | None = "記者李大同／台北報導") -> Source:
    """Return where a story is from, at an address with characters that XML minds."""
    url = f"https://news.example/story/{number}?page=1&from=首頁"
    return Source(title, byline, PAPER, url, MORNING, f"print{number}")


def story(
    number: int,
    title: str = "",
    issued: dt.datetime | None = None,
    series: str | None = PAPER,
    voice: str = "zh-TW-HsiaoChenNeural",
) -> Episode:
    """Return an episode of an article: 20 seconds of disclosure and title, then three paragraphs."""
    moment = issued or MORNING + dt.timedelta(hours=number)
    title = title or f"油價連{number}漲 車主怨聲載道"
    slug = f"{moment:%Y-%m-%d}-you-jia-{number:08}"
    starts = (0, 20_000, 45_250, 70_000)
    chapters = tuple(
        Chapter(start, start + 20_000, f"第{at}段", source(number, title).url)
        for at, start in enumerate(starts)
    )
    cues = (
        Cue(0, 4000, DISCLOSURE, None, "disclosure"),
        Cue(4000, 9000, title, None, "title"),
        *(Cue(10_000 + at * 10_000, 19_000 + at * 10_000, "他說，明天還會更貴。", at) for at in range(8)),
    )
    return Episode(
        id=f"id-{number}",
        slug=slug,
        title=title,
        date=moment.date(),
        language="zh-Hant",
        duration_ms=90_400,
        profile="podcast",
        engine="edge",
        voice=voice,
        disclosure=DISCLOSURE,
        chapters=chapters,
        cues=cues,
        articles=(source(number, title),),
        files=names(slug),
        imprint=Imprint(f"guid-{number}", series, moment),
    )


def digest(day: dt.datetime = MORNING, stories: int = 3) -> Episode:
    """Return a digest of a day: a greeting, the stories, a chapter each."""
    told = tuple(source(number, f"第{number}則新聞") for number in range(stories))
    starts = [Chapter(0, 10_000, "開場")]
    starts += [
        Chapter(10_000 + at * 60_000, 70_000 + at * 60_000, one.title, one.url) for at, one in enumerate(told)
    ]
    slug = f"{day:%Y-%m-%d}-digest-0123abcd"
    return Episode(
        id=slug,
        slug=slug,
        title=f"{day:%Y年%m月%d日}新聞",
        date=day.date(),
        language="zh-Hant",
        duration_ms=10_000 + stories * 60_000,
        profile="podcast",
        engine="edge",
        voice="zh-TW-HsiaoChenNeural",
        disclosure=DISCLOSURE,
        chapters=tuple(starts),
        cues=(),
        articles=told,
        files=names(slug),
        kind="digest",
        imprint=Imprint(f"digest-{day:%Y%m%d}", None, day),
    )


def item(episode: Episode, size_bytes: int = 1_234_567) -> Item:
    """Return the episode with an MP3 of that size; its words may be such as no manifest can hold."""
    card = Card(
        guid=episode.guid,
        slug=episode.slug,
        date=episode.date,
        kind=episode.kind,
        series=episode.imprint.series,
        voice=episode.voice,
        issued=episode.issued,
        title=episode.title,
        print="",
        _load=lambda _card: episode,
    )
    return Item(card, size_bytes)


ODD_TITLES = {
    "long": "晨間海風與夜裡的燈塔" * 20,
    "one letter": "é",
    "emoji": "🦉👩‍🚀📻🇹🇼",
    "right to left": "أخبار الصباح، ٣ دقائق!",
}
"""Of a show, each to be shown whole."""
