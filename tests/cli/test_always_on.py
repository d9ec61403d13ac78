"""The unit, the container and the compose file begin what there is, and nothing more than it needs."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from tests.cli.household import Household
from tests.newspaper import Newspaper
from tts.cli.app import ting

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "examples" / "systemd" / "ting.service"
CONTAINER = ROOT / "examples" / "container"
MOST_EXPOSED = 2.0
"""What systemd calls the exposure of a service, from 0 to 10; the unit has 1.7."""


def instructions(name: str) -> Iterator[tuple[str, str]]:
    """Yield the instructions of the container file, each on one line."""
    text = re.sub(r"^#.*\n", "", (CONTAINER / name).read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in text.replace("\\\n", " ").splitlines():
        if line:
            word, _, rest = line.partition(" ")
            yield word, rest.strip()


def can_be_run(*arguments: str) -> bool:
    """Tell whether the command line takes these words."""
    context = ting.make_context("ting", list(arguments), resilient_parsing=True)
    command = ting.get_command(context, arguments[0])
    assert isinstance(command, click.Command)
    command.make_context(arguments[0], list(arguments[1:])).close()
    return True


def test_the_unit_is_one_of_systemds_and_is_shut_in(judge: Callable[..., str], tmp_path: Path) -> None:
    told = UNIT.read_text(encoding="utf-8")
    (started,) = re.findall(r"^ExecStart=\S+/ting (.+)$", told, re.MULTILINE)
    assert can_be_run(*started.split())
    unit = tmp_path / UNIT.name
    unit.write_text(told.replace("/opt/ting/bin/ting", sys.executable), encoding="utf-8")
    assert judge("systemd-analyze", "verify", unit) == ""
    said = judge("systemd-analyze", "security", "--offline=true", "--no-pager", unit)
    (exposure,) = re.findall(r"exposure level for ting\.service: ([\d.]+)", said)
    assert float(exposure) <= MOST_EXPOSED


def test_the_container_file_copies_what_there_is_and_starts_as_nobody_special() -> None:
    stages, last = 0, dict[str, str]()
    for word, rest in instructions("Containerfile"):
        stages += word == "FROM"
        if word == "COPY" and not rest.startswith("--from"):
            *sources, _target = rest.split()
            assert all((ROOT / source).exists() for source in sources)
        last[word] = rest
    assert stages == 2
    assert last["USER"] == "1000:1000"
    assert [*json.loads(last["ENTRYPOINT"])] == ["ting"]
    assert can_be_run(*json.loads(last["CMD"]))


def test_the_containers_health_is_that_of_the_server(tmp_path: Path) -> None:
    (check,) = (rest for word, rest in instructions("Containerfile") if word == "HEALTHCHECK")
    _python, *arguments = json.loads(check.partition("CMD ")[2])
    with Newspaper() as paper:
        household = Household(tmp_path, paper)
        with household.up("--no-daily") as up:
            here = [argument.replace("http://127.0.0.1:8080", up.base) for argument in arguments]
            healthy = subprocess.run([sys.executable, *here], capture_output=True, check=False)
            up.end()
            ended = subprocess.run([sys.executable, *here], capture_output=True, check=False)
    assert here != arguments
    assert (healthy.returncode, ended.returncode) == (0, 1)
