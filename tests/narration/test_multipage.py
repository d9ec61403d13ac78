"""A story on several pages is read to its end, and said to go on where it cannot be."""

import asyncio

import pytest

from tts.errors import NetworkError
from tts.model.article import Article
from tts.model.document import Document
from tts.narration.multipage import MOST_PAGES, read_story

SITE = "https://news.example.org/story/20260109"
BODY = "市府昨天宣布，老燈塔將在明年春天重新點亮，屆時開放民眾登塔參觀，並舉辦攝影展慶祝，歡迎各界參加。"


def page(number: int, following: str | None, title: str = "燈塔重亮") -> Document:
    link = f'<a href="{following}">下一頁</a>' if following else ""
    body = f"<h1>{title}</h1><p>第{number}頁。{BODY}</p><p>到了第{number}頁的末尾，{BODY}</p>{link}"
    html = f"<html><body><article>{body}</article></body></html>"
    return Document(html.encode(), f"{SITE}/{number}", url=f"{SITE}/{number}")


def story(pages: dict[str, Document], first: Document) -> Article:
    async def follow(address: str) -> Document:
        if address not in pages:
            message = "There is nothing."
            raise NetworkError(message)
        return pages[address]

    return asyncio.run(read_story(first, follow))


def test_further_pages_follow_in_order() -> None:
    pages = {f"{SITE}/2": page(2, f"{SITE}/3"), f"{SITE}/3": page(3, None)}
    article = story(pages, page(1, f"{SITE}/2"))
    assert [text[:4] for text in article.text.split("\n")[::2]] == ["第1頁。", "第2頁。", "第3頁。"]
    assert article.warnings == ()


def test_a_page_that_cannot_be_read_is_named_in_a_warning() -> None:
    article = story({}, page(1, f"{SITE}/2"))
    assert article.text.startswith("第1頁。")
    assert any(f"{SITE}/2" in warning for warning in article.warnings)


def test_pages_that_lead_round_end() -> None:
    article = story({f"{SITE}/2": page(2, f"{SITE}/1")}, page(1, f"{SITE}/2"))
    assert article.text.count("第1頁。") == 1


def test_an_endless_chain_is_left_at_its_bound() -> None:
    pages = {f"{SITE}/{number}": page(number, f"{SITE}/{number + 1}") for number in range(2, 100)}
    assert story(pages, page(1, f"{SITE}/2")).text.count("頁。") <= MOST_PAGES


def test_another_host_is_not_followed() -> None:
    elsewhere = "https://other.example.org/story/20260109/2"
    assert story({elsewhere: page(2, None)}, page(1, elsewhere)).text.count("頁。") == 1


def test_a_saved_page_is_not_followed() -> None:
    saved = Document(page(1, f"{SITE}/2").data, "page.html")
    article = story({f"{SITE}/2": page(2, None)}, saved)
    assert article.text.count("頁。") == 1
    assert any(f"{SITE}/2" in warning for warning in article.warnings)


def test_a_page_under_another_headline_is_another_story() -> None:
    article = story({f"{SITE}/2": page(2, None, title="漁港今起封閉")}, page(1, f"{SITE}/2"))
    assert "第2頁" not in article.text
    assert (article.next_page_url, article.warnings) == (None, ())


@pytest.mark.parametrize("title", ["燈塔重亮（2）", "燈塔重亮 第2頁"])
def test_a_page_may_number_the_headline(title: str) -> None:
    assert "第2頁。" in story({f"{SITE}/2": page(2, None, title=title)}, page(1, f"{SITE}/2")).text


def test_what_a_further_page_repeats_is_read_once() -> None:
    lead = f"<p>第1頁。{BODY}</p>"
    second = page(2, None)
    again = Document(second.data.replace(b"</h1>", b"</h1>" + lead.encode()), second.origin, url=second.url)
    article = story({f"{SITE}/2": again}, page(1, f"{SITE}/2"))
    assert (article.text.count("第1頁。"), article.text.count("第2頁。")) == (1, 1)


def test_a_page_with_nothing_new_is_none_of_the_story() -> None:
    first = page(1, f"{SITE}/2")
    same = Document(first.data, f"{SITE}/2", url=f"{SITE}/2")
    article = story({f"{SITE}/2": same}, first)
    assert article.text.count("第1頁。") == 1
    assert article.warnings == ()
