"""`ting archive` as a user has it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from tests.archive.paper import Paper, sitemap
from tests.cli.conftest import Ting
from tts.daily.lock import ARCHIVE, alone
from tts.daily.schedule import now_here

ROOT = Path(__file__).parents[2]

SETTINGS = """
engine = "espeak"
profile = "source"
[fetch]
allow_private = true
delay_ms = 0
[show]
url = "https://podcast.example.org/"
cover = "cover.png"
"""


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    Image.new("RGB", (1400, 1400)).save(tmp_path / "cover.png")  # to draw one takes most of a second
    (tmp_path / "ting.toml").write_text(SETTINGS, encoding="utf-8")
    with Paper() as paper:
        paper.answers["/a.xml"] = sitemap(paper.years(2021, 2022, months=2))
        yield paper


def test_it_prints_what_it_made_and_says_what_is_left(ting: Ting, paper: Paper) -> None:
    first = ting("archive", paper.at("/a.xml"), "--limit", "1")
    [path] = first.out.split()
    assert (first.code, Path(path).is_file()) == (0, True)
    assert "episodes/2021/01/09/" in path
    assert "1 made, 0 made before, 3 left.\n" in first.err
    [report] = ting("archive", paper.at("/a.xml"), "--newest-first", "--limit", "1", "--json").objects
    assert (report["made"], report["made_before"], report["left"]) == (1, 1, 2)
    assert list(Path("output/episodes/2022/02/09").glob("*.mp3"))


def test_a_dry_run_says_how_many_by_year_and_makes_none(ting: Ting, paper: Paper) -> None:
    plan = ting("archive", paper.at("/a.xml"), "--dry-run", "--since", "2021-02-01")
    assert plan.out == "2021: 1\n2022: 2\n"
    assert plan.err == "3 would be made, 0 are there, 1 are of other days.\n"
    [told] = ting("archive", paper.at("/a.xml"), "--dry-run", "--json").objects
    assert told["would_make"] == {"2021": 2, "2022": 2}
    assert not Path("output/episodes").exists()


def test_a_dry_run_needs_no_farm(ting: Ting, paper: Paper) -> None:
    plan = ting("archive", paper.at("/a.xml"), "--dry-run", "--farm", "tcp://127.0.0.1:9")
    assert (plan.code, plan.out) == (0, "2021: 2\n2022: 2\n")


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere",),
        ("-", "--since", "2021-02-30"),
        ("-", "--since", "2021-02-02", "--until", "2021-02-01"),
        ("-", "--limit", "0"),
        ("-", "--voice", "nobody"),
        (),
    ],
)
@pytest.mark.usefixtures("paper")
def test_what_cannot_be_meant_is_a_slip_of_usage(ting: Ting, words: tuple[str, ...]) -> None:
    assert ting("archive", *words).code == 2


def test_what_the_show_keeps_no_longer_is_left_out_and_said(ting: Ting, paper: Paper) -> None:
    with Path("ting.toml").open("a", encoding="utf-8") as file:
        file.write("keep_days = 30\n")
    result = ting("archive", paper.at("/a.xml"), "--dry-run")
    assert result.out == ""
    assert "keep_days = 30 keeps none" in result.err


def test_another_run_at_work_is_named_and_a_day_is_none(ting: Ting, paper: Paper) -> None:
    with alone(Path("output").absolute(), now_here(), ARCHIVE):
        result = ting("archive", paper.at("/a.xml"))
        assert (result.code, f"process {os.getpid()}" in result.err) == (1, True)
        assert "Another run" not in ting("daily", "--date", "2020-01-01").err
    with alone(Path("output").absolute(), now_here()):
        assert ting("archive", paper.at("/a.xml"), "--dry-run").code == 0


def test_an_interrupt_ends_it_in_order_and_says_how_to_go_on(tmp_path: Path, paper: Paper) -> None:
    own = {
        "XDG_CONFIG_HOME": str(tmp_path),
        "TING_CACHE_DIR": str(tmp_path / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    paper.answers["/a.xml"] = sitemap(paper.years(*range(1990, 2020)))
    with subprocess.Popen(
        [sys.executable, "-m", "tts.cli", "archive", paper.at("/a.xml")],
        cwd=tmp_path,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509
    ) as process:
        assert process.stdout
        assert process.stdout.readline().endswith(".mp3\n")
        process.send_signal(signal.SIGINT)
        _out, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "The same command goes on from here" in errors
    assert "Traceback" not in errors
    assert list((tmp_path / "output").rglob("*.part")) == []


def test_cookies_go_along_to_the_lists_and_pages_of_their_host(
    ting: Ting, paper: Paper, tmp_path: Path
) -> None:
    (tmp_path / "cookies.txt").write_text("127.0.0.1\tFALSE\t/\tFALSE\t0\treader\tme\n", encoding="utf-8")
    result = ting("archive", paper.at("/a.xml"), "--cookies", "cookies.txt", "--limit", "1")
    [path] = result.out.split()
    manifest = msgspec.json.decode(Path(path).with_suffix(".json").read_bytes())
    assert manifest["imprint"]["series"] == "127.0.0.1"
    assert paper.signed == {"/a.xml", "/story/0.html"}


def test_a_disk_that_is_full_is_said_after_the_report(ting: Ting, paper: Paper) -> None:
    Path("output/episodes").mkdir(parents=True)
    Path("output/episodes/2021").write_text("no folder", encoding="utf-8")
    result = ting("archive", paper.at("/a.xml"))
    assert result.code == 1
    assert "left." in result.err
    assert result.err.splitlines()[-1].startswith("ting: ")
