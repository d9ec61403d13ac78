"""What a feed takes from an episode."""

import pytest

from tts.feed.items import Soundbite, soundbite
from tts.model.episode import Cue


def cues(*starts: int, title_at: int = 4000) -> list[Cue]:
    return [
        Cue(start, start + 5000, "他說。", None, "title" if start == title_at else "body") for start in starts
    ]


def test_a_soundbite_is_the_title_and_the_sentences_that_fit_into_a_minute() -> None:
    spoken = cues(0, 4000, 20_000, 40_000, 59_000, 60_000)
    assert soundbite(spoken) == Soundbite(4000, 60_000)


@pytest.mark.parametrize(
    "spoken",
    [[], cues(0, 9000, 20_000), cues(0, 9000, 20_000, title_at=0), cues(0, 4000, 9000)],
    ids=["silent", "no title", "a title at 0", "too short"],
)
def test_what_gives_no_taste_of_the_story_is_no_soundbite(spoken: list[Cue]) -> None:
    assert soundbite(spoken) is None
