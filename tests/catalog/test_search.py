import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.catalog.invented import SAID, fresh, invented
from tts.catalog.store import Catalog
from tts.errors import UsageError

UDN = "聯合報"


@pytest.mark.parametrize(
    "query",
    [
        "稀土",
        "稀土出口",
        "北京外交部",
        "外",
        "北京 出口",
        "上漲30%",
        "３０％",
        "说明稀土",
        "台積電",
        "台积电",
        "世界新闻网",
        "王小明",
    ],
)
def test_what_is_said_is_found_in_either_script(catalog: Catalog, query: str) -> None:
    catalog.add(invented(1))
    catalog.add(invented(2, "完全不同的內容。", series=UDN))
    assert invented(1).slug in [hit.slug for hit in catalog.search(query)]


@pytest.mark.parametrize(
    "query", ["外交部北京", "稀金", "北京外交官", "出口 汽車", '"稀土"', "稀%土", "稀_土", "*", "NOT"]
)
def test_what_is_not_said_is_not_found(catalog: Catalog, query: str) -> None:
    catalog.add(invented(1))
    assert catalog.search(query) == []


@pytest.mark.parametrize("query", ["", " \n", "\ud800", "\x00"])
def test_without_a_word_there_is_nothing_to_search(catalog: Catalog, query: str) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        catalog.search(query)


def test_words_without_end_are_refused_and_a_word_without_end_is_sought(catalog: Catalog) -> None:
    with pytest.raises(UsageError, match="too many words"):
        catalog.search(" ".join(map(str, range(10_000))))
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 9_000)))
    catalog.add(invented(1, long))
    assert len(catalog.search(long)) == 1
    assert catalog.search(long + "尾") == []


def test_a_hit_names_the_sentence_and_when_it_is_spoken(catalog: Catalog) -> None:
    catalog.add(invented(1))
    (hit,) = catalog.search("股價 稀土出口")
    assert (hit.start_ms, hit.text) == (2000, SAID[1])
    (hit,) = catalog.search("王小明")
    assert (hit.start_ms, hit.text) == (0, "第1則新聞")


def test_of_a_long_sentence_the_part_about_the_word_is_shown(catalog: Catalog) -> None:
    catalog.add(invented(1, "前" * 100 + "關稅" + "後" * 100))
    (hit,) = catalog.search("关税")
    assert hit.text == "…" + "前" * 20 + "關稅" + "後" * 38 + "…"


def test_hits_come_the_latest_first_and_no_more_than_asked_for(catalog: Catalog) -> None:
    for number in range(5):
        catalog.add(invented(number))
    for query in ("稀土", "稀土出口"):
        assert [hit.slug for hit in catalog.search(query, 2)] == [invented(4).slug, invented(3).slug]


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30), st.data())
def test_every_part_of_a_sentence_finds_it(said: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(said) - 1))
    part = said[start : data.draw(st.integers(start + 1, len(said)))]
    with fresh() as catalog:
        catalog.add(invented(1, said))
        try:
            assert len(catalog.search(part)) == 1
        except UsageError:
            assert not part.strip() or not part.isprintable()
