"""What comes by way of the far shelf stands on one's own as if it had been made there, or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import astuple, replace
from pathlib import Path

import pytest

from tests.farm.farmyard import story
from tests.house import TODAY, Notes
from tts.episode_files import manifest
from tts.errors import OutputError
from tts.farm import waybill
from tts.farm.delivery import found, own_folder, received
from tts.farm.errand import Made
from tts.farm.failures import Unmade
from tts.farm.far_shelf import FarShelf
from tts.farm.job import Job
from tts.farm.local import Local
from tts.farm.workshop import _told
from tts.model.episode import Episode
from tts.model.order import Order
from tts.model.settings import Settings, ShowSettings
from tts.narration.studio import Studio
from tts.synthesizer import Gate
from tts.testing import FakeEngine

SHORTER = 1000


def studio(folder: Path) -> Studio:
    settings = Settings(engine="espeak", profile="source", cache_megabytes=0, show=ShowSettings(folder))
    gate = Gate(FakeEngine(name="espeak", concurrency=4))
    return replace(Studio.from_settings(settings, TODAY, print), gate=lambda _name: gate)


def made_in(folder: Path, name: str = "第1條") -> Episode:
    return asyncio.run(Local(studio(folder)).narrate(Job(story(name)), Notes()))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def far(tmp_path: Path) -> FarShelf:
    return FarShelf(str(tmp_path / "shelf"))


def fetched(far: FarShelf, episode: Episode, home: Path, make: Callable[[int], Awaitable[Made]]) -> Episode:
    return asyncio.run(received(far, Order(episode.id, episode.date), episode.slug, studio(home), make))


def of(episode: Episode, bill: bytes) -> Made:
    return Made(episode.slug, episode.date, "", episode.duration_ms, "brown", waybill=bill)


def test_what_is_fetched_is_what_was_put_and_is_gone_there(far: FarShelf, tmp_path: Path) -> None:
    there = made_in(tmp_path / "worker")

    async def make(_in_vain: int) -> Made:
        return of(there, waybill.written(await far.put(there.id, there.files)))

    here = fetched(far, there, tmp_path / "home", make)
    assert Path(here.files.mp3).is_relative_to(tmp_path / "home")
    assert files_in(tmp_path / "home") == files_in(tmp_path / "worker")
    assert files_in(tmp_path / "shelf") == {}


def test_what_another_run_has_taken_is_made_once_more(far: FarShelf, tmp_path: Path) -> None:
    there = made_in(tmp_path / "worker")
    tried: list[int] = []

    async def make(in_vain: int) -> Made:
        tried.append(in_vain)
        bill = await far.put(there.id, there.files)
        if in_vain < 2:
            await far.remove(there.id, bill)
        return of(there, waybill.written(bill))

    fetched(far, there, tmp_path / "home", make)
    assert tried == [0, 1, 2]


def test_what_another_run_has_brought_here_is_not_made_once_more(far: FarShelf, tmp_path: Path) -> None:
    there = made_in(tmp_path / "worker")

    async def make(in_vain: int) -> Made:
        assert not in_vain
        return of(there, waybill.written(waybill.of_files(there.files)))

    here = fetched(far, there, tmp_path / "worker", make)
    assert here.files == there.files


@pytest.mark.parametrize(
    "change",
    [
        {"id": "0a" * 32},
        {"slug": "../../../etc/passwd"},
        {"engine": "azure"},
        {"duration_ms": 10**9},
        {"date": TODAY.replace(year=1999)},
    ],
)
def test_another_episode_than_was_ordered_is_never_taken(
    far: FarShelf, tmp_path: Path, change: dict[str, object]
) -> None:
    there = made_in(tmp_path / "worker")
    names = replace(there.files, **{name: Path(path).name for name, path in _by_name(there).items()})
    false = replace(there, files=names, **change)  # type: ignore[arg-type]
    Path(there.files.json).write_text(manifest.dump(false), encoding="utf-8")

    async def make(_in_vain: int) -> Made:
        return of(there, waybill.written(await far.put(there.id, there.files)))

    with pytest.raises(Unmade, match="is another episode"):
        fetched(far, there, tmp_path / "home", make)
    assert files_in(tmp_path / "home") == {}


def _by_name(episode: Episode) -> dict[str, str]:
    return dict(zip(type(episode.files).__dataclass_fields__, astuple(episode.files), strict=True))


def test_a_worker_that_says_nothing_of_what_it_made_is_told(far: FarShelf, tmp_path: Path) -> None:
    there = made_in(tmp_path / "worker")

    async def make(_in_vain: int) -> Made:
        return of(there, b"")

    with pytest.raises(Unmade, match="The worker brown does not say what it has made"):
        fetched(far, there, tmp_path / "home", make)


def test_a_home_that_cannot_be_written_is_told_and_what_was_made_stays_there(
    far: FarShelf, tmp_path: Path
) -> None:
    there = made_in(tmp_path / "worker")
    (tmp_path / "home").write_text("no folder")

    async def make(_in_vain: int) -> Made:
        return of(there, waybill.written(await far.put(there.id, there.files)))

    with pytest.raises(OutputError):
        fetched(far, there, tmp_path / "home", make)
    assert asyncio.run(far.standing(there.id))


def test_only_the_episode_of_an_order_stands_for_it(far: FarShelf, tmp_path: Path) -> None:
    there, other = made_in(tmp_path / "worker"), made_in(tmp_path / "worker", "第2條")

    async def look() -> list[object]:
        none = await found(far, there.id, studio(tmp_path))
        await far.put(there.id, other.files)
        false = await found(far, there.id, studio(tmp_path))
        bill = await far.put(there.id, there.files)
        assert await found(far, there.id, studio(tmp_path))
        (tmp_path / "shelf" / "orders" / there.id / bill.json.digest).unlink()
        return [none, false, await found(far, there.id, studio(tmp_path))]

    assert asyncio.run(look()) == [None, None, None]


def test_a_folder_of_ones_own_is_gone_at_the_end_and_told_where_there_can_be_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with own_folder() as folder:
        (folder / "file").write_text("half")
        assert [*tmp_path.iterdir()] == [folder]
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(OutputError, match="folder for temporary files"), own_folder():
        pass


def test_a_manifest_that_another_run_puts_anew_is_told_as_it_will_be(tmp_path: Path) -> None:
    there = made_in(tmp_path)
    told = _told(there).manifest
    Path(there.files.json).unlink()
    assert _told(there).manifest == told
