"""Blame falls on the engine that tells none of many stories, and else on the stories."""

import pytest

from tts.engines.failures import NoAudio, ServiceUnavailable, Unsayable
from tts.errors import EngineUnavailable, ExitCode, NetworkError, TingError
from tts.farm.failures import Unmade
from tts.narration.blame import PATIENCE, SILENT, Blame, EngineSilent


@pytest.fixture
def charged() -> dict[int, TingError]:
    return {}


@pytest.fixture
def blame(charged: dict[int, TingError]) -> Blame[int]:
    return Blame(charged.__setitem__)


@pytest.mark.parametrize("error", [EngineUnavailable("None."), NetworkError("Away."), ServiceUnavailable("")])
def test_an_engine_that_says_it_cannot_be_used_is_believed_the_fifth_time_and_no_story_charged(
    blame: Blame[int], charged: dict[int, TingError], error: TingError
) -> None:
    for story in range(PATIENCE):
        assert blame.trouble is None
        assert not blame.fails(story, error)
    assert (blame.trouble, blame.end(), charged) == (error, [], {})


def test_an_engine_that_leaves_twenty_stories_silent_in_a_row_is_to_blame_for_all(
    blame: Blame[int], charged: dict[int, TingError]
) -> None:
    blame.tells()
    for story in range(SILENT):
        assert blame.trouble is None
        assert blame.fails(story, NoAudio("Not a sound."))
    assert isinstance(blame.trouble, EngineSilent)
    assert blame.trouble.exit_code == ExitCode.NETWORK
    assert blame.trouble.message == "The engine left 20 stories in a row untold: Not a sound."
    assert (blame.end(), charged) == (list(range(SILENT)), {})


def test_what_is_silent_before_and_after_a_story_that_is_told_is_to_blame_itself(
    blame: Blame[int], charged: dict[int, TingError]
) -> None:
    for story in range(SILENT - 1):
        blame.fails(story, NoAudio(""))
    assert charged == {}
    blame.tells()
    assert list(charged) == list(range(SILENT - 1))
    blame.fails(SILENT, NoAudio(""))
    assert blame.trouble is None
    assert (blame.end(), list(charged)) == ([], [*range(SILENT - 1), SILENT])


def test_a_story_that_is_told_late_takes_the_blame_off_the_engine(
    blame: Blame[int], charged: dict[int, TingError]
) -> None:
    for story in range(SILENT):
        blame.fails(story, NoAudio(""))
    blame.tells()
    assert (blame.trouble, blame.end(), len(charged)) == (None, [], SILENT)


@pytest.mark.parametrize(("stories", "blamed"), [(PATIENCE - 1, True), (PATIENCE, False)])
def test_at_the_end_a_few_stories_are_to_blame_and_of_some_that_are_all_silent_the_engine_is(
    blame: Blame[int], charged: dict[int, TingError], stories: int, *, blamed: bool
) -> None:
    for story in range(stories):
        blame.fails(story, NoAudio(""))
    blame.end()
    assert (bool(charged), bool(blame.trouble)) == (blamed, not blamed)


def test_stories_that_have_failed_before_say_nothing_of_the_engine(
    blame: Blame[int], charged: dict[int, TingError]
) -> None:
    for story in range(2 * SILENT):
        blame.fails(story, NoAudio(""), before=True)
    blame.end()
    assert (blame.trouble, len(charged)) == (None, 2 * SILENT)


@pytest.mark.parametrize("error", [Unsayable("No letter."), Unmade("It ends each worker.")])
def test_what_is_plainly_the_storys_is_charged_at_once(
    blame: Blame[int], charged: dict[int, TingError], error: TingError
) -> None:
    for story in range(SILENT):
        blame.fails(story, error)
    assert (blame.trouble, len(charged)) == (None, SILENT)
