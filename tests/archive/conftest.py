"""A reader's machine, and a paper of years."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.archive.desk import Desk
from tests.archive.paper import Paper
from tests.house import House


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give all desks a cover, which takes most of a second to draw, and one cache."""
    home = tmp_path_factory.mktemp("archives")
    Image.new("RGB", (1400, 1400)).save(home / "cover.png")
    return home


@pytest.fixture
def desk(tmp_path: Path, home: Path) -> Desk:
    """Let a reader's machine run."""
    house = House(tmp_path)
    show = replace(house.settings.show, cover=home / "cover.png", url="https://podcast.example.org/")
    house.settings = replace(house.settings, show=show, cache_dir=home / "cache")
    return Desk(house)


@pytest.fixture
def paper() -> Iterator[Paper]:
    """Let a paper run."""
    with Paper() as paper:
        yield paper
