"""The worker as a process: told its settings on standard input, at whose end it ends.

So it outlives no server, however that ends: `tts.inbox.process` begins it.
"""

import asyncio
import os
import signal
import sys
import threading
import time
from contextlib import suppress

import msgspec

from tts.config import from_table
from tts.errors import ExitCode, TingError
from tts.inbox.process import GRACE_S
from tts.inbox.worker import work
from tts.model.settings import Settings
from tts.printable import shown

STANDARD_INPUT = 0
LINE = 4096


def main() -> int:
    """Work until standard input ends, and return the exit code."""
    try:
        settings = from_table(msgspec.json.decode(sys.stdin.buffer.readline()))
        asyncio.run(_until_hung_up(settings))
    except TingError as error:
        log(str(error))
        return error.exit_code
    except msgspec.DecodeError:
        log("This is begun by ting serve, which tells it its settings.")
        return ExitCode.USAGE
    return ExitCode.OK


async def _until_hung_up(settings: Settings) -> None:
    loop = asyncio.get_running_loop()
    working = asyncio.ensure_future(work(settings, log))
    threading.Thread(target=_wait, args=(loop, working), daemon=True).start()
    with suppress(NotImplementedError):  # Windows
        loop.add_signal_handler(signal.SIGTERM, working.cancel)
    with suppress(asyncio.CancelledError):
        await working


def _wait(loop: asyncio.AbstractEventLoop, working: "asyncio.Future[None]") -> None:
    """Cancel the work when nobody is there any more; an engine that does not let go is left so."""
    while os.read(STANDARD_INPUT, LINE):
        pass
    with suppress(RuntimeError):  # it has just ended by itself
        loop.call_soon_threadsafe(working.cancel)
    time.sleep(GRACE_S)
    os._exit(ExitCode.INTERRUPTED)


def log(sentence: str) -> None:
    """Say on standard error, which is the server's, what its owner should know."""
    with suppress(OSError):
        print(f"inbox: {shown(sentence)}", file=sys.stderr, flush=True)  # noqa: T201 - this is its log


if __name__ == "__main__":
    sys.exit(main())
