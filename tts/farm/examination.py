"""The examination of a worker: whether it is made of the same, what it says to a run's terms, and why not."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from distributed import Client

from tts import unfinished
from tts.errors import OutputError, told
from tts.farm.errand import EDGE, Standing, Terms, resource
from tts.farm.worker import take_on

EXAMINED_S = 60.0
"""So long a worker may take to say what it offers: to look whether Kokoro is whole reads 90 MB."""


async def standing_of(client: Client, terms: Terms, at: str) -> Standing:
    """Return what a worker says to the terms; one that says nothing, or what is not ours, refuses."""
    try:
        asked = client.run(take_on, terms, workers=[at], on_error="return")
        answer = (await asyncio.wait_for(asked, EXAMINED_S)).get(at)
    except (OSError, TimeoutError) as error:
        answer = error
    if isinstance(answer, Standing):
        return answer
    why = told(answer) if isinstance(answer, BaseException) else "no answer"
    return Standing(refusal=f"It could not be asked what it offers: {why}.")


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
