"""Where a listener stopped is known the next time, whatever happens to the file."""

from pathlib import Path

from tts.preview.positions import MOST, WORTH_MS, Memory


def test_a_position_is_remembered_and_forgotten(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    Memory(folder).keep("one", 60_000)
    Memory(folder).keep("two", 70_000)
    assert Memory(folder).recall("one") == 60_000
    Memory(folder).keep("one", 0)
    assert [Memory(folder).recall(name) for name in ("one", "two", "three")] == [0, 70_000, 0]


def test_a_beginning_is_not_worth_remembering(tmp_path: Path) -> None:
    Memory(tmp_path).keep("one", WORTH_MS - 1)
    assert not list(tmp_path.iterdir())


def test_only_the_latest_are_kept(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory._write({str(number): 60_000 for number in range(MOST)})  # noqa: SLF001 - a thousand at once
    memory.keep("0", 70_000)
    memory.keep("new", 60_000)
    assert [memory.recall(name) for name in ("0", "1", "new")] == [70_000, 0, 60_000]


def test_a_file_that_is_damaged_or_cannot_be_written_keeps_nobody_from_listening(tmp_path: Path) -> None:
    (tmp_path / "positions.json").write_bytes(b'{"one": ')
    memory = Memory(tmp_path)
    assert memory.recall("one") == 0
    memory.keep("one", 60_000)
    assert memory.recall("one") == 60_000
    (tmp_path / "file").touch()
    Memory(tmp_path / "file").keep("one", 60_000)
