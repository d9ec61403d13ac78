"""The collection: what a SOURCE of `ting archive` names, and whose stories are in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tts.errors import UsageError
from tts.model.address import bare, host_of
from tts.model.settings import SourceSettings
from tts.sources.load import STANDARD_INPUT

LISTS = ("feed", "sitemap")
"""The kinds of sources whose lists are read to their end; of any other, what it lists now."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A list of stories, or one of lists; `source` is set where the settings have it.

    `name` is what the worklist knows it by.
    """

    name: str
    location: str
    source: SourceSettings | None = None

    @property
    def is_local(self) -> bool:
        """Whether it is a file or standard input, which is read anew each time."""
        return "://" not in self.location

    @property
    def is_list(self) -> bool:
        """Whether it is read to its end, and leads to further lists."""
        return self.source is None or self.source.kind in LISTS


def collection_of(word: str, sources: Sequence[SourceSettings]) -> Collection:
    """Return what a word names: a source of the settings, an address, a file, or - for standard input.

    Raises UsageError for what is none.
    """
    named = next((source for source in sources if _is_meant(source, word)), None)
    if named is not None:
        kind = "" if named.kind in LISTS else f"{named.kind} "
        return Collection(f"{kind}{_kept(named.location)}", named.location, named)
    if not word.strip():
        message = "The name of a source is empty."
        raise UsageError(message, hint="Give the address of a sitemap, or a file of addresses.")
    if word != STANDARD_INPUT and "://" not in word and not _is_file(word):
        names = ", ".join(source.name for source in sources)
        message = f"{word} is no file, no address and no source of the settings."
        hint = (
            f"The sources are: {names}."
            if names
            else "Give the address of a sitemap, or a file of addresses."
        )
        raise UsageError(message, hint=hint)
    if "://" in word and not host_of(word):
        message = f"{bare(word)} is not an address of the web."
        raise UsageError(message, hint="Give one that begins with https:// or http:// and names a host.")
    return Collection(_kept(word), word)


def _is_meant(source: SourceSettings, word: str) -> bool:
    """Tell whether a word is a source's name, or an address the one of its list."""
    return (word == source.location and source.kind in LISTS) if "://" in word else word == source.name


def _kept(location: str) -> str:
    if location == STANDARD_INPUT:
        return location
    return bare(location) if "://" in location else str(Path(location).absolute())


def _is_file(word: str) -> bool:
    """Tell whether there is a file, or a pipe as a shell gives one for a command in its place."""
    try:
        return Path(word).is_file() or Path(word).is_fifo()
    except (OSError, ValueError):  # a name that no file can have
        return False


@dataclass(frozen=True, slots=True)
class Papers:
    """Of which paper a story is: the settings' source that is at its host, or else the host itself."""

    sources: Sequence[SourceSettings]

    def paper_of(self, collection: Collection, url: str) -> SourceSettings:
        """Return the source of a story's address."""
        if collection.source:
            return collection.source
        host = host_of(url)
        named = (one for one in self.sources if "://" not in one.name)  # others have cookies alone
        known = (one for one in named if host and host_of(one.location) == host)
        return next(known, None) or SourceSettings(host.removeprefix("www."), "sitemap", collection.location)
