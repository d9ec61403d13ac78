"""The script: an article cut into the pieces that are spoken one at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ChunkKind = Literal["disclosure", "title", "byline", "body", "heading", "list_item"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the script that one request to an engine can speak.

    `written` is the text as the article has it: the chunks' texts, joined, are the script.
    `paragraph` is the index into `Article.paragraphs`; None for disclosure, title and byline.
    """

    index: int
    kind: ChunkKind
    paragraph: int | None
    written: str
    pause_after_ms: int


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
