"""An episode is found by its name, by its file, or because it is the newest."""

import os
from pathlib import Path

import pytest

from tests.preview.conftest import MakeEpisode
from tts.errors import UsageError
from tts.preview.episode_lookup import find_episode


def test_an_episode_is_found_by_its_slug_and_by_its_file(make_episode: MakeEpisode, tmp_path: Path) -> None:
    episode = make_episode()
    make_episode(mark="def")
    output = tmp_path / "output"
    (mp3,) = output.rglob(episode.files.mp3)
    for name in (episode.slug, str(mp3), str(mp3.with_suffix(".vtt")), str(mp3.with_suffix(".json"))):
        found = find_episode(name, output)
        assert found
        assert (found.id, found.files.mp3) == (episode.id, str(mp3))


@pytest.mark.parametrize(
    "name",
    ["2026-11-23-no.html", "2026-99-99-x", "x", "", "https://x.test/", "../2026-11-23", "天" * 5000, "a\0b"],
)
def test_other_names_are_no_episodes(make_episode: MakeEpisode, tmp_path: Path, name: str) -> None:
    make_episode()
    assert find_episode(name, tmp_path / "output") is None


def test_a_file_of_someone_elses_is_no_episode(make_episode: MakeEpisode, tmp_path: Path) -> None:
    make_episode()
    page = tmp_path / "page.json"
    page.write_text("{}", encoding="utf-8")
    assert find_episode(str(page), tmp_path / "output") is None
    with pytest.raises(UsageError, match=r"no file nowhere\.mp3"):
        find_episode("nowhere.mp3", tmp_path / "output")


def test_what_can_only_be_a_slug_is_missed_as_an_episode(make_episode: MakeEpisode, tmp_path: Path) -> None:
    make_episode()
    with pytest.raises(UsageError, match="no episode 2026-11-23-none") as failure:
        find_episode("2026-11-23-none", tmp_path / "output")
    assert "ting catalog" in failure.value.hint


def test_the_latest_is_the_one_made_last_whatever_day_it_tells_of(
    make_episode: MakeEpisode, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    make_episode()
    day = next(output.rglob("*.mp3")).parent
    for number, written_s in ((1, 3000), (2, 5000), (3, 4000)):
        folder = day.parent / f"{number:02}"
        folder.mkdir()
        for path in day.glob("*"):
            (folder / path.name.replace("abc", str(number))).write_bytes(path.read_bytes())
        for path in folder.iterdir():
            os.utime(path, (written_s, written_s))
    for path in day.iterdir():
        os.utime(path, (1000, 1000))
    found = find_episode("latest", output)
    assert found
    assert Path(found.files.mp3).parent.name == "02"


def test_without_any_episode_it_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no episode") as failure:
        find_episode("latest", tmp_path / "output")
    assert "ting read" in failure.value.hint
