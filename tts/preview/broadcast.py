"""An article that is heard while it is being made: its parts are laid on a tape, and play from there."""

import datetime as dt
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from tts.audio.track import Track
from tts.errors import OutputError, TingError
from tts.model.article import Article, Paragraph
from tts.model.episode import Chapter, Profile
from tts.model.programme import of_article
from tts.narration.takes import Part
from tts.narration.timeline import Line, chapters, cues, label
from tts.preview.reel import Reel
from tts.preview.tape import Tape

OPENING = ("disclosure", "announcement")
"""What is said before a story begins."""


class Broadcast:
    """What of an article can be heard by now: the `reel` grows with the `tape`."""

    def __init__(self, title: str, path: Path, profile: Profile) -> None:
        """Begin with nothing but what to call it; the sound goes into a new file of this path."""
        self.reel = Reel(title, complete=False)
        self._file = path.open("wb", buffering=0)
        self._track = Track(self._file, profile)
        self._lines: list[Line] = []
        self.tape = Tape(path, profile=profile)

    def __enter__(self) -> Self:
        """Keep the files open for as long as the block runs."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Let the files go."""
        self._file.close()
        self.tape.close()

    def begins(self, title: str, engine: str) -> None:
        """Show what is about to be spoken, and by which engine."""
        self.reel = replace(self.reel, title=title, engine=engine)

    async def send(self, parts: AsyncGenerator[Part]) -> None:
        """Take all the parts as they come; whatever ends them, the reel says how."""
        failure = ""
        try:
            async with aclosing(parts):
                async for part in parts:
                    self._add(part)
            self._track.finish()
        except TingError as error:
            failure = error.message
            raise
        except OSError as error:
            failure = f"The sound cannot be kept while it is made: {error.strerror or error}."
            raise OutputError(failure, hint="Make room in the folder for temporary files.") from error
        finally:
            self.reel = replace(self.reel, complete=True, failure=failure, duration_ms=self.tape.duration_ms)

    def _add(self, part: Part) -> None:
        lines = tuple(part.lines(self._track.add(part.take, part.pause_after_ms)))
        self._lines += lines
        article = _article(self._lines, self.reel.title)
        duration_ms = self.tape.duration_ms
        self.reel = replace(
            self.reel,
            title=article.title,
            voice=part.narrator,
            cues=self.reel.cues + cues(lines),
            chapters=self._chapters(article, duration_ms),
            duration_ms=duration_ms,
        )

    def _chapters(self, article: Article, duration_ms: int) -> tuple[Chapter, ...]:
        """Return the chapters of what was said of the article; none while that is only the show's words."""
        if all(line.chunk.kind in OPENING for line in self._lines):
            return ()
        return chapters(of_article(article, "", dt.date.min), self._lines, duration_ms)


def _article(lines: Sequence[Line], title: str) -> Article:
    """Return as much of the article as was said, for the names of its chapters."""
    said: dict[int | None, str] = {}
    headline = ""
    for line in lines:
        chunk = line.chunk
        said[chunk.paragraph] = said.get(chunk.paragraph, "") + chunk.written
        headline += chunk.written if chunk.kind == "title" else ""
    numbers = [number for number in said if number is not None]
    paragraphs = tuple(Paragraph(said.get(number, "")) for number in range(max(numbers, default=-1) + 1))
    opening = label(paragraphs[0].text) if paragraphs else title
    return Article(headline or opening, paragraphs)
