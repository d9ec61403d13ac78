"""What a farm costs and brings, on this machine: `python bench/farm.py [overhead|network|kokoro|many]…`.

Each row is measured beside what it is compared with, in one run. Scheduler and workers are processes of their
own; the emulated Edge service, which takes no notice of who asks, runs in this one. What binds is the pace
that each worker keeps, as at the real service.
"""

import argparse
import asyncio
import datetime as dt
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.emulator import EdgeEmulator
from tts.extractor.extract import extract_text
from tts.farm import sending
from tts.farm.crew import Crew
from tts.farm.dask_runner import Farm
from tts.farm.errand import Errand, Made
from tts.farm.job import Job, Runner
from tts.farm.opening import open_runner
from tts.model.document import Document
from tts.model.programme import of_article
from tts.model.settings import EdgeSettings, EngineSettings, Settings, ShowSettings
from tts.narration.studio import Silent, Studio

ROOT = Path(__file__).parents[1]
BODY = "市府宣布，因應颱風來襲，明天停班停課，請民眾及早準備。列車照常行駛，班距則視風雨調整。"
TODAY = dt.date(2026, 11, 23)
PORT = 18_790
OPENING = 8
"""Stories that come to both of two workers."""

SMALL, LARGE = 1_000, 10_000

LOG_LENGTH = os.environ.get("DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH", "10")
"""As docs/scale.md starts a scheduler; Dask's own is 1000."""


async def at_once(packed: bytes) -> Made:
    """Answer at once, as an engine would that needs no time: what is left is the farm's own."""
    errand: Errand = pickle.loads(packed)  # noqa: S301 - our own
    return Made(errand.order, TODAY, "", 1, "worker")


def story(number: int, paragraphs: int = 1) -> Document:
    body = "\n\n".join(f"{BODY}第{number}條之{part}。" for part in range(paragraphs))
    return Document(f"第{number}條新聞\n\n{body}".encode(), f"{number}.txt")


