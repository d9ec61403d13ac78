import random
from itertools import combinations

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
