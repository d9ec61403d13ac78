"""Captions by where they stand, and the lines beside pictures that are none."""

from collections.abc import Callable, Sequence

import pytest

from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]
PICTURE = '<p><img src="1.jpg"></p>'


def read(article_of: ArticleOf, page_of: PageOf, story: Sequence[str], between: str) -> list[str]:
    """Return what comes out between the second and the third paragraph of a story."""
    before, after = ("".join(f"<p>{p}</p>" for p in part) for part in (story[:2], story[2:]))
    texts = [paragraph.text for paragraph in article_of(page_of(before + between + after)).paragraphs]
    assert texts[:2] == list(story[:2])
    assert texts[-len(story[2:]) :] == list(story[2:])
    return texts[2 : -len(story[2:])]


@pytest.mark.parametrize("line", ["「我不後悔。」", "一、燈具由誰來換", "3. 開放參觀"])
def test_quotation_or_number_below_a_picture_is_no_caption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str
) -> None:
    assert read(article_of, page_of, traditional, f"{PICTURE}<p>{line}</p>") == [line]


@pytest.mark.parametrize("line", ["老燈塔。", "燈塔旁的舊宿舍"])
def test_short_line_below_a_picture_is_its_caption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str
) -> None:
    assert read(article_of, page_of, traditional, f"{PICTURE}<p>{line}</p>") == []


def test_line_in_a_table_with_its_picture_is_a_caption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    table = "<table><tr><td><img src=1></td></tr><tr><td>燈塔首日點亮，居民在岸邊排隊等候。</td></tr></table>"
    assert read(article_of, page_of, traditional, table) == []


@pytest.mark.parametrize("line", ["►業者：燈具三月到", "▶ 燈塔何時點亮"])
def test_marked_line_in_bold_is_a_sub_heading(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str
) -> None:
    assert read(article_of, page_of, traditional, f"<p><strong>{line}</strong></p>") == [line]


@pytest.mark.parametrize("line", ["► 延伸閱讀", '►<a href="/1">全台燈塔巡禮</a>'])
def test_marked_label_or_link_in_bold_is_none(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str
) -> None:
    assert read(article_of, page_of, traditional, f"<p><strong>{line}</strong></p>") == []


@pytest.mark.parametrize("line", ["這也要錢和時間。", "但居民等不及。", "陳情書寫了三點："])
def test_line_below_a_picture_that_goes_on_with_the_story_is_no_caption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], line: str
) -> None:
    assert read(article_of, page_of, traditional, f"{PICTURE}<p>{line}</p>") == [line]


def test_line_below_a_picture_is_read_where_sentences_run_over_lines(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    verses = [
        "下週起，",
        "沿著海岸的這條路",
        "要封閉三個月，",
        "居民改走",
        "山上的舊路，",
        "因為",
        "橋要重修。",
    ]
    lines = "".join(f"<p>{line}</p>" for line in verses)
    half = f"{PICTURE}<p>為什麼這一次</p><p>連夜間也不開放？</p>"
    told = read(article_of, page_of, traditional, lines + half)
    assert told == [*verses, "為什麼這一次", "連夜間也不開放？"]


BOLD = ("志工正在清點燈具", "船長指著舊燈房", "孩子畫下的燈塔")


def bold(line: str, picture: str = PICTURE) -> str:
    return f"{picture}<p><b>{line}</b></p>"


def test_bold_lines_below_pictures_that_head_nothing_are_captions(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    told = read(article_of, page_of, traditional, "".join(map(bold, BOLD)) + bold("漁會的算盤", ""))
    assert told == ["漁會的算盤"]


def test_bold_lines_below_pictures_that_head_paragraphs_stay(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    between = "".join(f"{bold(line)}<p>這一段說的是第{n}件事，話也不少。</p>" for n, line in enumerate(BOLD))
    assert set(BOLD) < set(read(article_of, page_of, traditional, between))


MIDDLE = [
    '<p align="center"><img src=1></p><p align="center">{}</p>',
    '<p><img src=1></p><p style="text-align: center;">{}</p>',
    "<center><img src=1><p>{}</p></center>",
]


@pytest.mark.parametrize("markup", MIDDLE)
def test_sentence_in_the_middle_below_a_picture_is_its_caption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], markup: str
) -> None:
    caption = "居民在燈塔前排隊，等候點亮的一刻。"
    assert read(article_of, page_of, traditional, markup.format(caption)) == []


def test_sentence_below_a_picture_is_read_where_the_whole_story_is_in_the_middle(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    line = "居民在燈塔前排隊，等候點亮的一刻，從早等到晚。"
    lines = [f'<p style="text-align:center">{one}</p>' for one in traditional]
    body = "".join((*lines[:2], PICTURE, f'<p style="text-align:center">{line}</p>', *lines[2:]))
    texts = [paragraph.text for paragraph in article_of(page_of(body)).paragraphs]
    assert texts == [*traditional[:2], line, *traditional[2:]]


def test_long_paragraph_in_the_middle_below_a_picture_is_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    assert read(article_of, page_of, traditional, MIDDLE[0].format(traditional[0] + "又一百年。")) != []


def test_verse_in_the_middle_below_a_picture_is_read(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    verse = "潮來潮去，燈在人在。橫批：一直亮著"
    assert read(article_of, page_of, traditional, MIDDLE[0].format(verse)) == [verse]


def test_sentence_below_a_picture_that_its_credit_ends_is_its_caption(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    caption = "<p>漁民清晨在老燈塔前合影，個個穿上新衣。圖／漁會提供</p>"
    assert read(article_of, page_of, traditional, f"{PICTURE}{caption}") == []
    told = "漁民清晨在老燈塔前合影，個個穿上新衣，說要把照片寄給遠方的孩子。"
    assert read(article_of, page_of, traditional, f"{PICTURE}<p>{told}</p>") == [told]
