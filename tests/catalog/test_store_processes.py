import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.catalog.invented import MORNING, invented
from tts.catalog.store import NAME, Catalog

ROOT = Path(__file__).parents[2]
WJ = "世界日報"


ADD = """
import sys
from pathlib import Path
from tests.catalog.invented import MORNING, invented
from tts.catalog.store import Catalog
from tts.catalog.story import Outcome
from tts.sources.entry import Entry
output, first, count = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with Catalog.open(output) as catalog:
    for number in range(first, first + count):
        url = f"https://news.example/story/{number}"
        catalog.note_listing("世界日報", "feed", None, [Entry(url, "題")], MORNING)
        catalog.add(invented(number))
        catalog.settle(url, Outcome("told", MORNING, guid=f"guid-{number}"))
        print(number, flush=True)
"""


FULL = """
import resource, sys
from pathlib import Path
from tests.catalog.invented import invented
from tts.errors import OutputError
from tts.catalog.store import Catalog
with Catalog.open(Path(sys.argv[1])) as catalog:
    catalog.add(invented(0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        for number in range(1, 1000):
            catalog.add(invented(number))
    except OutputError as error:
        print(len(catalog.episodes()) == number, error)
"""


def start(program: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(program: str, *arguments: object) -> str:
    process = start(program, *arguments)
    said, errors = process.communicate(timeout=60)
    assert errors == ""
    return said


def test_a_full_disk_is_said_to_be_full_and_loses_nothing(tmp_path: Path) -> None:
    said = run(FULL, tmp_path)
    assert said.startswith("True ")
    assert "cannot be used" in said
    with Catalog.open(tmp_path) as catalog:
        catalog.check()
        assert len(catalog.episodes()) > 1


def test_processes_that_start_together_keep_what_each_adds(tmp_path: Path) -> None:
    at_once = [start(ADD, tmp_path, first, 40) for first in (0, 20, 40, 60)]
    for process in at_once:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    with Catalog.open(tmp_path) as catalog:
        catalog.check()
        assert len(catalog.episodes()) == 100
        assert len(catalog.told(WJ, MORNING)) == 100
        assert len(catalog.search("稀土出口", 1000)) == 100


def test_a_killed_process_loses_nothing_it_had_kept(tmp_path: Path) -> None:
    kept = 0
    for round_number in range(8):
        process = start(ADD, tmp_path, 1000 * round_number, 1000)
        assert process.stdout
        said = [process.stdout.readline() for _ in range(3 + 4 * round_number)]
        process.send_signal(signal.SIGKILL)
        said += process.communicate()[0].splitlines()
        kept += len(said)
        with Catalog.open(tmp_path) as catalog:
            catalog.check()
            told, listed = len(catalog.told(WJ, MORNING)), len(catalog.episodes())
            assert kept <= told <= listed <= kept + round_number + 1
            kept += told - kept
            assert len(catalog.search("稀土出口", 10_000)) == listed


def test_a_reader_sees_the_state_of_before_while_another_writes(tmp_path: Path) -> None:
    with Catalog.open(tmp_path) as catalog, Catalog.open(tmp_path) as other:
        catalog.add(invented(1))
        with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("DELETE FROM story")
            assert other.episodes() == [invented(1)]
