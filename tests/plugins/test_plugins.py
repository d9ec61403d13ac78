"""What is installed is found by name, once, and without being imported."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.distributions import install
from tts.entry_points import PluginFault, find, plugins

GROUP = "tts.tried"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    plugins.cache_clear()
    yield
    plugins.cache_clear()


def test_plug_ins_are_found_in_order_and_none_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "ting-b", {GROUP: {"two": "tried_module:x", "one": "tried_module:x"}})
    install(tmp_path, "ting-a", {GROUP: {"two": "tried_module:x"}, "other": {"three": "tried_module:x"}})
    monkeypatch.syspath_prepend(tmp_path)
    found = [(plugin.name, plugin.origin) for plugin in plugins(GROUP)]
    assert found == [("one", "ting-b 1.0"), ("two", "ting-a 1.0"), ("two", "ting-b 1.0")]
    assert find(GROUP, "two") is plugins(GROUP)[1]
    assert find(GROUP, "three") is None
    assert "tried_module" not in sys.modules


def test_a_distribution_that_is_there_twice_counts_where_it_is_imported_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, module in (("old", "tried_old"), ("new", "tried_new")):
        install(tmp_path / folder, "ting-a", {GROUP: {"one": f"{module}:x"}})
        monkeypatch.syspath_prepend(tmp_path / folder)
    assert [plugin.entry.module for plugin in plugins(GROUP)] == ["tried_new"]


def test_a_distribution_that_is_damaged_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = "Name: ting-a\nVersion: 1.0\n"
    damaged = {
        "bare": (b"one = m:x", ""),
        "garbled": (b"nonsense", named),
        "binary": (b"two = m:x \xff", named),
    }
    for name, (entries, about) in damaged.items():
        described = tmp_path / f"{name}-1.0.dist-info"
        described.mkdir()
        (described / "entry_points.txt").write_bytes(f"[{GROUP}]\n".encode() + entries)
        (described / "METADATA").write_text(f"Metadata-Version: 2.1\n{about}")
    monkeypatch.syspath_prepend(tmp_path)
    assert plugins(GROUP) == ()


def test_who_interrupts_a_plug_in_that_is_loading_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = {"mute": "tried_mute:x", "stopped": "tried_stopped:x"}
    install(tmp_path, "ting-a", {GROUP: entries}, tried_stopped="raise KeyboardInterrupt", tried_mute=MUTE)
    monkeypatch.syspath_prepend(tmp_path)
    mute, stopped = plugins(GROUP)
    with pytest.raises(KeyboardInterrupt):
        stopped.load()
    with pytest.raises(PluginFault, match=r"The plug-in mute cannot be loaded \(Mute\)\."):
        mute.load()


MUTE = """
class Mute(Exception):
    def __str__(self): raise RuntimeError
raise Mute
"""
"""A module that raises what cannot say what it is."""
