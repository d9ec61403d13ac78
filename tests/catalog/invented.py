"""Episodes that nobody made, and places for them to stand."""

import datetime as dt
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from pathlib import Path

from tts.catalog.store import Catalog
from tts.episode_files import manifest, shelf
from tts.model.episode import Chapter, Cue, Episode, Imprint, Source

MORNING = dt.datetime(2026, 1, 9, 6, tzinfo=dt.UTC)
SAID = ("本節目由語音合成。", "北京外交部說明稀土出口。", "台積電股價上漲３０％。")


def invented(  # noqa: PLR0913 - what tests vary
    number: int,
    *said: str,
    guid: str | None = None,
    series: str | None = "世界日報",
    issued: dt.datetime | None = None,
    version: int = 0,
    url: str | None = None,
) -> Episode:
    """Return an episode of a few sentences, a day younger than that of the number before."""
    issued = issued or MORNING + dt.timedelta(days=number)
    title = f"第{number}則新聞"
    slug = f"{issued:%Y-%m-%d}-story-{number}-{version}"
    address = url or f"https://news.example/story/{number}"
    sentences = (title, *(said or SAID))
    return Episode(
        id=f"id-{number}-{version}",
        slug=slug,
        title=title,
        date=issued.date(),
        language="zh-Hant",
        duration_ms=1000 * len(sentences),
        profile="podcast",
        engine="espeak",
        voice="cmn",
        disclosure="",
        chapters=(Chapter(0, 1000 * len(sentences), title, address),),
        cues=tuple(Cue(1000 * at, 1000 * at + 900, text) for at, text in enumerate(sentences)),
        articles=(Source(title, "記者王小明", "世界新聞網", address, issued, f"print-{number}-{version}"),),
        files=shelf.names(slug),
        imprint=Imprint(guid or f"guid-{number}", series, issued),
    )


def put_on_shelf(output: Path, *episodes: Episode) -> None:
    """Write the files of the episodes as a run does; only the manifests have anything in them."""
    for episode in episodes:
        with shelf.draft(output, episode.date, episode.slug) as draft:
            for path in astuple(draft):
                path.write_text("")
            draft.json.write_text(manifest.dump(episode))
            shelf.put(draft, episode.slug)


def place(output: Path, episode: Episode) -> Path:
    """Return where the episode's manifest stands."""
    return shelf.manifest_path(output, episode.date, episode.slug)


@contextmanager
def fresh() -> Iterator[Catalog]:
    """Open an empty catalog for one of many examples."""
    with tempfile.TemporaryDirectory() as folder, Catalog.open(Path(folder)) as catalog:
        yield catalog
