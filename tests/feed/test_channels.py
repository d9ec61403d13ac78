"""Which feeds a show has."""

import dataclasses
from dataclasses import replace

import pytest

from tests.feed.stories import SETTINGS, SHOW, digest, item, story
from tts.feed.channels import channels
from tts.feed.rhythm import rhythm
from tts.model.episode import Episode, Persona
from tts.model.settings import DailySettings, Settings, SourceSettings


def feeds(*episodes: Episode, settings: Settings = SETTINGS) -> dict[str, list[str]]:
    return {
        channel.path: [one.card.guid for one in channel.items]
        for channel in channels(settings, map(item, episodes))
    }


def test_there_is_one_for_all_one_for_digests_and_one_for_each_source() -> None:
    found = feeds(story(1), story(2, series="聯合新聞"), digest())
    assert found == {
        "feed.xml": ["guid-2", "guid-1", "digest-20260109"],
        "feeds/digest.xml": ["digest-20260109"],
        "feeds/lian-he-xin-wen.xml": ["guid-2"],
        "feeds/shi-jie-ri-bao.xml": ["guid-1"],
    }


def test_digests_have_no_feed_before_the_first_one() -> None:
    assert list(feeds(story(1))) == ["feed.xml", "feeds/shi-jie-ri-bao.xml"]


def test_what_was_sent_has_one_as_well() -> None:
    sent = item(story(1))
    items = [replace(sent, card=replace(sent.card, sent=True)), item(story(2))]
    found = {channel.path: channel for channel in channels(SETTINGS, items)}
    assert [one.card.guid for one in found["feeds/inbox.xml"].items] == ["guid-1"]
    assert found["feeds/inbox.xml"].title == "我的聽新聞：稍後聽"
    assert len(found["feed.xml"].items) == 2


def test_a_source_has_its_feed_before_its_first_episode() -> None:
    assert feeds()["feeds/shi-jie-ri-bao.xml"] == []


def test_each_voice_has_one_if_wished() -> None:
    show = replace(SHOW, feed_per_voice=True)
    settings = Settings(show=show, source=(SourceSettings(name="voice-b", kind="url", location="x"),))
    found = feeds(story(1, voice="A"), story(2, voice="b"), settings=settings)
    assert found["feeds/voice-a.xml"] == ["guid-1"]
    assert [path for path, guids in found.items() if guids == ["guid-2"]] != ["feeds/voice-b.xml"]


def test_an_episode_of_several_voices_is_in_the_feed_of_each() -> None:
    settings = Settings(show=replace(SHOW, feed_per_voice=True))
    found = feeds(story(1, voice="A、B"), story(2, voice="B"), settings=settings)
    voices = {path: set(guids) for path, guids in found.items() if "voice-" in path}
    assert voices == {"feeds/voice-a.xml": {"guid-1"}, "feeds/voice-b.xml": {"guid-1", "guid-2"}}


def test_feeds_are_told_apart_by_their_titles() -> None:
    titles = [channel.title for channel in channels(SETTINGS, [item(digest())])]
    assert titles == ["我的聽新聞", "我的聽新聞：每日彙整", "我的聽新聞：世界日報"]


def test_a_guid_appears_once_with_its_newest_episode() -> None:
    again = dataclasses.replace(story(5), imprint=story(1).imprint, slug="2026-01-10-again")
    later = dataclasses.replace(again, imprint=dataclasses.replace(again.imprint, issued=story(9).issued))
    [kept, _] = next(channels(SETTINGS, map(item, (story(1), later, story(2))))).items
    assert kept.card.slug == "2026-01-10-again"


def test_an_episode_that_nobody_issued_came_out_with_its_story_or_its_day() -> None:
    bare = dataclasses.replace(story(1), imprint=type(story(1).imprint)())
    assert bare.issued == bare.articles[0].published
    undated = tuple(dataclasses.replace(one, published=None) for one in bare.articles)
    assert dataclasses.replace(bare, articles=undated).issued.isoformat() == "2026-01-09T00:00:00+00:00"


def test_the_feed_of_a_voice_has_its_name_and_that_of_the_engine_where_a_name_has_several() -> None:
    settings = Settings(show=replace(SHOW, feed_per_voice=True))
    told = [
        replace(story(1, voice="kappa-7"), narrators=(Persona("kappa-7", "江若谷"),)),
        replace(story(2, voice="zx"), narrators=(Persona("zx", "陸明"),), engine="espeak"),
        replace(story(3, voice="zy"), narrators=(Persona("zy", "陸明"),)),
    ]
    titles = {channel.path: channel.title for channel in channels(settings, map(item, told))}
    assert titles["feeds/voice-kappa-7.xml"] == "我的聽新聞：江若谷"
    assert titles["feeds/voice-zx.xml"] == "我的聽新聞：陸明（espeak）"
    assert titles["feeds/voice-zy.xml"] == "我的聽新聞：陸明（edge）"


def test_each_tells_how_often_it_has_something_new_where_the_settings_say_when() -> None:
    sent = item(story(2))
    items = [item(digest()), item(story(1)), replace(sent, card=replace(sent.card, sent=True))]
    hourly = replace(SETTINGS, daily=DailySettings(every=60))
    found = {channel.path: channel.rhythm for channel in channels(hourly, items)}
    assert found == {
        "feed.xml": ("FREQ=HOURLY", "每小時"),
        "feeds/digest.xml": ("FREQ=DAILY", "每天"),
        "feeds/inbox.xml": None,
        "feeds/shi-jie-ri-bao.xml": ("FREQ=HOURLY", "每小時"),
    }
    assert {channel.rhythm for channel in channels(SETTINGS, items)} == {None}


@pytest.mark.parametrize(
    ("daily", "told"),
    [
        (DailySettings(at="05:30"), ("FREQ=DAILY", "每天")),
        (DailySettings(at="05:30", every=90), ("FREQ=MINUTELY;INTERVAL=90", "每 90 分鐘")),
        (DailySettings(every=1), ("FREQ=MINUTELY", "每分鐘")),
        (DailySettings(every=120), ("FREQ=HOURLY;INTERVAL=2", "每 2 小時")),
        (DailySettings(every=2880), ("FREQ=DAILY;INTERVAL=2", "每 2 天")),
    ],
)
def test_a_rhythm_is_told_in_its_longest_unit(daily: DailySettings, told: tuple[str, str]) -> None:
    assert rhythm(daily) == told
