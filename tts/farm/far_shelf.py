"""The shelf that workers reach without a shared folder: a place that all know by its address, as S3.

Below it each order has a folder of its own, by its fingerprint: the contents of its files by their digests,
and the waybill that names them, which comes last. Where one stands the story is there.
"""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict
from functools import partial
from itertools import count
from pathlib import Path
from threading import Thread
from typing import TypeVar

from tts import unfinished
from tts.destination import Destination, open_destination
from tts.errors import NetworkError, OutputError, TingError, UsageError, unforeseen
from tts.farm import waybill
from tts.farm.waybill import LONGEST, Content, Waybill
from tts.model.episode import Files
from tts.synthesizer import Patience

Found = TypeVar("Found")

ORDERS, SIGNS = "orders", "signs"
WAYBILL = "waybill.json"

PATIENCE = Patience(attempts=10, first_wait_s=0.2, longest_wait_s=5.0)
"""How often the place is asked where it fails: a store that refuses every tenth request costs no story."""

GIVE_UP_S = 120.0
"""So long it is asked again what fails; a place that is away for longer is told, and the next run goes on."""

ANSWER_S, SLOWEST = 30.0, 100_000
"""So long a request may take, and a second more for so many bytes: what hangs is given up."""

REACHED_S, ATTEMPTS_TO_REACH = 15.0, 4
"""So long each step to see whether the place can be used may take, and so often it is asked: a worker is
examined for a minute in all."""

LEFT_S = 3.0
"""So long a run that ends waits for the place; what it leaves there is swept away."""

KEPT_S = 7 * 86_400.0
"""So long what nobody has fetched is kept: its client was killed, and may be run again."""

_OURS = re.compile(
    rf"{ORDERS}/[0-9a-f]{{64}}/(?:{re.escape(WAYBILL)}|\.?[0-9a-f]{{64}}[.0-9a-z-]*+)"
    rf"|{ORDERS}/[0-9a-f]{{64}}/\.{re.escape(WAYBILL)}[.0-9a-z-]*+|{SIGNS}/\.[a-z]++\.[.0-9a-z-]++"
)
"""What we have put there has such a path, and nothing else is removed."""

HINT = "Check its name, the keys for it, the room there, and the connection."


class Astray(Exception):
    """What was to be at the place is not there, or is something else: it is made anew."""


