"""What the user sees on standard error: progress on a terminal, plain sentences anywhere else."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from tts.printable import shown

EVERY_S = 60.0
"""How far a long run is, a log says so often."""


def notify(sentence: str) -> None:
    """Say on standard error something that the user should know."""
    click.echo(shown(sentence), err=True)


class Screen:
    """Says what the user should know, and not how a narration goes on: nobody looks at it."""

    _said_s: float | None = None

    @contextmanager
    def live(self) -> Iterator[None]:
        """Keep the display up for as long as the block runs."""
        yield

    @contextmanager
    def article(self) -> Iterator["Screen"]:
        """Give one of several articles its own part of the display, for as long as the block runs."""
        yield self

    def begins(self, title: str, engine: str, chunks: int) -> None:
        """Take note that the article begins."""

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Take note of how far it is."""

    def notice(self, sentence: str) -> None:
        """Say something that the user should know."""
        notify(sentence)

    def goes_on(self, sentence: str) -> None:
        """Say how far a long run is, once in a while; of a short one nothing."""
        now = time.monotonic()
        if self._said_s is None:
            self._said_s = now
        elif now - self._said_s >= EVERY_S:
            self._said_s = now
            self.notice(sentence)

    def result(self, line: str) -> None:
        """Print a line of data on standard output."""
        click.echo(line)
