"""The measures count what they say: neutral lines for nothing, another text as wrong, a fact as it stands."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bench.extract_corpus import Case, Facts, digest, load, score
from bench.extract_facts import byline_is_right, date_is_right, facts_of, title_is_right
from bench.extract_invented import STORY, FurnitureLine, Structure, faults, is_harmed, read_lines
from bench.extract_own import Outcome, is_wrong, outcome, scored
from bench.extract_sites import by_site, site_of
from tests.extractor.conftest import TRADITIONAL, paragraphs

NEUTRAL = "本報記者王大同／基隆報導"
NOISE = "圖為去年夏天的燈塔，攝於漁港。"
TAIPEI = timezone(timedelta(hours=8))
HEAD = "<html><head><title>燈塔百年</title></head>"
PAGE = f"{HEAD}<body><h1>燈塔百年</h1>{paragraphs(TRADITIONAL)}</body></html>"


def case_of(*, neutral: tuple[str, ...] = (), html: bytes = b"", name: str = "page") -> Case:
    return Case(name, html, TRADITIONAL, (NOISE,), neutral)


def test_a_neutral_line_counts_for_nothing_whether_it_comes_or_not() -> None:
    case = case_of(neutral=(NEUTRAL,))
    assert score(case, [NEUTRAL, *TRADITIONAL]).precision == 1
    assert score(case, [*TRADITIONAL[:2], NEUTRAL, *TRADITIONAL[2:]]) == score(case, TRADITIONAL)
    assert score(case_of(), [NEUTRAL, *TRADITIONAL]).precision < 1


def test_a_neutral_line_is_no_leak_though_it_stands_among_the_noise() -> None:
    read = [*TRADITIONAL, NOISE]
    assert score(case_of(), read).leaked == (NOISE,)
    assert score(case_of(neutral=(NOISE,)), read).leaked == ()


def test_a_line_of_the_story_must_come_though_the_same_words_are_neutral_elsewhere() -> None:
    assert score(case_of(neutral=(TRADITIONAL[0],)), TRADITIONAL[1:]).recall < 1


def test_neutral_lines_and_facts_are_read_where_a_folder_has_them(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.html").write_text(PAGE, encoding="utf-8")
        (tmp_path / f"{name}.gold.txt").write_text("\n".join(TRADITIONAL), encoding="utf-8")
        (tmp_path / f"{name}.noise.txt").write_text("", encoding="utf-8")
    bare = load(tmp_path)
    (tmp_path / "two.neutral.txt").write_text(f"{NEUTRAL}\n", encoding="utf-8")
    meta = {"two": {"title": "燈塔百年", "byline": None, "date": "*"}}
    (tmp_path / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    one, two = load(tmp_path)
    assert (one.neutral, one.facts) == ((), None)
    assert (two.neutral, two.facts) == ((NEUTRAL,), Facts("燈塔百年", None, "*"))
    assert digest(bare) != digest([one, two])


def test_another_text_in_the_storys_place_is_wrong_and_a_refusal_is_not() -> None:
    told, refused = case_of(html=PAGE.encode()), case_of(html=b"<html><body><p>.</p></body></html>")
    other = Case("other", PAGE.encode(), ("港口今天清晨起了大霧，渡輪全部停航。",), ())
    wrong = {one.name: is_wrong(one, near) for one, near in scored([told, other])}
    assert wrong == {"page": False, "other": True}
    [(result, near)] = scored([refused])
    assert result.refusal
    assert near.recall == 0
    assert not is_wrong(result, near)


@pytest.mark.parametrize(
    ("wanted", "published", "right"),
    [
        ("2026-01-09", datetime(2026, 1, 9, tzinfo=TAIPEI), True),
        ("2026-01-09", datetime(2026, 1, 8, 18, tzinfo=UTC), True),
        ("2026-01-09", datetime(2026, 1, 10, tzinfo=TAIPEI), False),
        ("2026-01-09T14:05", datetime(2026, 1, 9, 14, 5, 30, tzinfo=TAIPEI), True),
        ("2026-01-09T14:05", datetime(2026, 1, 9, 6, 5, tzinfo=UTC), True),
        ("2026-01-09T14:05", datetime(2026, 1, 9, 14, 6, tzinfo=TAIPEI), False),
        ("2026-01-09T14:05:00+08", datetime(2026, 1, 9, 6, 5, 59, tzinfo=UTC), True),
        ("2026-01-09T14:05:00+08", datetime(2026, 1, 9, 14, 5, tzinfo=UTC), False),
        ("2026-01-09", None, False),
    ],
)
def test_a_date_is_right_to_the_day_and_to_the_minute_where_one_is_wanted(
    wanted: str, published: datetime | None, *, right: bool
) -> None:
    assert date_is_right(wanted, published) is right


def test_a_byline_must_hold_the_name_wanted_and_be_empty_where_none_is() -> None:
    assert byline_is_right("王大同", "記者王大同／基隆報導")
    assert not byline_is_right("王大同", "熱門新訊")
    assert not byline_is_right("王大同", None)
    assert byline_is_right(None, None)
    assert not byline_is_right(None, "熱門新訊")


def test_a_title_is_compared_without_its_spaces() -> None:
    assert title_is_right("燈塔　百年！", "燈塔 百年!")
    assert not title_is_right("燈塔百年", "燈塔百年 - 島嶼日報")


def test_a_fact_for_which_any_answer_is_right_is_not_counted() -> None:
    told = facts_of(Facts("燈塔百年", "*", "*"), outcome("page", PAGE))
    assert (told.title, told.byline, told.date) == (True, None, None)
    refused = facts_of(Facts("燈塔百年", None, "*"), Outcome("page", None, "refused"))
    assert (refused.title, refused.byline, refused.date) == (False, False, None)


@pytest.mark.parametrize(
    ("name", "html", "site"),
    [
        ("aa_b", '<link rel="canonical" href="https://m.news.example.com.tw/1">', "example.com.tw"),
        ("aa_b", '<meta property="og:url" content="http://www.example.org/a">', "example.org"),
        ("outlet_3", "", "outlet"),
        ("hk_outlet_details", "", "outlet"),
        ("aa_outlet_260115", "", "outlet"),
        ("aa_0ef8393b", "", "0ef8393b"),
    ],
)
def test_a_page_is_of_the_site_whose_address_it_gives_else_of_the_outlet_in_its_name(
    name: str, html: str, site: str
) -> None:
    assert site_of(case_of(name=name, html=html.encode())) == site


def test_pages_of_one_site_stand_together() -> None:
    cases = [case_of(name=name) for name in ("north_1", "south_1", "north_2")]
    assert by_site(cases) == {"north": [0, 2], "south": [1]}


def structure(**changed: object) -> Structure:
    wanted = {"want": TRADITIONAL, "bad": (), "title": "燈塔百年", "byline": None}
    return Structure(name="page", html=b"", is_whole=False, must_warn=False, **{**wanted, **changed})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (structure(), []),
        (structure(want=None), []),
        (structure(want=(*TRADITIONAL, "漁會另表示")), ["missing: 漁會另表示"]),
        (structure(want=TRADITIONAL[1::-1]), [f"misplaced: {TRADITIONAL[0][:40]}"]),
        (structure(bad=("老船長",)), ["read: 老船長"]),
        (structure(title="燈塔"), ["title: 燈塔百年"]),
        (structure(byline="王大同"), ["byline: None"]),
    ],
)
def test_what_is_wrong_with_a_structure_is_said(wanted: Structure, fault: list[str]) -> None:
    assert faults(wanted, outcome("page", PAGE)) == fault


def test_a_refused_structure_is_wrong_whatever_it_wants() -> None:
    assert faults(structure(want=None), Outcome("page", None, "no text")) == ["refused: no text"]


@pytest.mark.parametrize("variant", ["p", "div", "br"])
def test_a_line_amid_a_story_is_read_when_anything_but_the_story_comes(variant: str) -> None:
    sentence = FurnitureLine(is_amid=True, text="村裡的孩子在一旁數著米袋，數到第十七袋就睡著了。")
    assert read_lines(sentence, variant) == [sentence.text]
    credit = FurnitureLine(is_amid=True, text="（記者王大同攝）")
    assert read_lines(credit, variant) == []
    assert not is_harmed(credit, variant)
    assert len(STORY) == 6
