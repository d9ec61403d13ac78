"""Print how ten articles through a speech server compare with one request after another, in one run.

    python bench/speech_server.py

The server is tests/emulator's with OpenAI's speech interface: 300 ms until it answers, its sound at once.
"One after another" is this program's own requests by `concurrency = 1`, an article after the other; and, for
those who would ask for a paragraph at a time by themselves, what the same server takes for that.
"""

import asyncio
import compileall
import sys
import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import aiohttp

from bench.synthesizer import ARTICLES, ROOT, TING, Place, article
from tests.emulator.openai_server import MODEL, VOICES, OpenaiEmulator

if TYPE_CHECKING:
    from collections.abc import Iterator

DELAY_MS = 300
SETTINGS = """
[engines.openai]
base_url = "{base_url}"
voices = "{voice}"
concurrency = {concurrency}
"""


def own_article(number: int) -> str:
    """Return an article that has no sentence of another one: what is kept of one would serve the other."""
    return article(number).replace("。", f"，這是之{number}。")


@contextmanager
def place(server: OpenaiEmulator, concurrency: int) -> "Iterator[Place]":
    with TemporaryDirectory() as name:
        folder = Path(name)
        table = SETTINGS.format(base_url=server.base_url, voice=VOICES[0], concurrency=concurrency)
        (folder / "ting.toml").write_text(table, encoding="utf-8")
        for number in range(ARTICLES):
            (folder / f"{number}.txt").write_text(own_article(number), encoding="utf-8")
        yield Place(folder, server.base_url)


def far_server() -> OpenaiEmulator:
    return OpenaiEmulator(delay_s=DELAY_MS / 1000)


def narrated(concurrency: int, batches: Sequence[Sequence[str]], profile: str) -> float:
    """Return the seconds that it takes to read the files, a batch after the other."""
    with far_server() as server, place(server, concurrency) as here:
        seconds = sum(
            here.run([*TING, "read", *batch, "--engine=openai", f"--profile={profile}"]).seconds
            for batch in batches
        )
        print(f"    {len(server.orders)} requests, {server.peak} at once")
    return seconds


async def by_paragraphs(base_url: str) -> float:
    """Return the seconds that a plain client takes which asks for a paragraph at a time."""
    started = time.monotonic()
    async with aiohttp.ClientSession() as session:
        for number in range(ARTICLES):
            for paragraph in own_article(number).split("\n\n"):
                asked = {"model": MODEL, "voice": VOICES[0], "input": paragraph, "response_format": "wav"}
                async with session.post(f"{base_url}/v1/audio/speech", json=asked) as answer:
                    await answer.read()
    return time.monotonic() - started


def main() -> int:
    compileall.compile_dir(ROOT / "tts", quiet=1)  # as pip installs it
    names = [f"{number}.txt" for number in range(ARTICLES)]
    print(f"{ARTICLES} articles, {DELAY_MS} ms until an answer")
    with far_server() as server:
        plain_s = asyncio.run(by_paragraphs(server.base_url))
    print(f"  a plain client, paragraphs      {plain_s:6.1f} s (nothing is decoded, judged or encoded)")
    for profile in ("source", "podcast"):
        one_s = narrated(1, [[name] for name in names], profile)
        print(f"  ting read, one after another    {one_s:6.1f} s")
        ours_s = narrated(8, [names], profile)
        print(
            f"  ting read, profile {profile:12} {ours_s:6.1f} s: {one_s / ours_s:.2f} x as fast, "
            f"{plain_s / ours_s:.2f} x the plain client"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
