"""`ting read`: narrate articles."""

from collections.abc import Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tts.cli import interrupt, options
from tts.cli.display import open_screen
from tts.cli.screen import Screen, notify
from tts.errors import TingError, about, border, exit_code
from tts.model.address import bare
from tts.model.episode import Episode
from tts.model.settings import Settings

if TYPE_CHECKING:
    from tts.farm.job import Runner
    from tts.farm.places import Places
    from tts.model.document import Document
    from tts.narration.blame import Blame
    from tts.narration.studio import Listener
    from tts.sources.fetch import Fetcher


@click.command(epilog="Example: ting read seeds/worldjournal-2026-01-09.txt --engine kokoro")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.config_option
@options.voice_option
@options.quote_voice_option
@options.engine_option
@options.out_option
@options.profile_option
@options.offline_option
@options.farm_option
@options.shelf_option
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
    from tts.extractor.doubts import FREE_PART
    from tts.farm.opening import open_runner
    from tts.farm.places import Places
    from tts.narration.blame import Blame
    from tts.narration.wiring import open_fetcher, open_studio
    from tts.synthesizer import in_order

    failures: list[TingError] = []
    async with open_fetcher(settings) as fetcher, AsyncExitStack() as stack:
        sources = [text for source in given for text in await _texts_of(source, fetcher)]
        studio = open_studio(settings, fetcher, force=force, complain=notify)
        runner = await stack.enter_async_context(open_runner(studio))
        reader = Reader(fetcher, runner, screen, Places(runner), Blame(lambda _name, _error: None))
        async with aclosing(in_order(map(reader.read, sources), len(sources))) as results:
            names = iter([name for name, _ in sources])
            async for result in results:
                name = next(names)
                if isinstance(result, TingError):
                    screen.notice(about(bare(name), result))
                    failures.append(result)
                elif result:
                    for warning in (one for one in result.warnings if one.startswith(FREE_PART)):
                        screen.notice(f"{bare(name)}: {warning}")
                    screen.result(manifest.line(result) if as_json else result.files.mp3)
    shelf.clear_forgotten(settings.show.output)
    return reader.ended(failures, len(sources))


@dataclass(slots=True)
class Reader:
    """Reads texts aloud until no other can be, by no fault of theirs; `untried` are the others, by why."""

    fetcher: "Fetcher"
    runner: "Runner"
    screen: Screen
    places: "Places"
    blame: "Blame[str]"
    untried: list[TingError] = field(default_factory=list)

    async def read(self, text: "tuple[str, Document | TingError | None]") -> Episode | TingError | None:
        """Return the episode of a text, why there is none, or None where it is not tried."""
        from tts.sources.load import load

        name, came = text
        if isinstance(came, TingError):
            return came
        async with self.places:
            if self.blame.trouble:
                self.untried.append(self.blame.trouble)
                return None
            with self.screen.article() as listener:
                try:
                    with border("reading it"):
                        document = came or await load(name, self.fetcher)
                except TingError as error:
                    return error
                return await self._narrated(name, document, listener)

    def ended(self, failures: Sequence[TingError], tried: int) -> int:
        """Say why nothing more was told, if the engine or the farm is to blame; return the exit code."""
        from tts.narration.blame import EngineSilent

        self.blame.end()
        why = self.blame.trouble
        all_failed = [*failures, *self.untried]
        if self.untried:
            self.screen.notice(f"{len(self.untried)} more are not tried. {self.untried[0]}")
        elif isinstance(why, EngineSilent):
            self.screen.notice(str(why))
        return why.exit_code if why and len(all_failed) == tried else exit_code(all_failed, tried)

    async def _narrated(self, name: str, document: "Document", listener: "Listener") -> Episode | TingError:
        from tts.farm.failures import FarmUnavailable
        from tts.farm.job import Job

        try:
            with border("narrating it"):
                episode = await self.runner.narrate(Job(document), listener)
        except FarmUnavailable as error:
            self.blame.ends(error)
            return error
        except TingError as error:
            self.blame.fails(name, error)
            return error
        self.blame.tells()
        return episode


async def _texts_of(source: str, fetcher: "Fetcher") -> Sequence[tuple[str, "Document | TingError | None"]]:
    """Return all that a source holds by name; beside it what came already, or why it did not.

    A file that cannot be looked into is named itself, and fails when it is read.
    """
    from tts.sources.collection import names_in
    from tts.sources.load import STANDARD_INPUT, is_book_address, load_all

    comes_once = source == STANDARD_INPUT or is_book_address(source)
    try:
        with border("looking into it"):
            if comes_once:
                return [(document.origin, document) for document in await load_all(source, fetcher)]
            return [(name, None) for name in names_in(source)]
    except TingError as error:
        return [(source, error if comes_once else None)]
