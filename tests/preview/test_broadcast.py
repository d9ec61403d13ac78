"""An article is on the reel as far as it is made; when it ends, the reel says how."""

import asyncio
from pathlib import Path

import pytest

from tests.house import BODY, TITLE, House, document
from tts.errors import SynthesisError
from tts.narration.pipeline import listen
from tts.preview.broadcast import Broadcast
from tts.preview.reel import Reel


def broadcast(house: House, path: Path) -> tuple[Reel, int]:
    with Broadcast("brief.txt", path, "source") as sent:
        assert (sent.reel.title, sent.reel.complete, sent.reel.cues) == ("brief.txt", False, ())
        asyncio.run(sent.send(listen(document(), house.studio(), sent.begins)))
        return sent.reel, sent.tape.duration_ms


def test_all_that_is_said_is_on_the_reel_as_in_the_episode(house: House, tmp_path: Path) -> None:
    reel, sound_ms = broadcast(house, tmp_path / "sound.mp3")
    (episode,) = house.narrate(document())
    assert reel.complete
    assert not reel.failure
    assert reel.speaker_at(0) == f"{episode.engine} · 曉臻"
    assert (reel.title, reel.duration_ms) == (TITLE, sound_ms)
    assert [cue.text for cue in reel.cues] == [cue.text for cue in episode.cues]
    assert [chapter.title for chapter in reel.chapters] == [chapter.title for chapter in episode.chapters]
    assert reel.duration_ms == episode.duration_ms
    assert (tmp_path / "sound.mp3").stat().st_size < Path(episode.files.mp3).stat().st_size


def test_title_and_engine_are_shown_before_the_first_word_is_made(tmp_path: Path) -> None:
    with Broadcast("brief.txt", tmp_path / "sound.mp3", "source") as sent:
        sent.begins(TITLE, "edge")
        assert (sent.reel.title, sent.reel.speaker_at(0)) == (TITLE, "edge")


def test_what_was_made_before_a_failure_stays_and_the_reel_says_why_there_is_no_more(
    house: House, tmp_path: Path
) -> None:
    house.engines["edge"].failures = {BODY[2]: [SynthesisError("Broken.")] * 50}
    with Broadcast("brief.txt", tmp_path / "sound.mp3", "source") as sent:
        with pytest.raises(SynthesisError):
            asyncio.run(sent.send(listen(document(), house.studio())))
        assert sent.reel.complete
        assert "Broken." in sent.reel.failure
        assert BODY[0] in "".join(cue.text for cue in sent.reel.cues)
        assert 0 < sent.reel.duration_ms <= sent.tape.duration_ms
