"""What other distributions add, found by their entry points; none is imported to know its name."""

from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, NoReturn

from tts.errors import TingError, told

if TYPE_CHECKING:
    from importlib.metadata import Distribution, EntryPoint

ENGINE_GROUP = "tts.engines"
SITE_GROUP = "tts.sites"
"""The groups of entry points (https://packaging.python.org/specifications/entry-points/)."""


class PluginFault(TingError):
    """What another distribution adds cannot be used, and is left out: update that, or remove it."""


@dataclass(frozen=True, slots=True, order=True)
class Plugin:
    """An entry point, and the distribution that it comes from, with its version."""

    name: str
    distribution: str
    version: str
    entry: "EntryPoint" = field(compare=False)

    def load(self) -> object:
        """Return what the entry point names; raise PluginFault for whatever is raised instead."""
        try:
            loaded: object = self.entry.load()
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a stranger's code may even leave the program
            self.refuse(f"cannot be loaded ({told(error)})")
        return loaded

    def refuse(self, what: str) -> NoReturn:
        """Raise the PluginFault of which this is the sentence's end."""
        message = f"The plug-in {self.name} {what}."
        raise PluginFault(message, hint=self.remedy)

    @property
    def remedy(self) -> str:
        """What a user can do about it."""
        return f"It comes from {self.origin}: update that, or remove it."

    @property
    def origin(self) -> str:
        """The distribution and its version, as a user knows them."""
        return f"{self.distribution} {self.version}"


@cache
def plugins(group: str) -> tuple[Plugin, ...]:
    """Return the plug-ins of a group by their names, and those of one name by their distributions.

    Every distribution's list of entry points is opened for it (7 ms for 150 of them), once.
    """
    from importlib.metadata import distributions  # noqa: PLC0415 - 25 ms, for those who look

    found: dict[str, list[Plugin]] = {}
    for distribution in distributions():
        if of_one := _of(distribution, group):
            found.setdefault(of_one[0].distribution, of_one)  # the first on the path is what is imported
    return tuple(sorted(chain.from_iterable(found.values())))


def find(group: str, name: str) -> Plugin | None:
    """Return the plug-in of this name; of several the first."""
    return next((plugin for plugin in plugins(group) if plugin.name == name), None)


def _of(distribution: "Distribution", group: str) -> list[Plugin]:
    """Return the plug-ins of a distribution; none where its own files are damaged."""
    try:
        if group not in (distribution.read_text("entry_points.txt") or ""):
            return []  # to read it takes a third of the time that it takes to understand it
        if "Name" not in distribution.metadata or "Version" not in distribution.metadata:
            return []
        entries = distribution.entry_points.select(group=group)
        return [Plugin(entry.name, distribution.name, distribution.version, entry) for entry in entries]
    except (OSError, TypeError, ValueError):
        return []
