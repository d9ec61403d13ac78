import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.invented import MORNING, fresh, invented, place, put_on_shelf
from tts.catalog.card import card_of
from tts.catalog.removal import due, remove
from tts.catalog.store import Catalog
from tts.episode_files import shelf
from tts.errors import TingError
from tts.inbox.entry import Order
from tts.inbox.queue import Queue, guid_of
from tts.model.settings import ShowSettings

UDN = "聯合報"
TIDE = Order("https://news.example/tide")


def slugs(catalog: Catalog) -> list[str]:
    return [episode.slug for episode in catalog.episodes()]


def test_episodes_are_listed_the_latest_first_and_then_by_name(catalog: Catalog) -> None:
    same = [invented(number, issued=MORNING) for number in (12, 11)]
    for episode in (invented(1), *same, invented(2)):
        catalog.add(episode)
    assert slugs(catalog) == [invented(2).slug, invented(1).slug, same[1].slug, same[0].slug]
    assert [episode.slug for episode in catalog.episodes(limit=1)] == [invented(2).slug]


def test_while_they_are_listed_others_may_be_added(catalog: Catalog, tmp_path: Path) -> None:
    for number in range(3):
        catalog.add(invented(number))
    with Catalog.open(tmp_path) as other:
        listed = catalog.each()
        first = next(listed)
        other.add(invented(9))
        other.remove(invented(0).slug)
        assert [first, *listed] == [invented(number) for number in (2, 1, 0)]
    assert len(catalog.episodes()) == 3


def test_what_is_listed_is_what_the_manifest_says(catalog: Catalog, tmp_path: Path) -> None:
    episode = invented(1)
    catalog.add(replace(episode, files=shelf.absolute(episode.files, place(tmp_path, episode))))
    assert catalog.episodes() == [episode]
    assert catalog.episode(episode.slug) == episode
    assert catalog.episode("another") is None


def test_episodes_are_chosen_by_kind_series_and_voice(catalog: Catalog) -> None:
    digest = replace(invented(3, series=None), kind="digest")
    other = replace(invented(2, series=UDN), voice="zm_yunyang")
    for episode in (invented(1), other, digest):
        catalog.add(episode)
    assert catalog.episodes(kind="digest") == [digest]
    assert catalog.episodes(series=UDN) == catalog.episodes(voice="zm_yunyang") == [other]
    assert catalog.episodes(series=UDN, voice="cmn") == []


def test_a_changed_story_takes_the_place_of_the_old(catalog: Catalog) -> None:
    old, new = invented(1), invented(1, version=1)
    assert catalog.add(old) is None
    assert catalog.add(new) == old
    assert catalog.episodes() == [new]
    assert catalog.search("稀土")[0].slug == new.slug


def test_an_episode_added_again_replaces_nothing(catalog: Catalog) -> None:
    episode = invented(1)
    catalog.add(episode)
    assert catalog.add(episode) is None
    assert catalog.add(replace(episode, title="另一個標題")) is None
    assert [listed.title for listed in catalog.episodes()] == ["另一個標題"]


def test_the_same_files_under_another_guid_are_one_episode(catalog: Catalog) -> None:
    catalog.add(invented(1, guid="read by itself"))
    catalog.add(invented(1, guid="told by the show"))
    assert [episode.guid for episode in catalog.episodes()] == ["told by the show"]


def test_a_removed_episode_is_gone_from_list_and_search(catalog: Catalog) -> None:
    catalog.add(invented(1))
    assert catalog.remove(invented(1).slug)
    assert not catalog.remove(invented(1).slug)
    assert (catalog.episodes(), catalog.search("稀土"), catalog.search("出口說明")) == ([], [], [])


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.booleans()), max_size=25))
def test_after_any_changes_it_has_the_last_of_each_guid(changes: list[tuple[int, int, bool]]) -> None:
    with fresh() as catalog:
        expected = {}
        for number, version, adding in changes:
            episode = invented(number, f"內容版本{version}", version=version)
            if adding:
                catalog.add(episode)
                expected[episode.guid] = episode
            elif catalog.remove(episode.slug):
                assert expected.pop(episode.guid) == episode
        assert sorted(catalog.episodes(), key=lambda e: e.guid) == sorted(
            expected.values(), key=lambda e: e.guid
        )
        assert {hit.slug for hit in catalog.search("內容版本")} == {e.slug for e in expected.values()}


def test_it_follows_what_comes_to_the_shelf_and_goes(catalog: Catalog, tmp_path: Path) -> None:
    put_on_shelf(tmp_path, invented(1), invented(2))
    assert catalog.refresh().added == 2
    assert catalog.refresh().added == 0
    shelf.remove(place(tmp_path, invented(1)))
    os.utime(place(tmp_path, invented(2)), (1, 1))
    refreshed = catalog.refresh()
    assert (refreshed.added, refreshed.removed) == (1, 1)
    assert catalog.episodes() == [invented(2)]


def test_of_two_with_one_guid_the_one_written_last_counts(catalog: Catalog, tmp_path: Path) -> None:
    old, new = invented(1, version=9), invented(1, version=1)
    put_on_shelf(tmp_path, old, new)
    os.utime(place(tmp_path, old), (1, 1))
    for anew in (False, False, True):
        assert catalog.refresh(anew=anew).superseded == (place(tmp_path, old),)
        assert catalog.episodes() == [new]
    shelf.remove(place(tmp_path, new))
    catalog.refresh()
    assert catalog.episodes() == [old]


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff", b'{"id": 1}'])
def test_a_damaged_manifest_is_named_and_the_others_are_taken(
    catalog: Catalog, tmp_path: Path, text: bytes
) -> None:
    put_on_shelf(tmp_path, invented(1), invented(2), invented(3))
    damaged = place(tmp_path, invented(2))
    damaged.write_bytes(text)
    refreshed = catalog.refresh()
    assert [path for path, _ in refreshed.damaged] == [damaged]
    assert slugs(catalog) == [invented(3).slug, invented(1).slug]


