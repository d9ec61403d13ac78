"""What the pages say of the program is what the program does."""

import ast
import importlib
import pkgutil
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import tts
from tests.drill.drills import DRILLS
from tts.cli.app import COMMANDS
from tts.config import load_settings
from tts.errors import ExitCode, TingError

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-Hant.md")
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))

LINK = re.compile(r"!?\[[^]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OWN_FILE = re.compile(r"`((?:tts|tests|bench|docs|voices|seeds|tools|examples)/[^`\s:]*)`")
TEST = re.compile(r"`(tests/[\w/]+\.py)((?:::\w+)+)`")
THREAT = re.compile(r"^\| (?!They must not \|)\w.+ \|$", re.MULTILINE)
SECTION = re.compile(r"^### `(\w+)`\n\nFrom `([\w.]+)`; raised in ((?:`\w+` ?)+)\.\n\n\S", re.MULTILINE)
MADE_BY_TESTS = "tests/artefacts/"
QUOTE = re.compile(r"^> (.+)$", re.MULTILINE)

OWN_SHARE = 1 / 3
"""So much of a sentence must be the program's own words: a message that is all names fits everything."""


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def fenced(page: str, language: str) -> list[str]:
    return [code for kind, code in FENCED.findall(text_of(page)) if kind == language]


def commands_listed(page: str) -> list[str]:
    return re.findall(r"^\| `ting (\w+)[^`]*` \|", text_of(page), re.MULTILINE)


@pytest.mark.parametrize("page", READMES)
def test_the_commands_of_a_readme_are_those_of_the_program(page: str) -> None:
    assert sorted(commands_listed(page)) == sorted(COMMANDS)


def test_both_readmes_have_the_same_commands_in_the_same_order() -> None:
    english, chinese = map(commands_listed, READMES)
    assert english == chinese


def test_each_readme_leads_to_the_other_before_its_first_paragraph() -> None:
    english, chinese = (text_of(page).split("\n\n")[1] for page in READMES)
    assert "(README.zh-Hant.md)" in english
    assert "(README.md)" in chinese


def test_the_figures_of_the_readme_are_those_that_were_measured() -> None:
    table = text_of("README.md").partition("## Measured\n")[2].partition("\n## ")[0]
    cells = re.findall(r"\| (\d+ of \d+|\d+\.\d+)", table)
    measured = re.findall(r"\d+ of \d+|\d+\.\d+", text_of("docs/measured.md"))
    assert len(cells) == 12
    assert [figure for figure in cells if figure not in measured] == []


def test_the_promises_are_those_that_are_drilled() -> None:
    rows = [
        line.strip("| ").split(" | ")
        for line in text_of("docs/promises.md").splitlines()
        if line[:3] == "| `"
    ]
    told = {name.strip("`"): (holds, happens) for name, holds, happens, _tried, _kept in rows}
    assert list(told) == list(DRILLS)
    assert told == {name: (drill.holds, drill.happens) for name, drill in DRILLS.items()}


def test_of_each_promise_it_is_told_how_often_it_was_tried_and_broken() -> None:
    counts = re.findall(r"^\| `[\w-]+` .* \| (\d+) \| (\d+) \|$", text_of("docs/promises.md"), re.MULTILINE)
    assert len(counts) == len(DRILLS)
    assert all(0 < int(tried) >= int(kept) for tried, kept in counts)


@pytest.mark.parametrize("page", PAGES)
def test_links_to_files_and_their_headings_lead_somewhere(page: str) -> None:
    prose = FENCED.sub("", text_of(page))
    for target in (link for link in LINK.findall(prose) if "://" not in link):
        path, _, heading = target.partition("#")
        file = (ROOT / page).parent / path if path else ROOT / page
        assert file.exists(), target
        assert not heading or heading in anchors(file), target


def anchors(file: Path) -> set[str]:
    """Return what a page's headings are linked by."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_files_of_the_project_that_a_page_names_are_there(page: str) -> None:
    for path in OWN_FILE.findall(text_of(page)):
        assert path == MADE_BY_TESTS or list(ROOT.glob(path.rstrip("/"))), path


def test_each_line_of_the_threat_model_names_tests_that_there_are() -> None:
    lines = THREAT.findall(text_of("docs/security.md"))
    assert len(lines) > 50
    assert [line for line in lines if not TEST.search(line)] == []
    named = TEST.findall(text_of("docs/security.md"))
    assert len(set(named)) == len(named)
    assert [f"{path}{name}" for path, name in named if name not in named_in(path)] == []


@cache
def named_in(path: str) -> frozenset[str]:
    """Return the names of a file's tests as pytest has them, each after "::"."""
    tree = ast.parse(text_of(path))
    groups = [(f"::{node.name}", node.body) for node in tree.body if isinstance(node, ast.ClassDef)]
    every = [("", tree.body), *groups]
    functions = ((within, node) for within, body in every for node in body)
    return frozenset(
        f"{within}::{node.name}"
        for within, node in functions
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_examples_have_the_options_that_are_shown(page: str) -> None:
    for line in commands_shown(page):
        name, *arguments = shlex.split(line, comments=True)[1:]
        if name.startswith("-"):
            continue
        assert name in COMMANDS, line
        command = command_of(name)
        own = command.commands if isinstance(command, click.Group) else {}
        known = {option for each in (command, *own.values()) for option in options_of(each)}
        for argument in arguments:
            assert not argument.startswith("--") or argument.partition("=")[0] in known, line
        if own and arguments and not arguments[0].startswith("-"):
            assert arguments[0] in own, line


def commands_shown(page: str) -> Iterator[str]:
    """Yield what stands behind each `ting` of a shell example or between backticks, up to what ends it."""
    text = text_of(page)
    shell = "\n".join(code for kind, code in FENCED.findall(text) if kind in ("sh", ""))
    spans = re.findall(r"`(ting\s[^`…]+)`", FENCED.sub("", text))
    lines = [span.replace("\n", " ") for span in spans]
    lines += re.findall(r"(?:^|[/| ])(ting [a-z][^|\n]*)", shell, re.MULTILINE)
    lines += re.findall(r"^ {4}(ting [a-z][^|\n]*)", text, re.MULTILINE)
    yield from (line for line in lines if re.match(r"ting [a-z]+( |$)", line))


def command_of(name: str) -> click.Command:
    command: click.Command = importlib.import_module(f"tts.cli.{name}").command
    return command


def options_of(command: click.Command) -> Iterator[str]:
    yield "--help"
    for parameter in command.params:
        yield from (*parameter.opts, *parameter.secondary_opts)


@pytest.mark.parametrize(
    "page",
    [
        *READMES,
        "docs/troubleshooting.md",
        "docs/feeds.md",
        "docs/lexicon.md",
        "docs/services.md",
        "docs/subscriptions.md",
    ],
)
def test_settings_in_examples_are_settings(page: str, tmp_path: Path) -> None:
    examples = fenced(page, "toml")
    assert examples
    for example in examples:
        (tmp_path / "ting.toml").write_text(example, encoding="utf-8")
        load_settings({}, {}, tmp_path, tmp_path / "none.toml")


@cache
def exceptions() -> dict[str, type[BaseException]]:
    """Return every exception that the package defines, by name."""
    for module in pkgutil.walk_packages(tts.__path__, "tts."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {kind.__name__: kind for kind in kinds_of(BaseException) if kind.__module__.split(".")[0] == "tts"}


def kinds_of(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    for below in type.__subclasses__(kind):
        yield below
        yield from kinds_of(below)


def own_errors() -> dict[str, type[TingError]]:
    return {name: kind for name, kind in exceptions().items() if issubclass(kind, TingError)}


def test_the_tree_of_errors_is_the_codes_with_parents_and_exit_codes() -> None:
    (tree,) = fenced("docs/errors.md", "")
    drawn, above = {}, [""]
    for line in tree.splitlines():
        name, code = line.split()
        depth = (len(line) - len(line.lstrip())) // 2
        above[depth + 1 :] = [name]
        drawn[name] = (above[depth], int(code))
    parents = {name: kind.__base__.__name__ if kind.__base__ else "" for name, kind in own_errors().items()}
    real = {name: (parents[name], int(kind.exit_code)) for name, kind in own_errors().items()}
    assert drawn == {**real, "TingError": ("", int(TingError.exit_code))}


def test_each_error_has_its_section_with_its_module_and_the_rooms_that_raise_it() -> None:
    sections = SECTION.findall(text_of("docs/errors.md"))
    told = {name: (module, re.findall(r"\w+", rooms)) for name, module, rooms in sections}
    raised = rooms_that_raise()
    assert told == {name: (kind.__module__, raised[name]) for name, kind in own_errors().items()}


def rooms_that_raise() -> dict[str, list[str]]:
    rooms: dict[str, set[str]] = {name: set() for name in own_errors()}
    for path, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in rooms:
                rooms[node.func.id].add(path.relative_to(ROOT / "tts").parts[0].removesuffix(".py"))
    return {name: sorted(found) for name, found in rooms.items()}


def test_exceptions_that_stay_inside_are_named_too() -> None:
    page = text_of("docs/errors.md")
    assert [name for name in exceptions() if f"`{name}`" not in page] == []


def test_the_exit_codes_of_the_page_and_of_the_readmes_are_the_programs() -> None:
    table = re.findall(r"^\| (\d+) \| `(\w+)` \|", text_of("docs/errors.md"), re.MULTILINE)
    assert {name: int(code) for code, name in table} == {code.name: int(code) for code in ExitCode}
    for page in READMES:
        (sentence,) = re.findall(r"^(?:.*Exit codes: |結束代碼：)((?:.+\n)+)", text_of(page), re.MULTILINE)
        assert [int(code) for code in re.findall(r"\d+", sentence)] == sorted(ExitCode)


def test_every_sentence_that_troubleshooting_quotes_is_one_of_the_programs() -> None:
    quotes = QUOTE.findall(text_of("docs/troubleshooting.md"))
    own = [message_of(node) for _path, tree in sources() for node in spoken_texts(tree)]
    assert len(quotes) > 1
    assert [quote for quote in quotes if not any(is_said_by(parts, quote) for parts in own)] == []


@cache
def sources() -> tuple[tuple[Path, ast.Module], ...]:
    paths = sorted((ROOT / "tts").rglob("*.py"))
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def spoken_texts(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the texts of the code that are no docstrings."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant):
            yield node
        elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield from spoken_texts(node)


def message_of(node: ast.AST) -> list[str]:
    """Return the fixed parts of a text of the program; between two of them anything may stand."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    fixed = [""]
    for part in parts:
        if not isinstance(part, ast.Constant):
            fixed.append("")
        elif isinstance(part.value, str):
            fixed[-1] += part.value.strip("\n")
    return fixed


def is_said_by(parts: list[str], quote: str) -> bool:
    is_told_apart = sum(map(len, parts)) >= OWN_SHARE * len(quote)
    return is_told_apart and bool(re.fullmatch(".+".join(map(re.escape, parts)), quote))
