"""Marks and notes of footnotes are not read; what is set high, and links within the story, are."""

from collections.abc import Callable

import pytest

from tts.model.article import Article

ArticleOf = Callable[..., Article]

STORY = (
    "碼頭的老磅秤上週送進博物館，它秤過四十年的魚，也秤過每一個在碼頭出生的孩子。",
    "管秤的邱阿海說，秤錘少了一角，是某年颱風天砸的，從此每一條魚都多送客人一點點。",
    "博物館把缺角的秤錘放在玻璃櫃裡，旁邊的說明只有一句話：請以阿海的手為準。",
)


def read(article_of: ArticleOf, first: str, below: str = "") -> tuple[str, ...]:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (first, *STORY[1:]))
    title = "老磅秤進博物館"
    markup = f"<title>{title}</title><h1>{title}</h1><article>{body}{below}</article>"
    return tuple(paragraph.text for paragraph in article_of(markup).paragraphs)


@pytest.mark.parametrize(
    "mark", ["<sup><a href='#n1'>[1]</a></sup>", "<sup><a href='#n1'>1</a></sup>", "<sup>[註1]</sup>"]
)
def test_mark_and_its_note_are_not_read(article_of: ArticleOf, mark: str) -> None:
    notes = "<ol><li id='n1'>磅秤是民國五十年向鐵工廠訂製的，共有兩座。<a href='#r1'>↩</a></li></ol>"
    assert read(article_of, STORY[0].replace("，", f"{mark}，", 1), notes) == STORY


def test_power_is_read(article_of: ArticleOf) -> None:
    first = "秤台有 4 m<sup>2</sup>，秤過四十年的魚，也秤過每一個在碼頭出生的孩子。"
    assert read(article_of, first)[0] == "秤台有 4 m2，秤過四十年的魚，也秤過每一個在碼頭出生的孩子。"


def test_link_to_another_part_of_the_story_is_read(article_of: ArticleOf) -> None:
    first = STORY[0].replace("博物館", "<a href='#hall'>博物館</a>")
    assert read(article_of, first) == STORY


@pytest.mark.parametrize(
    "mark",
    [
        "<a href='notes.html#n1'><sup>1</sup></a>",
        "<sup><a href='notes.html#n1'>1</a></sup>",
        "<a class='up' href='#fn1'>1</a>",
    ],
)
def test_mark_of_a_note_elsewhere_or_set_high_by_style_is_not_read(article_of: ArticleOf, mark: str) -> None:
    assert read(article_of, STORY[0].replace("，", f"{mark}，", 1)) == STORY


def test_number_that_leads_to_a_part_of_the_story_is_read(article_of: ArticleOf) -> None:
    first = STORY[0].replace("上週", "在第<a href='#part2'>2</a>週")
    assert "第2週" in read(article_of, first)[0].replace(" ", "")
