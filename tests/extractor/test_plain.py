"""Plain text: a title where there is one, and never a word lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.document import Document
from tts.errors import ArticleNotFound
from tts.extractor.extract import extract
from tts.extractor.plain import read_plain


def test_short_first_line_without_full_stop_is_the_title() -> None:
    plain = read_plain("老燈塔盼重新點亮\n\n居民昨天陳情。\n市府說會研究。\n")
    assert plain.title == "老燈塔盼重新點亮"
    assert [p.text for p in plain.paragraphs] == ["居民昨天陳情。", "市府說會研究。"]


def test_headline_may_ask() -> None:
    assert read_plain("老燈塔能否重亮？\n居民昨天陳情。").title == "老燈塔能否重亮？"


@pytest.mark.parametrize("text", ["居民昨天陳情，盼燈塔重亮。", "居民昨天陳情，盼燈塔重亮。\n市府說會研究。"])
def test_text_without_a_title_takes_its_first_clause_and_keeps_it(text: str) -> None:
    plain = read_plain(text)
    assert plain.title == "居民昨天陳情"
    assert "\n".join(p.text for p in plain.paragraphs) == text


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
    body = "".join(p.text for p in plain.paragraphs)
    spoken = (
        body
        if body.startswith(plain.title.replace(" ", "")[:1])
        and "".join(text.split()) == "".join(body.split())
        else plain.title + body
    )
    assert "".join(spoken.split()) == "".join(text.split())
