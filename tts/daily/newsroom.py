"""The newsroom: what a day is made with, opened for as long as it is made."""

from collections.abc import Callable
from dataclasses import replace

from tts.catalog.store import Catalog
from tts.daily.day import Day
from tts.daily.lock import alone
from tts.daily.requirements import require_fit
from tts.daily.run import Newsroom, Report, Screen, make_day
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.narration.wiring import open_fetcher, open_studio


async def tell(
    settings: Settings, day: Day, screen: Screen, publish: Callable[[Episode], None], *, force: bool = False
) -> Report:
    """Tell what is new on a day, as `make_day`, while no other run tells it; `publish` is given each episode.

    Raises UsageError for settings that no day can be made with, and what `make_day` raises.
    """
    require_fit(settings)
    output = settings.show.output
    async with open_fetcher(settings) as fetcher:
        with alone(output, day.now), Catalog.open(output) as catalog:
            studio = open_studio(settings, fetcher, force=force, complain=screen.notice)
            studio = replace(studio, today=day.date)
            return await make_day(Newsroom(settings, studio, fetcher, catalog, screen, day, publish))
