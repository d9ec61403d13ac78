"""An episode is made once, of finished parts that are each made once, whatever happened before."""

import asyncio
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.house import BODY, TITLE, House, document
from tts.engines.base import Speech, Utterance
from tts.engines.failures import ServiceUnavailable, Throttled
from tts.errors import EngineUnavailable, NetworkError, SynthesisError
from tts.model.document import Document
from tts.model.episode import Cue, Episode
from tts.narration.pipeline import listen, narrate
from tts.narration.studio import Studio
from tts.synthesizer import Pace
from tts.testing import FakeEngine


def test_a_second_run_speaks_nothing_and_changes_nothing(house: House) -> None:
    first = house.narrate(document())
    assert house.heard
    files = house.files()
    assert house.narrate(document()) == first
    assert house.heard == []
    assert house.files() == files


def test_an_episode_that_was_lost_is_joined_again_from_its_parts(house: House) -> None:
    made_and_made_again_from_its_parts(house)


def made_and_made_again_from_its_parts(house: House) -> None:
    house.narrate(document())
    assert house.heard
    files = house.files()
    house.lose_output()
    house.narrate(document())
    assert house.heard == []
    assert house.files() == files


def test_a_changed_sentence_is_all_that_is_spoken_again(house: House) -> None:
    house.narrate(document())
    assert len(house.heard) > 4
    changed = BODY[1].replace("海邊不宜前往", "河邊也不宜前往")
    house.narrate(document(BODY[0], changed, BODY[2]))
    assert house.heard == ["山區仍須慎防坍方，河邊也不宜前往。"]


def test_force_speaks_everything_again_and_replaces_what_was_kept(house: House) -> None:
    house.narrate(document())
    spoken = sorted(house.heard)
    for entry in (house.folder / "cache").rglob("??/*"):
        entry.write_bytes(b"rubbish")
    files = house.files()
    house.narrate(document(), force=True)
    assert sorted(house.heard) == spoken
    assert house.files() == files
    house.lose_output()
    house.narrate(document())
    assert house.heard == []


