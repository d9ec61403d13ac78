"""What other distributions add, found by their entry points; none is imported to know its name."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points

ENGINE_GROUP = "tts.engines"
SITE_GROUP = "tts.sites"
"""The groups of entry points (https://packaging.python.org/specifications/entry-points/)."""


@cache
def installed(group: str) -> Mapping[str, EntryPoint]:
    """Return the plug-ins of a group by their names, in the order of these; of two alike the first."""
    return {entry.name: entry for entry in sorted(entry_points(group=group), reverse=True)}
