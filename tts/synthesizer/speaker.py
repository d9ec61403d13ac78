"""One utterance made into complete speech, whatever it takes within reason."""

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field

from tts.engines.acceptance import check_complete
from tts.engines.base import Speech, Utterance
from tts.errors import NetworkError, SynthesisError, TingError
from tts.synthesizer.gate import Gate
from tts.synthesizer.ordered import in_order
from tts.synthesizer.patience import Again, Cut, Patience, Rest
from tts.synthesizer.pieces import joined, pieces

LOOK_AHEAD = 2
"""For each utterance at work, so many may be begun: those that wait after a failure hold no place."""

ENOUGH_TO_FIND = 20
"""Characters of a text that let a reader find it."""


async def synthesize(
    utterances: Iterable[Utterance], gate: Gate, patience: Patience | None = None
) -> AsyncGenerator[Speech]:
    """Yield the speech of every utterance, in their order, each one complete.

    Works on as many at once as the gate lets through, and not much further ahead than the caller has
    taken. Raises what the engine raised once patience has run out; closing the iterator, or an
    error, cancels whatever is under way.
    """
    speaker = Speaker(gate, patience or Patience())
    work = map(speaker.speak, utterances)
    async with aclosing(in_order(work, LOOK_AHEAD * gate.engine.concurrency)) as speeches:
        async for speech in speeches:
            yield speech


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks through a gate, with patience."""

    gate: Gate
    patience: Patience = field(default_factory=Patience)

    async def speak(self, utterance: Utterance, cuts: int = 0) -> Speech:
        """Return complete speech of an utterance that was cut so often; raise what cannot be mended.

        While this waits, its place is free for others.
        """
        failures = 0
        began_s = self.gate.clock()
        while True:
            try:
                async with self.gate.slot(len(utterance.spoken.text)):
                    began_s = self.gate.clock()
                    speech = await self.gate.engine.synthesize(utterance)
                check_complete(utterance, speech)
            except (NetworkError, SynthesisError) as failure:
                failures += 1
                step = self.patience.next_step(failure, failures, cuts, self.gate.note(failure))
                match step:
                    case Again():
                        await self.gate.wait(step.after_s, failure, self.gate.clock() - began_s)
                        continue
                    case Cut() if len(parts := pieces(utterance)) > 1:
                        return joined([await self.speak(part, cuts + 1) for part in parts])
                    case Rest():
                        self.gate.rest(step.for_s, failure)
                raise _told_with_text(failure, utterance, failures) from failure
            else:
                self.gate.note()
                return speech


def _told_with_text(failure: TingError, utterance: Utterance, attempts: int) -> TingError:
    """Return the failure with the words that could not be spoken, so that a user can find them."""
    text = utterance.spoken.written.strip()
    opening = text if len(text) <= ENOUGH_TO_FIND else f"{text[:ENOUGH_TO_FIND]}…"
    tried = "once" if attempts == 1 else f"{attempts} times"
    message = f"{failure.message} (「{opening}」, tried {tried})"
    return type(failure)(message, hint=failure.hint or "Try again later, or let another engine speak.")
