"""From the settings to who makes episodes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tts.errors import UsageError
from tts.farm.job import Runner
from tts.farm.local import Local
from tts.narration.studio import Studio

INSTALL = "In the folder of the program: `pip install '.[farm]'`."


@asynccontextmanager
async def open_runner(studio: Studio) -> AsyncIterator[Runner]:
    """Open the runner that the studio's settings name: this machine, unless `farm` names another.

    Raises UsageError where that cannot be had with these settings, and FarmUnavailable where it is not there.
    """
    if not studio.settings.farm:
        yield Local(studio)
        return
    try:
        from tts.farm.dask_runner import open_farm  # noqa: PLC0415 - half a second, for who has a farm
    except ModuleNotFoundError as error:
        message = f"A farm needs the package {error.name}, which is not installed."
        raise UsageError(message, hint=INSTALL) from error
    async with open_farm(studio) as farm:
        yield farm
