"""Who has no farm pays nothing for it, and who lacks the extra is told how to have one."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.farm.farmyard import ROOT

ALONE = """
import asyncio, sys
from pathlib import Path
from tts.cli.app import run
code = run(["read", "story.txt", "--engine", "espeak"{farm}])
loaded = {{name.split(".")[0] for name in sys.modules}}
print(sorted(loaded & {{"dask", "distributed", "tornado"}}), code)
"""


def alone(folder: Path, farm: str = "", before: str = "") -> "subprocess.CompletedProcess[str]":
    (folder / "story.txt").write_text(
        "停班停課\n\n市府宣布，因應颱風來襲，明天停班停課。\n", encoding="utf-8"
    )
    return subprocess.run(
        [sys.executable, "-c", before + ALONE.format(farm=farm)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TING_CACHE_DIR": str(folder / "cache")},
        capture_output=True,
        text=True,
        check=True,
    )


def test_nothing_of_dask_is_loaded_without_a_farm(tmp_path: Path) -> None:
    assert alone(tmp_path).stdout.splitlines()[-1] == "[] 0"


@pytest.mark.parametrize("farm", ["local:2", "tcp"])
def test_a_farm_is_not_asked_where_nothing_is_new(tmp_path: Path, farm: str) -> None:
    alone(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}" if farm == "tcp" else farm
        again = alone(tmp_path, farm=f', "--farm", "{address}"')
    assert again.stdout.splitlines()[-1] == "[] 0"
    assert again.stdout.splitlines()[0].endswith(".mp3")


def test_a_farm_without_the_extra_is_a_slip_of_usage_that_says_how_to_install_it(tmp_path: Path) -> None:
    before = "import sys\nsys.modules['distributed'] = None\n"
    done = alone(tmp_path, farm=', "--farm", "local:2"', before=before)
    assert done.stdout.splitlines()[-1].endswith(" 2")
    assert "A farm needs the package distributed, which is not installed." in done.stderr
    assert "pip install '.[farm]'" in done.stderr
    assert not (tmp_path / "output").exists()
