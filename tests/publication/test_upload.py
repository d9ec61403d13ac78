"""A show is published whole, what has changed alone, and its feeds last of all."""

import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from tests.feed.stories import SETTINGS, SHOW, digest, story
from tests.publication.shelves import fill
from tts.catalog.card import card_of
from tts.destination import Folder, open_destination
from tts.errors import NetworkError, OutputError, UsageError
from tts.feed.addresses import EMBEDDED, FEED, INDEX, beside, page_path, sound_path
from tts.feed.paging import NEWEST
from tts.model.episode import Episode
from tts.model.settings import Settings
from tts.publication.upload import LEDGER, Parcel, offered, open_place, publish

SPOKEN = attrgetter("mp3", "vtt", "srt", "transcript", "chapters")
EPISODES = [digest(), story(1), story(2)]


class Recorder(Folder):
    """A folder that remembers what came in which order, and may fail at one."""

    def __init__(self, root: Path, fails_at: str = "") -> None:
        super().__init__(root)
        self.came: list[str] = []
        self.fails_at = fails_at

    def put(self, path: str, content: Path | bytes) -> None:
        if path == self.fails_at:
            message = "The line is cut."
            raise NetworkError(message)
        super().put(path, content)
        self.came.append(path)


def with_show(**changes: Any) -> Settings:  # noqa: ANN401 - any of the show's settings
    return replace(SETTINGS, show=replace(SHOW, **changes))


def parcels(
    output: Path, episodes: Sequence[Episode] = EPISODES, settings: Settings = SETTINGS
) -> list[Parcel]:
    return offered(output, settings, list(map(card_of, episodes)), lambda _sentence: None)


def files(root: Path) -> dict[str, bytes]:
    found = {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }
    found.pop(LEDGER, None)
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("made") / "output"
    fill(output, EPISODES)
    for private in ("catalog.db", ".serve-token", "episodes/.draft.part", "notes.txt"):
        (output / private).write_bytes(b"private")
    return output


@pytest.fixture
def output(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "output"))


def test_what_is_published_is_what_feeds_and_pages_name_and_nothing_else(
    output: Path, tmp_path: Path
) -> None:
    publish(parcels(output), Folder(tmp_path / "web"))
    published = files(tmp_path / "web")
    of_episodes = {beside(episode, name) for episode in EPISODES for name in SPOKEN(episode.files)}
    pages = {*map(page_path, EPISODES), "episodes/2026/01/index.html", "episodes/2026/01/search.js", INDEX}
    assets = {f"assets/{name}" for name in ("ting.js", "ting.css", "lists.js", "lists.css")}
    others = {*assets, "cover.jpg", *EMBEDDED}
    feeds = {FEED, "feeds/digest.xml", "feeds/shi-jie-ri-bao.xml"}
    assert set(published) == of_episodes | pages | others | feeds
    for path, content in published.items():
        if path in of_episodes | others | feeds:
            assert content == (output / path).read_bytes()


def test_the_articles_are_published_to_read_only_if_their_owner_says_so(output: Path, tmp_path: Path) -> None:
    sentence = EPISODES[1].cues[-1].text
    publish(parcels(output), Folder(tmp_path / "web"))
    publish(parcels(output, settings=with_show(show_text=True)), Folder(tmp_path / "open"))
    page = page_path(EPISODES[1])
    assert sentence not in files(tmp_path / "web")[page].decode()
    assert sentence in files(tmp_path / "open")[page].decode()
    more = set(files(tmp_path / "open")) - set(files(tmp_path / "web"))
    assert more == {
        beside(one, name) for one in EPISODES for name in (one.files.txt, one.files.md, one.files.lrc)
    }


def test_sounds_come_first_then_pages_the_index_and_last_the_feeds(output: Path, tmp_path: Path) -> None:
    place = Recorder(tmp_path / "web")
    publish(parcels(output), place)
    came = [path for path in place.came if path != LEDGER]
    kinds = [path.rpartition(".")[2] for path in came]
    assert came[-1] == FEED
    assert came[came.index(INDEX) + 1 :] == [path for path in came if path.endswith(".xml")]
    assert max(at for at, kind in enumerate(kinds) if kind == "mp3") < min(
        at for at, kind in enumerate(kinds) if kind in ("html", "xml")
    )


