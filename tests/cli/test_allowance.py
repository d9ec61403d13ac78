"""What the system allows: where it is too little, a sentence, whatever the command would have done."""

import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tts.cli.allowance import FILES, MEMORY_MB, lacking

MB = 1024 * 1024


def test_enough_is_enough_and_no_limit_too() -> None:
    assert lacking(MEMORY_MB * MB, FILES) == lacking(None, None) == ""


def test_what_is_lacking_is_told_with_how_much_is_needed() -> None:
    assert lacking(300 * MB, None) == f"Only 300 MB of memory may be addressed: {MEMORY_MB} MB are needed."
    assert lacking(None, 5) == f"Only 5 files may be open at once: {FILES} are needed."


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold to the limit")
@pytest.mark.parametrize(
    ("kind", "most"),
    [(resource.RLIMIT_AS, megabytes * MB) for megabytes in (100, 250, 400, 550, 700)]
    + [(resource.RLIMIT_NOFILE, files) for files in (5, 6, 8)],
)
@pytest.mark.parametrize("command", ["read", "daily"])
def test_with_too_little_there_is_one_sentence_and_the_exit_code(
    tmp_path: Path, kind: int, most: int, command: str
) -> None:
    (tmp_path / "ting.toml").write_text('[[source]]\nname = "a"\nkind = "folder"\nlocation = "."\n')
    (tmp_path / "tram.txt").write_text("電車延駛\n\n電車今天起延駛到碼頭，班次增加。", encoding="utf-8")
    program = "from tts.cli.app import main; main()"
    arguments = ["tram.txt", "--engine", "espeak"] if command == "read" else []
    ran = subprocess.run(
        [sys.executable, "-c", program, command, *arguments],
        cwd=tmp_path,
        preexec_fn=partial(resource.setrlimit, kind, (most, most)),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout, ran.stderr.count("\n")) == (1, "", 1)
    assert ran.stderr.startswith("ting: Only ")
    assert not (tmp_path / "output").exists()
