"""PDFs, in the ways that printers set them; all invented."""

import pytest

from tests.extractor.press import HEIGHT, Type, column, pdf
from tts.errors import ArticleNotFound
from tts.extractor import pdf_lines
from tts.extractor.apart import extract_apart
from tts.extractor.extract import extract, extract_here
from tts.model.article import Article
from tts.model.document import Document

WORDS = "新碼頭上週啟用第一天就有三艘貨輪靠岸港務公司說年底前貨櫃量可望成長一成"


def read(data: bytes) -> Article:
    return extract_here(Document(data, "paper.pdf"))


def texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


def rows(mark: str, count: int = 4) -> list[str]:
    """Return the lines of a paragraph, all but the last as wide as its column."""
    return [*(f"{mark}{number}{WORDS[:18]}" for number in range(count - 1)), f"{mark}尾{WORDS[:6]}。"]


def joined(mark: str, count: int = 4) -> str:
    return "".join(rows(mark, count))


def test_lines_are_joined_and_paragraphs_parted_by_their_last_lines() -> None:
    article = read(pdf([column([*rows("甲"), *rows("乙")])]))
    assert texts(article) == [joined("甲"), joined("乙")]


def test_paragraphs_are_parted_by_an_indent_and_by_space() -> None:
    full = [f"甲{WORDS[:19]}", f"乙{WORDS[:18]}。"]
    indented = [*column(full), Type(f"丙{WORDS[:16]}。", 85, 668)]
    assert texts(read(pdf([indented]))) == ["".join(full), f"丙{WORDS[:16]}。"]
    spaced = column(full) + column(full, y=650)
    assert texts(read(pdf([spaced]))) == ["".join(full)] * 2


def test_columns_are_read_one_after_the_other_below_a_headline_across_them() -> None:
    lines = [
        Type("碼頭的春天與河岸的步道今年同時完工", 60, 760, 20),
        *column(rows("甲", 6), x=60),
        *column(rows("乙", 6), x=320),
    ]
    for order in (
        lines,
        [lines[0], *(line for pair in zip(lines[1:7], lines[7:], strict=True) for line in pair)],
    ):
        article = read(pdf([order]))
        assert article.title == "碼頭的春天與河岸的步道今年同時完工"
        assert texts(article) == [joined("甲", 6), joined("乙", 6)]


def test_a_paragraph_goes_on_over_columns_and_pages() -> None:
    first = [f"甲{number}{WORDS[:18]}" for number in range(6)]
    pages = [
        [*column(first[:3], x=60), *column(first[3:], x=320)],
        column([f"尾{WORDS[:8]}。"]),
    ]
    assert texts(read(pdf(pages))) == ["".join(first) + f"尾{WORDS[:8]}。"]


def test_running_headers_footers_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            Type("東灣學報 第三卷", 60, HEIGHT - 30, 8),
            Type(f"- {number} -" if number % 2 else f"第 {number} 頁，共 4 頁", 290, 30, 8),
            *column(rows(mark)),
        ]
        for number, mark in enumerate("甲乙丙丁", 1)
    ]
    assert texts(read(pdf(pages))) == [joined(mark) for mark in "甲乙丙丁"]


def test_text_that_comes_again_where_headers_stand_is_read() -> None:
    pages = [column(rows("甲", 46), y=800) for _ in range(4)]
    assert texts(read(pdf(pages))) == [joined("甲", 46)] * 4


def test_words_that_a_line_breaks_are_whole() -> None:
    lines = [
        "The administration announced yester-",
        "day that containeri-",
        "zation goes on at the well-",
        "known quay.",
    ]
    [text] = texts(read(pdf([column(lines)])))
    assert (
        text == "The administration announced yesterday that containerization goes on at the wellknown quay."
    )


def test_headings_are_larger_than_the_rest() -> None:
    lines = [Type("第一節 河岸", 60, 730, 14), *column(rows("甲")), Type("第二節 碼頭", 60, 600, 14)]
    article = read(pdf([[*lines, *column(rows("乙"), y=570)]], {"Title": "東灣的三年"}))
    assert [(p.text, p.kind) for p in article.paragraphs] == [
        ("第一節河岸", "heading"), (joined("甲"), "body"), ("第二節碼頭", "heading"), (joined("乙"), "body"),
    ]  # fmt: skip
    assert article.title == "東灣的三年"


@pytest.mark.parametrize("told", ["Microsoft Word - 草稿3.docx", "untitled", "paper.tex", "未命名文件", ""])
def test_a_title_that_a_program_made_up_gives_way_to_the_largest_type(told: str) -> None:
    lines = [Type("碼頭的", 200, 780, 22), Type("春天", 210, 752, 22), *column(rows("甲"))]
    article = read(pdf([lines], {"Title": told}))
    assert (article.title, texts(article)) == ("碼頭的春天", [joined("甲")])


