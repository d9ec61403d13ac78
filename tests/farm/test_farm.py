"""Many machines come to the same as one, whoever of them is there."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.emulator import EdgeEmulator
from tests.farm.farmyard import Farmyard, farmyard, stories
from tts.catalog.store import Catalog
from tts.errors import TingError
from tts.farm import crew
from tts.farm.failures import FarmUnavailable
from tts.model.episode import Episode
from tts.model.settings import EdgeSettings, EngineSettings, ShowSettings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def one_yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farmyard]:
    """Run two workers that both could ask Edge, and one of another program."""
    with farmyard(tmp_path_factory.mktemp("farm")) as yard:
        workers = {name: yard.worker(name, "--resources", "edge=8") for name in ("brown", "white")}
        yard.until_there(**workers, stray=yard.worker("stray", preload=False))
        yield yard


@pytest.fixture
def yard(one_yard: Farmyard, tmp_path: Path) -> Farmyard:
    """Give the farm to a newsroom of its own."""
    own = Farmyard(tmp_path)
    own.port = one_yard.port
    return own


def test_every_article_is_made_once_and_the_same_as_by_one_process(yard: Farmyard) -> None:
    told = stories(12)
    made = yard.run(told)
    assert all(isinstance(one, Episode) for one in made)
    assert yard.files() == yard.files_of_one_process(told, yard.settings)
    with Catalog.open(yard.folder / "output") as catalog:
        catalog.refresh()
        assert len(catalog.cards()) == len(told)
    lines = [line for line in yard.notes.notices if " made, " in line]
    assert {line.split()[1].rstrip(":") for line in lines} == {"brown", "white"}
    assert sum(int(line.split()[2]) for line in lines) == len(told)


def test_a_worker_of_another_program_is_left_out_by_name(yard: Farmyard) -> None:
    yard.run(stories(1))
    (told,) = [line for line in yard.notes.notices if "stray" in line]
    assert told.startswith("Left out is the worker stray. It is none of this program")
