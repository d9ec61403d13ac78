"""A reader's machine and two newspapers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.daily.desk import Desk
from tests.newspaper import Newspaper


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give all desks a cover, which takes most of a second to draw, and one cache."""
    home = tmp_path_factory.mktemp("home")
    Image.new("RGB", (1400, 1400)).save(home / "cover.png")
    return home


@pytest.fixture
def desk(tmp_path: Path, home: Path) -> Iterator[Desk]:
    """Let a reader's machine and two newspapers run."""
    with Newspaper() as paper:
        yield Desk(tmp_path, paper, home)
