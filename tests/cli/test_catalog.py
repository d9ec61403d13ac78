"""`ting catalog` tells which episodes there are and where something is said, and removes them."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.catalog.invented import invented, place, put_on_shelf
from tests.cli.conftest import Ting
from tts.catalog.store import NAME
from tts.episode_files import manifest


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """Put three episodes on the shelf, of which the latest is a digest."""
    output = tmp_path / "output"
    digest = replace(invented(3, series=None), kind="digest")
    put_on_shelf(output, invented(1), invented(2, "關稅上漲。", series="聯合報"), digest)
    return output


@pytest.mark.usefixtures("output")
def test_episodes_are_listed_the_latest_first(ting: Ting) -> None:
    lines = ting("catalog").out.splitlines()
    assert [line.split()[1] for line in lines] == [invented(number).slug for number in (3, 2, 1)]
    assert lines[0].split() == ["0:04", invented(3).slug, "digest", "第3則新聞"]
    assert lines[1].split()[2] == "聯合報"


def test_listed_as_json_they_are_their_manifests(ting: Ting, output: Path) -> None:
    lines = ting("catalog", "--json", "--series", "世界日報").out.splitlines()
    assert [manifest.load(line) for line in lines] == [manifest.read(place(output, invented(1)))]


@pytest.mark.usefixtures("output")
def test_the_list_is_cut_to_what_is_wished(ting: Ting) -> None:
    assert len(ting("catalog", "--limit", "2").out.splitlines()) == 2
    assert ting("catalog", "--kind", "digest").out.split()[1] == invented(3).slug
    assert ting("catalog", "--series", "無此報").out == ""
    assert ting("catalog", "--limit", "0").code == 2


@pytest.mark.usefixtures("output")
def test_what_was_said_is_found_with_its_time(ting: Ting) -> None:
    result = ting("catalog", "search", "关税", "上涨")
    assert result.out.splitlines() == [
        f"   0:01  {invented(2).slug}  第2則新聞",
        "         關稅上漲。",
    ]
    (hit,) = ting("catalog", "search", "关税", "--json").objects
    assert hit == {
        "slug": invented(2).slug,
        "title": "第2則新聞",
        "date": "2026-01-11",
        "start_ms": 1000,
        "text": "關稅上漲。",
    }


@pytest.mark.usefixtures("output")
def test_nothing_found_is_said_and_is_no_failure(ting: Ting) -> None:
    result = ting("catalog", "search", "汽車")
    assert (result.code, result.out, result.err) == (0, "", "Nothing was found.\n")
    assert ting("catalog", "search", " ").code == 2
    assert ting("catalog", "search").code == 2


def test_titles_cannot_move_the_cursor(ting: Ting, output: Path) -> None:
    put_on_shelf(output, replace(invented(9), title="\x1b[2J[bold]新聞\r\n"))
    result = ting("catalog", "--limit", "1")
    assert result.out.splitlines()[0].endswith(" [2J[bold]新聞  ")


def test_removed_episodes_are_gone_with_their_files(ting: Ting, output: Path) -> None:
    result = ting("catalog", "remove", invented(1).slug, invented(2).slug)
    assert (result.code, result.out.split()) == (0, [invented(1).slug, invented(2).slug])
    assert "Removed 2 episodes" in result.err
    assert "ting feed" in result.err
    assert not place(output, invented(1)).parent.exists()
    assert len(ting("catalog").out.splitlines()) == 1


@pytest.mark.parametrize("again", [("remove", invented(1).slug), ("prune", "--days", "1")])
def test_what_a_killed_removal_left_the_next_one_takes(
    ting: Ting, output: Path, again: tuple[str, ...]
) -> None:
    ting("catalog")
    place(output, invented(1)).unlink()
    assert invented(1).slug in ting("catalog", *again).out
    assert not place(output, invented(1)).parent.exists()


def test_a_slug_that_is_not_there_is_named(ting: Ting, output: Path) -> None:
    result = ting("catalog", "remove", "nix", invented(1).slug)
    assert result.code == 3
    assert "There is no episode nix." in result.err
    assert not place(output, invented(1)).exists()
    assert ting("catalog", "remove", "../../output").code == 2
    assert place(output, invented(2)).exists()


def test_pruned_it_has_the_days_and_the_room_that_were_given(ting: Ting, output: Path) -> None:
    assert ting("catalog", "prune").code == 2
    for number in (1, 2, 3):
        place(output, invented(number)).with_suffix(".mp3").write_bytes(bytes(600_000))
    result = ting("catalog", "prune", "--megabytes", "1")
    assert result.out.split() == [invented(2).slug, invented(1).slug]
    assert "Removed 2 episodes, 1.2 MB." in result.err
    assert ting("catalog", "prune", "--days", "1").out.split() == [invented(3).slug]
    assert ting("catalog", "prune", "--days", "1").err == "Removed 0 episodes, 0.0 MB.\n"


def test_pruned_without_a_word_it_keeps_what_is_set(ting: Ting, output: Path, tmp_path: Path) -> None:
    (tmp_path / "ting.toml").write_text("[show]\nkeep_days = 1\n")
    assert len(ting("catalog", "prune").out.split()) == 3
    assert not list(output.rglob("*.mp3"))


@pytest.mark.parametrize("command", [("prune", "--days", "9000"), ("rebuild",)])
def test_what_no_manifest_tells_of_is_cleared_away(
    ting: Ting, output: Path, command: tuple[str, ...]
) -> None:
    left = place(output, invented(1)).with_name("2026-01-10-left-0123abcd.mp3")
    left.write_bytes(b"")
    os.utime(left, (0, 0))
    assert left.stem in ting("catalog", *command).err
    assert not left.exists()
    assert len(ting("catalog").out.splitlines()) == 3


def test_a_damaged_catalog_is_made_anew(ting: Ting, output: Path) -> None:
    (output / NAME).write_bytes(b"no database at all" * 100)
    result = ting("catalog")
    assert result.code == 1
    assert result.err.count("\n") == 1
    assert "ting catalog rebuild" in result.err
    result = ting("catalog", "rebuild")
    assert (result.code, result.out) == (0, "3 episodes in the catalog.\n")
    assert "catalog.db.damaged" in result.err
    assert len(ting("catalog").out.splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "others"),
    [
        (("catalog",), invented(3).slug),
        (("catalog", "rebuild"), "2 episodes in the catalog."),
        (("catalog", "search", "稀土"), invented(3).slug),
    ],
)
def test_damaged_manifests_are_named(
    ting: Ting, output: Path, arguments: tuple[str, ...], others: str
) -> None:
    place(output, invented(2)).write_text("{")
    result = ting(*arguments)
    assert result.code == 3
    assert f"{invented(2).slug}.json: The manifest is not one of an episode" in result.err
    assert others in result.out


def test_looking_makes_no_folder(ting: Ting, tmp_path: Path) -> None:
    result = ting("catalog")
    assert result.code == 2
    assert "ting read" in result.err
    assert not (tmp_path / "output").exists()


@pytest.mark.usefixtures("output")
def test_another_folder_may_be_named_before_or_after_the_command(ting: Ting, tmp_path: Path) -> None:
    other = tmp_path / "other"
    put_on_shelf(other, invented(7))
    for arguments in (("--out", other, "search", "稀土"), ("search", "稀土", "--out", other)):
        assert invented(7).slug in ting("catalog", *arguments).out


@pytest.mark.parametrize("left", [0, 1, 100, 4096, 40_000])
def test_a_file_of_noughts_is_said_to_be_damaged_or_made_anew(ting: Ting, output: Path, left: int) -> None:
    whole = ting("catalog").out
    (output / "catalog.db").write_bytes(bytes(left))
    result = ting("catalog")
    assert (result.code, result.out) == (0, whole) or (result.code == 1 and "is damaged" in result.err)
    assert ting("catalog", "rebuild").code == 0
    assert ting("catalog").out == whole


@pytest.mark.usefixtures("output")
def test_what_puts_an_episode_into_a_page_is_printed(ting: Ting) -> None:
    slug = invented(2).slug
    result = ting("catalog", "embed", slug)
    assert (result.code, result.out) == (2, "")
    assert "[show] url" in result.err
    Path("ting.toml").write_text('[show]\nurl = "https://p.example/"\nsecret = "k3V"\n', encoding="utf-8")
    result = ting("catalog", "embed", slug)
    assert (
        result.out == f'<script src="https://p.example/k3V/embed.js" data-episode="{slug}" async></script>\n'
    )
    assert "secret" in result.err
    assert f"embed.html?episode={slug}" in ting("catalog", "embed", slug, "--frame").out
    result = ting("catalog", "embed", "none")
    assert (result.code, result.out) == (2, "")
