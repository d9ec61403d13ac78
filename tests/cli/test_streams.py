"""Whoever reads the results may leave, be full, or know few characters; no traceback tells of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TING = f"{sys.executable} -m tts.cli"
BRIEF = "今天天氣很好\n\n山上下了一場很大的雪，大家都很高興。😀\n"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brief.txt").write_text(BRIEF, encoding="utf-8")
    return tmp_path


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"XDG_CONFIG_HOME": "config", "TING_CACHE_DIR": "cache", "TING_ENGINE": "espeak"}
    return subprocess.run(  # noqa: S602 - a line of this test's
        f"set -o pipefail; {line.replace('ting ', f'{TING} ', 1)}",
        shell=True,
        executable="/bin/bash",
        env={**os.environ, **own, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
    )


COMMANDS = ("extract brief.txt", "script brief.txt --json", "voices", "voices --json", "config", "doctor")


@pytest.mark.parametrize("command", [*COMMANDS, "read brief.txt"])
@pytest.mark.parametrize(
    ("where", "code", "said"),
    [
        ("| head -0", 0, ""),
        (">&-", 0, ""),
        ("> /dev/full", 1, "ting: The results cannot be written: No space left on device."),
    ],
)
def test_results_that_nobody_takes(command: str, where: str, code: int, said: str) -> None:
    result = shell(f"ting {command} {where}")
    assert "Traceback" not in result.stderr
    assert (result.returncode, result.stderr.startswith(said)) == (code, True)
    assert len(result.stderr.splitlines()) <= 1


@pytest.mark.parametrize("encoding", ["ascii", "big5", "latin-1"])
def test_characters_that_cannot_be_shown_are_question_marks(encoding: str) -> None:
    result = shell("ting extract brief.txt", PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr) == (0, "")
    assert "?" in result.stdout


def test_a_days_feeds_are_written_though_its_results_are_not(place: Path) -> None:
    news = place / "news"
    news.mkdir()
    (news / "brief.txt").write_text(BRIEF, encoding="utf-8")
    settings = "[[source]]\nname = '剪報'\nkind = 'folder'\nlocation = 'news'\n"
    (place / "ting.toml").write_text(settings, encoding="utf-8")
    result = shell("ting daily > /dev/full")
    assert result.returncode == 1
    assert "The results cannot be written: No space left on device." in result.stderr
    assert (place / "output" / "feed.xml").is_file()


def test_a_file_whose_name_is_no_text_is_read(place: Path) -> None:
    os.rename(place / "brief.txt", os.fsencode(place) + b"/brief\xff.txt")  # noqa: PTH104 - bytes
    result = shell(r"ting read $'brief\xff.txt' --json")
    assert result.returncode == 0
    assert json.loads(result.stdout)["title"] == "今天天氣很好"
    result = shell(r"ting read $'brief\xff.txt' --json --out $'out\xff'")
    assert result.returncode == 1
    assert "A name cannot be written as text: " in result.stderr
    assert "Traceback" not in result.stderr


def test_lines_that_are_no_text_are_explained_like_others() -> None:
    result = shell(r"printf '一\xff二\n三\n' | ting say - --explain --json")
    assert [json.loads(line)["written"] for line in result.stdout.splitlines()] == ["一�二", "三"]
