import sys
from pathlib import Path

import pytest

from tools.pythons import found, newest_of_each, version_of


def test_of_each_minor_version_the_newest_is_tested_and_none_that_is_too_old() -> None:
    pythons = {(3, 11, 2): "a", (3, 10, 13): "b", (3, 13, 0): "c", (3, 11, 7): "d", (3, 2, 0): "e"}
    assert newest_of_each(pythons) == {(3, 11, 7): "d", (3, 13, 0): "c"}


def test_an_interpreter_tells_its_version_and_one_that_does_not_run_none(tmp_path: Path) -> None:
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    assert version_of(sys.executable) == sys.version_info[:3]
    assert version_of(str(broken)) is None


def test_interpreters_are_found_on_the_path_and_among_pyenvs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path, of_pyenv = tmp_path / "bin/python3.14", tmp_path / "versions/3.12.1/bin/python"
    for python in (on_path, of_pyenv):
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(on_path.parent))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert list(found()) == [str(on_path), str(of_pyenv)]