class FarShelf:
    """A place of that address or folder. UsageError: no such kind is known, or its package is not installed.

    Every method raises NetworkError where the place cannot be reached, read or written for long.
    """

    def __init__(self, where: str, patience: Patience = PATIENCE) -> None:
        self.where = where
        self._place: Destination = open_destination(where)
        self._patience = patience
        self._hands = asyncio.Semaphore(self._place.at_once)

    async def standing(self, order: str) -> Waybill | None:
        """Return the waybill of an order whose episode is there; None where there is none."""
        path = _path(order, WAYBILL)
        return waybill.read(await self._done(lambda: self._place.read(path, LONGEST + 1)))

    async def put(self, order: str, files: Files) -> Waybill:
        """Return the waybill of an episode whose files are all put there, the waybill last.

        Where that fails, what was put is removed again: a place without room would else be filled by halves.
        """
        bill = waybill.of_files(files)
        contents = {content: Path(asdict(files)[name]) for name, content in bill.contents.items()}
        putting = (self._put(order, content, file) for content, file in contents.items())
        try:
            failures = [error for error in await asyncio.gather(*putting, return_exceptions=True) if error]
            if failures:
                raise failures[0]
            await self._done(lambda: self._place.put(_path(order, WAYBILL), waybill.written(bill)))
        except TingError:
            with suppress(TingError, TimeoutError):
                async with asyncio.timeout(REACHED_S):
                    await self.remove(order, bill)
            raise
        return bill

    async def fetch(self, order: str, content: Content) -> bytes:
        """Return the bytes of a content; raise Astray where they are gone, or are others."""
        path = _path(order, content.digest)
        data = await self._done(lambda: self._place.read(path, content.size + 1), content.size)
        if data is None or not content.is_of(data):
            message = f"What a worker has put to {self.where} is not there, or is something else: {path}."
            raise Astray(message)
        return data

    async def remove(self, order: str, bill: Waybill) -> None:
        """Remove an order's waybill, and then the contents that it names."""
        contents = {_path(order, content.digest) for content in bill.contents.values()}
        await self._done(lambda: self._place.remove([_path(order, WAYBILL), *sorted(contents)]))

    async def sweep(self, now_s: float | None = None) -> None:
        """Remove what was put there and fetched by nobody for a week, waybills first."""
        before_s = (time.time() if now_s is None else now_s) - KEPT_S
        old: list[str] = []
        for below in (ORDERS, SIGNS):
            times = await self._done(partial(self._place.times, below))
            old += (path for path, came_s in times.items() if came_s < before_s and _OURS.fullmatch(path))
        old.sort(key=lambda path: not path.endswith(WAYBILL))
        if old:
            await self._done(lambda: self._place.remove(old), SLOWEST * len(old))

    @asynccontextmanager
    async def signed(self) -> AsyncIterator[str]:
        """Lay a file there for as long as the block runs, and give its name, which it holds.

        Raises NetworkError where that cannot be done soon.
        """
        name = f".run.{unfinished.writer()}"
        await self._sign(name)
        try:
            yield name
        finally:
            with suppress(NetworkError, TimeoutError):
                async with asyncio.timeout(LEFT_S):
                    await self._unsign(name)

    async def see(self, sign: str) -> None:
        """Return when this is where that sign was laid, and it can be written; raise NetworkError if not."""
        seen = await self._soon(lambda: self._place.read(f"{SIGNS}/{sign}", len(sign) + 1))
        if seen != sign.encode():
            message = f"It does not see in {self.where} what this run has laid there."
            raise NetworkError(message, hint="Let all machines reach the same place, by the same endpoint.")
        own = f".worker.{unfinished.writer()}"
        await self._sign(own)
        await self._unsign(own)

    async def _sign(self, name: str) -> None:
        await self._soon(lambda: self._place.put(f"{SIGNS}/{name}", name.encode()))

    async def _unsign(self, name: str) -> None:
        await self._soon(lambda: self._place.remove([f"{SIGNS}/{name}"]))

    async def _put(self, order: str, content: Content, file: Path) -> None:
        await self._done(lambda: self._place.put(_path(order, content.digest), file), content.size)

    async def _soon(self, call: Callable[[], Found]) -> Found:
        """Return what a call of the place returns; NetworkError where a run cannot wait for that to begin."""
        try:
            async with asyncio.timeout(REACHED_S):
                return await self._done(call, attempts=ATTEMPTS_TO_REACH)
        except TimeoutError as error:
            raise self._silent() from error

    async def _done(self, call: Callable[[], Found], size: int = 0, attempts: int = 0) -> Found:
        """Return what a call of the place returns; asked again where it fails, and may not the next time."""
        until_s, most = time.monotonic() + GIVE_UP_S, attempts or self._patience.attempts
        for attempt in count(1):
            try:
                async with self._hands:
                    return await apart(call, ANSWER_S + size / SLOWEST)
            except (NetworkError, OutputError, UsageError, TimeoutError) as error:
                if attempt >= most or time.monotonic() > until_s or _is_final(error):
                    raise self._explained(error) from error
            await asyncio.sleep(self._patience.wait_s(attempt))
        raise AssertionError

    def _explained(self, error: Exception) -> NetworkError:
        return NetworkError(error.message, hint=HINT) if isinstance(error, TingError) else self._silent()

    def _silent(self) -> NetworkError:
        return NetworkError(f"The shelf {self.where} does not answer.", hint=HINT)


async def apart(call: Callable[[], Found], limit_s: float) -> Found:
    """Return what a call returns; TimeoutError when it takes longer.

    It runs in a thread that nobody waits for, so that what hangs holds up no program's end.
    """
    answer: Future[Found] = Future()

    def run() -> None:
        answer.set_running_or_notify_cancel()
        try:
            found = call()
        except TingError as error:
            answer.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - it is told to who waits
            told = error if isinstance(error, Exception) else RuntimeError(repr(error))
            answer.set_exception(unforeseen(told, "a farm's shelf was asked"))
        else:
            answer.set_result(found)

    Thread(target=run, name="far shelf", daemon=True).start()
    async with asyncio.timeout(limit_s):
        return await asyncio.wrap_future(answer)


def _path(order: str, name: str) -> str:
    return f"{ORDERS}/{order}/{name}"


FINAL = (
    PermissionError,
    FileExistsError,
    FileNotFoundError,
    IsADirectoryError,
    NotADirectoryError,
    NotImplementedError,
)
FINAL_NAMES = frozenset({"NoCredentialsError", "PartialCredentialsError", "ParamValidationError"})
"""Botocore's, which need not be installed."""


def _is_final(error: Exception) -> bool:
    """Tell whether a place would say the same the next time: no such bucket, no right to it, no keys."""
    if isinstance(error, UsageError):  # something that is no file stands in a file's place
        return True
    while (cause := error.__cause__) and isinstance(cause, Exception):
        error = cause
        if isinstance(error, FINAL) or type(error).__name__ in FINAL_NAMES:
            return True
    return False
