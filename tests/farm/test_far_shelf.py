"""A place that all reach holds what was put there, or nothing; and nobody else's files are touched."""

import asyncio
import os
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from tests.s3_server import BUCKET, KEYS, S3, every, in_front, led_to, serving
from tts.destination import Folder
from tts.errors import NetworkError, OutputError, UsageError
from tts.farm import far_shelf, waybill
from tts.farm.far_shelf import KEPT_S, ORDERS, PATIENCE, SIGNS, WAYBILL, Astray, FarShelf, apart
from tts.farm.waybill import Waybill
from tts.model.episode import Files

ORDER = "0a" * 32
NOWHERE = "http://127.0.0.1:9"
AT_ONCE = replace(PATIENCE, first_wait_s=0.0)


@pytest.fixture(scope="module")
def server() -> Iterator[S3]:
    with serving() as running:
        yield running


@pytest.fixture
def s3(server: S3, monkeypatch: pytest.MonkeyPatch) -> S3:
    return led_to(server, monkeypatch)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Files of an episode; two of them hold the same."""
    made = tmp_path / "made"
    made.mkdir()
    names = Files(*Files.__dataclass_fields__)
    for name in Files.__dataclass_fields__:
        (made / name).write_text("同" if name in {"srt", "vtt"} else name, encoding="utf-8")
    return Files(**{name: str(made / name) for name in msgspec.to_builtins(names)})


def bytes_of(files: Files) -> dict[str, bytes]:
    return {name: Path(path).read_bytes() for name, path in msgspec.to_builtins(files).items()}


async def all_of(far: FarShelf, bill: Waybill) -> dict[str, bytes]:
    return {name: await far.fetch(ORDER, content) for name, content in bill.contents.items()}


class Recorder(Folder):
    """A folder that notes what is put there, and in which every so manieth call fails."""

    def __init__(self, root: Path, period: int = 10**9) -> None:
        super().__init__(root)
        self.came: list[str] = []
        self._refuse = every(period)

    def _flaky(self) -> None:
        if self._refuse("", ""):
            message = "The folder is busy."
            raise OutputError(message)

    def put(self, path: str, content: Path | bytes) -> None:
        self._flaky()
        super().put(path, content)
        self.came.append(path)

    def read(self, path: str, most: int | None = None) -> bytes | None:
        self._flaky()
        return super().read(path, most)


def recorded(monkeypatch: pytest.MonkeyPatch, place: Folder) -> FarShelf:
    monkeypatch.setattr(far_shelf, "open_destination", lambda _where: place)
    return FarShelf("/recorded", AT_ONCE)


def test_the_waybill_comes_last_and_names_what_all_files_hold(
    tmp_path: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Recorder(tmp_path / "shelf")
    far = recorded(monkeypatch, place)

    async def put_and_fetch() -> dict[str, bytes]:
        assert await far.standing(ORDER) is None
        bill = await far.put(ORDER, files)
        assert await far.standing(ORDER) == bill
        return await all_of(far, bill)

    assert asyncio.run(put_and_fetch()) == bytes_of(files)
    assert place.came[-1] == f"{ORDERS}/{ORDER}/{WAYBILL}"
    assert len(place.came) == 9  # eight contents, for two files hold the same


def test_a_place_that_fails_every_third_time_costs_nothing(
    tmp_path: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = recorded(monkeypatch, Recorder(tmp_path / "shelf", 3))
    assert asyncio.run(put_and_fetch(far, files)) == bytes_of(files)


async def put_and_fetch(far: FarShelf, files: Files) -> dict[str, bytes]:
    async with far.signed() as sign:
        await far.see(sign)
        return await all_of(far, await far.put(ORDER, files))


def test_a_bucket_that_is_asked_too_often_costs_nothing_and_is_left_empty(
    s3: S3, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_front(s3, every(4)) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        far = FarShelf(f"s3://{BUCKET}/farm", AT_ONCE)
        assert asyncio.run(put_and_fetch(far, files)) == bytes_of(files)
        assert [key for key in s3.stored() if SIGNS in key] == []
        asyncio.run(far.remove(ORDER, waybill.of_files(files)))
    assert s3.stored() == []


def test_of_an_episode_that_finds_no_room_nothing_stays(
    tmp_path: Path, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Small(Recorder):
        def put(self, path: str, content: Path | bytes) -> None:
            if len(self.came) > 3:
                message = "The disk is full."
                raise OutputError(message)
            super().put(path, content)

    place = Small(tmp_path / "shelf")
    with pytest.raises(NetworkError, match="The disk is full"):
        asyncio.run(recorded(monkeypatch, place).put(ORDER, files))
    assert len(place.came) == 4
    assert not [path for path in (tmp_path / "shelf").rglob("*") if path.is_file()]


@pytest.mark.parametrize("there", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
def test_what_is_no_file_in_a_files_place_is_neither_read_nor_waited_for(
    tmp_path: Path, files: Files, there: Callable[[Path], object]
) -> None:
    path = tmp_path / "shelf" / ORDERS / ORDER / WAYBILL
    path.parent.mkdir(parents=True)
    there(path)
    far = FarShelf(str(tmp_path / "shelf"), AT_ONCE)
    assert asyncio.run(far.standing(ORDER)) is None
    with pytest.raises(NetworkError, match=r"is no file|Is a directory"):
        asyncio.run(far.put(ORDER, files))


NO_DIGEST = ("../../../etc/passwd", "0A" * 32, "0a" * 32 + "\n", "", "/", "%2e%2e%2f" * 8)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 5000,
        b"x" * 9000,
        *(msgspec.json.encode({"mp3": {"digest": digest, "size": 1}}) for digest in NO_DIGEST),
    ],
)
def test_what_is_no_waybill_is_none(tmp_path: Path, files: Files, text: bytes) -> None:
    far = FarShelf(str(tmp_path / "shelf"))
    path = tmp_path / "shelf" / ORDERS / ORDER / WAYBILL
    asyncio.run(far.put(ORDER, files))
    assert asyncio.run(far.standing(ORDER))
    path.write_bytes(text)
    assert asyncio.run(far.standing(ORDER)) is None


@pytest.mark.parametrize("digest", NO_DIGEST)
def test_a_name_that_is_no_digest_is_in_no_waybill(files: Files, digest: str) -> None:
    told = msgspec.to_builtins(waybill.of_files(files))
    assert waybill.read(msgspec.json.encode(told))
    assert waybill.read(msgspec.json.encode(told | {"txt": {"digest": digest, "size": 1}})) is None
    assert waybill.read(msgspec.json.encode(told | {"txt": {"digest": "0a" * 32, "size": 2**40}})) is None


@pytest.mark.parametrize("change", [Path.unlink, lambda path: path.write_bytes(b"x" * 10**6)])
def test_what_is_gone_or_something_else_is_not_taken_for_it(
    tmp_path: Path, files: Files, change: Callable[[Path], object]
) -> None:
    far = FarShelf(str(tmp_path / "shelf"))

    async def put_and_change() -> None:
        bill = await far.put(ORDER, files)
        change(tmp_path / "shelf" / ORDERS / ORDER / bill.mp3.digest)
        await far.fetch(ORDER, bill.mp3)

    with pytest.raises(Astray, match="is not there, or is something else"):
        asyncio.run(put_and_change())


def test_an_empty_file_in_a_waybills_place_is_none(s3: S3) -> None:
    s3.client.put_object(Bucket=BUCKET, Key=f"farm/{ORDERS}/{ORDER}/{WAYBILL}", Body=b"")
    assert asyncio.run(FarShelf(f"s3://{BUCKET}/farm").standing(ORDER)) is None


def test_what_nobody_fetched_for_a_week_goes_and_what_is_not_ours_stays(s3: S3, files: Files) -> None:
    far = FarShelf(f"s3://{BUCKET}/farm")
    asyncio.run(far.put(ORDER, files))
    s3.client.put_object(Bucket=BUCKET, Key=f"farm/{SIGNS}/.run.0a0a0a0a-12-0a0a0a0a.part", Body=b"left")
    others = [f"farm/{ORDERS}/{ORDER}/notes.txt", f"farm/{ORDERS}/../{WAYBILL}", "farm/mine", "orders/mine"]
    for key in others:
        s3.client.put_object(Bucket=BUCKET, Key=key, Body=b"mine")
    asyncio.run(far.sweep())
    assert len(s3.stored()) == 9 + 1 + len(others)
    asyncio.run(far.sweep(time.time() + KEPT_S + 60))
    assert sorted(s3.stored()) == sorted(others)


def test_a_folder_is_swept_as_well(tmp_path: Path, files: Files) -> None:
    far = FarShelf(str(tmp_path / "shelf"))
    asyncio.run(far.put(ORDER, files))
    half = tmp_path / "shelf" / ORDERS / ORDER / f".{'0b' * 32}.0a0a0a0a-1-0a0a0a0a.part"
    half.write_bytes(b"half")
    mine = tmp_path / "shelf" / "mine"
    mine.write_bytes(b"mine")
    asyncio.run(far.sweep(time.time() + KEPT_S + 60))
    assert [path for path in (tmp_path / "shelf").rglob("*") if path.is_file()] == [mine]


def test_who_is_led_to_another_place_does_not_see_the_sign(tmp_path: Path) -> None:
    here, there = FarShelf(str(tmp_path / "here")), FarShelf(str(tmp_path / "there"))

    async def sign_here() -> None:
        async with here.signed() as sign:
            await here.see(sign)
            await there.see(sign)

    with pytest.raises(NetworkError, match=r"It does not see in .*there what this run has laid there"):
        asyncio.run(sign_here())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_bucket_that_is_not_there_and_no_keys_are_told_at_once(
    s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def note(method: str, path: str) -> int:
        asked.append(f"{method} {path}")
        return 0

    async def sign(where: str) -> None:
        async with FarShelf(where).signed():
            pass

    with in_front(s3, note) as address:
        monkeypatch.setenv("AWS_ENDPOINT_URL", address)
        with pytest.raises(NetworkError, match="bucket does not exist") as raised:
            asyncio.run(sign("s3://nosuch/farm"))
        assert "keys for it" in raised.value.hint
        assert len([line for line in asked if line.startswith("PUT")]) == 1
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        with pytest.raises(NetworkError, match="credentials"):
            asyncio.run(sign(f"s3://{BUCKET}/farm"))
        assert not [line for line in asked if line.startswith(f"PUT /{BUCKET}")]


def test_keys_that_are_wrong_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(INITIAL_NO_AUTH_ACTION_COUNT="1") as guarded:
        for name, value in (KEYS | {"AWS_ENDPOINT_URL": guarded.url}).items():
            monkeypatch.setenv(name, value)

        async def sign() -> None:
            async with FarShelf(f"s3://{BUCKET}/farm").signed():
                pass

        with pytest.raises(NetworkError, match="Access Key"):
            asyncio.run(sign())


def test_a_store_that_takes_connections_and_says_nothing_is_given_up(
    s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_shelf, "REACHED_S", 0.5)

    async def sign() -> None:
        async with FarShelf(f"s3://{BUCKET}/farm").signed():
            pass

    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(NetworkError, match="does not answer"):
            asyncio.run(sign())
    assert s3.stored() == []


def test_a_call_that_hangs_is_left_to_itself() -> None:
    reading, _writing = os.pipe()
    with pytest.raises(TimeoutError):
        asyncio.run(apart(lambda: os.read(reading, 1), 0.1))


def test_a_folder_without_room_or_right_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    async def sign() -> None:
        async with FarShelf(str(tmp_path / "file" / "shelf")).signed():
            pass

    with pytest.raises(NetworkError, match="Not a directory") as raised:
        asyncio.run(sign())
    assert raised.value.hint.startswith("Check its name")


def test_a_kind_of_place_that_nobody_knows_is_a_slip_of_usage() -> None:
    with pytest.raises(UsageError, match="is no place for files"):
        FarShelf("nosuch://bucket/farm")
