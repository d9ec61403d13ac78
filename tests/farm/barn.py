"""An engine of a plug-in that hums, and does to its worker what a test wants."""

import asyncio
import errno
import os
import signal
from collections.abc import Mapping
from itertools import count
from pathlib import Path

from tts.engines.base import Speech, Utterance
from tts.errors import EngineUnavailable
from tts.testing import FakeEngine

DEADLY, WAITING = "致命", "等候"
LOOK_S = 0.02


class Barn(FakeEngine):
    """Hums; a deadly text ends the process, and one that waits is spoken when the file `gate` is there.

    Each text takes BARN_S seconds. Where BARN_FAILS is set every so manieth file cannot be put in its place.
    """

    def __init__(self, table: Mapping[str, object]) -> None:
        super().__init__(name="barn", concurrency=4)
        self.gate = Path(str(table.get("gate", "")))
        self.slow_s = float(os.environ.get("BARN_S", "0"))
        fail_every(int(os.environ.get("BARN_FAILS", "0")))

    async def synthesize(self, utterance: Utterance) -> Speech:
        text = utterance.spoken.text
        if DEADLY in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if WAITING in text:
            with Path(f"{self.gate}-begun").open("a", encoding="utf-8") as begun:  # noqa: ASYNC230
                begun.write(f"{os.getpid()}\n")
            while not self.gate.exists():  # noqa: ASYNC110 - another process lays it there
                await asyncio.sleep(LOOK_S)
        await asyncio.sleep(self.slow_s)
        return await super().synthesize(utterance)

    async def check(self) -> None:
        if "BARN_SILENT" in os.environ:
            await asyncio.Event().wait()
        if "BARN_ABSENT" in os.environ:
            message = "The barn is empty."
            raise EngineUnavailable(message)


def fail_every(period: int) -> None:
    """Let every so manieth file of a store fail to be put in its place, as a flaky one does."""
    if not period:
        return
    replace, turns = Path.replace, count(1)

    def flaky(path: Path, target: Path) -> Path:
        if "episodes" in Path(target).parts and next(turns) % period == 0:
            raise OSError(errno.EIO, "Input/output error")
        return replace(path, target)

    Path.replace = flaky  # type: ignore[assignment, method-assign]
