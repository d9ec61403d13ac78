"""One letterbox for the tests of a module, and people who ask."""

from collections.abc import Iterator
from zlib import crc32

import httpx
import pytest

from tests.server.letterbox import Letterbox, letterbox


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Letterbox]:
    with letterbox(tmp_path_factory.mktemp("inbox")) as box:
        yield box


@pytest.fixture
def list_name(request: pytest.FixtureRequest) -> str:
    """Return a list that no other test uses."""
    return f"{crc32(request.node.nodeid.encode()):x}"


@pytest.fixture
def owner(box: Letterbox, list_name: str) -> Iterator[httpx.Client]:
    """Who may do all with a list of her own."""
    with box.as_(box.token(f"owner {list_name}", "all", list_name)) as client:
        yield client


@pytest.fixture
def sender(box: Letterbox, list_name: str) -> Iterator[httpx.Client]:
    """Who may only add to the same list."""
    with box.as_(box.token(f"sender {list_name}", "add", list_name)) as client:
        yield client


@pytest.fixture
def reader(box: Letterbox, list_name: str) -> Iterator[httpx.Client]:
    """Who may only read it."""
    with box.as_(box.token(f"reader {list_name}", "read", list_name)) as client:
        yield client
