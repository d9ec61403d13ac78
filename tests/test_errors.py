import asyncio
import errno
import logging

import pytest

from tts.errors import (
    LONGEST,
    MOST_SAID,
    ArticleNotFound,
    Exhausted,
    ExitCode,
    TingError,
    Unforeseen,
    about,
    border,
    told,
)

PAGE = "https://a.example/b"


class Silent(Exception):
    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    "error",
    [
        ValueError("Invalid IPv6 URL"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"),
        RuntimeError("odd"),
        RecursionError("too deep"),
        OSError(5, "Input/output error"),
        ExceptionGroup("two", [KeyError("a"), TypeError("b")]),
        Silent(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_whatever_is_raised_leaves_as_one_sentence_with_its_kind_and_cause(error: Exception) -> None:
    with pytest.raises(Unforeseen) as caught, border("reading the story"):
        raise error
    assert caught.value.__cause__ is error
    assert caught.value.message.startswith(
        f"Something unforeseen happened while reading the story: {type(error).__name__}"
    )
    assert "\n" not in str(caught.value)
    assert "report" in caught.value.hint
    assert caught.value.exit_code == ExitCode.FAILED


@pytest.mark.parametrize(
    ("error", "lacking"),
    [
        (MemoryError(), "memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "memory"),
        (OSError(errno.EMFILE, "Too many open files"), "open files"),
        (RuntimeError("can't start new thread"), "memory or threads"),
    ],
    ids=str,
)
def test_what_the_system_gives_no_more_of_is_named_and_is_no_defect(error: Exception, lacking: str) -> None:
    with pytest.raises(Exhausted) as caught, border("reading the story"):
        raise error
    assert caught.value.message == f"The system gave no more {lacking} while reading the story."
    assert "report" not in caught.value.hint
    assert caught.value.exit_code == ExitCode.FAILED


@pytest.mark.parametrize(
    "error", [ArticleNotFound("none"), KeyboardInterrupt(), SystemExit(3), asyncio.CancelledError()]
)
def test_what_is_provided_for_and_what_ends_the_program_pass(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, border("reading the story"):
        raise error
    assert caught.value is error


def test_a_message_is_short_and_moves_no_cursor() -> None:
    said = told(ValueError("\x1b]0;x\x07two\nlines\u202e " + "long" * 10_000))
    assert said.startswith("ValueError: ]0;xtwo lines long")
    assert len(said) <= MOST_SAID + len("ValueError: ")


def test_the_traceback_is_for_whoever_looks_at_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "tts"), pytest.raises(Unforeseen), border("reading the story"):
        raise ValueError
    [record] = caplog.records
    assert record.levelno == logging.DEBUG
    assert record.exc_info


def test_a_sentence_is_no_longer_than_a_person_reads() -> None:
    error = ArticleNotFound("http://a.example/" + "a" * 60_000, hint="b" * 60_000)
    assert len(str(error)) < 2 * LONGEST + 5
    assert error.message.endswith("a…")


@pytest.mark.parametrize(
    ("name", "message", "remark", "said"),
    [
        ("海港", "The list is empty.", "", "海港: The list is empty. Mend it."),
        ("/a/b", "/a/b cannot be read.", "", "/a/b cannot be read. Mend it."),
        (PAGE, f"The answer of {PAGE} is odd.", "", f"The answer of {PAGE} is odd. Mend it."),
        (PAGE, f"{PAGE}c is odd.", "", f"{PAGE}: {PAGE}c is odd. Mend it."),
        ("feed", "The feed is odd.", "", "feed: The feed is odd. Mend it."),
        ("", "It is odd.", "", "It is odd. Mend it."),
        ("海港", "It is odd.", "given up", "海港: given up: It is odd. Mend it."),
        ("/a", "/a is odd.", "given up", "Given up: /a is odd. Mend it."),
    ],
)  # fmt: skip
def test_what_befell_something_names_it_once(name: str, message: str, remark: str, said: str) -> None:
    assert about(name, TingError(message, hint="Mend it."), remark) == said
