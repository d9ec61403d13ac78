"""What can go wrong, sorted by what the caller can do about it."""

from enum import IntEnum

from tts.printable import shown


class ExitCode(IntEnum):
    """The command line's exit codes, a contract with scripts that call it."""

    OK = 0
    FAILED = 1
    USAGE = 2
    SOME_FAILED = 3
    NETWORK = 4
    INTERRUPTED = 130


class TingError(Exception):
    """Any failure that is not a defect: one sentence on what is wrong, one on what to do.

    What they quote of a page, a server or a file's name is made fit for a terminal and a log.
    """

    exit_code = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = shown(message)
        self.hint = shown(hint)
        super().__init__(self.message)

    def __str__(self) -> str:
        """Return the message and the hint as they are shown to a user."""
        return f"{self.message} {self.hint}".rstrip()


class UsageError(TingError):
    """The request or the configuration names something that does not exist: change it and run again."""

    exit_code = ExitCode.USAGE


class NetworkError(TingError):
    """A server could not be reached, or refused: try later, or check the connection."""

    exit_code = ExitCode.NETWORK


class ArticleNotFound(TingError):
    """The document was read but holds no article that can be trusted: give another document."""


class EngineUnavailable(TingError):
    """An engine cannot be used on this machine now: mend what the hint says, or use another engine."""


class SynthesisError(TingError):
    """An engine answered, but not with complete speech: retry, split the text, or use another engine."""


class OutputError(TingError):
    """A result could not be written: make room or choose another folder, and run again."""
