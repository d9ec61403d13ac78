"""`ting read`: narrate articles."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from pathlib import Path

import click

from tts.cli import interrupt, options
from tts.cli.display import open_screen
from tts.cli.screen import Screen, notify
from tts.errors import TingError, border, exit_code
from tts.model.address import bare
from tts.model.episode import Episode
from tts.model.settings import Settings


@click.command(epilog="Example: ting read seeds/worldjournal-2026-01-09.txt --engine kokoro")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.voice_option
@options.quote_voice_option
@options.engine_option
@options.out_option
@options.profile_option
@options.offline_option
@options.farm_option
@options.cookies_option
@click.option("--force", is_flag=True, help="Narrate again what was narrated before.")
@options.json_option
def command(sources: Sequence[str], *, cookies: Path | None, force: bool, as_json: bool) -> int:
    """Narrate articles as tagged MP3 episodes, and print the path of each.

    SOURCE is an address, a file (a page, text, PDF, letter, book, mailbox), or - for standard
    input. Of a book each chapter is an episode, of a mailbox each letter; book.epub#3 is one of them.
    With --json the manifest of each episode is printed instead, one a line. Several are narrated at once,
    and printed in order.
    """
    from tts.narration.wiring import with_cookies

    screen = open_screen()
    settings = with_cookies(options.settings(), cookies, sources)
    with screen.live():
        return interrupt.run(_read_all(settings, sources, screen, force=force, as_json=as_json))


async def _read_all(
    settings: Settings, given: Sequence[str], screen: Screen, *, force: bool, as_json: bool
) -> int:
    from tts.episode_files import manifest, shelf
    from tts.farm.job import Job
    from tts.farm.opening import open_runner
    from tts.narration.wiring import open_fetcher, open_studio
    from tts.sources.load import load
    from tts.synthesizer import in_order

    failures: list[TingError] = []
    sources = [name for source in given for name in _texts_of(source)]
    async with open_fetcher(settings) as fetcher, AsyncExitStack() as stack:
        studio = open_studio(settings, fetcher, force=force, complain=notify)
        runner = await stack.enter_async_context(open_runner(studio))
        places = asyncio.Semaphore(runner.at_once)

        async def read(source: str) -> Episode | TingError:
            async with places:
                with screen.article() as listener:
                    try:
                        with border("narrating it"):
                            return await runner.narrate(Job(await load(source, fetcher)), listener)
                    except TingError as error:
                        return error

        async with aclosing(in_order(map(read, sources), len(sources))) as results:
            names = iter(sources)
            async for result in results:
                name = next(names)
                if isinstance(result, TingError):
                    screen.notice(f"{bare(name)}: {result}")
                    failures.append(result)
                else:
                    screen.result(manifest.line(result) if as_json else result.files.mp3)
    shelf.clear_forgotten(settings.show.output)
    return exit_code(failures, len(sources))


def _texts_of(source: str) -> Sequence[str]:
    """Return the names of all that a source holds; of one that cannot be read its own, which then fails."""
    from tts.sources.collection import names_in

    try:
        with border("looking into it"):
            return names_in(source)
    except TingError:
        return (source,)
