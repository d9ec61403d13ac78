"""A catalog to keep episodes and stories in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tts.catalog.store import Catalog


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """Open an empty catalog."""
    with Catalog.open(tmp_path) as opened:
        yield opened
