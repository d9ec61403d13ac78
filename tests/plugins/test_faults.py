"""A plug-in with a fault is left out, and the doctor says whose it is, what is wrong and what to do."""

from pathlib import Path
from typing import Any

import pytest

from tests.plugins.distributions import ROOT, TIDE, Groups, Ting, install, install_tide

SEED = str(ROOT / "seeds" / "worldjournal-2026-01-09.txt")
GOOD = """
from tts.model.script import Limits
class Good:
    name = "{name}"
    version = "1"
    concurrency = 1
    limits = Limits(1, 100, 100, len)
    def __init__(self, table): pass
    async def synthesize(self, utterance): raise KeyError("no sound for this")
    async def voices(self): return ["a"]
    async def check(self): pass
"""

ENGINES = {
    "broken": ("raise ImportError('no such\\nlibrary')", "cannot be loaded (ImportError: no such library)"),
    "leaving": ("import sys; sys.exit(3)", "cannot be loaded (SystemExit: 3)"),
    "garbled": ("def", "cannot be loaded (SyntaxError: "),
    "nameless": ("", "cannot be loaded (AttributeError: "),
    "unmade": ("def Good(table): raise ValueError('no key')", "cannot be made (ValueError: no key)"),
    "unmakeable": ("Good = 3", "cannot be made (TypeError: 'int' object is not callable)"),
    "empty": ("def Good(table): return None", "has no synthesize() that is a coroutine function"),
    "mute": (GOOD + "del Good.synthesize", "has no synthesize() that is a coroutine function"),
    "blocking": (GOOD + "    def check(self): pass", "has no check() that is a coroutine function"),
    "versionless": (GOOD + "    version = 1", "has no version that is a str"),
    "idle": (GOOD + "    concurrency = 0", "has no concurrency that is a whole number above 0"),
    "boundless": (GOOD + "    limits = 200", "has no limits that are Limits of whole numbers above 0"),
    "narrow": (GOOD + "    limits = Limits(1, 100, 1, lambda text: 2)", "has no limits that are Limits"),
    "alias": (GOOD + "    name = 'other'", "calls itself other"),
    "sick": (
        GOOD + "    async def check(self): raise OSError('no model')",
        "cannot be checked (OSError: no model)",
    ),
    "fickle": (
        GOOD + "    told = ['1']\n    @property\n    def version(self): return self.told.pop()",
        "cannot be made (IndexError: pop from empty list)",
    ),
    "voice": (GOOD + "    concurrency = 0", "has no concurrency that is a whole number above 0"),
    "output": (GOOD + "    concurrency = 0", "has no concurrency that is a whole number above 0"),
    "edge": (GOOD, "has the name of an engine that is always there"),
    "auto": (GOOD, "has the name of an engine that is always there"),
    "Loud": (GOOD, "has a name that is not made of small letters, digits, - and _"),
}
"""By their names: a module, and the end of the sentence on it."""

SITE = "from tts.extractor.sites import Site\nfault = "
SITES = {
    "fallen": ("raise OSError('gone')", "cannot be loaded (OSError: gone)"),
    "void": ("fault = []", "names no Site"),
    "number": ("fault = 3", "names something of type int where a Site is wanted"),
    "kind": (
        f"{SITE}type('Own', (Site,), {{}})(('own.example',), '報', 'UTC')",
        "names something of type Own where a Site is wanted",
    ),
    "string": (f"{SITE}Site('a.example', '報', 'UTC')", "has a Site of wrong types (ValidationError: "),
    "homeless": (f"{SITE}Site((), '報', 'UTC')", "has a Site without a host"),
    "spaced": (f"{SITE}Site(('a b.example',), '報', 'UTC')", "has a host that is none: 'a b.example'"),
    "martian": (
        f"{SITE}Site(('m.example',), '報', 'Mars/Base')",
        "has a time zone that is none: 'Mars/Base'",
    ),
    "folder": (f"{SITE}Site(('f.example',), '報', 'America')", "has a time zone that is none: 'America'"),
    "unselective": (
        f"{SITE}Site(('s.example',), '報', 'UTC', body=('div',), remove=('p[',))",
        "has a selector that is no CSS: 'p['",
    ),
    "guest": (
        f"{SITE}Site(('blog.udn.com',), '報', 'UTC')",
        "has the host blog.udn.com, which 聯合新聞網 has already",
    ),
    "zz-late": (
        f"{SITE}[Site(('m.tide.example',), '報', 'UTC')]",
        "has the host m.tide.example, which 潮報 has already",
    ),
    "twice": (
        f"{SITE}[Site(('t.example',), '報', 'UTC')] * 2",
        "has the host t.example, which 報 has already",
    ),
}


def install_faulty(folder: Path, group: str, name: str, code: str, what: str = "Good") -> None:
    module = f"faulty_{name.lower().replace('-', '_')}"
    groups: Groups = {group: {name: f"{module}:{what}"}}
    install(folder, f"ting-{name.lower()}", groups, **{module: code.replace("{name}", name)})


