"""Workers that share no folder come to the same as one process, whoever is killed, whatever stands there."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.farm.farmyard import PATIENCE_S, Farmyard, farmyard, stories
from tests.s3_server import BUCKET, KEYS, S3, every, in_front, led_to, serving
from tts.errors import ExitCode, NetworkError, TingError, UsageError
from tts.farm import examination, waybill
from tts.farm.far_shelf import ORDERS, WAYBILL
from tts.farm.waybill import Content, Waybill
from tts.model.document import Document
from tts.model.episode import Episode
from tts.model.settings import Settings

if TYPE_CHECKING:
    import subprocess

pytestmark = pytest.mark.slow

SHELF = f"s3://{BUCKET}/farm"
NO_S3FS = 'import sys\nsys.modules["s3fs"] = None\n'
READ_ONLY = """
import errno, pathlib
write = pathlib.Path.write_text
def refuse(path, *what, **how):
    if path.name.startswith(".worker."):
        raise OSError(errno.EROFS, "Read-only file system")
    return write(path, *what, **how)
pathlib.Path.write_text = refuse
"""


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def one_yard(server: S3, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farmyard]:
    """Run a farm of one worker, which reaches the store."""
    with farmyard(tmp_path_factory.mktemp("farm")) as running:
        keys: Any = KEYS | {"AWS_ENDPOINT_URL": server.url}
        brown = running.worker("brown", **keys)
        running.until_there(brown=brown)
        yield running


@pytest.fixture
def s3(server: S3, monkeypatch: pytest.MonkeyPatch) -> S3:
    return led_to(server, monkeypatch)


@pytest.fixture
def yard(tmp_path: Path, s3: S3) -> Iterator[Farmyard]:  # noqa: ARG001 - workers have its keys
    with farmyard(tmp_path) as running:
        yield running


@pytest.fixture
def newsroom(one_yard: Farmyard, tmp_path: Path, s3: S3) -> Farmyard:  # noqa: ARG001 - it has its keys
    """Give the farm of one worker to a newsroom of its own."""
    own = Farmyard(tmp_path)
    own.port = one_yard.port
    return own


def with_shelf(yard: Farmyard, where: str = SHELF) -> Settings:
    return replace(yard.settings, shelf=where)


def assert_all_made(yard: Farmyard, told: Sequence[Document], made: Sequence[Episode | TingError]) -> None:
    assert all(isinstance(one, Episode) for one in made), made
    assert yard.files() == yard.files_of_one_process(told, yard.settings)


@dataclass
class Once:
    """Does something at the first request of a kind, and lets that and all others pass, or refuses it."""

    method: str
    part: str
    act: Callable[[], object]
    status: int = 0
    done: threading.Event = field(default_factory=threading.Event)

    def __call__(self, method: str, path: str) -> int:
        if method == self.method and self.part in path and not self.done.is_set():
            self.done.set()
            self.act()
            return self.status
        return 0


def test_a_store_that_fails_every_tenth_time_and_two_newsrooms_at_once_cost_nothing(
    yard: Farmyard, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stories(6)
    with in_front(s3, every(10)) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        yard.until_there(**{name: yard.worker(name) for name in ("brown", "white")})
        other = replace(with_shelf(yard), show=replace(yard.settings.show, output=yard.folder / "other"))

        async def both() -> list[list[Episode | TingError]]:
            return [*await asyncio.gather(yard.narrate(told, with_shelf(yard)), yard.narrate(told, other))]

        made, others = asyncio.run(both())
    assert_all_made(yard, told, [*made, *others])
    assert yard.files("other") == yard.files()
    assert not yard.rooms


def test_a_worker_killed_before_its_waybill_came_costs_nothing(
    yard: Farmyard, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stories(3)
    workers: dict[str, subprocess.Popen[bytes]] = {}
    killing = Once("PUT", WAYBILL, lambda: os.kill(workers["brown"].pid, signal.SIGKILL), 500)
    with in_front(s3, killing) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        workers["brown"] = yard.worker("brown")
        yard.until_there(**workers)

        async def kill_it() -> list[Episode | TingError]:
            making = asyncio.ensure_future(yard.narrate(told, with_shelf(yard)))
            assert await asyncio.to_thread(killing.done.wait, PATIENCE_S)
            assert await asyncio.to_thread(workers["brown"].wait, PATIENCE_S)
            yard.worker("white")
            return await making

        made = asyncio.run(kill_it())
    assert_all_made(yard, told, made)
    assert s3.stored() == []
    assert not yard.rooms  # the next worker has cleared what the killed one left


def test_of_a_client_killed_while_it_fetches_the_next_run_finds_what_was_made(
    newsroom: Farmyard, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stories(2)
    clients: list[subprocess.Popen[str]] = []
    options = ("--farm", newsroom.address, "--shelf", SHELF)
    killing = Once("GET", f"{ORDERS}/", lambda: os.kill(clients[0].pid, signal.SIGKILL))
    with in_front(s3, killing) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        with newsroom.reading(told, *options) as client:
            clients.append(client)
            client.wait(PATIENCE_S)
    assert client.returncode == -signal.SIGKILL
    assert not newsroom.manifests()
    kept = s3.stored()
    assert [key for key in kept if key.endswith(WAYBILL)]
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.url)
    came = s3.puts()
    with newsroom.reading(told, *options) as again:
        _printed, said = again.communicate(timeout=PATIENCE_S)
    assert again.returncode == 0, said
    assert len(newsroom.manifests()) == len(told)
    made_before = [key.partition(f"{ORDERS}/")[2][:64] for key in kept if key.endswith(WAYBILL)]
    assert not [path for path in s3.puts()[len(came) :] for order in made_before if order in path]
    assert not [key for key in s3.stored() if ORDERS in key]


def test_what_strangers_put_there_is_never_taken_for_the_story(newsroom: Farmyard, s3: S3) -> None:
    told = stories(2)
    newsroom.run(told, with_shelf(newsroom))
    first = newsroom.files()
    orders = {path.partition(f"{ORDERS}/")[2][:64] for path in s3.puts() if path.endswith(WAYBILL)}
    for order, text in zip(sorted(orders), [b'{"mp3": {"digest": "../../x", "size": 1}}', None], strict=True):
        bill = text or _waybill_of_nothing()
        s3.client.put_object(Bucket=BUCKET, Key=f"farm/{ORDERS}/{order}/{WAYBILL}", Body=bill)
    for path in newsroom.manifests():
        path.unlink()
    s3.client.put_object(Bucket=BUCKET, Key=f"farm/{ORDERS}/../../../../etc/passwd", Body=b"x")
    assert_all_made(newsroom, told, newsroom.run(told, with_shelf(newsroom)))
    assert newsroom.files() == first


def _waybill_of_nothing() -> bytes:
    return waybill.written(Waybill(*[Content("0a" * 32, 3)] * 9))


def test_workers_that_do_not_reach_the_shelf_are_left_out_by_name(yard: Farmyard) -> None:
    workers = {
        "bare": yard.worker("bare", PYTHONPATH=yard.other("bare-path", NO_S3FS)),
        "lost": yard.worker("lost", AWS_ENDPOINT_URL="http://127.0.0.1:9"),
        "good": yard.worker("good"),
    }
    yard.until_there(**workers)
    made = yard.run(stories(2), with_shelf(yard))
    assert_all_made(yard, stories(2), made)
    told = sorted(line for line in yard.notes.notices if line.startswith("Left out"))
    assert [line.split()[5] for line in told] == ["bare.", "lost."]
    assert "needs s3fs" in told[0]
    assert "Could not connect" in told[1]


def test_a_client_that_cannot_use_the_shelf_says_so_and_makes_nothing(
    newsroom: Farmyard, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NetworkError, match="bucket does not exist") as raised:
        newsroom.run(stories(1), with_shelf(newsroom, "s3://nosuch/farm"))
    assert raised.value.exit_code is ExitCode.NETWORK
    with pytest.raises(UsageError, match="--offline forbids it"):
        newsroom.run(stories(1), replace(with_shelf(newsroom), offline=True))
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(NetworkError, match="redentials"):
        newsroom.run(stories(1), with_shelf(newsroom))
    assert not newsroom.files()
    assert s3.stored() == []


def test_a_folder_is_a_shelf_as_well_and_ones_own_workers_have_it(tmp_path: Path) -> None:
    yard = Farmyard(tmp_path)
    with yard.reading(stories(2), "--farm", "local:1", "--shelf", str(tmp_path / "shelf")) as client:
        _printed, said = client.communicate(timeout=PATIENCE_S)
    assert client.returncode == 0, said
    assert len(yard.manifests()) == 2
    assert not [path for path in (tmp_path / "shelf").rglob("*") if path.is_file()]


def test_a_client_interrupted_while_it_fetches_leaves_no_half_story(
    newsroom: Farmyard, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    clients: list[subprocess.Popen[str]] = []
    over = threading.Event()

    def interrupt() -> None:
        os.killpg(clients[0].pid, signal.SIGINT)
        over.wait(PATIENCE_S)

    with in_front(s3, Once("GET", f"{ORDERS}/", interrupt)) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        with newsroom.reading(stories(1), "--farm", newsroom.address, "--shelf", SHELF) as client:
            clients.append(client)
            _printed, said = client.communicate(timeout=PATIENCE_S)
        over.set()
    assert client.returncode == ExitCode.INTERRUPTED
    assert said.endswith("ting: Interrupted; finished episodes are kept.\n")
    assert "Traceback" not in said
    assert not [path for path in (newsroom.folder / "output").rglob("*") if path.is_file()]


def test_a_worker_that_sees_the_shared_folder_and_cannot_write_it_is_left_out(yard: Farmyard) -> None:
    yard.until_there(mute=yard.worker("mute", PYTHONPATH=yard.other("mute-path", READ_ONLY)))
    hint = yard.refused().hint
    assert "Left out is the worker mute. It cannot write to" in hint
    assert "Read-only file system" in hint
    assert not yard.files()


def test_a_worker_that_hangs_while_it_is_examined_is_left_out(
    yard: Farmyard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "EXAMINED_S", 0.5)
    yard.until_there(deaf=yard.worker("deaf", BARN_SILENT="1"))
    assert "Left out is the worker deaf. It could not be asked what it offers" in yard.refused().hint
    assert not yard.files()
