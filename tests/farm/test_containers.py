"""The example of a farm in containers is one that this program and Dask's own commands understand."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped]  # the wheel has no type hints
from dask import config
from distributed.cli.dask_scheduler import main as scheduler
from distributed.cli.dask_worker import main as worker

from tts.config import ENVIRONMENT
from tts.farm.silence import FEW, LOG_LENGTH

HERE = Path(__file__).resolve().parents[2] / "examples" / "container"
FARM: dict[str, Any] = yaml.safe_load((HERE / "farm.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "command"), [("scheduler", scheduler), ("worker", worker)])
def test_dask_knows_every_option(name: str, command: click.Command) -> None:
    service = FARM["services"][name]
    assert service["entrypoint"] == ["dask", name]
    given = command.make_context(name, list(service["command"])).params
    assert given["scheduler" if name == "worker" else "port"] in {"tcp://scheduler:8786", "8786"}
    for module in given["preload"]:
        assert find_spec(module)


def test_the_scheduler_keeps_no_thousand_articles_for_its_developers() -> None:
    given = FARM["services"]["scheduler"]["environment"]
    assert config.get(LOG_LENGTH, config=config.collect_env(given)) == FEW


def test_all_are_of_one_image_and_see_the_episodes_at_one_path() -> None:
    services = FARM["services"].values()
    arguments = {service["build"]["args"]["EXTRAS"] for service in services}
    assert arguments == {"offline,farm"}
    assert all("./news:/news" in service["volumes"] for service in services)
    assert "ARG EXTRAS=" in (HERE / "Containerfile").read_text(encoding="utf-8")


def test_its_variables_are_settings_and_nobody_from_outside_reaches_the_scheduler() -> None:
    variables = {name for one in FARM["services"].values() for name in one.get("environment", ())}
    assert {name for name in variables if name.startswith("TING_")} <= set(ENVIRONMENT)
    assert FARM["services"]["newsroom"]["environment"]["TING_FARM"] == "tcp://scheduler:8786"
    assert FARM["networks"]["farm"]["internal"]
    open_to = [
        name for name, one in FARM["services"].items() if one["networks"] != ["farm"] or "ports" in one
    ]
    assert open_to == ["newsroom"]
