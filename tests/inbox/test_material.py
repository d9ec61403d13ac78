"""A text that was sent is the article that its sender meant, and never markup."""

import datetime as dt

import pytest

from tts.errors import ArticleNotFound
from tts.inbox.entry import Entry, Order, Sent
from tts.inbox.material import article_of
from tts.inbox.queue import guid_of
from tts.model.article import Article

SENT_AT = dt.datetime(2026, 3, 1, 8, tzinfo=dt.UTC)
TIDE = "潮水退得很慢。\n\n孩子們在沙上寫字，寫完了又等下一次。"


def article(text: str, title: str = "", url: str = "", shown: str | None = None) -> Article:
    """Return the article of a text that was sent under a title, and is `shown` in the list under another."""
    sent = Sent("text", text)
    guid = guid_of(Order(url, title, sent))
    called = title if shown is None else shown
    entry = Entry(
        id="e",
        list="",
        url=url,
        title=called,
        state="reading",
        percent=0,
        reason="",
        attempts=1,
        guid=guid,
        slug=None,
        heard=False,
        position_ms=0,
        archived=False,
        added=SENT_AT,
        removed=None,
        changed=1,
    )
    return article_of(entry, sent)


def texts(found: Article) -> list[str]:
    return [paragraph.text for paragraph in found.paragraphs]


def test_its_title_is_what_its_sender_calls_it() -> None:
    found = article(TIDE, "海邊的早上。")
    assert (found.title, texts(found)) == ("海邊的早上。", TIDE.split("\n\n"))


def test_a_first_line_that_could_be_a_title_is_not_lost_beside_another() -> None:
    found = article(f"寫在沙上的字\n\n{TIDE}", "海邊的早上")
    assert (found.title, texts(found)[0]) == ("海邊的早上", "寫在沙上的字")
    assert texts(article(f"海邊的早上\n\n{TIDE}", "海邊的早上")) == TIDE.split("\n\n")


def test_without_a_title_it_is_called_by_its_first_words_however_often_it_is_begun() -> None:
    first = article(TIDE)
    again = article(TIDE, shown=first.title)
    assert first.title
    assert again == first


@pytest.mark.parametrize(
    "markup", ["<p>", "<!doctype html>", "<?xml version='1.0'?>", "<script>alert(1)</script>"]
)
def test_it_is_never_taken_for_html(markup: str) -> None:
    found = article(f"{markup}\n{TIDE}")
    assert "".join((found.headline, *texts(found))).startswith(markup)


def test_it_may_have_the_address_it_was_copied_from() -> None:
    found = article(TIDE, "海邊的早上", url="https://news.example/tide")
    assert (found.url, found.title) == ("https://news.example/tide", "海邊的早上")


def test_one_without_words_is_refused() -> None:
    with pytest.raises(ArticleNotFound):
        article("……！", "標題")
