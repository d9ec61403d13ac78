import tomllib
from typing import Any

import pytest

from tools.lock import LOCK, PARTS, ROOT, holds, packages, parted, sealed

LOCKED = LOCK.read_text(encoding="utf-8")
BODY = """\
# for building
hatchling==1.33.0 \\
    --hash=sha256:00
# for running
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:01 \\
    --hash=sha256:02
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:03
rich==15.0.0 \\
    --hash=sha256:04
# for testing
pytest==9.2.0 \\
    --hash=sha256:05
"""


@pytest.fixture
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_lock_is_the_one_of_pyproject(project: dict[str, Any]) -> None:
    assert holds(LOCKED, project)


def test_every_package_has_one_version_and_hashes_and_no_address() -> None:
    entries = [entry for entry in LOCKED.replace("\\\n", "").splitlines() if not entry.startswith("#")]
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in LOCKED
    assert "--index" not in LOCKED


def test_the_order_of_requirements_does_not_matter(project: dict[str, Any]) -> None:
    lock = sealed(project, BODY)
    project["project"]["dependencies"].reverse()
    assert holds(lock, project)


def test_what_the_lock_is_not_made_from_does_not_matter(project: dict[str, Any]) -> None:
    lock = sealed(project, BODY)
    project["project"]["description"] = "another"
    project["dependency-groups"]["bench"].append("jieba")
    assert holds(lock, project)


@pytest.mark.parametrize("table", ["dependencies", "offline", "dev", "build", "build-system", "python"])
def test_another_requirement_makes_it_stale(project: dict[str, Any], table: str) -> None:
    lock = sealed(project, BODY)
    match table:
        case "dependencies":
            project["project"]["dependencies"].append("attrs")
        case "offline":
            project["project"]["optional-dependencies"]["offline"].pop()
        case "build-system":
            project["build-system"]["requires"] = ["hatchling>=2"]
        case "python":
            project["project"]["requires-python"] = ">=3.12"
        case _:
            project["dependency-groups"][table].append("attrs")
    assert not holds(lock, project)


@pytest.mark.parametrize(
    "changed", ["", BODY, LOCKED.replace("==", ">=", 1), LOCKED + "attrs==26.1.0\n", LOCKED[:-80]]
)
def test_a_lock_changed_by_hand_does_not_hold(project: dict[str, Any], changed: str) -> None:
    assert not holds(changed, project)


def test_packages_are_told_by_part() -> None:
    assert [packages(BODY, part) for part in PARTS] == [["hatchling"], ["numpy", "rich"], ["pytest"]]


def test_a_package_stands_in_the_first_part_that_names_it() -> None:
    pins = {name: f"{name}==1\n" for name in ("cffi", "numpy", "pytest")}
    named = {"building": ["cffi"], "running": ["cffi", "numpy"], "testing": ["numpy", "pytest"]}
    assert parted(pins, named) == (
        "# for building\ncffi==1\n# for running\nnumpy==1\n# for testing\npytest==1\n"
    )


def test_a_package_that_no_part_names_is_not_lost_in_silence() -> None:
    with pytest.raises(SystemExit, match="No part of the lock names numpy, attrs: "):
        parted({"cffi": "", "numpy": "", "attrs": ""}, {"building": ["cffi"], "running": ["cffi"]})
