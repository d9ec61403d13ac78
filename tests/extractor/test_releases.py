"""Below a release stand those to ask and the company itself, which are no news."""

from collections.abc import Callable, Sequence

import pytest

from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]

CONTACTS = {
    "of an office": ("新聞聯絡人：林小舟", "聯絡電話：02-0000-0000分機12", "行動電話：0900-000-000"),
    "of a company": ("媒體聯絡人", "林小姐", "電話：02-0000-0000", "電郵：pr@example.tw"),
    "of the mainland": ("媒体联系：", "林小舟", "手机 13000000000"),
}
ABOUT = ("關於海岸照明", "海岸照明成立於民國七十五年，總公司在基隆，生產燈具與航標，員工一百二十人。")


def in_paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def texts(article: Article) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize("contacts", CONTACTS.values(), ids=CONTACTS.keys())
@pytest.mark.parametrize("about", [(), ABOUT], ids=["alone", "below the company"])
def test_lines_below_a_release_are_not_read(
    article_of: ArticleOf,
    page_of: PageOf,
    traditional: Sequence[str],
    contacts: Sequence[str],
    about: Sequence[str],
) -> None:
    markup = page_of(in_paragraphs((*traditional, *about, *contacts)))
    assert texts(article_of(markup)) == tuple(traditional)


@pytest.mark.parametrize(
    "own",
    [
        ("參觀燈塔須先預約。", "漁會的窗口說，電話一天響三百次。"),
        ("關於未來", "老船長說，他只希望回航的人看得見光，別的不敢多想，孩子們也這樣說。"),
        ("老船長留下三句話：", "看天", "看海", "看燈"),
    ],
    ids=["telephone", "heading", "lines"],
)
def test_last_lines_of_a_story_are_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], own: Sequence[str]
) -> None:
    assert texts(article_of(page_of(in_paragraphs((*traditional, *own))))) == (*traditional, *own)
