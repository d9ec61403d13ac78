"""A mutation of a page changes its template and keeps every word of its story."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from bench.extract_corpus import Case, Score, load, normal
from bench.extract_mutations import KINDS, Mutated, keeps, mutated
from bench.extract_tree import tree_of
from tests.extractor.conftest import TRADITIONAL, paragraphs
from tts.extractor.decode import decode

CASES = load(Path(__file__).with_name("pages"))
ASIDE = ("港口今天清晨起了大霧，渡輪全部停航，旅客改搭火車。", "南岸的梅子園提早採收，產量減少三成。")
PAGE = f"""<html><head><title>燈塔百年</title></head><body>
<div class="main" id="top"><h1>燈塔百年</h1><div class="text">{paragraphs(TRADITIONAL)}</div>
<p class="d-none">這一行螢幕上看不見。</p></div>
<div class="aside">{paragraphs(ASIDE)}</div>
<a href="#top" style="color:red">回頂端</a></body></html>"""
CASE = Case("page", PAGE.encode(), TRADITIONAL, ())


def after(kind: str, case: Case = CASE, seed: int = 1) -> Mutated:
    return next(one for one in mutated(case, seed) if one.kind == kind)


def tree(html: bytes) -> HtmlElement:
    return lxml_html.document_fromstring(decode(html))


def text_of(html: bytes) -> str:
    return normal(tree(html).find("body").text_content())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_mutation_keeps_the_story_in_order(kind: str, seed: int) -> None:
    assert normal("".join(TRADITIONAL)) in text_of(after(kind, seed=seed).case.html)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_no_line_of_a_story_is_lost_on_any_page(case: Case) -> None:
    kept = [line for line in case.gold if normal(line) in text_of(case.html)]
    for one in mutated(case):
        text = text_of(one.case.html)
        assert [line for line in kept if normal(line) not in text] == [], one.kind


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "rewritten"])
def test_every_mutation_changes_the_page(kind: str) -> None:
    assert after(kind).case.html != after("rewritten").case.html


def test_a_seed_changes_a_page_alike_each_time_and_another_one_otherwise() -> None:
    assert list(mutated(CASE, 1)) == list(mutated(CASE, 1))
    assert list(mutated(CASE, 1)) != list(mutated(CASE, 2))


def test_what_was_added_is_noise_of_the_mutated_page() -> None:
    for kind in ("bannered", "footed"):
        one = after(kind).case
        assert one.noise
        assert all(normal(line) in text_of(one.html) for line in one.noise)
        assert text_of(one.html).startswith(normal(one.noise[0])) is (kind == "bannered")


def test_names_are_changed_alike_wherever_they_stand_and_hidden_text_stays_hidden() -> None:
    root = tree(after("renamed").case.html)
    [link] = root.iter("a")
    assert root.get_element_by_id(link.get("href")[1:]).find("h1") is not None
    names = {element.get("class") for element in root.iter() if element.get("class")}
    assert names.isdisjoint({"main", "text", "aside"})
    assert "d-none" in names


def test_without_attributes_nothing_is_left_but_what_hides() -> None:
    page = after("unattributed").case.html.decode()
    assert [name for name in ("main", "text", "aside", "top", "color") if f'"{name}' in page] == []
    assert 'class="d-none"' in page


def test_paragraphs_become_one_with_line_breaks() -> None:
    root = tree(after("broken").case.html)
    element = next(root.iter("br")).getparent()
    assert len(element.findall("br")) == 2 * (len(TRADITIONAL) - 1)
    assert normal(element.text_content()) == normal("".join(TRADITIONAL))


def test_the_column_beside_the_story_changes_its_side() -> None:
    text = text_of(after("reordered").case.html)
    assert text.index(normal(ASIDE[0])) < text.index(normal(TRADITIONAL[0]))


def test_a_story_found_nowhere_on_the_page_is_not_mutated() -> None:
    assert tree_of(PAGE, ["別處的一句話，這一頁沒有。"]) is None
    assert list(mutated(replace(CASE, gold=("別處的一句話，這一頁沒有。",)))) == []


@pytest.mark.parametrize(
    ("precision", "leaked", "kept"),
    [(1.0, (), True), (0.99, (), True), (0.9, (), False), (1.0, ("一行",), False)],
)
def test_an_outcome_is_kept_when_the_text_is_as_near_and_no_more_noise_is_read(
    precision: float, leaked: tuple[str, ...], *, kept: bool
) -> None:
    before = Score("page", 1.0, 1.0, (), ())
    assert keeps(before, Score("page", precision, 1.0, leaked, ())) is kept
