"""Pages without a story are refused, short stories beside the same lists are not: floors, ever raised."""

from collections import Counter

import pytest

from bench.extract_own import outcome
from bench.extract_refusals import InventedPage, is_right, is_told, with_story, without_story
from bench.extract_teasers import MARKUPS
from bench.extract_words import WORDS
from tts.speech.scripts import is_simplified

REFUSED = 0.98
NOT_REFUSED = 1.0
EXACT = 0.98


@pytest.fixture(scope="module")
def empty() -> list[InventedPage]:
    return list(without_story())


@pytest.fixture(scope="module")
def stories() -> list[InventedPage]:
    return list(with_story())


def test_there_are_200_pages_without_a_story_and_60_with_one_in_both_scripts(
    empty: list[InventedPage], stories: list[InventedPage]
) -> None:
    assert (len(empty), len(stories)) == (200, 60)
    assert len({page.html for page in (*empty, *stories)}) == 260
    for pages in (empty, stories):
        assert 0.35 < sum(is_simplified(page.html) for page in pages) / len(pages) < 0.65


def test_sixty_lists_show_whole_sentences_in_twelve_markups(empty: list[InventedPage]) -> None:
    kinds = Counter(page.kind for page in empty if page.kind.startswith("teasers"))
    assert kinds == {f"teasers, {markup}": 5 for markup in MARKUPS}


def test_a_page_without_a_story_holds_no_paragraph_of_one_and_one_with_a_story_all(
    empty: list[InventedPage], stories: list[InventedPage]
) -> None:
    whole = [text for story in WORDS["stories"] for text in story if "{" not in text]
    assert len(whole) > 10
    assert [page.name for page in empty for text in whole if text in page.html] == []
    assert all(paragraph in page.html for page in stories for paragraph in page.story)
    assert {len(page.story) for page in stories} == {2, 3, 4}


def test_the_same_seed_draws_the_same_pages() -> None:
    assert list(without_story(3)) == list(without_story(3))
    assert list(without_story(3)) != list(without_story(4))


def test_pages_without_a_story_are_refused_as_often_as_ever(empty: list[InventedPage]) -> None:
    right = [is_right(page, outcome(page.name, page.html)) for page in empty]
    assert sum(right) / len(right) >= REFUSED


def test_short_stories_are_told_as_often_as_ever(stories: list[InventedPage]) -> None:
    results = [(page, outcome(page.name, page.html)) for page in stories]
    assert sum(is_right(page, result) for page, result in results) / len(results) >= NOT_REFUSED
    assert sum(is_told(page, result) for page, result in results) / len(results) >= EXACT