def test_an_author_is_told_who_is_named_on_the_first_page() -> None:
    lines = [Type("林大文", 60, 740), *column(rows("甲"))]
    assert read(pdf([lines], {"Author": "林大文"})).byline == "林大文"
    assert read(pdf([lines], {"Author": "admin"})).byline is None


def test_marks_of_notes_are_not_read() -> None:
    lines = [Type("新碼頭上週啟用", 60, 700), Type("12", 130, 705, 5), Type("第一天就有三艘貨輪。", 136, 700)]
    assert texts(read(pdf([lines]))) == ["新碼頭上週啟用第一天就有三艘貨輪。"]


def test_marks_of_notes_as_browsers_print_them_are_not_read() -> None:
    lines = [Type("新碼頭上週啟用。", 60, 700), Type("12", 140, 705, 8.3), Type("第一天就有三艘。", 149, 700)]
    assert texts(read(pdf([lines]))) == ["新碼頭上週啟用。第一天就有三艘。"]
    level = [Type("新碼頭有", 60, 700), Type("12", 101, 700, 8.3), Type("艘貨輪。", 110, 700)]
    assert texts(read(pdf([level]))) == ["新碼頭有12艘貨輪。"]


def test_a_power_of_a_unit_is_no_mark_of_a_note() -> None:
    lines = [Type("共12m", 60, 700), Type("2", 85.5, 705, 8.3), Type("大。", 91, 700)]
    assert "m²" in texts(read(pdf([lines])))[0]


def test_columns_of_short_sentences_are_no_table() -> None:
    said = [
        Type(f"「{mark}{n}嗎？」", x, 700 - 16 * n) for mark, x in (("甲", 60), ("乙", 320)) for n in range(6)
    ]
    whole = "".join(texts(read(pdf([said]))))
    assert [sign for sign in whole if sign in "甲乙"] == ["甲"] * 6 + ["乙"] * 6


def test_a_table_is_read_row_by_row() -> None:
    cells = [
        ("路線", "班次", "票價"),
        ("紅一", "十二", "十五元"),
        ("藍二", "八", "二十元"),
        ("綠三", "六", "免費"),
    ]
    rows = [
        Type(text, 60 + 160 * x, 700 - 20 * y) for y, row in enumerate(cells) for x, text in enumerate(row)
    ]
    assert texts(read(pdf([rows])))[-3:] == ["紅一，十二，十五元", "藍二，八，二十元", "綠三，六，免費"]


def test_vertical_type_is_read_from_the_edge_of_the_page_on() -> None:
    def down(text: str, x: float) -> list[Type]:
        return [Type(character, x, HEIGHT - 30 - 12 * place) for place, character in enumerate(text)]

    header = [Type("東灣週報", 60, HEIGHT - 20)]
    lines = [
        *header,
        *down("新碼頭上週啟用，第一天就有三艘貨輪靠岸。", 500),
        *down("年底前貨櫃量可望成長。", 478),
    ]
    assert (
        "".join(texts(read(pdf([lines])))) == "新碼頭上週啟用，第一天就有三艘貨輪靠岸。年底前貨櫃量可望成長。"
    )


def test_vertical_type_is_read_from_the_right() -> None:
    def down(text: str, x: float) -> list[Type]:
        return [Type(character, x, 760 - 12 * place) for place, character in enumerate(text)]

    text = f"甲{WORDS[:20]}", f"乙{WORDS[:20]}", f"丙{WORDS[:8]}。"
    lines = [mark for place, row in enumerate(text) for mark in down(row, 500 - 18 * place)]
    assert texts(read(pdf([lines]))) == ["".join(text)]


