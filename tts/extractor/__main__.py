"""What `apart` starts: reads a document from standard input, and writes what came of it."""

import signal
import sys

import msgspec

from tts.errors import ArticleNotFound
from tts.extractor.apart import MOST_SECONDS, Answer
from tts.extractor.extract import extract_here
from tts.model.document import Document


def answer_to(document: Document) -> Answer:
    """Return the document's article, or why there is none."""
    try:
        return Answer(extract_here(document))
    except ArticleNotFound as error:
        return Answer(refusal=error.message, hint=error.hint)


def main() -> None:
    """Answer, or end: whoever asked may have been killed, and would not end it."""
    if hasattr(signal, "alarm"):
        signal.alarm(2 * MOST_SECONDS)
    document = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Document)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer_to(document)))


if __name__ == "__main__":
    main()
