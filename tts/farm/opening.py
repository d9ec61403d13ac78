"""From the settings to who makes episodes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tts.farm.job import Runner
from tts.farm.local import Local
from tts.narration.studio import Studio


@asynccontextmanager
async def open_runner(studio: Studio) -> AsyncIterator[Runner]:
    """Open the runner that the studio's settings name: this machine, unless `farm` names another."""
    yield Local(studio)