@pytest.mark.parametrize("name", ["pipe", "link"])
def test_a_manifest_that_is_no_file_is_named_and_not_waited_for(
    catalog: Catalog, tmp_path: Path, name: str
) -> None:
    put_on_shelf(tmp_path, invented(1))
    folder = place(tmp_path, invented(1)).parent
    os.mkfifo(folder / "pipe.json")
    (folder / "link.json").symlink_to("/dev/zero")
    refreshed = catalog.refresh()
    assert (refreshed.added, len(refreshed.damaged)) == (1, 2)
    [error] = [error for path, error in refreshed.damaged if path.stem == name]
    assert "is no file" in error.message


def test_a_manifest_in_the_wrong_place_is_no_episode(catalog: Catalog, tmp_path: Path) -> None:
    put_on_shelf(tmp_path, invented(1))
    moved = place(tmp_path, invented(1)).rename(place(tmp_path, invented(1)).with_name("copy.json"))
    refreshed = catalog.refresh()
    assert [path for path, _ in refreshed.damaged] == [moved]
    assert catalog.episodes() == []


def test_a_removed_episode_leaves_no_file_and_no_empty_folder(catalog: Catalog, tmp_path: Path) -> None:
    put_on_shelf(tmp_path, invented(1), invented(40))
    page = place(tmp_path, invented(1)).with_suffix(".html")
    page.write_text("words")
    catalog.refresh()
    size = page.stat().st_size + place(tmp_path, invented(1)).stat().st_size
    removed = remove(catalog, tmp_path, invented(1).slug)
    assert removed
    assert removed.size_bytes == size
    assert not page.exists()
    assert sorted(path.name for path in (tmp_path / "episodes" / "2026").iterdir()) == ["02"]
    assert slugs(catalog) == [invented(40).slug]
    assert remove(catalog, tmp_path, invented(1).slug) is None


def test_an_episode_whose_name_begins_the_same_stays(tmp_path: Path) -> None:
    short, long = invented(1, issued=MORNING), invented(1, issued=MORNING, version=10)
    long = replace(long, slug=short.slug + "0", files=shelf.names(short.slug + "0"))
    put_on_shelf(tmp_path, short, long)
    shelf.remove(place(tmp_path, short))
    assert shelf.manifests(tmp_path) == [place(tmp_path, long)]
    assert len(shelf.beside(place(tmp_path, long))) == 8


def test_what_is_due_to_go_is_told_by_days_and_by_room(catalog: Catalog, tmp_path: Path) -> None:
    put_on_shelf(tmp_path, *(invented(number) for number in range(4)))
    catalog.refresh()
    today = invented(3).date
    assert due(catalog, tmp_path, ShowSettings(), today) == []
    gone = due(catalog, tmp_path, ShowSettings(keep_days=3), today)
    assert [holding.slug for holding in gone] == [invented(0).slug]
    place(tmp_path, invented(2)).with_suffix(".mp3").write_bytes(bytes(1_000_000))
    gone = due(catalog, tmp_path, ShowSettings(keep_megabytes=1), today)
    assert [holding.slug for holding in gone] == [invented(n).slug for n in (2, 1, 0)]


def test_the_days_of_a_story_that_was_sent_count_from_then(catalog: Catalog, tmp_path: Path) -> None:
    old, sent = invented(0), invented(1, guid=guid_of(TIDE))
    put_on_shelf(tmp_path, old, sent)
    catalog.refresh()
    with Queue.open(tmp_path, lambda: MORNING + dt.timedelta(days=400)) as queue:
        entry = queue.add(TIDE)
        [gone] = due(catalog, tmp_path, ShowSettings(keep_days=30), invented(401).date)
        assert gone.slug == old.slug
        assert [card.sent for card in catalog.cards()] == [True, False]
        queue.remove(entry.id)
    assert [card.sent for card in catalog.cards()] == [False, False]
    assert len(due(catalog, tmp_path, ShowSettings(keep_days=30), invented(401).date)) == 2


def test_an_episode_is_found_by_its_guid(catalog: Catalog) -> None:
    catalog.add(invented(1))
    assert catalog.of_guid("guid-1") == invented(1)
    assert catalog.of_guid("guid-2") is None


def test_a_card_says_what_lists_need_and_reads_the_whole(catalog: Catalog) -> None:
    for number in (1, 2):
        catalog.add(invented(number))
    cards = catalog.cards()
    assert cards == [card_of(invented(2)), card_of(invented(1))]
    assert [card.read() for card in cards] == catalog.episodes()
    catalog.remove(invented(2).slug)
    with pytest.raises(TingError, match="is gone"):
        cards[0].read()


def test_a_card_changes_with_every_word_of_its_episode(catalog: Catalog) -> None:
    catalog.add(invented(1))
    [before] = catalog.cards()
    catalog.add(invented(1, "另一句話。"))
    [after] = catalog.cards()
    assert (before.slug, before.title) == (after.slug, after.title)
    assert before.print != after.print
