"""A page in, its article out: exactly what a listener should hear."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts.article import Article
    from tts.document import Document


def extract(document: "Document") -> "Article":
    """Return the article of a document; see `tts.extractor.extract.extract`, which is loaded when called."""
    from tts.extractor.extract import extract as extract_now  # noqa: PLC0415 - lxml is slow to load

    return extract_now(document)
