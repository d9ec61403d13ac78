"""Which screen a run has: bars where somebody may look at them, sentences anywhere else."""

import sys

from tts.cli.screen import Screen


def open_screen() -> Screen:
    """Return the user's screen; what draws bars is imported only where there is a terminal for them."""
    if not sys.stderr.isatty():
        return Screen()
    from tts.cli.bars import Bars

    return Bars()
