import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.newspaper.stories import (
    FERRY,
    FERRY_RETOLD,
    LIBRARY,
    LIBRARY_CORRECTED,
    STORIES,
    TRAM,
    TRAM_RETOLD,
    Story,
)
from tts.catalog.simhash import shingles, simhash
from tts.catalog.story import Print
from tts.daily.duplicates import LIKE, Telling, duplicates, same


def text(story: Story) -> str:
    return "\n".join(story.paragraphs)


def telling(story: Story, guid: str = "") -> Telling:
    return Telling(guid or story.name, text(story))


def printed(story: Story) -> Print:
    return Print(simhash(text(story)), story.name, len(text(story)))


def gone(_guid: str) -> None:
    """Keep no text."""


def test_of_two_tellings_the_longer_is_kept_whichever_comes_first() -> None:
    both = [telling(TRAM), telling(TRAM_RETOLD)]
    assert duplicates(both, [], gone) == {1: "tram"}
    assert duplicates(both[::-1], [], gone) == {0: "tram"}


def test_of_two_that_are_the_same_the_first_is_kept() -> None:
    assert duplicates([telling(TRAM, "one"), telling(TRAM, "two")], [], gone) == {1: "one"}


def test_one_address_is_one_story_whatever_it_says() -> None:
    assert duplicates([Telling("a", "甲" * 90), Telling("a", "乙" * 80)], [], gone) == {1: "a"}
    assert duplicates([Telling("a", "甲" * 90)], [Print(0, "a", 80)], gone) == {0: "a"}


def test_different_stories_are_all_kept() -> None:
    different = [story for stories in STORIES.values() for story in stories]
    different = [story for story in different if story not in (TRAM_RETOLD, FERRY_RETOLD, LIBRARY_CORRECTED)]
    assert duplicates([telling(story) for story in different], [], gone) == {}
    known = [printed(story) for story in different[:5]]
    assert duplicates([telling(story) for story in different[5:]], known, gone) == {}


def test_a_story_of_yesterday_is_known_by_its_text() -> None:
    texts = {FERRY.name: text(FERRY)}
    assert duplicates([telling(FERRY_RETOLD)], [printed(FERRY)], texts.get) == {0: "ferry"}
    assert duplicates([telling(FERRY_RETOLD)], [printed(FERRY)], {FERRY.name: text(TRAM)}.get) == {}


def test_without_the_text_only_what_is_nearly_the_same_is_known() -> None:
    assert duplicates([telling(LIBRARY_CORRECTED)], [printed(LIBRARY)], gone) == {0: "library"}
    assert duplicates([telling(TRAM)], [printed(LIBRARY)], gone) == {}


def test_briefs_may_share_their_phrases() -> None:
    one, other = "今天股市開盤上漲一百點。", "今天股市開盤下跌一百點。"
    assert not same(shingles(one), shingles(other))
    assert duplicates([Telling("a", one), Telling("b", other)], [], gone) == {}


WORDS = "".join(chr(0x4E00 + number) for number in range(200))
"""A text in which no character comes twice."""


def test_texts_share_what_four_characters_in_a_row_they_share_wherever_it_stands() -> None:
    assert len(shingles(WORDS[:4])) == 1
    assert shingles(WORDS[:4]) < shingles(WORDS[1:9] + WORDS[:4] + WORDS[20:30])
    assert not shingles(WORDS[:3])
    assert not shingles(WORDS[:10]) & shingles(WORDS[7:17])
    assert len(shingles(WORDS)) == 197


def test_of_the_shorter_text_six_tenths_are_enough() -> None:
    shorter = frozenset(range(60))
    assert same(shorter, frozenset(range(24, 1000)))
    assert not same(shorter, frozenset(range(25, 1000)))


def test_a_text_of_sixty_runs_is_long_enough_to_be_told_twice() -> None:
    assert same(frozenset(range(60)), frozenset(range(60)))
    assert not same(frozenset(range(59)), frozenset(range(1000)))


def test_a_simhash_has_each_bit_that_most_runs_have() -> None:
    one, other, third = (next(iter(shingles(WORDS[start : start + 4]))) for start in (0, 1, 2))
    assert simhash(WORDS[:4]) == one
    assert simhash(WORDS[:5]) == one & other
    assert simhash(WORDS[:6]) == one & other | one & third | other & third
    assert max(shingles(WORDS)).bit_length() == 64


def differing(text: str, bits: int, guid: str = "yesterday", length: int = 200) -> Print:
    """Return a print whose SimHash differs from the text's in so many bits."""
    return Print(simhash(text) ^ ((1 << bits) - 1), guid, length)


@pytest.mark.parametrize(
    ("bits", "kept", "is_known"),
    [(18, WORDS, True), (19, WORDS, False), (8, None, True), (9, None, False)],
)
def test_a_text_is_looked_at_up_to_18_bits_and_without_it_8_are_near_enough(
    bits: int, kept: str | None, *, is_known: bool
) -> None:
    found = duplicates([Telling("today", WORDS)], [differing(WORDS, bits)], {"yesterday": kept}.get)
    assert found == ({0: "yesterday"} if is_known else {})


@pytest.mark.parametrize(("length", "told", "is_known"), [(60, 60, True), (59, 60, False), (60, 59, False)])
def test_both_tellings_are_of_sixty_characters_at_least(length: int, told: int, *, is_known: bool) -> None:
    text = WORDS[:length]
    found = duplicates([Telling("today", text)], [differing(text, 0, length=told)], gone)
    assert bool(found) is is_known


def test_a_story_is_looked_for_among_all_that_were_told() -> None:
    known = [differing(WORDS, 40, "another"), differing(WORDS, 18)]
    assert duplicates([Telling("today", WORDS)], known, {"yesterday": WORDS}.get) == {0: "yesterday"}


def test_the_stories_retold_are_like_and_all_others_are_not() -> None:
    retold = {
        frozenset((TRAM, TRAM_RETOLD)),
        frozenset((FERRY, FERRY_RETOLD)),
        frozenset((LIBRARY, LIBRARY_CORRECTED)),
    }
    for one, other in combinations([story for stories in STORIES.values() for story in stories], 2):
        apart = (simhash(text(one)) ^ simhash(text(other))).bit_count()
        assert (apart <= LIKE) == (frozenset((one, other)) in retold)


@given(st.lists(st.sampled_from([TRAM, TRAM_RETOLD, FERRY, FERRY_RETOLD, LIBRARY]), max_size=6), st.randoms())
def test_whatever_the_order_each_story_is_told_once(stories: list[Story], chance: random.Random) -> None:
    tellings = [telling(story, str(number)) for number, story in enumerate(stories)]
    chance.shuffle(tellings)
    left_out = duplicates(tellings, [], gone)
    kept = [one for number, one in enumerate(tellings) if number not in left_out]
    assert set(left_out.values()) <= {one.guid for one in kept}
    assert len(kept) == len({story.paragraphs[0] for story in stories})
