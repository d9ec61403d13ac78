"""What the user sees on standard error: progress on a terminal, plain sentences anywhere else."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Column

WIDE = 240

_TITLE = Column(ratio=2, no_wrap=True, overflow="ellipsis")


class PlainConsole(Console):
    """Rich's console, which takes every text as it stands: titles and paths may look like markup."""

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False, width: int | None = None) -> None:
        super().__init__(stderr=stderr, soft_wrap=soft_wrap, width=width, markup=False, highlight=False)

    def on_broken_pipe(self) -> None:
        """Leave it to the command line what it means that nobody reads; Rich would end the program."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def stderr_console() -> Console:
    """Return a console for notices; rich itself minds NO_COLOR and what is no terminal."""
    return PlainConsole(stderr=True, soft_wrap=True)


def notify(sentence: str) -> None:
    """Say on standard error something that the user should know."""
    stderr_console().print(sentence)


def stdout_console() -> Console:
    """Return a console for results; where no terminal says how wide it is, lines are not cut."""
    console = PlainConsole()
    return console if console.is_terminal else PlainConsole(width=WIDE)


class ScreenListener:
    """Shows how a narration goes on: chunks done, seconds of audio, which engine; a bar an article."""

    def __init__(self, console: Console, progress: Progress | None = None) -> None:
        self._console = console
        self._progress = progress or Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False, table_column=_TITLE),
            BarColumn(bar_width=None, table_column=Column(ratio=1)),
            MofNCompleteColumn(),
            TextColumn("{task.fields[audio]}"),
            console=console,
            expand=True,
            transient=True,
            redirect_stdout=False,  # results are for standard output, whatever stands on the terminal
            disable=not console.is_terminal,
        )
        self._task: TaskID | None = None

    @contextmanager
    def live(self) -> Iterator[None]:
        """Keep the display up for as long as the block runs."""
        with self._progress:
            yield

    @contextmanager
    def article(self) -> Iterator["ScreenListener"]:
        """Give one of several articles its own bar in this display, for as long as the block runs."""
        listener = ScreenListener(self._console, self._progress)
        try:
            yield listener
        finally:
            listener.ends()

    def begins(self, title: str, engine: str, chunks: int) -> None:
        """Show a new bar for the article."""
        self.ends()
        label = f"{engine}  {title}"
        self._task = self._progress.add_task(label, total=chunks, audio="0 s")

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.update(self._task, completed=chunks, audio=f"{audio_ms / 1000:.0f} s")

    def notice(self, sentence: str) -> None:
        """Say something that the user should know, above the bar."""
        self._console.print(sentence)

    def result(self, line: str) -> None:
        """Print a line of data on standard output; above the bars where both are on the terminal."""
        if self._console.is_terminal and sys.stdout.isatty():
            self._console.print(line)
        else:
            click.echo(line)

    def ends(self) -> None:
        """Take the bar away."""
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None
