"""What `apart` starts: reads a document from standard input, and writes what came of it."""

import signal
import sys
from contextlib import suppress

import msgspec

from tts.errors import ArticleNotFound
from tts.extractor.apart import MOST_SECONDS_OF_PDF, Answer
from tts.extractor.extract import extract_here
from tts.model.document import Document

MOST_MEMORY = 3_000_000_000
"""Bytes of addresses: the tests hold a page of the largest size to a fraction of it."""


def answer_to(document: Document) -> Answer:
    """Return the document's article, or why there is none."""
    try:
        return Answer(extract_here(document))
    except ArticleNotFound as error:
        return Answer(refusal=error.message, hint=error.hint)


def _bound_memory() -> None:
    """Let the system refuse what no document needs; where it has no such bound, there is none."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


def main() -> None:
    """Answer, or end: whoever asked may have been killed, and would not end it."""
    if hasattr(signal, "alarm"):
        signal.alarm(2 * MOST_SECONDS_OF_PDF)
    _bound_memory()
    document = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Document)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer_to(document)))


if __name__ == "__main__":
    main()
