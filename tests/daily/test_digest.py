"""The digest greets, counts, tells and takes leave; what does not fit is cut, and said."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.daily.digest import Story, compose
from tts.model.article import Article, Paragraph
from tts.model.episode import Imprint
from tts.model.programme import Programme
from tts.model.script import Prosody
from tts.model.settings import DailySettings, Settings, ShowSettings
from tts.narration.studio import Newsreader
from tts.speech.lexicon import EMPTY
from tts.speech.normalizer import normalize
from tts.voices import Voice

DAY = dt.date(2026, 1, 9)
TEN_SECONDS = "四" * 42
"""Letters that edge takes about ten seconds for."""


def cast(name: str | None) -> Newsreader:
    rate = {"slow": -50}.get(name or "", 0)
    voice = Voice(name or "own", "", "female", "", {}, Prosody(rate_percent=rate))
    return Newsreader(voice, EMPTY)


def story(title: str = "題目", *paragraphs: str, voice: str | None = None) -> Story:
    return Story(Article(title, tuple(map(Paragraph, paragraphs or ("一段。",)))), voice)


def composed(*stories: Story, target: int = 0, voices: tuple[str, ...] = ()) -> Programme:
    daily = DailySettings(voices=voices, target_minutes=target)
    settings = Settings(engine="edge", daily=daily, show=ShowSettings(title="晨報"))
    return compose(DAY, stories, settings, cast, Imprint("day"))


def greeting(programme: Programme) -> str:
    return programme.segments[0].lead[-1].text


def kept(programme: Programme) -> list[int]:
    return [len(article.paragraphs) for article in programme.stories]


def test_the_day_and_the_number_of_stories_are_said_as_a_newsreader_says_them() -> None:
    said = normalize(greeting(composed(*[story()] * 2)), EMPTY).text
    assert said == ("您好，歡迎收聽「晨報」。今天是二零二六年一月九日，星期五，為您播報兩則新聞。")


@pytest.mark.parametrize(("day", "name"), [(5, "一"), (9, "五"), (10, "六"), (11, "日")])
def test_every_day_has_its_name(day: int, name: str) -> None:
    settings = Settings(engine="edge")
    programme = compose(dt.date(2026, 1, day), [story()], settings, cast, Imprint())
    assert f"星期{name}，" in greeting(programme)


def test_every_story_has_its_number_between_an_opening_and_a_closing() -> None:
    programme = composed(*(story(f"第{number}篇") for number in range(12)))
    first, *told, last = programme.segments
    assert (first.title, last.title) == ("開場", "結語")
    assert first.lead[0].kind == "disclosure"
    assert [segment.lead[0].text for segment in told][:2] == ["第一則。", "第二則。"]
    assert told[11].lead[0].text == "第十二則。"
    assert (programme.title, programme.kind) == ("晨報 2026年1月9日", "digest")
    assert programme.imprint == Imprint("day")


def test_the_first_of_the_voices_opens_and_closes() -> None:
    stories = [story(voice=voice) for voice in ("him", "own")]
    programme = composed(*stories, voices=("her", "him"))
    assert [segment.voice for segment in programme.segments] == ["her", "him", "own", "her"]
    assert {segment.voice for segment in composed(story()).segments} == {None}


def test_what_fits_is_told_whole() -> None:
    programme = composed(story("長", *[TEN_SECONDS] * 4), story("短", TEN_SECONDS), target=2)
    assert kept(programme) == [4, 1]
    assert "限於時間" not in greeting(programme)
    assert programme.warnings == ()


def test_the_longest_stories_are_cut_and_that_is_said() -> None:
    programme = composed(story("長", *[TEN_SECONDS] * 9), story("短", *[TEN_SECONDS] * 2), target=1)
    assert kept(programme) == [2, 2]
    assert greeting(programme).endswith("限於時間，其中一則只播報開頭。")
    assert programme.warnings == ("長: told up to paragraph 2 of 9, to keep to the target length.",)


def test_what_cannot_be_cut_further_runs_over_and_nothing_is_dropped() -> None:
    programme = composed(*[story("長", *[TEN_SECONDS] * 3)] * 12, target=1)
    assert kept(programme) == [1] * 12
    assert greeting(programme).endswith("限於時間，每則只播報開頭。")
    assert len(programme.warnings) == 13
    assert programme.warnings[-1] == "About 2.5 minutes long, more than 1: no story can be cut further."


def test_a_slow_voice_takes_longer() -> None:
    stories = [story("長", *[TEN_SECONDS] * 4)]
    assert kept(composed(*stories, target=1)) == [4]
    slow = [story("長", *[TEN_SECONDS] * 4, voice="slow")]
    assert kept(composed(*slow, target=1))[0] < 4


def test_a_cut_story_does_not_end_in_a_heading() -> None:
    paragraphs = tuple(Paragraph(TEN_SECONDS * 3, kind) for kind in ("heading", "body", "heading", "body"))
    programme = composed(Story(Article("題", paragraphs)), target=1)
    assert [paragraph.kind for paragraph in programme.stories[0].paragraphs] == ["heading", "body"]


def test_warnings_of_the_articles_are_kept_with_their_titles() -> None:
    article = Article("題", (Paragraph("文。"),), warnings=("It goes on.",))
    assert composed(Story(article)).warnings == ("題: It goes on.",)


@given(st.lists(st.integers(1, 12), min_size=1, max_size=20), st.integers(0, 10))
def test_every_story_is_told_in_order_from_its_beginning(lengths: list[int], target: int) -> None:
    stories = [
        story(str(number), *(f"{at}{TEN_SECONDS}" for at in range(length)))
        for number, length in enumerate(lengths)
    ]
    told = composed(*stories, target=target).stories
    assert [article.title for article in told] == [one.article.title for one in stories]
    for article, whole in zip(told, stories, strict=True):
        assert article.paragraphs
        assert article.paragraphs == whole.article.paragraphs[: len(article.paragraphs)]