LOCK = (
    f"/ID[<{'00' * 16}><{'00' * 16}>]/Encrypt<</Filter/Standard/V 1/R 2/O<{'11' * 32}>/U<{'22' * 32}>/P -4>>"
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pdf([column(rows("甲"))], trailer=LOCK), "locked with a password"),
        (pdf([[], []]), "pictures of its pages, and no text"),
        (pdf([column(["\ue000" * 20, "\uf000" * 20])]), "no text|do not say which characters"),
        (pdf([column(rows("甲"))])[:300], "is damaged"),
        (b"%PDF-1.7\nwords", "is damaged"),
        (pdf([[]] * (pdf_lines.MAX_PAGES + 1)), "has 201 pages; at most 200"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(ArticleNotFound, match=said):
        read(data)


def test_a_pdf_is_read_in_a_process_of_its_own() -> None:
    assert texts(extract(Document(pdf([column(rows("甲"))]), "paper.pdf"))) == [joined("甲")]


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise MemoryError"])
def test_a_pdf_that_breaks_its_reader_is_refused(code: str) -> None:
    with pytest.raises(ArticleNotFound, match="breaks down what reads it"):
        extract_apart(Document(b"%PDF-1.7", "paper.pdf"), reader=("-c", code))


def test_a_page_that_is_shown_turned_is_read_as_it_is_shown() -> None:
    upwards = [Type(row, 100 + 16 * place, 60, up=True) for place, row in enumerate(rows("甲"))]
    assert texts(read(pdf([upwards], page="/Rotate 90"))) == [joined("甲")]
    assert texts(read(pdf([column(rows("甲"))], page="/Rotate 0"))) == [joined("甲")]


def test_headers_of_a_page_cut_out_of_a_larger_one_are_left_out() -> None:
    def sheet(number: int) -> list[Type]:
        header = Type("東灣週報碼頭特刊", 60, 560), Type(str(number), 290, 310)
        return [*header, *column(rows(f"第{number}頁"), y=500)]

    pages = [sheet(number) for number in (1, 2, 3)]
    found = texts(read(pdf(pages, page="/CropBox[0 300 595 580]")))
    assert found == [joined(f"第{number}頁") for number in (1, 2, 3)]


def test_how_characters_are_read_is_not_read_beside_them() -> None:
    lines = [line for place, row in enumerate(rows("甲")) for line in column([row], y=700 - 24 * place)]
    ruby = [Type("ㄒㄧㄣ ㄇㄚˇ ㄊㄡˊ", line.x, line.y + 11, 5) for line in lines]
    assert texts(read(pdf([[mark for pair in zip(ruby, lines, strict=True) for mark in pair]]))) == [
        joined("甲")
    ]


def test_a_ligature_parts_no_word() -> None:
    assert texts(read(pdf([column(["The o~ce is di~cult to find."])]))) == [
        "The office is difficult to find."
    ]


def test_a_title_cut_within_a_character_costs_no_text() -> None:
    data = pdf([column(rows("甲"))], {"Title": "燈塔"})
    cut = data.replace("燈塔".encode("utf-16-be").hex().encode(), b"71c8d83d")
    assert texts(read(cut)) == [joined("甲")]


def test_lines_of_a_table_of_contents_are_left_out() -> None:
    contents = [f"第{number}章{'.' * 40}{number}" for number in (1, 2, 3)]
    assert texts(read(pdf([[*column(contents), *column(rows("甲"), y=600)]]))) == [joined("甲")]


def test_a_page_number_between_two_columns_closes_no_gutter() -> None:
    left = column([f"甲{number}" + "河" * 20 for number in range(20)], x=60)
    right = column([f"乙{number}" + "船" * 20 for number in range(5)], x=292)
    text = "".join(texts(read(pdf([[*left, *right, Type("7", 287, 140)]]))))
    assert text.index("甲19") < text.index("乙0")
    assert not text.endswith("7")


def test_notes_at_the_foot_of_a_page_are_left_out() -> None:
    first = [*column(rows("甲", 5)), Type("1 渡輪每天五點出發。", 60, 110, 8), Type("假日除外。", 60, 100, 8)]
    assert texts(read(pdf([first, column(rows("乙", 5))]))) == [joined("甲", 5), joined("乙", 5)]


def test_a_list_in_small_type_is_no_note() -> None:
    items = ["1 先記下水位", "2 再記下風向"]
    above = [*column(rows("甲", 5)), *column(items, y=500, size=8)]
    below = [*column(rows("甲", 5)), Type("1. 先記下水位", 60, 110, 8)]
    assert texts(read(pdf([above])))[1:] == items
    assert texts(read(pdf([below])))[1:] == ["1. 先記下水位"]


def test_short_paragraphs_are_parted_by_the_space_between_them() -> None:
    full = "渡輪準時出發一直開到對岸" + "河" * 28 + "。"
    tops = [(700, 1), (670, 2), (624, 1), (594, 2), (548, 1)]
    lines = [line for top, count in tops for line in column([full] * count, y=top)]
    assert texts(read(pdf([lines]))) == [full * count for _, count in tops]


def test_the_title_that_a_browser_printed_is_without_the_sites_name() -> None:
    lines = [Type("渡口的早晨", 60, 740, 20), *column(rows("甲"))]
    assert read(pdf([lines], {"Title": "渡口的早晨 | 河報"})).title == "渡口的早晨"
