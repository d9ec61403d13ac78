"""How narrations go on, on a terminal."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn
from rich.table import Column

from tts.cli.console import stderr_console
from tts.cli.screen import Screen

_TITLE = Column(ratio=2, no_wrap=True, overflow="ellipsis")


class Bars(Screen):
    """Shows how a narration goes on: chunks done, seconds of audio, which engine; a bar an article."""

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress or _progress()
        self._task: TaskID | None = None
        self._whole: TaskID | None = None

    @contextmanager
    def live(self) -> Iterator[None]:
        """Keep the display up for as long as the block runs."""
        with self._progress:
            yield

    @contextmanager
    def article(self) -> Iterator["Bars"]:
        """Give one of several articles its own bar in this display, for as long as the block runs."""
        listener = Bars(self._progress)
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
        self._progress.console.print(sentence)

    def goes_on(self, sentence: str) -> None:
        """Show how far a long run is, below the bars of its narrations."""
        if self._whole is None:
            self._whole = self._progress.add_task(sentence, total=None, audio="")
        self._progress.update(self._whole, description=sentence)

    def result(self, line: str) -> None:
        """Print a line of data on standard output; above the bars where both are on the terminal."""
        if sys.stdout.isatty():
            self._progress.console.print(line)
        else:
            click.echo(line)

    def ends(self) -> None:
        """Take the bar away."""
        if self._task is not None:
            self._progress.remove_task(self._task)
            self._task = None


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False, table_column=_TITLE),
        BarColumn(bar_width=None, table_column=Column(ratio=1)),
        MofNCompleteColumn(),
        TextColumn("{task.fields[audio]}"),
        console=stderr_console(),
        expand=True,
        transient=True,
        redirect_stdout=False,  # results are for standard output, whatever stands on the terminal
    )