def test_an_episode_whose_sound_is_cut_off_is_made_again(house: House) -> None:
    (episode,) = house.narrate(document())
    files = house.files()
    with Path(episode.files.mp3).open("r+b") as mp3:
        mp3.truncate(len(files[Path(episode.files.mp3).name]) // 2)
    house.narrate(document())
    assert house.files() == files


def test_a_damaged_part_is_noticed_and_made_again(house: House) -> None:
    house.narrate(document())
    spoken = house.heard
    files = house.files()
    for entry in (house.folder / "cache").rglob("??/*"):
        data = bytearray(entry.read_bytes())
        data[len(data) // 2] ^= 1
        entry.write_bytes(data)
    house.lose_output()
    house.narrate(document())
    assert sorted(house.heard) == sorted(spoken)
    assert house.files() == files


def test_a_cache_that_cannot_be_written_costs_a_notice_and_not_the_run(house: House) -> None:
    (house.folder / "cache").write_text("taken", encoding="utf-8")
    (episode,) = house.narrate(document())
    assert Path(episode.files.mp3).is_file()
    assert len(house.notes.notices) == 1
    assert "cache" in house.notes.notices[0]


def test_another_profile_is_another_sound_and_comes_from_no_cache(house: House) -> None:
    house.narrate(document())
    spoken = sorted(house.heard)
    house.settings = replace(house.settings, profile="podcast")
    house.narrate(document())
    assert sorted(house.heard) == spoken


def test_the_same_article_twice_in_a_run_is_made_once(house: House) -> None:
    first, second = house.narrate(document(), document())
    assert first == second
    heard = house.heard
    assert len(heard) == len(set(heard))


def test_what_several_articles_of_a_run_say_alike_is_spoken_once(house: House) -> None:
    house.narrate(document(), document(BODY[0], title="另一篇新聞也在今天"))
    heard = house.heard
    assert heard.count(house.settings.disclosure) == 1
    assert heard.count(BODY[0]) == 1


def test_forced_it_is_spoken_once_in_the_run_as_well(house: House) -> None:
    house.narrate(document())
    spoken = sorted(house.heard)
    house.narrate(document(), document(BODY[0]), force=True)
    assert sorted(house.heard) == spoken


def test_forced_with_a_cache_that_cannot_be_written_nothing_older_is_used(house: House) -> None:
    house.narrate(document())
    assert house.heard.count(BODY[0]) == 1
    house.settings = replace(house.settings, cache_megabytes=0)
    house.narrate(document(), document(BODY[0]), force=True)
    assert house.heard.count(BODY[0]) == 2


def test_what_an_episode_sounds_like_never_depends_on_what_other_stories_have_left(tmp_path: Path) -> None:
    shared, mine = BODY[1], BODY[0]
    other, story = document(mine * 9, shared, title="別的一則"), document(mine, shared)
    alone, after = House(tmp_path / "alone"), House(tmp_path / "after")
    for house in (alone, after):
        house.pace = Pace(100, 100)
    after.narrate(other)
    after.narrate(story)
    alone.narrate(story)
    assert alone.files().items() <= after.files().items()


def test_a_changed_sentence_costs_its_request_and_force_says_it_in_the_same_ones(house: House) -> None:
    house.pace = Pace(100, 100)
    house.engines["edge"].limits = replace(house.engines["edge"].limits, max_chars=70)
    house.narrate(document())
    assert len(house.heard) > 3
    changed = document(BODY[0].replace("昨天", "今天"), *BODY[1:])
    house.narrate(changed)
    assert len(house.heard) == 1
    files = house.files()
    house.narrate(changed, force=True)
    assert len(house.heard) > 3
    assert house.files() == files


def test_texts_that_an_engine_runs_together_are_told_apart_and_nothing_is_asked_twice(house: House) -> None:
    house.pace = Pace(100, 100)
    house.engines["edge"].runs_together = True
    made_and_made_again_from_its_parts(house)


def test_a_story_whose_second_page_changed_is_told_anew_and_else_is_not(house: House) -> None:
    def page(number: int, body: str, link: str = "") -> Document:
        html = f"<article><h1>{TITLE}</h1><p>{body}</p><p>{BODY[1]}</p>{link}</article>"
        address = f"https://news.example.org/{number}"
        return Document(f"<html><body>{html}</body></html>".encode(), address, url=address)

    async def told(second: str) -> Episode:
        async def follow(_address: str) -> Document:
            return page(2, second)

        first = page(1, BODY[0], '<a href="/2">下一頁</a>')
        return await narrate(first, replace(house.studio(), follow=follow), house.notes)

    before, same, changed = (asyncio.run(told(text)) for text in (BODY[2], BODY[2], BODY[2][:-1] + "喔。"))
    assert same == before
    assert changed.id != before.id
    assert any(cue.text.endswith("喔。") for cue in changed.cues)


def test_two_runs_at_once_make_one_whole_episode(house: House) -> None:
    other = House(house.folder)

    async def both() -> list[Episode]:
        runs = (narrate(document(), one.studio(), one.notes) for one in (house, other))
        return await asyncio.gather(*runs)

    first, second = asyncio.run(both())
    assert first == second
    files = house.files()
    assert len(files) == 9
    house.lose_output()
    house.narrate(document())
    assert house.files() == files


def test_when_an_engine_wants_rest_the_next_one_speaks_all_articles_and_each_says_why(house: House) -> None:
    house.settings = replace(house.settings, engine="auto")
    texts = {BODY[0], BODY[1], BODY[2]}
    house.engines["edge"].failures = {text: [Throttled("Too many.")] * 9 for text in texts}
    house.engines["kokoro"].unavailable = EngineUnavailable("No model.")
    first, second = house.narrate(document(), document(BODY[0], title="另一篇新聞也在今天"))
    assert (first.engine, second.engine) == ("espeak", "espeak")
    for episode in (first, second):
        assert "Too many." in episode.notices[0]
        assert "No model." in episode.notices[1]
    assert house.engines["kokoro"].checks == 1


@pytest.mark.parametrize("failure", [NetworkError("Gone."), SynthesisError("Nonsense."), Throttled("Busy.")])
def test_what_fails_for_good_leaves_no_file_and_the_next_run_takes_up_what_was_done(
    house: House, failure: Exception
) -> None:
    house.engines["edge"].failures = {BODY[2]: [failure] * 5}
    with pytest.raises((type(failure), ServiceUnavailable), match=str(failure)):
        house.narrate(document())
    assert house.files() == {}
    done = house.heard
    house.engines["edge"].failures = {}
    house.narrate(document())
    assert not set(house.heard) & set(done)
    assert done


class Heard:
    """A relay and listener that keeps what it is given since an engine last began."""

    def __init__(self) -> None:
        self.frames = b""
        self.cues: list[Cue] = []
        self.begun: list[str] = []

    def begins(self, title: str, engine: str, chunks: int) -> None:  # noqa: ARG002
        self.frames, self.cues = b"", []
        self.begun.append(engine)

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Take no note of the progress."""

    def notice(self, sentence: str) -> None:
        """Take no note of it."""

    def sound(self, frames: bytes) -> None:
        self.frames += frames

    def words(self, cues: Sequence[Cue]) -> None:
        self.cues += cues


def test_what_is_passed_on_while_it_is_made_is_the_episode_of_the_engine_that_made_it(house: House) -> None:
    house.settings = replace(house.settings, engine="auto", profile="podcast")
    house.engines["edge"].failures[BODY[2]] = [Throttled("Too many requests.")] * 9
    heard = Heard()
    [episode] = house.run(lambda studio, _notes: narrate(document(), studio, heard, relay=heard))
    assert heard.begun == ["edge", "kokoro"]
    assert tuple(heard.cues) == episode.cues
    assert heard.frames in Path(episode.files.mp3).read_bytes()
    assert len(heard.frames) // 12 > episode.duration_ms


def test_a_listener_hears_the_beginning_before_the_end_is_spoken(house: House) -> None:
    body = tuple(f"這是第{number}段，說的是一件新鮮的事情。" for number in range(30))

    async def first_of(studio: Studio) -> str:
        async with aclosing(listen(document(*body), studio)) as parts:
            part = await anext(parts)
            assert part.take.frames
            return part.said[0][1].text

    assert asyncio.run(first_of(house.studio())) == house.settings.disclosure
    assert len(house.heard) < 10


def test_a_listener_hears_the_first_engine_that_can_speak(house: House) -> None:
    house.settings = replace(house.settings, engine="auto")
    house.engines["edge"].unavailable = EngineUnavailable("Away.")
    house.engines["kokoro"].failures = {house.settings.disclosure: [SynthesisError("Broken.")] * 5}

    async def listen_to_all(studio: Studio) -> int:
        return len([part async for part in listen(document(), studio)])

    assert asyncio.run(listen_to_all(house.studio())) == len(house.engines["espeak"].heard)


def test_an_engine_that_is_found_away_is_not_waited_for(house: House) -> None:
    house.settings = replace(house.settings, engine="auto")
    house.engines["edge"] = Hanging(name="edge", unavailable=EngineUnavailable("Away."))
    (episode,) = house.narrate(document())
    assert episode.engine == "kokoro"


class Hanging(FakeEngine):
    """Takes every text and never answers."""

    async def synthesize(self, utterance: Utterance) -> Speech:  # noqa: ARG002
        await asyncio.Event().wait()
        raise AssertionError
