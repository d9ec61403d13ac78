"""Blame: whether it is stories that cannot be told, or the engine that is to tell them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tts.engines.failures import ServiceUnavailable, Unsayable
from tts.errors import EngineUnavailable, NetworkError, SynthesisError, TingError

Story = TypeVar("Story")

PATIENCE = 5
"""So often in a row an engine may say that it cannot be used; and so many stories, of which none had failed
before, are left silent by an engine that has told none."""

SILENT = 20
"""So many such stories in a row, and what they hold is not why: among the stories of years some that are
alike, tables of prices, may follow each other, and a run that ends for them is worse than a minute lost."""

_HINT = "Try again later, or use another engine (--engine)."


class EngineSilent(ServiceUnavailable):
    """An engine gives no whole speech for one story after the other: use another engine, or try later."""


@dataclass(slots=True)
class Blame(Generic[Story]):
    """Finds out who is to blame for stories that are not told; those of an engine are charged to none.

    `charge` is told which stories are to blame for their failures, at the latest by `end`. `trouble` is set
    while the engine is to blame, and nothing more is worth trying.
    """

    charge: Callable[[Story, TingError], None]
    trouble: TingError | None = None
    _unusable: int = 0
    _fresh: int = 0
    _has_spoken: bool = False
    _held: list[tuple[Story, SynthesisError]] = field(default_factory=list)

    def tells(self) -> None:
        """Take note that a story was told: those that were not before it are to blame themselves."""
        self._has_spoken = True
        self._charge_all()

    def fails(self, story: Story, error: TingError, *, before: bool = False) -> bool:
        """Take note that a story was not told; tell whether that may be its own fault.

        `before`: it has failed already, and so says nothing of the engine.
        """
        match error:
            case EngineUnavailable() | NetworkError():
                self._unusable += 1
                if self._unusable >= PATIENCE:
                    self.trouble = error
                return False
            case SynthesisError() if not isinstance(error, Unsayable):
                self._held.append((story, error))
                self._fresh += not before
                if self._fresh >= SILENT:
                    self.trouble = self.trouble or self._silence(error)
            case _:
                self.charge(story, error)
        return True

    def ends(self, error: TingError) -> None:
        """Take note that nobody is there to tell anything: no story is to blame, and none is worth trying."""
        self.trouble = error

    def end(self) -> list[Story]:
        """Charge what is left to who is to blame; return the stories that are not, of a silent engine."""
        if self._held and self._fresh >= PATIENCE and not self._has_spoken:
            self.trouble = self.trouble or self._silence(self._held[-1][1])
        if self.trouble is None:
            self._charge_all()
        return [story for story, _ in self._held]

    def _silence(self, error: SynthesisError) -> EngineSilent:
        message = f"The engine left {len(self._held)} stories in a row untold: {error.message}"
        return EngineSilent(message, hint=_HINT)

    def _charge_all(self) -> None:
        held, self._held = self._held, []
        self._unusable = self._fresh = 0
        self.trouble = None
        for story, error in held:
            self.charge(story, error)
