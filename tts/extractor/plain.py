"""Plain text: an article typed or pasted into a file, with nothing around it."""

from dataclasses import dataclass

from tts.article import Paragraph
from tts.extractor.prose import ends_sentence, first_clause, tidy, tidy_paragraph

MAX_TITLE = 60


@dataclass(frozen=True, slots=True)
class Plain:
    """A title and paragraphs that together hold every word of the text."""

    title: str
    paragraphs: tuple[Paragraph, ...]


def read_plain(text: str) -> Plain:
    """Return the text as an article: a line a paragraph, the first the title if it reads like one.

    A title is short and has no full stop, and text follows it. Without one, the first clause serves,
    and stays in the body too: nothing is lost.
    """
    lines = [line for line in map(tidy, text.split("\n")) if line]
    if len(lines) > 1 and len(lines[0]) <= MAX_TITLE and not _is_sentence(lines[0]):
        return Plain(lines[0], _paragraphs(lines[1:]))
    return Plain(first_clause(lines[0]), _paragraphs(lines)) if lines else Plain("", ())


def _is_sentence(line: str) -> bool:
    """Tell whether a line ends as sentences do; a headline may ask or exclaim."""
    return ends_sentence(line) and line[-1] not in "?!？！"


def _paragraphs(lines: list[str]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(tidy_paragraph(line)) for line in lines)
