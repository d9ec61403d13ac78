"""`ting lexicon check`, and lists of words in the settings."""

from pathlib import Path

import pytest

from tests.cli.conftest import Ting

SETTINGS = """
lexicon_file = "names.tsv"
[lexicon]
"曾" = "zeng1"
'/第(\\d{1,3})話/' = '第\\1集'
"""
TEXT = (
    "標題：第12話開播\n\n曾先生說，單于的故事將在下個月播出，每週一次，歡迎大家在晚間八點收看，不要錯過了。"
)


@pytest.fixture(autouse=True)
def settings(tmp_path: Path) -> None:
    (tmp_path / "ting.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "names.tsv").write_text("單于\tchan2 yu2\n曾\tceng2\n南無\tna1 mo2\n", encoding="utf-8")
    (tmp_path / "story.txt").write_text(TEXT, encoding="utf-8")


def test_what_is_wrong_is_told_with_its_place(ting: Ting) -> None:
    told = ting("lexicon", "check", "story.txt")
    assert told.code == 1
    assert told.out.splitlines() == [
        "overridden    曾 = ceng2  (line 2 of names.tsv): zeng1 holds, [lexicon]",
        "never fires   南無 = na1 mo2  (line 3 of names.tsv)",
    ]
    (first,) = ting("lexicon", "check", "--json").objects
    assert (first["kind"], first["written"]) == ("overridden", "曾")


def test_where_nothing_is_wrong_it_is_said(ting: Ting, tmp_path: Path) -> None:
    (tmp_path / "names.tsv").write_text("單于\tchan2 yu2\n", encoding="utf-8")
    told = ting("lexicon", "check", "story.txt")
    assert (told.code, told.out, told.err) == (0, "", "Nothing is wrong.\n")


def test_words_of_a_list_are_said_so(ting: Ting) -> None:
    (explained,) = ting("say", "第12話單于姓曾", "--explain", "--json").objects
    assert explained["spoken"] == "第十二集蝉鱼姓憎"


@pytest.mark.parametrize(
    "command", [("lexicon", "check"), ("say", "甲", "--explain"), ("script", "story.txt")]
)
def test_a_bad_line_ends_a_command_with_its_place(
    ting: Ting, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "names.tsv").write_text("單于\tchan2 yu2\n曾子\tzeng1\n", encoding="utf-8")
    told = ting(*command)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(
        "ting: Line 2 of names.tsv: The lexicon gives 曾子 1 syllables (zeng1), not one"
    )
    (tmp_path / "names.tsv").unlink()
    told = ting(*command)
    assert (told.code, told.out) == (2, "")
    assert "The word list names.tsv cannot be read: there is none." in told.err


def test_another_list_makes_another_episode(ting: Ting, tmp_path: Path) -> None:
    def read() -> str:
        told = ting("read", "story.txt", "--engine", "espeak", "--profile", "source", "--json")
        assert told.code == 0
        return str(told.objects[0]["id"])

    first = read()
    assert read() == first
    (tmp_path / "names.tsv").write_text("單于\tdan1 yu2\n", encoding="utf-8")
    assert read() != first
