"""The desk: where the inbox's database is asked, by one question at a time and never while others wait."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from tts.catalog.database import Database
from tts.catalog.store import file_of, open_database
from tts.inbox.queue import Queue
from tts.inbox.tokens import Token, Tokens

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class _Books:
    """The open database, in both its parts, and which file it is."""

    database: Database
    queue: Queue
    tokens: Tokens
    mark: tuple[int, int] | None


class Desk:
    """The queue and the tokens of an output folder; use it as a context manager.

    The database is opened by the first question, and again where its file has become another: `ting catalog
    rebuild` may put one aside that is damaged. Questions have a thread of their own, one after another.
    """

    def __init__(self, output: Path) -> None:
        self.output = output
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="inbox")
        self._books: _Books | None = None

    def __enter__(self) -> Self:
        """Return the desk."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the database when the last question is answered."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    async def ask(self, question: Callable[[Queue, Tokens], Told]) -> Told:
        """Return what the question comes to; it may raise what `Database` does."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._asked, question)

    async def holder(self, word: str) -> Token | None:
        """Return whose the token is; None for a wrong one. Where there is no database, none is made."""
        if file_of(self.output) is None:
            return None
        return await self.ask(lambda _queue, tokens: tokens.holder(word))

    def _asked(self, question: Callable[[Queue, Tokens], Told]) -> Told:
        books = self._books
        if books is None or books.mark != file_of(self.output):
            self._close()
            books = self._books = self._opened()
        return question(books.queue, books.tokens)

    def _opened(self) -> _Books:
        database = open_database(self.output)
        return _Books(database, Queue(database), Tokens(database), file_of(self.output))

    def _close(self) -> None:
        books, self._books = self._books, None
        if books is not None:
            books.database.__exit__(None, None, None)
