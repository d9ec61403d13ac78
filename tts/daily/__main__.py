"""One run of the day as a process, which `tts.daily.process` begins; its memory is free when it ends."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tts.companion import accompany, say
from tts.daily.day import Day
from tts.daily.newsroom import open_newsroom
from tts.daily.run import make_day
from tts.daily.schedule import now_here
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.narration.studio import Silent


class Screen(Silent):
    """Says what the owner should know."""

    @contextmanager
    def article(self) -> Iterator["Screen"]:
        """Listen to each article alike."""
        yield self

    def notice(self, sentence: str) -> None:
        """Pass it on."""
        say(sentence)


async def until_made(settings: Settings) -> int:
    """Make the day, and return what `ting daily` would exit with."""
    async with open_newsroom(settings, Day.chosen(None, now_here()), Screen(), _told) as room:
        report = await make_day(room)
    say(report.sentence)
    return report.exit_code


def _told(episode: Episode) -> None:
    say(f"{episode.title}: ready.")


if __name__ == "__main__":
    sys.exit(accompany(until_made))
