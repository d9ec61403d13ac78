"""`ting archive`: years of a paper as episodes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import msgspec

from tts.cli import interrupt, options
from tts.cli.display import open_screen
from tts.errors import TingError
from tts.printable import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tts.archive.opening import Wish
    from tts.archive.run import Archive
    from tts.cli.screen import Screen
    from tts.model.episode import Episode
    from tts.model.settings import Settings

DAY = click.DateTime(["%Y-%m-%d"])


@click.command(epilog="Example: ting archive https://paper.example/sitemap.xml --since 2024-01-01")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--since", type=DAY, metavar="DATE", help="Leave out what was published before that day.")
@click.option("--until", type=DAY, metavar="DATE", help="Leave out what was published after that day.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Make so many episodes at most.")
@click.option("--newest-first", is_flag=True, help="Begin with the latest story, not with the oldest.")
@click.option("--dry-run", is_flag=True, help="List all, say how many would be made by year, make none.")
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
@options.json_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    sources: Sequence[str],
    since: dt.datetime | None,
    until: dt.datetime | None,
    limit: int | None,
    newest_first: bool,
    dry_run: bool,
    cookies: Path | None,
    as_json: bool,
) -> int:
    """Make an episode of each story of an archive, then pages and feeds; the same command goes on later.

    SOURCE is the address or file of a sitemap, of an index of sitemaps or of a feed, a file of addresses, one
    a line, - for such lines on standard input, or the name of a [[source]]. What was made or told before is
    not made again. The path of each new MP3 is printed; with --json the report is, as one object.
    """
    from tts.archive.opening import Wish
    from tts.narration.wiring import with_cookies

    settings = with_cookies(options.settings(), cookies, sources)
    first, last = since and since.date(), until and until.date()
    wish = Wish(sources, first, last, limit, newest_first)
    run = _Run(open_screen(), as_json=as_json)
    with run.screen.live():
        try:
            return interrupt.run(run.plan(settings, wish) if dry_run else run.make(settings, wish))
        except KeyboardInterrupt:
            run.report()
            run.screen.notice("The same command goes on from here; ting feed writes the pages and feeds.")
            raise
        except TingError:
            run.report()
            raise


class _Run:
    """A run, and what is said of it; that an episode can no longer be printed costs it nothing."""

    def __init__(self, screen: Screen, *, as_json: bool) -> None:
        self.screen = screen
        self._as_json = as_json
        self._archive: Archive | None = None
        self._failure: OSError | None = None

    async def plan(self, settings: Settings, wish: Wish) -> int:
        """List all, and say how much there is to do: by this machine, whoever makes it later."""
        async with self._open(replace(settings, farm=""), wish) as archive:
            await archive.list_all()
            years = archive.years()
            archive.sum_up()
        if self._as_json:
            self._print({**archive.report.facts, "would_make": years})
        else:
            for year, count in years.items():
                click.echo(f"{year or 'no date'}: {count:,}")
            others = f", {archive.report.outside:,} are of other days" if archive.report.outside else ""
            told = f"{sum(years.values()):,} would be made, {archive.report.before:,} are there{others}."
            self.screen.notice(told)
        return archive.report.exit_code

    async def make(self, settings: Settings, wish: Wish) -> int:
        """Make what is open, and report."""
        async with self._open(settings, wish) as archive:
            self._archive = archive
            try:
                await archive.list_all()
                await archive.make_all()
            finally:
                with suppress(TingError):
                    archive.sum_up()
        self.report()
        if self._failure:
            raise self._failure
        return archive.report.exit_code

    def report(self) -> None:
        """Say what was done until now, if anything was begun."""
        if self._archive and self._as_json:
            self._print(self._archive.report.facts)
        elif self._archive:
            for sentence in self._archive.report.sentences:
                self.screen.notice(shown(sentence))

    def _open(self, settings: Settings, wish: Wish) -> AbstractAsyncContextManager[Archive]:
        from tts.archive.opening import open_archive
        from tts.daily.day import Day
        from tts.daily.schedule import now_here

        day = Day.chosen(None, now_here())
        return open_archive(settings, wish, day, self.screen, self._publish, self.screen.goes_on)

    def _publish(self, episode: Episode) -> None:
        if self._as_json or self._failure:
            return
        try:
            self.screen.result(episode.files.mp3)
        except OSError as failure:
            self._failure = failure

    def _print(self, facts: dict[str, object]) -> None:
        click.echo(msgspec.json.encode(facts).decode())
