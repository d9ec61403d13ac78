"""A job: one run of the pipeline, as a value that another machine can be given; and who does them."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from tts.model.article import Article
from tts.model.document import Document
from tts.model.episode import NO_IMPRINT, Episode, Imprint
from tts.model.programme import Programme
from tts.narration.studio import UNHEARD, Listener, Relay

Material = Document | Article | Programme
"""A page as it was fetched, a story as it was read, or all that is said in a row."""


@dataclass(frozen=True, slots=True)
class Job:
    """What an episode is to be made of, and on which day: a programme has all but its material in itself.

    Without a day of its own it is of the day that its runner has; without a voice the settings' own speaks.
    """

    material: Material
    imprint: Imprint = NO_IMPRINT
    voice: str | None = None
    today: dt.date | None = None


class Runner(Protocol):
    """Makes episodes, one a job, whichever machine does."""

    @property
    def at_once(self) -> int:
        """How many jobs are worth having under way; who has more of them keeps the rest back."""
        ...

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:
        """Return the job's episode, with absolute paths, all its files in place; made before or now.

        The same job at the same time is done once. Raises a TingError, and leaves nothing half made.
        """
        ...
