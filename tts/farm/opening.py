"""From the settings to who makes episodes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec

from tts.errors import UsageError
from tts.farm.job import Runner
from tts.farm.local import Local
from tts.narration.studio import Studio

EXTRA = ("distributed", "cryptography")

INSTALL = "In the folder of the program: `pip install '.[farm]'`."


@asynccontextmanager
async def open_runner(studio: Studio) -> AsyncIterator[Runner]:
    """Open the runner that the studio's settings name: this machine, unless `farm` names another.

    Raises UsageError where that cannot be had with these settings, and FarmUnavailable where it is not there.
    """
    if not studio.settings.farm:
        yield Local(studio)
        return
    for package in EXTRA:
        if find_spec(package) is None:
            message = f"A farm needs the package {package}, which is not installed."
            raise UsageError(message, hint=INSTALL)
    from tts.farm.dask_runner import open_farm  # noqa: PLC0415 - for who has a farm

    async with open_farm(studio) as farm:
        yield farm
