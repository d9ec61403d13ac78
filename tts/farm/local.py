"""The runner that everyone has: this machine."""

from dataclasses import dataclass, replace

from tts.farm.job import Job
from tts.model.article import Article
from tts.model.document import Document
from tts.model.episode import Episode
from tts.narration.pipeline import narrate, narrate_article, narrate_programme
from tts.narration.studio import UNHEARD, Listener, Relay, Studio

ARTICLES_AT_ONCE = 8
"""While some wait for an answer others are encoded or begin; all share what their engine allows."""


@dataclass(frozen=True, slots=True)
class Local:
    """Makes episodes in this process."""

    studio: Studio
    at_once: int = ARTICLES_AT_ONCE

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:
        """As `Runner.narrate`."""
        studio = replace(self.studio, today=job.today or self.studio.today)
        match job.material:
            case Document() as document:
                return await narrate(document, studio, listener, job.imprint, relay, job.voice)
            case Article() as article:
                return await narrate_article(article, studio, listener, job.imprint, job.voice, relay)
            case programme:
                return await narrate_programme(programme, studio, listener, relay)