@pytest.fixture(scope="module")
def ting(tmp_path_factory: pytest.TempPathFactory) -> Ting:
    folder = tmp_path_factory.mktemp("machine")
    install_tide(folder)
    install(folder, "ting-wave", {"tts.engines": {"hum": "tide:Hum"}})
    install(folder, "ting-absent", {"tts.engines": {"absent": "no_such_module:engine"}})
    for name, (code, _) in ENGINES.items():
        install_faulty(folder, "tts.engines", name, code)
    install_faulty(folder, "tts.engines", "stumbling", GOOD)
    for name, (code, _) in SITES.items():
        install_faulty(folder, "tts.sites", name, code, "fault")
    unreadable = folder / "ting_unreadable-1.0.dist-info"
    unreadable.mkdir()
    (unreadable / "entry_points.txt").write_text("[tts.engines]\nnonsense")
    return Ting(folder)


@pytest.fixture(scope="module")
def faults(ting: Ting) -> dict[str, dict[str, Any]]:
    """Return what the doctor finds wrong, by the name of the distribution that it blames."""
    found = [finding for finding in ting.findings() if not finding["ok"]]
    return {finding["remedy"].split()[3]: finding for finding in found if "comes from" in finding["remedy"]}


@pytest.mark.parametrize(
    ("name", "sentence"), [(name, sentence) for name, (_, sentence) in {**ENGINES, **SITES}.items()]
)
def test_the_doctor_names_the_fault(faults: dict[str, dict[str, Any]], name: str, sentence: str) -> None:
    fault = faults[f"ting-{name.lower()}"]
    assert fault["subject"] == name
    assert f" {name} {sentence}" in fault["detail"]
    assert "\n" not in fault["detail"]
    assert fault["remedy"] == f"It comes from ting-{name.lower()} 1.0: update that, or remove it."


def test_of_two_engines_of_one_name_the_first_distributions_serves(
    ting: Ting, faults: dict[str, dict[str, Any]]
) -> None:
    fault = faults["ting-wave"]
    assert fault["detail"] == (
        "The plug-in hum has a name that ting-tide 1.0 has as well, which is taken first."
    )
    assert ting("voices", "--engine", "hum").stdout.split() == ["high", "low"]


def test_all_is_said_and_the_rest_works_on(ting: Ting, faults: dict[str, dict[str, Any]]) -> None:
    expected = {f"ting-{name.lower()}" for name in (*ENGINES, *SITES)} | {"ting-wave", "ting-absent"}
    assert set(faults) == expected
    ready = [finding["subject"] for finding in ting.findings() if finding["ok"]]
    assert {"espeak", "hum", "tide", "stumbling"} <= set(ready)


@pytest.mark.parametrize(
    "command", [("voices",), ("say", "你好", "--out", "said.mp3"), ("script", SEED), ("read", SEED)]
)
@pytest.mark.parametrize(
    ("engine", "code", "sentence"),
    [
        ("broken", 1, "The plug-in broken cannot be loaded (ImportError: no such library)."),
        ("mute", 1, "The engine mute has no synthesize() that is a coroutine function."),
        ("siri", 2, "siri"),
    ],
)
def test_whoever_names_its_engine_is_told_the_fault(
    ting: Ting, command: tuple[str, ...], engine: str, code: int, sentence: str
) -> None:
    done = ting(*command, "--engine", engine)
    assert done.returncode == code
    assert sentence in done.stderr


def test_what_it_raises_while_it_speaks_is_a_sentence(ting: Ting) -> None:
    ting.write("ting.toml", "[engines.stumbling]\nvoices = 'a'")
    done = ting("say", "你好", "--engine", "stumbling", "--out", "said.mp3")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "ting: The engine stumbling failed (KeyError: 'no sound for this'). "
        "It comes from ting-stumbling 1.0: update that, or remove it."
    )


def test_a_page_is_read_as_if_the_faulty_sites_were_not_there(ting: Ting) -> None:
    done = ting("extract", SEED)
    ting.write("page.html", f"<html><body><article>{done.stdout}</article></body></html>")
    read = ting("extract", "page.html")
    assert (done.returncode, read.returncode, read.stderr) == (0, 0, "")


def test_a_plug_in_with_an_engines_name_does_not_speak_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_espeak = "def get_library_path(): return '/nowhere'\ndef get_data_path(): return '/nowhere'"
    tide = (TIDE / "tide.py").read_text(encoding="utf-8")
    sites = {"tts.sites": {"edge": "tide:TIDE_NEWS"}}
    install(tmp_path, "ting-edge", sites, tide=tide, espeakng_loader=no_espeak)
    monkeypatch.setenv("TING_DATA_DIR", str(tmp_path / "no_voices"))
    done = Ting(tmp_path)("doctor")
    assert done.returncode == 1
    assert "tide.example; a site of ting-edge 1.0" in done.stdout
    assert "not ok espeak  The espeak-ng library cannot be loaded" in done.stdout
