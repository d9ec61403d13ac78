"""What the documentation of plug-ins shows is what the tests run."""

import importlib
import re
import sys
import tomllib
from collections.abc import Iterator

import pytest

from tests.plugins.distributions import ROOT, TIDE

DOCUMENT = (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")
PROJECT, SETTINGS = re.findall(r"```toml\n(.*?)```", DOCUMENT, re.DOTALL)
CODE, CHECK = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
PUBLIC = re.findall(r"^\| (`tts\..*?) \| (.*) \|$", DOCUMENT, re.MULTILINE)


@pytest.fixture
def _tide(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(TIDE)
    yield
    sys.modules.pop("tide", None)


def test_the_distribution_that_is_shown_is_the_one_that_is_tested() -> None:
    assert (TIDE / "pyproject.toml").read_text(encoding="utf-8") == PROJECT
    assert (TIDE / "tide.py").read_text(encoding="utf-8") == CODE
    assert set(tomllib.loads(SETTINGS)["engines"]["hum"]) == {"hertz", "voices"}


@pytest.mark.usefixtures("_tide")
def test_the_check_that_is_shown_passes() -> None:
    shown: dict[str, object] = {}
    exec(CHECK, shown)  # noqa: S102 - our own documentation
    check = shown["test_it_keeps_the_rules"]
    assert callable(check)
    check()


@pytest.mark.parametrize(("modules", "names"), PUBLIC)
def test_what_is_said_to_be_public_is_there(modules: str, names: str) -> None:
    found = [importlib.import_module(module) for module in re.findall(r"`(.*?)`", modules)]
    for name in re.findall(r"`(.*?)`", names):
        assert any(hasattr(module, name) for module in found), name


def test_the_example_needs_nothing_but_what_is_public() -> None:
    public = {module for modules, _ in PUBLIC for module in re.findall(r"`(.*?)`", modules)}
    assert set(re.findall(r"^from (tts\S*) import", CODE + CHECK, re.MULTILINE)) <= public
