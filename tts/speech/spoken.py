"""Spoken text, and the way back to the written text it was made from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """`written[written_start:written_end]` is said as `text[start:end]`; `rule` names what changed it.

    An unchanged stretch has the rule "". Positions count Python characters.
    """

    written_start: int
    written_end: int
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a voice is asked to say for a written text.

    `spans` are ordered, without gap or overlap, and cover both texts from end to end, so that every
    position of the one has its place in the other. A span may be empty on one side (an emoji is
    silent; a unit may be added).
    """

    written: str
    text: str
    spans: tuple[Span, ...]

    @property
    def is_silent(self) -> bool:
        """True when nothing in the text can be said aloud: no letter and no digit."""
        return not any(character.isalnum() for character in self.text)

    def position_of(self, written_position: int) -> int:
        """Return where in `text` the written position is said; inside a changed span, its start."""
        for span in self.spans:
            if written_position < span.written_end:
                offset = 0 if span.rule else max(0, written_position - span.written_start)
                return span.start + offset
        return len(self.text)


def verbatim(written: str) -> Spoken:
    """Return a text that is said as it is written."""
    return Spoken(written, written, (Span(0, len(written), 0, len(written)),) if written else ())