@contextmanager
def processes(folder: Path, workers: int, *options: str) -> Iterator[dict[str, int]]:
    """Run a scheduler and so many workers; give their process numbers."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TING_CACHE_DIR": str(folder / "takes"),
        "DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": LOG_LENGTH,
    }

    def start(module: str, *arguments: str) -> "subprocess.Popen[bytes]":
        log = (folder / f"{arguments[-1].strip('/:')}.log").open("wb")
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder)  # noqa: S603
        running.callback(process.wait)
        running.callback(process.kill)
        return process

    with ExitStack() as running:
        found = {
            "scheduler": start("dask_scheduler", "--host=127.0.0.1", "--no-dashboard", f"--port={PORT}").pid
        }
        preload = ("--no-nanny", "--no-dashboard", "--preload=tts.farm.worker", f"tcp://127.0.0.1:{PORT}")
        for number in range(workers):
            found[f"w{number}"] = start("dask_worker", *preload, *options, f"--name=w{number}").pid
        time.sleep(4 + 2 * workers)  # they are all there before a clock runs
        yield found


@asynccontextmanager
async def runner_of(settings: Settings) -> AsyncIterator[Runner]:
    studio = Studio.from_settings(settings, TODAY, lambda sentence: print(f"    {sentence}"))
    async with open_runner(studio) as runner:
        yield runner


async def timed(
    settings: Settings, stories: Sequence[Document], *, side_by_side: bool = True, before: int = 1
) -> float:
    """Return the seconds that these stories take; so many others before them open the engines."""
    async with runner_of(settings) as runner:
        opening = [runner.narrate(Job(story(-number)), Silent()) for number in range(before)]
        await asyncio.gather(*opening)  # their farm with them
        places = asyncio.Semaphore(runner.at_once if side_by_side else 1)

        async def narrate(one: Document) -> None:
            async with places:
                await runner.narrate(Job(one), Silent())

        began_s = time.perf_counter()
        await asyncio.gather(*map(narrate, stories))
        return time.perf_counter() - began_s


def settings_in(folder: Path, name: str, engine: str) -> Settings:
    return Settings(engine=engine, cache_dir=folder / f"cache-{name}", show=ShowSettings(folder / name))


def on_farm(settings: Settings) -> Settings:
    return replace(settings, farm=f"tcp://127.0.0.1:{PORT}")


def errand_of(number: int, farm: Farm, crew: Crew) -> Errand:
    programme = of_article(extract_text(story(1, 10).data.decode()), "", TODAY)
    return Errand(programme, f"many-{number}", farm.terms.name, crew.roll.engine, {}, force=False)


@contextmanager
def answering_at_once() -> Iterator[None]:
    """Let workers answer errands without making anything, for as long as the block runs."""
    from bench.farm import at_once as known_to_workers  # noqa: PLC0415 - by a name that they can import

    speak = sending.speak  # type: ignore[attr-defined]  # imported there
    sending.speak = known_to_workers  # type: ignore[attr-defined]
    try:
        yield
    finally:
        sending.speak = speak  # type: ignore[attr-defined]


async def _alone_ms(settings: Settings) -> float:
    """Return what the way to a worker and back takes, of an article that is answered at once."""
    with answering_at_once():
        async with runner_of(settings) as farm:
            assert isinstance(farm, Farm)  # noqa: S101 - it was asked for
            crew = await farm.muster.crew()
            began_s = time.perf_counter()
            for number in range(200):
                await crew.do(errand_of(number, farm, crew))
            return (time.perf_counter() - began_s) * 1000 / 200


def overhead(folder: Path) -> None:
    stories = [story(number) for number in range(1, 41)]
    alone_s = asyncio.run(timed(settings_in(folder, "alone", "espeak"), stories, side_by_side=False))
    with processes(folder, 1):
        farm = on_farm(settings_in(folder, "farm", "espeak"))
        farm_s = asyncio.run(timed(farm, stories, side_by_side=False))
        lone_ms = asyncio.run(_alone_ms(on_farm(settings_in(folder, "lone", "espeak"))))
    each_ms = 1000 / len(stories)
    print(f"one after the other (espeak): alone {alone_s * each_ms:.0f} ms, farm {farm_s * each_ms:.0f} ms,")
    print(f"    there and back, answered at once: {lone_ms:.1f} ms an article")


def network(folder: Path) -> None:
    stories = [story(number) for number in range(1, 81)]
    took: dict[int, float] = {}
    for count in (1, 2, 4):
        with EdgeEmulator(connect_delay_s=0.2) as edge, processes(folder, count, "--resources=edge=8"):
            engines = EngineSettings(edge=EdgeSettings(edge.base_url, workers=count))
            settings = replace(
                settings_in(folder, f"edge-{count}", "edge"), engines=engines, profile="source"
            )
            took[count] = asyncio.run(timed(on_farm(settings), stories))
        print(f"{count} workers ask the emulated service: {took[count]:.1f} s, {took[1] / took[count]:.2f} x")


def kokoro(folder: Path) -> None:
    sentences = [
        f"第{number}號颱風來襲，{number}個縣市停班停課，請民眾及早準備。" for number in range(10, 106)
    ]
    stories = [
        Document(f"第{start}條新聞\n\n{''.join(sentences[start : start + 8])}".encode(), f"{start}.txt")
        for start in range(0, len(sentences), 8)
    ]
    alone_s = asyncio.run(timed(settings_in(folder, "alone", "kokoro"), stories, before=OPENING))
    farm = replace(settings_in(folder, "farm", "kokoro"), farm="local:2")
    farm_s = asyncio.run(timed(farm, stories, before=OPENING))
    print(f"kokoro: alone {alone_s:.1f} s, local:2 {farm_s:.1f} s, {alone_s / farm_s:.2f} x")


def resident_mb(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def _many(farm: Farm, numbers: range, scheduler: int) -> None:
    work, crew = iter(numbers), await farm.muster.crew()

    async def one_after_another() -> None:
        for number in work:
            await crew.do(replace(pattern, order=f"many-{number}"))

    pattern = errand_of(0, farm, crew)
    began_s = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(farm.at_once)))
    rate = len(numbers) / (time.perf_counter() - began_s)
    memory = f"client {resident_mb(os.getpid()):.0f} MB, scheduler {resident_mb(scheduler):.0f} MB"
    print(f"{len(numbers)} that are answered at once: {rate:.0f} a second; {memory}")


def many(folder: Path) -> None:
    async def run(scheduler: int) -> None:
        async with runner_of(on_farm(settings_in(folder, "many", "espeak"))) as farm:
            assert isinstance(farm, Farm)  # noqa: S101 - it was asked for
            for numbers in (range(SMALL), range(SMALL, 2 * SMALL), range(2 * SMALL, 2 * SMALL + LARGE)):
                await _many(farm, numbers, scheduler)

    with answering_at_once(), processes(folder, 2) as running:
        asyncio.run(run(running["scheduler"]))


PARTS: dict[str, Callable[[Path], None]] = {
    "overhead": overhead,
    "network": network,
    "kokoro": kokoro,
    "many": many,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help="all without one")
    for part in parser.parse_args().parts or PARTS:
        with tempfile.TemporaryDirectory() as temporary:
            PARTS[part](Path(temporary))
