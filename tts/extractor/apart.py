"""Apart: a page far larger than articles are, read in a process of its own that can be ended.

Of 74 real pages of papers none is as large; the largest had 770 kB and 6,000 tags. What is smaller is read
where it is: to look for the size takes 0.4 ms, a process of its own half a second. A page
must have a size to be slow, for the tests hold the time that it takes to grow with its length.
A thread could not be ended: neither lxml nor a pattern looks up from its work, and a signal reaches the main
thread alone, while a server and a day read in others.
"""

import os
import subprocess
import sys
from dataclasses import dataclass

import msgspec

from tts.errors import MOST_SAID, ArticleNotFound
from tts.model.article import Article
from tts.model.document import Document

MOST_SECONDS = 10
MOST_SECONDS_OF_PDF = 60
"""Two hundred pages, as many as are read, took 17 s beside other programs (bench of 2026-11-29)."""

_LARGE_BYTES = 1_000_000
_LARGE_TAGS = 12_000  # opening and closing ones
# Without -P a module of the folder that the program was started in would be met before the library's own.
_PDF = b"%PDF-"
_WITHIN = 1_024  # bytes: where Acrobat looks for it
_READER = ("-P", "-m", "tts.extractor")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a page: its article, or why there is none, and what to do."""

    article: Article | None = None
    refusal: str = ""
    hint: str = ""


def is_large(data: bytes) -> bool:
    """Tell whether a page is so large that it might hold the program up."""
    return len(data) > _LARGE_BYTES or data.count(b"<") > _LARGE_TAGS


def is_pdf(data: bytes) -> bool:
    """Tell whether bytes are a PDF, which a library reads that is not written in Python."""
    return _PDF in data[:_WITHIN]


def extract_apart(
    document: Document, *, limit_s: float = MOST_SECONDS, reader: tuple[str, ...] = _READER
) -> Article:
    """Return the document's article, read by another Python: its arguments are `reader`.

    Raises ArticleNotFound where there is none, or where none is found in `limit_s`; then the reader is gone.
    """
    path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)  # noqa: PTH109 - as Python says it
    try:
        done = subprocess.run(  # noqa: S603 - this Python, and no word of the page's
            [sys.executable, *reader],
            input=msgspec.msgpack.encode(document),
            capture_output=True,
            env={**os.environ, "PYTHONPATH": path},
            timeout=limit_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        message = f"The document is not read after {limit_s:g} seconds, which no article takes."
        raise ArticleNotFound(message, hint="Give the address or the file of a single article.") from error
    if done.returncode and is_pdf(document.data):
        message = "The PDF breaks down what reads it, or takes more memory than an article does."
        raise ArticleNotFound(message, hint="Print it to a new PDF from a program that opens it.")
    return _article_of(done)


def _article_of(done: subprocess.CompletedProcess[bytes]) -> Article:
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        message = f"the page's own process ended with {done.returncode}: {last[:MOST_SAID]}"
        raise RuntimeError(message)  # a defect, or a machine without memory
    answer = msgspec.msgpack.decode(done.stdout, type=Answer)
    if answer.article is None:
        raise ArticleNotFound(answer.refusal, hint=answer.hint)
    return answer.article
