"""Rich's consoles, as every command uses them."""

import errno
import os
from typing import Any

from rich.console import Console
from rich.text import Text

from tts.printable import shown

WIDE = 240


class PlainConsole(Console):
    """Rich's console, which takes every text as it stands: titles and paths may look like markup."""

    def __init__(self, *, stderr: bool = False, soft_wrap: bool = False, width: int | None = None) -> None:
        super().__init__(stderr=stderr, soft_wrap=soft_wrap, width=width, markup=False, highlight=False)

    def render_str(self, text: str, **options: Any) -> Text:  # noqa: ANN401 - Rich's own options
        """Return the text as it is drawn: what stands in it does nothing to the terminal."""
        return super().render_str("\n".join(map(shown, text.split("\n"))), **options)

    def on_broken_pipe(self) -> None:
        """Leave it to the command line what it means that nobody reads; Rich would end the program."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


def stderr_console() -> Console:
    """Return a console for what goes on; Rich itself minds NO_COLOR."""
    return PlainConsole(stderr=True, soft_wrap=True)


def stdout_console() -> Console:
    """Return a console for results; where no terminal says how wide it is, lines are not cut."""
    console = PlainConsole()
    return console if console.is_terminal else PlainConsole(width=WIDE)
