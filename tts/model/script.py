"""The script: an article cut into the pieces that are spoken one at a time."""

from collections.abc import Callable
from dataclasses import dataclass

from tts.model.article import ChunkKind
from tts.speech.sentences import CLOSERS, TERMINATORS


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the script that one request to an engine can speak.

    `written` is the text as the article has it: the chunks' texts, joined, are the script.
    `paragraph` is the index into `Article.paragraphs`; None for disclosure, title and byline. `voice` is the
    name of another voice than the narrator's; one for Latin script says the text `as_written`.
    """

    index: int
    kind: ChunkKind
    paragraph: int | None
    written: str
    pause_after_ms: int
    voice: str | None = None
    as_written: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """Who speaks in a story besides its narrator, by names of voices; nobody, where there are none.

    Those of `quotes` take turns by speaker; `latin` speaks sentences in Latin script.
    """

    quotes: tuple[str, ...] = ()
    latin: str = ""


NARRATOR_ALONE = Roles()


@dataclass(frozen=True, slots=True)
class Prosody:
    """How a voice speaks, relative to its own manner: percent, hertz, percent."""

    rate_percent: int = 0
    pitch_hz: int = 0
    volume_percent: int = 0


@dataclass(frozen=True, slots=True)
class Pauses:
    """The silence after a chunk, in milliseconds, by what ends there; a voice may have its own."""

    clause_ms: int = 150
    sentence_ms: int = 300
    list_item_ms: int = 350
    paragraph_ms: int = 600
    heading_ms: int = 700
    byline_ms: int = 700
    title_ms: int = 800
    disclosure_ms: int = 700
    announcement_ms: int = 700

    def inside(self, text: str) -> int:
        """Return the pause between a chunk that ends with this text and the next of its paragraph."""
        last = text.rstrip(f"{CLOSERS} \u3000")[-1:]
        return self.sentence_ms if last and last in TERMINATORS else self.clause_ms

    def after(self, kind: ChunkKind) -> int:
        """Return the pause after the last chunk of a part of this kind."""
        by_kind = {
            "disclosure": self.disclosure_ms,
            "announcement": self.announcement_ms,
            "title": self.title_ms,
            "byline": self.byline_ms,
            "heading": self.heading_ms,
            "list_item": self.list_item_ms,
            "body": self.paragraph_ms,
        }
        return by_kind[kind]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request to an engine may hold.

    `cost` weighs a written text in the engine's own unit (bytes on the wire, phoneme tokens), and no
    chunk weighs more than `max_cost`. Sentences are gathered into one chunk up to `target_chars`;
    1 gives every sentence a chunk of its own. Neighbours under `min_chars` are joined all the same.
    """

    target_chars: int
    max_chars: int
    max_cost: int
    cost: Callable[[str], int]
    min_chars: int = 1