def test_an_archive_is_there_before_the_feed_that_names_it() -> None:
    paths = ["feed.xml", "feeds/digest.xml", "index.html", "feed-2026-W02.xml", "a.html", "a.mp3"]
    ordered = sorted((Parcel(path, "", bytes) for path in paths), key=lambda parcel: parcel.stage)
    assert [parcel.path for parcel in ordered] == [
        "a.mp3",
        "a.html",
        "index.html",
        "feed-2026-W02.xml",
        "feeds/digest.xml",
        "feed.xml",
    ]


def test_what_is_there_is_not_sent_again(output: Path, tmp_path: Path) -> None:
    place = Recorder(tmp_path / "web")
    first = publish(parcels(output), place)
    place.came.clear()
    again = publish(parcels(output), place)
    assert (again.sent, again.unchanged, place.came) == ((), len(first.sent), [])
    for file in output.rglob("*"):  # as a copy of the folder has it
        os.utime(file, (1, 1))
    assert publish(parcels(output), place).sent == ()


def test_what_was_lost_or_changed_there_by_length_is_sent_again(output: Path, tmp_path: Path) -> None:
    place = Folder(tmp_path / "web")
    publish(parcels(output), place)
    lost, cut = sound_path(EPISODES[0]), sound_path(EPISODES[1])
    (place.root / lost).unlink()
    (place.root / cut).write_bytes(b"half")
    assert set(publish(parcels(output), place).sent) == {lost, cut}
    assert (place.root / cut).read_bytes() == (output / cut).read_bytes()


def test_one_new_episode_is_sent_alone_with_what_lists_it(output: Path, tmp_path: Path) -> None:
    place = Folder(tmp_path / "web")
    publish(parcels(output), place)
    new = story(3)
    fill(output, [*EPISODES, new])
    sent = publish(parcels(output, [*EPISODES, new]), place).sent
    sounds = [path for path in sent if path.endswith(".mp3")]
    assert sounds == [sound_path(new)]
    assert "cover.jpg" not in sent


@pytest.mark.parametrize(
    "fails_at", [sound_path(EPISODES[1]), page_path(EPISODES[1]), INDEX, "feeds/digest.xml", FEED]
)
def test_a_failure_leaves_the_old_feed_and_the_next_run_goes_on(
    output: Path, tmp_path: Path, fails_at: str
) -> None:
    place = Recorder(tmp_path / "web", fails_at)
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / FEED).write_bytes(b"old")
    with pytest.raises(NetworkError):
        publish(parcels(output), place)
    assert (tmp_path / "web" / FEED).read_bytes() == b"old"
    sent_before = set(place.came) - {LEDGER}
    place.fails_at = ""
    sent = publish(parcels(output), place).sent
    assert not sent_before & set(sent)
    publish(parcels(output), Folder(tmp_path / "clean"))
    assert files(tmp_path / "web") == files(tmp_path / "clean")


def test_what_the_show_has_no_more_is_told_and_removed_only_on_demand(output: Path, tmp_path: Path) -> None:
    place = Folder(tmp_path / "web")
    publish(parcels(output), place)
    (place.root / "CNAME").write_text("podcast.example.org", encoding="ascii")
    gone = sound_path(EPISODES[2])
    told = publish(parcels(output, EPISODES[:2]), place)
    assert gone in told.stale
    assert told.removed == ()
    assert (place.root / gone).is_file()
    done = publish(parcels(output, EPISODES[:2]), place, delete=True)
    assert gone in done.removed
    assert files(place.root).keys() == {parcel.path for parcel in parcels(output, EPISODES[:2])} | {"CNAME"}
    assert publish(parcels(output, EPISODES[:2]), place, delete=True).removed == ()


def test_a_dry_run_tells_all_and_changes_nothing(output: Path, tmp_path: Path) -> None:
    place = Folder(tmp_path / "web")
    would = publish(parcels(output), place, dry_run=True)
    assert not place.root.exists()
    assert publish(parcels(output), place).sent == would.sent


