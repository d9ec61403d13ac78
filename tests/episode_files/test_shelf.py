import datetime as dt
import itertools
import os
import resource
import signal
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tts.episode_files import companions, manifest, shelf
from tts.errors import OutputError, UsageError
from tts.model.episode import Episode

DAY = dt.date(2026, 1, 9)
ENDINGS = (*(".chapters.json", ".json", ".lrc", ".md", ".mp3", ".srt", ".transcript.json", ".txt", ".vtt"),)


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def write_all(draft: shelf.Draft, text: str = "words") -> None:
    for path in astuple(draft):
        path.write_text(text)


def put_on_shelf(output: Path, slug: str = "slug", text: str = "words") -> None:
    with shelf.draft(output, DAY, slug.rpartition("-")[2]) as draft:
        write_all(draft, text)
        shelf.put(draft, slug)


def test_a_slug_says_date_title_and_fingerprint() -> None:
    assert shelf.slug(DAY, "中再祭稀土牌？ 停審查", "0123abcd4567") == (
        "2026-01-09-zhong-zai-ji-xi-tu-pai-ting-shen-cha-0123abcd"
    )
    assert shelf.slug(DAY, "AI晶片漲30%", "ff00") == "2026-01-09-ai-jing-pian-zhang-30-ff00"
    assert shelf.slug(DAY, "😀", "ff00") == "2026-01-09-ff00"
    assert shelf.slug(DAY, "digest", "") == "2026-01-09-digest"


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=20))
def test_a_slug_is_short_and_fit_for_any_file_system_and_address(title: str, fingerprint: str) -> None:
    slug = shelf.slug(DAY, title, fingerprint)
    assert set(slug) <= set(string.ascii_lowercase + string.digits + "-")
    assert slug.startswith("2026-01-09")
    assert len(slug) <= 70
    assert not slug.endswith("-")


def test_an_episode_stands_below_its_day(tmp_path: Path) -> None:
    put_on_shelf(tmp_path)
    home = "episodes/2026/01/09"
    assert files_below(tmp_path)[4:] == [f"{home}/slug{ending}" for ending in ENDINGS]
    paths = shelf.absolute(shelf.names("slug"), tmp_path / home / "slug.json")
    assert Path(paths.mp3) == tmp_path / home / "slug.mp3"
    assert shelf.manifests(tmp_path) == [tmp_path / home / "slug.json"]


def test_while_an_episode_is_written_nobody_sees_it(tmp_path: Path) -> None:
    with shelf.draft(tmp_path, DAY, "slug") as draft:
        write_all(draft)
        assert shelf.manifests(tmp_path) == []
        assert all(path.name.startswith(".") for path in shelf.folder(tmp_path, DAY).iterdir())


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt, ConnectionError])
def test_a_failure_leaves_nothing_behind(tmp_path: Path, failure: type[BaseException]) -> None:
    with pytest.raises(failure), shelf.draft(tmp_path / "output", DAY, "slug") as draft:  # noqa: PT012 (fails inside)
        write_all(draft)
        raise failure
    assert files_below(tmp_path) == []


def test_a_failure_leaves_the_episode_that_was_there(tmp_path: Path) -> None:
    put_on_shelf(tmp_path, text="old")
    before = files_below(tmp_path)
    with pytest.raises(ValueError, match="new"), shelf.draft(tmp_path, DAY, "slug") as draft:  # noqa: PT012 (as above)
        write_all(draft, "new")
        message = "new"
        raise ValueError(message)
    assert files_below(tmp_path) == before
    assert all(path.read_text() == "old" for path in shelf.folder(tmp_path, DAY).iterdir())


