"""The premiere: a show is served before its first episode is there, and has its feed as soon as it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from tts.episode_files import shelf
from tts.errors import TingError
from tts.feed.addresses import FEED
from tts.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Premiere:
    """Writes the feeds and pages of a show that has none yet; `notify` is told what the owner should know."""

    settings: Settings
    notify: Callable[[str], None]
    _alone: Lock = field(default_factory=Lock)

    def begin(self) -> bool:
        """Tell whether there is a feed: where there are episodes and none, it is written now."""
        output = self.settings.show.output
        with self._alone:
            if (output / FEED).is_file():
                return True
            if not any(shelf.manifests(output)):
                return False
            from tts.catalog.store import Catalog  # noqa: PLC0415 - only where there is a feed to write
            from tts.publication.edition import publishing, write_edition  # noqa: PLC0415 - as above

            try:
                with publishing(output), Catalog.open(output) as catalog:
                    catalog.refresh()
                    write_edition(output, self.settings, catalog.cards(), self.notify)
            except TingError as error:
                self.notify(str(error))
            return (output / FEED).is_file()