def test_a_damaged_note_costs_only_time(output: Path, tmp_path: Path) -> None:
    place = Folder(tmp_path / "web")
    first = publish(parcels(output), place)
    (place.root / LEDGER).write_bytes(b'{"feed.xml": [1')
    assert publish(parcels(output), place).sent == first.sent


def test_a_lost_note_costs_only_time_too(output: Path, tmp_path: Path) -> None:
    place = Folder(tmp_path / "web")
    first = publish(parcels(output), place)
    (place.root / LEDGER).unlink()
    assert publish(parcels(output), place).sent == first.sent


@pytest.mark.parametrize("dry_run", [True, False])
def test_the_front_page_of_another_site_stays(output: Path, tmp_path: Path, *, dry_run: bool) -> None:
    place = Folder(tmp_path / "web")
    place.put(INDEX, b"<title>My page</title>")
    place.put("mine.html", b"mine")
    with pytest.raises(UsageError, match="another site"):
        publish(parcels(output), place, dry_run=dry_run)
    assert files(place.root) == {INDEX: b"<title>My page</title>", "mine.html": b"mine"}


def test_what_goes_while_it_is_published_is_an_error_in_words(output: Path, tmp_path: Path) -> None:
    offered_now = parcels(output)
    (output / sound_path(EPISODES[0])).unlink()
    with pytest.raises(OutputError, match="changed while it was published"):
        publish(offered_now, Folder(tmp_path / "web"))
    assert not (tmp_path / "web" / FEED).exists()


def test_an_archive_that_changes_while_it_is_published_is_not_sent(tmp_path: Path) -> None:
    stories = [story(hour) for hour in range(NEWEST + 10)]
    for one in stories:
        sound = tmp_path / "output" / sound_path(one)
        sound.parent.mkdir(parents=True, exist_ok=True)
        sound.write_bytes(b"sound")
    archives = [parcel for parcel in parcels(tmp_path / "output", stories) if "-W" in parcel.path]
    place = Folder(tmp_path / "web")
    assert publish(archives[:1], place).sent == (archives[0].path,)
    (tmp_path / "output" / archives[1].path).write_bytes(b"names what is not there")
    with pytest.raises(OutputError, match="changed while it was published"):
        publish(archives, place)
    assert not (place.root / archives[1].path).exists()


def test_a_secret_show_is_below_its_secret(output: Path, tmp_path: Path) -> None:
    settings = with_show(secret="Xk3-unguessed")  # noqa: S106 - of no show
    place = open_place(str(tmp_path / "web"), output, settings.show)
    publish(parcels(output, settings=settings), place)
    assert (
        b"https://podcast.example.org/news/Xk3-unguessed/episodes/"
        in (tmp_path / "web" / "Xk3-unguessed" / FEED).read_bytes()
    )
    assert [path.name for path in (tmp_path / "web").iterdir()] == ["Xk3-unguessed"]


@pytest.mark.parametrize(
    ("where", "changes", "said"),
    [
        ("web", {"url": ""}, r"\[show\] url"),
        ("output/web", {}, "outside"),
        ("nosuch://bucket", {}, "s3://bucket/path"),
        ("gs://bucket", {}, "another package"),
    ],
)
def test_a_place_that_will_not_do_is_refused_in_words(
    output: Path, monkeypatch: pytest.MonkeyPatch, where: str, changes: dict[str, str], said: str
) -> None:
    monkeypatch.chdir(output.parent)
    with pytest.raises(UsageError, match=said):
        open_place(where, output, with_show(**changes).show)


def test_an_empty_shelf_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    with pytest.raises(UsageError, match="no episode"):
        parcels(tmp_path / "output", [])


def test_a_folder_that_cannot_be_written_is_said(output: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="another folder"):
        publish(parcels(output), open_destination(str(tmp_path / "file")))


def test_a_place_where_half_files_show_gets_them_under_another_name(output: Path) -> None:
    place = open_destination("memory://shop/web")
    done = publish(parcels(output), place)
    assert set(place.sizes()) == {*done.sent, LEDGER}
    assert place.read(sound_path(EPISODES[0])) == (output / sound_path(EPISODES[0])).read_bytes()
    assert publish(parcels(output), place).sent == ()
    assert publish(parcels(output, EPISODES[:2]), place, delete=True).removed