def test_a_new_episode_takes_the_place_of_the_old(tmp_path: Path) -> None:
    for text in ("old", "new"):
        put_on_shelf(tmp_path, text=text)
    assert {path.read_text() for path in shelf.folder(tmp_path, DAY).iterdir()} == {"new"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_folder_in_the_place_of_a_file_is_kept_under_another_name(tmp_path: Path, ending: str) -> None:
    put_on_shelf(tmp_path)
    home = shelf.folder(tmp_path, DAY)
    place = home / f"slug{ending}"
    place.unlink()
    place.mkdir()
    (place / "note.txt").write_text("somebody's own")
    put_on_shelf(tmp_path, text="anew")
    assert place.read_text() == "anew"
    [kept] = home.glob("*/note.txt")
    assert kept.read_text() == "somebody's own"
    assert shelf.manifests(tmp_path) == [home / "slug.json"]
    shelf.remove(home / "slug.json")
    assert [*home.iterdir()] == [kept.parent]


def test_an_episode_with_a_folder_in_a_files_place_can_be_removed(tmp_path: Path) -> None:
    put_on_shelf(tmp_path)
    place = shelf.manifest_path(tmp_path, DAY, "slug")
    place.unlink()
    place.mkdir()
    shelf.remove(place)
    assert shelf.manifests(tmp_path) == []
    assert not place.with_suffix(".mp3").exists()


def test_a_full_disk_is_said_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    with (  # noqa: PT012 (fails inside)
        pytest.raises(OutputError, match="the disk is full") as raised,
        shelf.draft(tmp_path / "output", DAY, "slug") as draft,
    ):
        write_all(draft)
        Path("/dev/full").write_text("no room")
    assert raised.value.hint
    assert files_below(tmp_path) == []


def test_a_file_that_outgrows_its_bound_is_said_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    program = (
        "import datetime, pathlib, resource, signal, sys\n"
        "from tts.errors import OutputError\n"
        "from tts.episode_files import shelf\n"
        f"resource.setrlimit({resource.RLIMIT_FSIZE}, (1000, 1000))\n"
        "try:\n"
        "    with shelf.draft(pathlib.Path(sys.argv[1]), datetime.date(2026, 1, 9), 'slug') as draft:\n"
        "        draft.mp3.write_bytes(bytes(2000))\n"
        "except OutputError as error:\n"
        "    print(error)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "output")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "the disk is full" in done.stdout
    assert files_below(tmp_path) == []


def test_a_path_that_is_no_folder_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(OutputError, match="can be written"), shelf.draft(tmp_path / "output", DAY, "slug"):
        pass


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="this system has no folder closed to all")
def test_a_folder_that_may_not_be_written_is_said_in_words() -> None:
    with pytest.raises(OutputError, match="can be written"), shelf.draft(Path("/proc"), DAY, "slug"):
        pass


def test_an_interrupted_process_leaves_no_episode_that_looks_whole(tmp_path: Path) -> None:
    program = (
        "import datetime, os, pathlib, signal, sys\n"
        "from tts.episode_files import shelf\n"
        "with shelf.draft(pathlib.Path(sys.argv[1]), datetime.date(2026, 1, 9), 'slug') as draft:\n"
        "    draft.mp3.write_bytes(bytes(2000))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert shelf.manifests(tmp_path) == []
    assert not list(shelf.folder(tmp_path, DAY).glob("slug*"))


def test_all_that_stands_beside_the_sound_is_written_from_the_episode(
    tmp_path: Path, episode: Episode
) -> None:
    with shelf.draft(tmp_path, episode.date, episode.slug) as draft:
        draft.mp3.touch()
        companions.write(draft, episode)
        shelf.put(draft, episode.slug)
    [path] = shelf.manifests(tmp_path)
    assert manifest.read(path) == episode
    files = shelf.absolute(manifest.read(path).files, path)
    assert all(Path(name).is_file() for name in astuple(files))
    assert Path(files.vtt).read_text(encoding="utf-8").startswith("WEBVTT\n")
    assert Path(files.chapters).read_text(encoding="utf-8").startswith("{")


def test_publishing_twice_gives_the_same_bytes(tmp_path: Path, episode: Episode) -> None:
    written = []
    for place in ("first", "second"):
        with shelf.draft(tmp_path / place, episode.date, episode.slug) as draft:
            draft.mp3.touch()
            companions.write(draft, episode)
            shelf.put(draft, episode.slug)
        home = shelf.folder(tmp_path / place, episode.date)
        written.append({path.name: path.read_bytes() for path in home.iterdir()})
    assert written[0] == written[1]


def test_drafts_that_a_killed_run_left_are_removed_and_young_ones_are_not(tmp_path: Path) -> None:
    home = shelf.folder(tmp_path, DAY)
    home.mkdir(parents=True)
    old, young = home / ".slug.mp3.0123abcd.part", home / ".slug.mp3.4567abcd.part"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    with pytest.raises(ZeroDivisionError), shelf.draft(tmp_path, DAY, "slug"):
        raise ZeroDivisionError
    assert not old.exists()
    assert young.exists()


def test_a_file_that_is_written_again_takes_away_what_a_killed_run_left_of_it(tmp_path: Path) -> None:
    old, young, other = (tmp_path / f".{name}.part" for name in ("feed.xml.0123abcd", "feed.xml.4", "feed.5"))
    for path in (old, young, other):
        path.write_bytes(b"half")
    for path in (old, other):
        os.utime(path, (0, 0))
    assert shelf.renew(tmp_path / "feed.xml", b"whole")
    assert (old.exists(), young.exists(), other.exists()) == (False, True, True)


def test_what_a_killed_removal_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    slugs = [f"2026-01-09-title-{mark}" for mark in ("0123abcd", "1123abcd", "2123abcd", "3123abcd")]
    for slug in slugs:
        put_on_shelf(tmp_path, slug)
    home = shelf.folder(tmp_path, DAY)
    (home / "2026-01-09-notes.txt").write_text("the owner's")
    (home / ".3123abcd.json.0a.part").write_text("on its way")
    for path in home.iterdir():
        if not path.name.startswith((slugs[2], ".")):
            os.utime(path, (0, 0))
    for slug in (slugs[0], *slugs[2:]):
        (home / f"{slug}.json").unlink()
    before = set(files_below(home))
    assert shelf.remove_leftovers(tmp_path) == [slugs[0]]
    assert before - set(files_below(home)) == {name for name in before if name.startswith(slugs[0])}


def test_drafts_that_killed_runs_left_go_with_the_leftovers_wherever_they_are(tmp_path: Path) -> None:
    home = shelf.folder(tmp_path, DAY)
    home.mkdir(parents=True)
    old, young = home / ".0123abcd.mp3.0a.part", home / ".1123abcd.mp3.0b.part"
    for path in (old, young):
        path.write_bytes(b"half")
    os.utime(old, (0, 0))
    shelf.remove_leftovers(tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_day_of_which_nothing_is_left_goes_with_its_leftovers(tmp_path: Path) -> None:
    slug = "2026-01-09-left-0123abcd"
    put_on_shelf(tmp_path, slug)
    shelf.manifest_path(tmp_path, DAY, slug).unlink()
    for path in shelf.folder(tmp_path, DAY).iterdir():
        os.utime(path, (0, 0))
    assert shelf.remove_leftovers(tmp_path) == [slug]
    assert files_below(tmp_path) == ["episodes"]


def test_drafts_that_begin_and_end_at_once_do_not_take_each_others_folder(tmp_path: Path) -> None:
    def often(mark: str) -> None:
        for _ in range(200):
            with shelf.draft(tmp_path / "output", DAY, mark) as drafts:
                drafts.mp3.write_bytes(b"sound")

    with ThreadPoolExecutor(4) as hands:
        list(hands.map(often, "abcd"))


@pytest.mark.parametrize("name", ["pipe", "link"])
def test_a_device_and_a_pipe_stay_what_they_are(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    before = (tmp_path / name).lstat()
    with pytest.raises(UsageError, match="is no file"), shelf.whole(tmp_path / name) as part:
        part.write_bytes(b"x")
    assert (tmp_path / name).lstat().st_ino == before.st_ino
    assert len(list(tmp_path.iterdir())) == 2


def test_a_days_folder_that_leads_to_itself_holds_nothing(tmp_path: Path) -> None:
    day = shelf.folder(tmp_path, dt.date(2026, 1, 8))
    day.parent.mkdir(parents=True)
    day.symlink_to(day)
    assert not shelf.sizes(tmp_path, [dt.date(2026, 1, 8)])


def test_what_a_days_episodes_take_is_what_each_of_them_does(tmp_path: Path) -> None:
    days, slugs = [dt.date(2026, 1, day) for day in (8, 9, 10)], ("a", "a-b")
    for day, slug in itertools.product(days[:2], slugs):
        for size, name in enumerate(astuple(shelf.names(f"{day}-{slug}"))):
            path = shelf.folder(tmp_path, day) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * size)
    (shelf.folder(tmp_path, days[0]) / f".{days[0]}-a.mp3.1.part").write_bytes(b"half")
    found = shelf.sizes(tmp_path, days)
    each = {
        f"{day}-{slug}": shelf.size_bytes(shelf.manifest_path(tmp_path, day, f"{day}-{slug}"))
        for day, slug in itertools.product(days[:2], slugs)
    }
    assert {slug: found[slug] for slug in each} == each
    assert set(found) == {*each, ""}
