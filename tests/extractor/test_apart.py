"""A page larger than articles are: read by another process, which is ended when it takes too long."""

import sys
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from tts.errors import ArticleNotFound
from tts.extractor.apart import MOST_SECONDS, extract_apart, is_large
from tts.extractor.extract import extract, extract_here
from tts.model.document import Document

STORY = "山腳下的老車站明年就要拆除，鎮上的人昨天來和它道別，有人帶了樂器，有人帶了舊車票。"
PAGE = f"<title>老車站明年拆除</title><h1>老車站明年拆除</h1><p>{STORY}</p><p>{STORY * 2}</p>"
LARGE = Document(f"{PAGE}<!--{' ' * 1_000_000}-->".encode(), "large.html", "https://news.example/1")


def test_a_large_page_has_the_article_that_it_has_when_it_is_read_here() -> None:
    assert is_large(LARGE.data)
    assert extract(LARGE) == extract_here(LARGE)


def test_a_large_page_is_read_from_a_thread_as_well() -> None:
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(extract, LARGE).result() == extract_here(LARGE)


def test_a_large_page_is_refused_in_the_words_that_it_is_refused_in_here() -> None:
    document = Document(b"<p></p>" * 7_000, "x.html")
    assert is_large(document.data)
    with pytest.raises(ArticleNotFound) as here:
        extract_here(document)
    with pytest.raises(ArticleNotFound) as apart:
        extract(document)
    assert str(apart.value) == str(here.value)


def test_a_reader_that_never_ends_is_ended_and_the_page_refused_in_words() -> None:
    started = monotonic()
    with pytest.raises(ArticleNotFound, match=r"^The document is not read after 0\.5 seconds"):
        extract_apart(LARGE, limit_s=0.5, reader=("-c", "while True: pass"))
    assert monotonic() - started < MOST_SECONDS


def test_a_reader_that_fails_says_how() -> None:
    with pytest.raises(RuntimeError, match="ended with 1: MemoryError"):
        extract_apart(LARGE, reader=("-c", "raise MemoryError"))


def test_no_module_of_the_folder_one_stands_in_is_taken_for_a_library(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("here")
    (folder / "msgspec.py").write_text("raise SystemExit(3)")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(sys, "path", [entry for entry in sys.path if entry])
    assert extract(LARGE).title == "老車站明年拆除"


def test_a_page_as_papers_have_them_is_read_where_it_is() -> None:
    assert not is_large(b"<p>x</p>" * 6_000)
    assert not is_large(b"x" * 1_000_000)
