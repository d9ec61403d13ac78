"""Plain text: a title where there is one, and never a word lost."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.errors import ArticleNotFound
from tts.extractor.extract import extract
from tts.extractor.plain import read_plain
from tts.model.document import Document


def test_short_first_line_without_full_stop_is_the_title() -> None:
    plain = read_plain("老燈塔盼重新點亮\n\n居民昨天陳情。\n市府說會研究。\n")
    assert plain.title == "老燈塔盼重新點亮"
    assert [p.text for p in plain.paragraphs] == ["居民昨天陳情。", "市府說會研究。"]


def test_headline_may_ask() -> None:
    assert read_plain("老燈塔能否重亮？\n居民昨天陳情。").title == "老燈塔能否重亮？"


@pytest.mark.parametrize("text", ["居民昨天陳情，盼燈塔重亮。", "居民昨天陳情，盼燈塔重亮。\n市府說會研究。"])
def test_text_without_a_headline_is_called_by_its_first_clause_and_says_it_once(text: str) -> None:
    article = extract(Document(text.encode(), "note.txt"))
    assert (article.title, article.headline) == ("居民昨天陳情", "")
    assert article.text == text


def test_a_text_is_read_without_the_parsers_of_pages() -> None:
    program = (
        "import sys\n"
        "from tts.model.document import Document\n"
        "from tts.extractor.extract import extract\n"
        "extract(Document('居民昨天陳情。'.encode(), 'note.txt'))\n"
        "print({'lxml', 'bs4'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_byline_under_the_headline_is_no_paragraph() -> None:
    article = extract(Document("燈塔重亮\n記者王小明／台北報導\n\n居民昨天慶祝。".encode(), "note.txt"))
    assert (article.headline, article.byline) == ("燈塔重亮", "記者王小明／台北報導")
    assert article.text == "居民昨天慶祝。"


def test_a_caption_with_its_credit_is_left_out() -> None:
    text = "居民昨天陳情，盼燈塔重亮。\n\n燈塔一角。（記者王小明／攝影）\n\n市府說會研究。"
    article = extract(Document(text.encode(), "note.txt"))
    assert article.text == "居民昨天陳情，盼燈塔重亮。\n市府說會研究。"


def test_emoji_that_are_joined_stay_one_picture_and_stray_joiners_go() -> None:
    text = "燈塔重亮\n\n一家👨\u200d👩\u200d👧都來了，\u200d還有🏃🏽\u200d♀️。"
    article = extract(Document(text.encode(), "note.txt"))
    assert article.text == "一家👨\u200d👩\u200d👧都來了，還有🏃🏽\u200d♀️。"


def test_plain_file_becomes_an_article() -> None:
    article = extract(Document("老燈塔盼重新點亮\n\n居民昨天陳情，市府說會研究。".encode("big5"), "note.txt"))
    assert (article.title, article.text, article.language) == (
        "老燈塔盼重新點亮",
        "居民昨天陳情，市府說會研究。",
        "zh-Hant",
    )


def test_english_text_is_english() -> None:
    assert (
        extract(Document(b"A lamp for the tower\n\nIt was lit again on Monday.", "note.txt")).language == "en"
    )


@pytest.mark.parametrize("text", ["……\n\n——", "🎉🎉🎉", "-"])
def test_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(ArticleNotFound):
        extract(Document(text.encode(), "note.txt"))


@given(st.text(alphabet="燈塔重亮，。！？ \n「」abc1", max_size=200))
def test_no_character_is_lost(text: str) -> None:
    plain = read_plain(text)
    said = (plain.title or "") + "".join(paragraph.text for paragraph in plain.paragraphs)
    assert "".join(said.split()) == "".join(text.split())


def test_lines_that_a_program_broke_at_one_width_are_whole() -> None:
    text = "河口的渡輪在清晨五點出發，" * 9
    rows = "\n".join(text[place : place + 36] for place in range(0, len(text), 36))
    plain = read_plain(f"渡口的早晨\n\n{rows}\n\n下午風大。\n")
    assert [paragraph.text for paragraph in plain.paragraphs] == [text, "下午風大。"]
