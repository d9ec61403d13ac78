"""`ting daily`: the day's news as a podcast."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
import msgspec

from tts.cli import interrupt, options
from tts.cli.display import open_screen
from tts.daily.schedule import AT, LOOK_S, Schedule, now_here
from tts.errors import ExitCode, TingError, about, exit_code
from tts.printable import shown

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

    from tts.catalog.store import Catalog
    from tts.cli.screen import Screen
    from tts.daily.day import Day
    from tts.model.episode import Episode
    from tts.model.settings import Settings

    Option = Callable[[Callable[..., int]], Callable[..., int]]


def at_option(when: str) -> Option:
    """Return the option that says at which time of day the day is made."""
    return click.option(
        "--at", type=click.DateTime(["%H:%M"]), metavar="HH:MM", help=f"{when}the time of day."
    )


def every_option(when: str) -> Option:
    """Return the option that says every how many minutes the day is made."""
    return click.option("--every", type=click.IntRange(min=1), metavar="MINUTES", help=f"{when}so often.")


@click.command(epilog="Example: ting daily --dry-run")
@click.option(
    "--date", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Tell the news of that day only."
)
@click.option("--dry-run", is_flag=True, help="Say what would be told, and write nothing.")
@click.option(
    "--watch",
    is_flag=True,
    help=f"Stay, and do this every day (at {AT:%H:%M}, or when --at, --every or the settings say).",
)
@at_option("With --watch: ")
@every_option("With --watch: ")
@options.config_option
@options.voice_option
@options.quote_voice_option
@options.engine_option
@options.out_option
@options.profile_option
@options.offline_option
@options.farm_option
@options.shelf_option
@click.option("--force", is_flag=True, help="Tell again what was told before.")
@options.json_option
def command(  # noqa: PLR0913 - one parameter an option
    *,
    date: dt.datetime | None,
    dry_run: bool,
    watch: bool,
    at: dt.datetime | None,
    every: int | None,
    force: bool,
    as_json: bool,
) -> int:
    """Tell what is new: an episode of each story, the day's digest, then pages and feeds.

    The sources stand in ting.toml (ting init writes one). The path of each new MP3 is printed, or with
    --json its manifest. Run it as often as you like: what was told is not told again, and what failed is
    tried again.
    """
    if watch and (date or dry_run):
        message = "--watch tells each day when it comes: leave --date and --dry-run out."
        raise click.UsageError(message)
    if (at or every) and not watch:
        message = "--at and --every say when --watch runs: add --watch."
        raise click.UsageError(message)
    screen = open_screen()
    if dry_run:
        return interrupt.run(_plan(options.settings(), date, screen, as_json=as_json))
    if watch:
        return _watch(screen, schedule(at, every), force=force, as_json=as_json)
    with screen.live():
        return interrupt.run(_make(options.settings(), date, screen, force=force, as_json=as_json))


def schedule(at: dt.datetime | None, every: int | None) -> Schedule:
    """Return when the day is made: as these options say, else the settings, else at AT.

    From here on the settings of the command say so, too: feeds tell how often there is something new.
    """
    daily = options.settings().daily
    if every:
        options.put(every, "daily", "every")
    elif at or not (daily.at or daily.every):
        options.put(f"{at.time() if at else AT:%H:%M}", "daily", "at")
        options.put(0, "daily", "every")
    return Schedule.of(options.settings().daily)


def _watch(screen: Screen, schedule: Schedule, *, force: bool, as_json: bool) -> int:
    """Make each day when it comes, until a signal ends it."""

    async def days() -> None:
        options.settings()  # a mistake in the settings is better told now than every day
        while True:
            try:
                await _make(options.settings(), None, screen, force=force, as_json=as_json)
            except TingError as error:
                screen.notice(str(error))
            due = schedule.next_run(now_here())
            screen.notice(f"The next run is at {due:%Y-%m-%d %H:%M}.")
            while (now := now_here()) < due:  # noqa: ASYNC110 - a clock sets no event
                await asyncio.sleep(min(LOOK_S, (due - now).total_seconds()))

    try:
        with screen.live():
            interrupt.run(days())
    except KeyboardInterrupt:
        screen.notice("Ended; finished episodes are kept.")
    return ExitCode.OK


async def _make(
    settings: Settings, date: dt.datetime | None, screen: Screen, *, force: bool, as_json: bool
) -> int:
    from tts.daily.newsroom import open_newsroom
    from tts.daily.run import make_day

    results = _Results(screen, as_json=as_json)
    async with open_newsroom(settings, _day(date), screen, results.publish, force=force) as room:
        report = await make_day(room)
    screen.notice(report.sentence)
    if results.failure:
        raise results.failure
    return report.exit_code


async def _plan(settings: Settings, date: dt.datetime | None, screen: Screen, *, as_json: bool) -> int:
    from tts.daily.plan import plan_day
    from tts.daily.requirements import require_fit, require_voices
    from tts.narration.wiring import open_fetcher

    require_fit(settings)
    require_voices(settings)
    async with open_fetcher(settings) as fetcher:
        with _catalog_to_read(settings.show.output) as catalog:
            plans = await plan_day(settings.source, catalog, fetcher, _day(date))
    failures = []
    for plan in plans:
        if plan.failure:
            screen.notice(about(plan.source.name, plan.failure))
            failures.append(plan.failure)
        for sentence in plan.notices:
            screen.notice(f"{plan.source.name}: {sentence}")
        for story in plan.new:
            facts = {
                name: getattr(story, name) for name in ("series", "title", "url", "published", "section")
            }
            line = f"{story.series}: {story.title or '(no title)'}  {story.url}"
            click.echo(msgspec.json.encode(facts).decode() if as_json else shown(line))
    if not any(plan.new for plan in plans):
        screen.notice("Nothing new.")
    return exit_code(failures, len(plans))


@contextmanager
def _catalog_to_read(output: Path) -> Iterator[Catalog]:
    """Open the catalog of an output folder, without making either."""
    from tts.catalog.store import NAME, Catalog

    with ExitStack() as stack:
        exists = (output / NAME).is_file()
        folder = output if exists else Path(stack.enter_context(TemporaryDirectory()))
        yield stack.enter_context(Catalog.open(folder))


@dataclass(slots=True)
class _Results:
    """Prints what is made; that it can no longer be printed must not cost the day its pages and feeds."""

    screen: Screen
    as_json: bool
    failure: OSError | None = None

    def publish(self, episode: Episode) -> None:
        """Print the episode, while there is somebody to read."""
        from tts.episode_files import manifest

        if self.failure:
            return
        try:
            self.screen.result(manifest.line(episode) if self.as_json else episode.files.mp3)
        except OSError as failure:
            self.failure = failure


def _day(date: dt.datetime | None) -> Day:
    """Return the day that is to be told: the one that was named, or today."""
    from tts.daily.day import Day

    return Day.chosen(date and date.date(), now_here())
