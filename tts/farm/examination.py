"""The examination of a worker: whether it is made of the same, what it says to a run's terms, and why not."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from distributed import Client

from tts import unfinished
from tts.errors import OutputError, told
from tts.farm.errand import EDGE, Standing, Terms, resource
from tts.farm.worker import take_on

ALIVE_S = 10.0
"""So long a worker may take to say anything: one that is frozen, or cut off, must not hold up the others."""

EXAMINED_S = 60.0
"""So long a worker may take to say what it offers: to look whether Kokoro is whole reads 90 MB."""


async def standing_of(client: Client, terms: Terms, at: str) -> Standing:
    """Return what a worker says to the terms; one that says nothing, or what is not ours, refuses."""
    answer = await _answer(client, at, ALIVE_S, os.getpid)
    if isinstance(answer, int):
        answer = await _answer(client, at, EXAMINED_S, take_on, terms)
    if isinstance(answer, Standing):
        return answer
    why = told(answer) if isinstance(answer, BaseException) else "no answer"
    return Standing(refusal=f"It could not be asked what it offers: {why}.")


async def _answer(
    client: Client, at: str, within_s: float, question: Callable[..., object], *said: object
) -> object:
    """Return what a worker answers to a question, or the error that came in place of that."""
    try:
        asked = client.run(question, *said, workers=[at], on_error="return")
        return (await asyncio.wait_for(asked, within_s)).get(at)
    except (OSError, TimeoutError) as error:
        return error


def unlike(theirs: Mapping[str, str] | None, ours: Mapping[str, str]) -> str:
    """Return what a worker is made of that this program is not; empty where it is the same."""
    if theirs is None:
        return "It is none of this program: start it with --preload tts.farm.worker."
    for part, name in (("python", "Python"), ("version", "version")):
        if theirs.get(part) != ours[part]:
            return f"It has {name} {theirs.get(part)}, and {ours[part]} is asked of it."
    if theirs != ours:
        return "It has other code of the same version: install the same on all machines."
    return ""


def lacking(name: str, standing: Standing, engine: str) -> str:
    """Return what a worker offers in place of an engine, and why not that."""
    others = ", ".join(standing.others) or "no engine"
    why = standing.lacks.get(engine, "")
    return f"The worker {name} offers {others}, and not {engine}. {why}".rstrip()


def asks_edge(worker: Mapping[str, Any]) -> bool:
    """Tell whether a worker was let ask Edge by whichever run."""
    return any(name.startswith(resource(EDGE, "")) for name in worker["resources"])


@contextmanager
def signed(output: Path) -> Iterator[str]:
    """Lay a file into the output folder for as long as the block runs, and give its name, which it holds."""
    name = f".farm.{unfinished.writer()}.part"
    sign = output / name
    try:
        output.mkdir(parents=True, exist_ok=True)
        sign.write_text(name, encoding="utf-8")
    except OSError as error:
        message = f"Nothing can be written to {output}: {error.strerror or error}."
        raise OutputError(message, hint="Choose another folder with --out.") from error
    try:
        yield name
    finally:
        with suppress(OSError):
            sign.unlink()
