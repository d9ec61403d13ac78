"""The catalog: which episodes there are, and which stories were seen. One SQLite file below the output.

Episodes are told by their manifests, and the catalog can be made anew from those. Each change is one
short transaction: any number of processes may use it, and one that is killed loses nothing it had kept.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tts.catalog import search
from tts.catalog.card import Card, card_of
from tts.catalog.database import Database
from tts.catalog.schema import MIGRATIONS
from tts.catalog.search import Hit
from tts.catalog.seen import SeenStories
from tts.catalog.story import stamp, unstamp
from tts.episode_files import manifest, shelf
from tts.errors import OutputError, TingError, Unforeseen, UsageError, border
from tts.model.episode import Episode, EpisodeKind, Files

NAME = "catalog.db"
BATCH = 100
"""So many episodes are kept in one transaction when there are many: some tens of milliseconds."""

MOST_WORDS = 100
"""SQLite bounds how deep an expression is (1000): https://www.sqlite.org/limits.html."""

_CARD = "guid, slug, date, kind, series, voice, issued, title, print"
_SENT = "EXISTS (SELECT 1 FROM inbox WHERE inbox.guid = episode.guid AND removed IS NULL)"
_LATEST = "ORDER BY issued DESC, slug LIMIT ?"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What became of a catalog that was compared with the shelf.

    `superseded` are manifests whose guid a newer episode has, as a killed run leaves them; `damaged`
    says of each manifest that could not be read what is wrong.
    """

    added: int
    removed: int
    superseded: tuple[Path, ...]
    damaged: tuple[tuple[Path, TingError], ...]


def open_database(output: Path) -> Database:
    """Return the database of an output folder; both are made when they are not there."""
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{output} cannot be made: {error.strerror or error}."
        raise OutputError(message, hint="Choose another folder with --out.") from error
    hint = "Make it anew from the episodes: ting catalog rebuild."
    return Database(output / NAME, MIGRATIONS, mend=hint)


def file_of(output: Path) -> tuple[int, int] | None:
    """Return which file an output folder's database is, None where there is none: who has it open asks.

    `ting catalog rebuild` may have put aside one that is damaged, and made another.
    """
    with suppress(OSError):
        state = (output / NAME).stat()
        return state.st_dev, state.st_ino
    return None


class Catalog(SeenStories):
    """Episodes by guid and stories by canonical address; use it as a context manager.

    Every method may raise what `Database` does.
    """

    def __init__(self, output: Path, database: Database) -> None:
        super().__init__(database)
        self._output = output

    @classmethod
    def open(cls, output: Path) -> Self:
        """Return the catalog of an output folder; both are made when they are not there."""
        return cls(output, open_database(output))

    def __enter__(self) -> Self:
        """Return the open catalog."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._database.__exit__(kind, error, trace)

    def add(self, episode: Episode) -> Episode | None:
        """Keep the episode under its guid; return the one it replaced if that has other files."""
        row = _row(episode, self._written(episode))
        with self._database.transaction():
            return self._put(row)

    def _put(self, row: "_Row", *, anew: bool = False) -> Episode | None:
        old = self._database.rows("SELECT slug, manifest FROM episode WHERE guid = ?", (row.guid,))
        if old == [(row.slug, row.manifest)] and not anew:
            self._database.change("UPDATE episode SET written = ? WHERE guid = ?", (row.written, row.guid))
            return None
        self._database.change("DELETE FROM episode WHERE guid = ? OR slug = ?", (row.guid, row.slug))
        *columns, words = astuple(row)
        [(added,)] = self._database.rows(
            f"INSERT INTO episode ({_CARD}, written, manifest)"  # noqa: S608 - ours
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            columns,
        )
        self._database.change("INSERT INTO wording VALUES (?, ?)", (added, words))
        return manifest.load(old[0][1]) if old and old[0][0] != row.slug else None

    def _written(self, episode: Episode) -> int:
        """Return when the manifest on the shelf was written; 0 when it is not there."""
        return _modified(self._place(episode))

    def _place(self, episode: Episode) -> Path:
        return shelf.manifest_path(self._output, episode.date, episode.slug)

    def episodes(
        self,
        *,
        kind: EpisodeKind | None = None,
        series: str | None = None,
        voice: str | None = None,
        limit: int | None = None,
    ) -> list[Episode]:
        """Return the episodes that fit, the latest issued first; their files are names, as in manifests."""
        return list(self.each(kind=kind, series=series, voice=voice, limit=limit))

    def each(
        self,
        *,
        kind: EpisodeKind | None = None,
        series: str | None = None,
        voice: str | None = None,
        limit: int | None = None,
    ) -> Iterator[Episode]:
        """Yield the same one by one: all words of a year's episodes are a gigabyte."""
        wanted = {"kind": kind, "series": series, "voice": voice}
        chosen = {column: value for column, value in wanted.items() if value is not None}
        where = " AND ".join(["1", *(f"{column} = ?" for column in chosen)])
        query = f"SELECT manifest FROM episode WHERE {where} {_LATEST}"  # noqa: S608 - names of columns
        return self._database.each(manifest.load, query, *chosen.values(), -1 if limit is None else limit)

    def cards(self) -> list[Card]:
        """Return the cards of all episodes, the latest issued first; they read while the catalog is open."""
        query = f"SELECT {_CARD}, {_SENT} FROM episode ORDER BY issued DESC, slug"  # noqa: S608 - ours
        return list(self._database.each(self._card, query))

    def _card(self, *columns: Any) -> Card:  # noqa: ANN401 - what the query gives
        guid, slug, day, kind, series, voice, issued, title, mark, sent = columns
        day, issued = date.fromisoformat(day), unstamp(issued)
        return Card(guid, slug, day, kind, series, voice, issued, title, mark, self._whole, bool(sent))

    def _whole(self, card: Card) -> Episode:
        if episode := self.episode(card.slug):
            return episode
        message = f"{card.slug} is gone: the show was changed meanwhile."
        raise TingError(message, hint="Do the same again.")

    def episode(self, slug: str) -> Episode | None:
        """Return the episode of a slug; None when there is none."""
        query = "SELECT manifest FROM episode WHERE slug = ?"
        return next(self._database.each(manifest.load, query, slug), None)

    def of_guid(self, guid: str) -> Episode | None:
        """Return the episode that podcast apps know by this; None when there is none."""
        query = "SELECT manifest FROM episode WHERE guid = ?"
        return next(self._database.each(manifest.load, query, guid), None)

    def sent_on(self) -> dict[str, date]:
        """Return the day on which each episode that was sent to be heard later last was, by its slug."""
        query = (
            "SELECT episode.slug, max(added) FROM episode JOIN inbox USING (guid)"
            " WHERE removed IS NULL GROUP BY episode.slug"
        )
        return dict(
            self._database.each(lambda slug, added: (slug, unstamp(added).astimezone().date()), query)
        )

    def issued_on(self) -> dict[str, date]:
        """Return the day on which each episode came out, by its slug."""
        query = "SELECT slug, issued FROM episode"
        return dict(
            self._database.each(lambda slug, issued: (slug, unstamp(issued).astimezone().date()), query)
        )

    def days(self) -> list[tuple[str, date]]:
        """Return the slug and the day of every episode, the latest issued first."""
        query = "SELECT slug, date FROM episode ORDER BY issued DESC, slug"
        return list(self._database.each(lambda slug, day: (slug, date.fromisoformat(day)), query))

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Return the episodes that have all words of the text, the latest first, and where.

        Traditional and Simplified characters are the same. Raises UsageError when there is no word.
        """
        words = search.words(text)
        if not 0 < len(words) <= MOST_WORDS:
            message = "There are too many words." if words else "There is nothing to search for."
            raise UsageError(message, hint="Give a word or some: ting catalog search 稀土 出口.")
        expression = search.trigrams(words)
        among = "id IN (SELECT rowid FROM trigram WHERE trigram MATCH ?)" if expression else "1"
        tests = " AND ".join(["instr(text, ?) > 0"] * len(words))
        where = f"WHERE {among} AND {tests}"
        query = f"SELECT manifest FROM episode JOIN wording ON episode = id {where} {_LATEST}"  # noqa: S608 - ours
        values = *([expression] if expression else []), *words, limit
        return [search.hit(found, words) for found in self._database.each(manifest.load, query, *values)]

    def remove(self, slug: str) -> bool:
        """Forget the episode of a slug, but not its files; tell whether it was known."""
        with self._database.transaction():
            return self._database.change("DELETE FROM episode WHERE slug = ?", (slug,)) > 0

    def refresh(self, *, anew: bool = False) -> Refreshed:
        """Bring the catalog up to what is on the shelf: manifests written since, and those gone.

        `anew` reads all manifests again, whether or not they were written since.
        """
        known = dict(self._database.rows("SELECT slug, written FROM episode"))
        written = shelf.written(self._output)
        slugs = {path.stem for path in written}
        gone = [slug for slug in known if slug not in slugs]
        changed = {path: at for path, at in written.items() if anew or known.get(path.stem) != at}
        with self._database.transaction():
            for slug in gone:
                self._database.change("DELETE FROM episode WHERE slug = ?", (slug,))
        found = self._add_all(changed, anew=anew)
        superseded = tuple(path for path in found.superseded if path.is_file())
        added = len(set(found.added) - set(superseded))
        return Refreshed(added, len(gone), superseded, tuple(found.damaged))

    def recover(self) -> None:
        """Know the stories that the shelf's episodes tell, where none is: no lost file has one told twice."""
        if not self.has_stories():
            self.refresh()
            self.recall_told()

    def _add_all(self, written: dict[Path, int], *, anew: bool) -> "_Additions":
        found = _Additions()
        paths = sorted(written, key=lambda path: (written[path], path))
        for start in range(0, len(paths), BATCH):
            rows = list(self._read(paths[start : start + BATCH], written, found.damaged))
            with self._database.transaction():
                for path, row in rows:
                    if not self._is_newer(row):
                        found.superseded.append(path)
                        continue
                    try:
                        with border("keeping the manifest"):
                            replaced = self._put(row, anew=anew)
                    except Unforeseen as error:
                        found.damaged.append((path, error))
                        continue
                    found.added.append(path)
                    if replaced:
                        found.superseded.append(self._place(replaced))
        return found

    def _read(
        self, paths: list[Path], written: dict[Path, int], damaged: list[tuple[Path, TingError]]
    ) -> Iterator[tuple[Path, "_Row"]]:
        """Yield the rows of the manifests that can be read."""
        for path in paths:
            try:
                with border("reading the manifest"):
                    row = _row(self._episode_at(path), written[path])
            except TingError as error:
                damaged.append((path, error))
            else:
                yield path, row

    def _episode_at(self, path: Path) -> Episode:
        episode = manifest.read(path)
        if self._place(episode) == path:
            return episode
        message = "The manifest is not in the place of its episode."
        raise TingError(message, hint="Remove it, or put it back in its folder under its own name.")

    def _is_newer(self, row: "_Row") -> bool:
        """Tell whether no other episode of the guid was written later."""
        later = "SELECT 1 FROM episode WHERE guid = ? AND slug != ? AND written >= ?"
        return not self._database.rows(later, (row.guid, row.slug, row.written))


@dataclass(frozen=True, slots=True)
class _Additions:
    """What became of manifests; filled while they are read."""

    added: list[Path] = field(default_factory=list)
    superseded: list[Path] = field(default_factory=list)
    damaged: list[tuple[Path, TingError]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """An episode as it is kept: the columns of its table, and then its words."""

    guid: str
    slug: str
    date: str
    kind: str
    series: str | None
    voice: str
    issued: int
    title: str
    print: str
    written: int
    manifest: str
    wording: str


def _row(episode: Episode, written: int) -> _Row:
    named = replace(episode, files=Files(*(Path(file).name for file in astuple(episode.files))))
    card = card_of(named)
    return _Row(
        guid=card.guid,
        slug=card.slug,
        date=card.date.isoformat(),
        kind=card.kind,
        series=card.series,
        voice=card.voice,
        issued=stamp(card.issued),
        title=card.title,
        print=card.print,
        written=written,
        manifest=manifest.line(named),
        wording=search.wording(episode),
    )


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
