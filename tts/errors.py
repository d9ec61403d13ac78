"""What can go wrong, sorted by what the caller can do about it."""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TypeVar

from tts.printable import shown

One = TypeVar("One")
Made = TypeVar("Made")

MOST_SAID = 200
"""So many characters of a stranger's message are repeated: it may cite a whole page."""

LONGEST = 2_000
"""Characters of a sentence: an address that a server made up may have 60,000."""

LOGGER = "tts"
"""Where tracebacks go, at the level of debugging: nowhere, unless somebody asks for them."""


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
        self.message = _bounded(shown(message))
        self.hint = _bounded(shown(hint))
        super().__init__(self.message)

    def __str__(self) -> str:
        """Return the message and the hint as they are shown to a user."""
        return f"{self.message} {self.hint}".rstrip()


def about(name: str, error: TingError, remark: str = "") -> str:
    """Return what befell something, by its name, which is said once: many a message has it already.

    A `remark` stands before the message.
    """
    before = [part for part in (remark, str(error)) if part]
    if not name or _names(error.message, shown(name)):
        return ": ".join([before[0][0].upper() + before[0][1:], *before[1:]] if remark else before)
    return ": ".join([name, *before])


def _names(message: str, name: str) -> bool:
    """Tell whether a message begins with a name, or has it within where it is an address or a path."""
    at = message.find(name) if "/" in name else 0 if message.startswith(name) else -1
    return at >= 0 and not message[at + len(name) :][:1].isalnum()


def _bounded(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST]}…"


class UsageError(TingError):
    """The request or the configuration names something that does not exist: change it and run again."""

    exit_code = ExitCode.USAGE


class NetworkError(TingError):
    """A server could not be reached, or refused: try later, or check the connection.

    `retry_after_s` is for how long it asked to be left alone; None: it did not say.
    """

    exit_code = ExitCode.NETWORK

    def __init__(self, message: str, *, hint: str = "", retry_after_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_s = retry_after_s


class ArticleNotFound(TingError):
    """The document was read but holds no article that can be trusted: give another document."""


class EngineUnavailable(TingError):
    """An engine cannot be used on this machine now: mend what the hint says, or use another engine."""


class SynthesisError(TingError):
    """An engine answered, but not with complete speech: retry, split the text, or use another engine."""


class OutputError(TingError):
    """A result could not be written: make room or choose another folder, and run again."""


def exit_code(failures: Sequence[TingError], tried: int) -> ExitCode:
    """Return what a run came to in which so many things were tried, and these failed."""
    if not failures:
        return ExitCode.OK
    if len(failures) < tried:
        return ExitCode.SOME_FAILED
    codes = {failure.exit_code for failure in failures}
    return codes.pop() if len(codes) == 1 else ExitCode.FAILED


class Unforeseen(TingError):
    """Something raised an error that nobody provided for: leave out what was at work, and report it."""


class Exhausted(Unforeseen):
    """The system gives no more memory, threads or open files: allow the program more, and run again."""


SPENT = {errno.ENOMEM: "memory", errno.EMFILE: "open files", errno.ENFILE: "open files"}

NO_THREAD = "can't start new thread"
"""What Python says where a thread may not begin: its stack finds no room, or there are too many."""


@contextmanager
def border(doing: str) -> Iterator[None]:
    """Let nothing but TingErrors out of the block, so that who goes on with others need catch no other.

    `doing` says what the block does, as in "reading the story". Whatever else is raised becomes Unforeseen,
    lack of memory or of stack as well; an interrupt, an exit and a cancellation pass.
    """
    try:
        yield
    except TingError:
        raise
    except Exception as error:
        raise unforeseen(error, doing) from error


def of_the_others(
    some: Sequence[One],
    make: Callable[[Sequence[One]], Made],
    doing: str,
    alone: Callable[[One], object] | None = None,
) -> tuple[Made, list[tuple[One, Unforeseen]]]:
    """Return what is made of them all; where that is unforeseen, of those that do no harm, and the others.

    Which they are is found out by trying each by itself, with `alone` or as all are. Raises what `border`
    does, Unforeseen only where it is the fault of none of them.
    """
    try:
        with border(doing):
            return make(some), []
    except Unforeseen:
        odd = {number: error for number, one in enumerate(some) if (error := _fault(one, make, doing, alone))}
        if not odd:
            raise
    left = [one for number, one in enumerate(some) if number not in odd]
    with border(doing):
        return make(left), [(some[number], error) for number, error in odd.items()]


def _fault(
    one: One, make: Callable[[Sequence[One]], object], doing: str, alone: Callable[[One], object] | None
) -> Unforeseen | None:
    try:
        with border(doing):
            _ = alone(one) if alone else make([one])
    except Unforeseen as error:
        return error
    return None


def unforeseen(error: Exception, doing: str) -> Unforeseen:
    """Return an error of any kind in one sentence, and leave its traceback to whoever looks at the log."""
    import logging  # noqa: PLC0415 - only where something went wrong

    if spent := _spent(error):
        message = f"The system gave no more {spent} while {doing}."
        found: Unforeseen = Exhausted(message, hint="Allow more (ulimit -a), or end other programs.")
    else:
        message = f"Something unforeseen happened while {doing}: {told(error).rstrip('.')}."
        found = Unforeseen(message, hint="Please report it, with what --debug shows.")
    logging.getLogger(LOGGER).debug(message, exc_info=error)
    return found


def _spent(error: Exception) -> str:
    """Return what the system had no more of; empty when the error is another."""
    if isinstance(error, MemoryError):
        return "memory"
    if isinstance(error, OSError):
        return SPENT.get(error.errno or 0, "")
    return "memory or threads" if isinstance(error, RuntimeError) and NO_THREAD in str(error) else ""


def told(error: BaseException) -> str:
    """Return an exception of any kind in one line that can be shown."""
    try:
        words = " ".join(str(error).split())[:MOST_SAID]
    except Exception:  # noqa: BLE001 - a stranger's code cannot be trusted to say what it is
        words = ""
    return f"{type(error).__name__}: {shown(words)}" if words else type(error).__name__
