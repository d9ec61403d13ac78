from pathlib import Path
from typing import Any

import click
import pytest
from lxml.html import document_fromstring

from tests.cli.conftest import Ting
from tts.cli.app import COMMANDS
from tts.cli.app import ting as program

PAGE = (
    "<!doctype html><html><body><article><h1>{0}</h1>"
    "<p>{0}，昨天在山城舉行，約有三千人參加。</p><p>市府表示，明年還要再辦，歡迎大家來玩。</p></article></body></html>"
)
ODD, GOOD = "電車怪事", "電車加開三班"


@pytest.fixture(autouse=True)
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Save two pages, of which the parser cannot bear one."""

    def parse(data: bytes, *, parser: Any) -> object:  # noqa: ANN401 - lxml's
        if ODD.encode() in data:
            raise RecursionError
        return document_fromstring(data, parser=parser)

    for name, title in (("odd", ODD), ("good", GOOD)):
        (tmp_path / f"{name}.html").write_text(PAGE.format(title), "utf-8")
    monkeypatch.setattr("tts.extractor.markup.document_fromstring", parse)


def test_beside_an_article_that_raises_anything_the_other_is_read(ting: Ting) -> None:
    result = ting("read", "odd.html", "good.html", "--engine", "espeak")
    assert (result.code, len(result.out.splitlines())) == (3, 1)
    assert result.err.startswith("odd.html: Something unforeseen happened while narrating it: RecursionError")
    assert "Traceback" not in result.err


def test_a_command_that_raises_anything_ends_in_a_sentence(ting: Ting) -> None:
    result = ting("extract", "odd.html")
    assert (result.code, len(result.err.splitlines())) == (1, 1)
    assert result.err.startswith(
        "ting: Something unforeseen happened while running the command: RecursionError"
    )


@pytest.mark.parametrize("line", ["extract odd.html --debug", "--debug extract odd.html"])
def test_asked_for_the_traceback_is_shown_once(ting: Ting, line: str) -> None:
    result = ting(*line.split())
    assert (result.code, result.err.count("raise RecursionError")) == (1, 1)
    assert "Traceback" not in ting("extract", "odd.html").err


def test_a_variable_asks_for_it_too(ting: Ting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TING_DEBUG", "1")
    assert "Traceback" in ting("read", "odd.html", "--engine", "espeak").err
    assert "Traceback" in ting("extract", "none.html").err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_it(name: str) -> None:
    command = program.get_command(click.Context(program), name)
    own = command.commands.values() if isinstance(command, click.Group) else ()
    for each in (command, *own):
        assert each
        assert [parameter.name for parameter in each.params].count("debug") == 1
