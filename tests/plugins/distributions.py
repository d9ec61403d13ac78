"""Other distributions, put where an installer would put them; nothing is fetched or built."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).parents[2]
TIDE = Path(__file__).parent / "tide"
NOWHERE = "http://127.0.0.1:9"

Groups = Mapping[str, Mapping[str, str]]
"""Groups of entry points, as pyproject.toml has them."""


def install(folder: Path, name: str, groups: Groups, **modules: str) -> None:
    """Install a distribution of version 1.0 into the folder: its modules, its name and its entry points."""
    described = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [f"[{group}]\n{_lines(entries)}" for group, entries in groups.items()]
    (described / "entry_points.txt").write_text("\n".join(lines))
    for module, code in modules.items():
        (folder / f"{module}.py").write_text(code, encoding="utf-8")


def install_tide(folder: Path) -> None:
    """Install the distribution that the documentation shows."""
    project = tomllib.loads((TIDE / "pyproject.toml").read_text())["project"]
    install(folder, project["name"], project["entry-points"], tide=(TIDE / "tide.py").read_text())


class Ting:
    """The command line of a machine where what lies in `folder` is installed as well."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.here = folder / "here"
        self.here.mkdir()

    def __call__(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command in a process of its own; a traceback is never its answer."""
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(self.folder))),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "TING_CACHE_DIR": str(self.folder / "cache"),
            "TING_EDGE_BASE_URL": NOWHERE,
        }
        done = subprocess.run(
            [sys.executable, "-m", "tts.cli", *arguments],
            cwd=self.here,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def findings(self) -> list[dict[str, Any]]:
        """Return what the doctor finds."""
        done = self("doctor", "--json")
        assert done.returncode == 0
        return [msgspec.json.decode(line) for line in done.stdout.splitlines()]

    def write(self, name: str, text: str) -> None:
        """Write a file where the commands run."""
        (self.here / name).write_text(text, encoding="utf-8")


def _lines(entries: Mapping[str, str]) -> str:
    return "".join(f"{name} = {value}\n" for name, value in entries.items())
