"""A programme is spoken segment by segment, each in its voice; what was said before costs nothing."""

import datetime as dt
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house import House
from tts.engines.base import Speech, Utterance
from tts.errors import EngineUnavailable, UsageError
from tts.fingerprint import short
from tts.model.article import Article, Paragraph
from tts.model.episode import Episode, Imprint
from tts.model.programme import Programme, Segment, Words
from tts.narration.pipeline import narrate_article, narrate_programme
from tts.synthesizer import Pace
from tts.testing import FakeEngine

DAY = dt.date(2026, 1, 9)
IMPRINT = Imprint("day", None, dt.datetime(2026, 1, 9, 7, tzinfo=dt.UTC))
STORIES = (
    Article(
        "市府宣布停班停課",
        (Paragraph("明天全市停班停課，請及早準備。"), Paragraph("捷運照常行駛。")),
        byline="本報記者／臺北報導",
        url="https://news.example/1",
    ),
    Article("海邊不宜前往", (Paragraph("風雨將在清晨達到高峰。"),), url="https://news.example/2"),
    Article("球賽延期", (Paragraph("明晚的球賽延到後天。"), Paragraph("票券仍可使用。"))),
)
VOICES = ("hsiaochen", "yunjhe", "hsiaochen")


def digest(house: House, stories: tuple[Article, ...] = STORIES) -> Programme:
    opening = (Words(house.settings.disclosure, "disclosure"), Words("您好，今天有三則新聞。"))
    told = (
        Segment(story.title, (Words(f"第{number}則。"),), story, voice)
        for number, story, voice in zip("一二三", stories, VOICES, strict=False)
    )
    segments = (Segment("開場", opening), *told, Segment("結語", (Words("謝謝收聽。"),)))
    return Programme("新聞 2026年1月9日", DAY, segments, "digest", IMPRINT)


def make(house: House, programme: Programme) -> Episode:
    (episode,) = house.run(partial(narrate_programme, programme))
    return episode


def tell_each(house: House) -> list[Episode]:
    """Make an episode of each story."""
    return house.run(
        *(
            lambda studio, notes, story=story, voice=voice: narrate_article(
                story, studio, notes, Imprint(), voice
            )
            for story, voice in zip(STORIES, VOICES, strict=True)
        )
    )


@pytest.mark.parametrize("pace", [None, Pace(per_s=100, burst=100)], ids=["a chunk a request", "in groups"])
def test_a_digest_after_its_articles_costs_its_own_words_alone(house: House, pace: Pace | None) -> None:
    house.pace = pace
    tell_each(house)
    assert house.heard
    make(house, digest(house))
    own = ["您好，今天有三則新聞。", "第一則。", "第三則。", "第二則。", "謝謝收聽。"]
    assert sorted(house.heard) == sorted(own)


def test_a_story_that_is_cut_costs_one_more_request(house: House) -> None:
    house.pace = Pace(per_s=100, burst=100)
    tell_each(house)
    make(house, digest(house))
    assert house.heard
    short_story = replace(STORIES[0], paragraphs=STORIES[0].paragraphs[:1])
    make(house, digest(house, (short_story, *STORIES[1:])))
    assert len(house.heard) == 1


def test_a_second_run_speaks_nothing_and_changes_nothing(house: House) -> None:
    first = make(house, digest(house))
    assert house.heard
    files = house.files()
    assert make(house, digest(house)) == first
    assert house.heard == []
    assert house.files() == files


def test_the_manifest_tells_of_all_stories_and_as_what_it_appears(house: House) -> None:
    episode = make(house, digest(house))
    assert (episode.kind, episode.guid, episode.imprint) == ("digest", "day", IMPRINT)
    assert episode.slug == f"2026-01-09-digest-{short(episode.id)}"
    assert [source.url for source in episode.articles] == [story.url for story in STORIES]
    assert episode.voice == "zh-TW-HsiaoChenNeural、zh-TW-YunJheNeural"


def test_another_imprint_is_another_manifest_of_the_same_sound(house: House) -> None:
    first = make(house, digest(house))
    assert house.heard
    other = make(house, replace(digest(house), imprint=Imprint("other")))
    assert house.heard == []
    assert other.id != first.id
    assert other.guid == "other"


def test_chapters_are_the_segments_and_leave_no_gap(house: House) -> None:
    episode = make(house, digest(house))
    assert [(chapter.title, chapter.url) for chapter in episode.chapters] == [
        ("開場", None),
        *((story.title, story.url) for story in STORIES),
        ("結語", None),
    ]
    edges = [(chapter.start_ms, chapter.end_ms) for chapter in episode.chapters]
    assert edges[0][0] == 0
    assert edges[-1][1] == episode.duration_ms
    assert all(before[1] == after[0] for before, after in pairwise(edges))
    ordinals = {cue.text: cue.start_ms for cue in episode.cues if cue.kind == "announcement"}
    assert edges[2][0] == ordinals["第二則。"]


def test_paragraphs_are_counted_on_over_the_stories(house: House) -> None:
    episode = make(house, digest(house))
    paragraphs = [paragraph.text for story in STORIES for paragraph in story.paragraphs]
    said = {cue.paragraph: cue.text for cue in episode.cues if cue.paragraph is not None}
    assert said == dict(enumerate(paragraphs))


def test_every_sentence_says_who_speaks_where_several_do(house: House) -> None:
    episode = make(house, digest(house))
    speakers = {cue.text: cue.speaker for cue in episode.cues}
    assert speakers["海邊不宜前往"] == "zh-TW-YunJheNeural"
    assert speakers["球賽延期"] == speakers["謝謝收聽。"] == "zh-TW-HsiaoChenNeural"
    transcript = Path(episode.files.vtt).read_text(encoding="utf-8")
    assert "<v 雲哲>海邊不宜前往" in transcript
    (alone,) = house.run(partial(narrate_article, STORIES[0], imprint=Imprint()))
    assert {cue.speaker for cue in alone.cues} == {None}


def test_one_engine_speaks_all_of_a_digest_and_says_why_it_is_another(house: House) -> None:
    house.settings = replace(house.settings, engine="auto")
    house.engines["edge"] = GoesAway(name="edge")
    episode = make(house, digest(house))
    assert episode.engine == "kokoro"
    assert episode.notices == ("edge could not speak this digest: It went away.",)
    assert {cue.speaker for cue in episode.cues} == {
        "zf_xiaobei+zf_xiaoxiao+zm_yunxi",
        "zm_yunxi+zm_yunjian+zm_yunxia",
    }


class GoesAway(FakeEngine):
    """Is gone when the last story comes."""

    async def synthesize(self, utterance: Utterance) -> Speech:
        if "球賽" in utterance.spoken.text:
            message = "It went away."
            raise EngineUnavailable(message)
        return await super().synthesize(utterance)


def test_a_voice_that_does_not_exist_is_refused_before_anything_is_spoken(house: House) -> None:
    programme = digest(house)
    unknown = replace(programme.segments[1], voice="nobody")
    with pytest.raises(UsageError, match="nobody"):
        make(house, replace(programme, segments=(unknown,)))
    assert house.heard == []
