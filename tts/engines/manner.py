"""What a run has learned of a voice, its pace and how it ends: speech that is otherwise is not whole.

A server that stops early sends sound without an error, and tells no times of words. So a text's sound is held
against what the same voice took for the texts before; the first ones against what any voice takes.
"""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from tts.engines.base import Prosody, Utterance
from tts.engines.failures import Incomplete
from tts.engines.wording import syllables
from tts.errors import NetworkError, SynthesisError

if TYPE_CHECKING:
    from tts.engines.sound_formats import Sound

USUAL_MS = 220
"""What a syllable takes at the normal rate with its share of pauses: newsreaders 170 to 220, Kokoro 215."""

LEAST_SHARE, MOST_SHARE = 0.65, 1.6
"""Of the time to be expected of any voice."""

LEAST_OF_KNOWN, MOST_OF_KNOWN = 0.75, 1.4
"""The same of a voice that is known: of Kokoro's and espeak-ng's sentences none is beyond 0.8 and 1.3."""

SLACK_MS, PAUSE_MS = 150, 400
"""What a text may lack or have in any case, and what each sign in it may add."""

SHORT_SLACK_MS = 800
"""What a text of a few syllables may have in any case: some voices draw a single word out."""

ENOUGH, REMEMBERED = 5, 50
"""Of texts that tell a pace: so many make a voice known, and no more are kept."""

TELLING_SYLLABLES = 6
"""A shorter text tells no pace: its beginning and end are most of it."""

ALIKE_SHARE, ALIKE_MS = 0.1, 100
"""How far two sounds of one text may differ: a model that draws lots says it no two times alike."""

END_MS, LOUD_END = 15, 0.25
"""The last moment of a sound that ends in the midst of a word is this loud, beside the loudest."""

RARELY = 0.2

TAIL_MS, TAIL_SHARE = 80, 0.4
"""A voice that lets its sounds fade for so long in the median ends none after this share of it."""

TOO_SHORT, TOO_LONG = "is too short for its words", "is too long for its words"
BREAKS_OFF, TOO_SOON = "breaks off in the midst of a word", "ends sooner than this voice does"
OTHERWISE = "is another than when it is asked for again"

SLOWEST_MS = 420
"""No voice takes so long for a syllable at the normal rate; sound made for twice the sample rate does."""

QUICKEST_MS = 60
"""Nor so short a one: a third of what the quickest newsreaders take."""


@dataclass(frozen=True, slots=True)
class Heard:
    """How long a sound is from the first to the last that is heard, and whether it breaks off loudly.

    `tail_ms` is what comes after the last that is heard.
    """

    length_ms: int
    ends_loud: bool
    tail_ms: int = 0

    def is_like(self, other: "Heard") -> bool:
        """Tell whether both may be the same text, said whole."""
        most = max(self.length_ms, other.length_ms)
        return abs(self.length_ms - other.length_ms) <= ALIKE_SHARE * most + ALIKE_MS


@dataclass(slots=True)
class Manner:
    """How one voice speaks at one speed, so far."""

    paces_ms: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    loud_ends: deque[bool] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    tails_ms: deque[int] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    @property
    def is_known(self) -> bool:
        """Whether enough was heard to hold other speech against it."""
        return len(self.paces_ms) >= ENOUGH

    def wrong_with(self, text: str, heard: Heard, speed: float) -> str:
        """Return what is odd about the sound of a text; empty where nothing is."""
        pace_ms = median(self.paces_ms) if self.is_known else USUAL_MS / speed
        least, longest = (LEAST_OF_KNOWN, MOST_OF_KNOWN) if self.is_known else (LEAST_SHARE, MOST_SHARE)
        fewest, most, signs = _counts(text)
        if heard.length_ms < least * pace_ms * fewest - SLACK_MS:
            return TOO_SHORT
        if heard.length_ms > longest * pace_ms * most + PAUSE_MS * signs / speed + SLACK_MS:
            return TOO_LONG
        if heard.ends_loud and not (self.is_known and self._often_ends_loud()):
            return BREAKS_OFF
        return TOO_SOON if self.ends_too_soon(heard) else ""

    def ends_too_soon(self, heard: Heard) -> bool:
        """Tell whether a sound ends at once where this voice lets its sounds fade: words may be missing."""
        usual_ms = median(self.tails_ms) if self.is_known else 0
        return usual_ms >= TAIL_MS and heard.tail_ms < TAIL_SHARE * usual_ms

    def beyond_reason(self, text: str, heard: Heard, speed: float) -> str:
        """Return what no voice at all would do; empty where there is no such thing."""
        fewest, most, signs = _counts(text)
        if heard.length_ms > (SLOWEST_MS * most + PAUSE_MS * signs) / speed + _slack_ms(fewest):
            return f"takes {heard.length_ms / most:.0f} ms a syllable"
        if heard.length_ms < QUICKEST_MS * fewest / speed:
            return f"takes {heard.length_ms / fewest:.0f} ms a syllable"
        return ""

    def learn(self, text: str, heard: Heard) -> None:
        """Take note of a sound that was whole."""
        fewest, most, _ = _counts(text)
        if fewest >= TELLING_SYLLABLES:
            self.paces_ms.append(heard.length_ms * 2 / (fewest + most))
        self.loud_ends.append(heard.ends_loud)
        self.tails_ms.append(heard.tail_ms)

    def _often_ends_loud(self) -> bool:
        return sum(self.loud_ends) > RARELY * len(self.loud_ends)


class Manners:
    """How the voices of one engine speak that a run has heard; `remedy` is for who has sound that is odd."""

    def __init__(self, remedy: str) -> None:
        self._remedy = remedy
        self._known: defaultdict[tuple[str, Prosody], Manner] = defaultdict(Manner)

    async def judge(
        self, utterance: Utterance, heard: Heard, speed: float, again: Callable[[], Awaitable[Heard]]
    ) -> None:
        """Return when the sound is as this voice speaks; raise Incomplete if it is not.

        While a voice is unknown, what is odd for any voice is asked for once more, and believed when it comes
        the same `again`. So is a text of a few syllables, of which a voice may draw each out, and nobody can
        tell whether one is missing or twice there; and a sound that ends too soon.
        """
        text = utterance.spoken.text
        manner = self._known[utterance.voice, utterance.prosody]
        wrong = manner.wrong_with(text, heard, speed)
        is_short = syllables(text) < TELLING_SYLLABLES
        if is_short or (wrong and not manner.is_known) or wrong == TOO_SOON:
            other = await _other(again)
            if not other.is_like(heard) or (wrong == TOO_SOON and not manner.ends_too_soon(other)):
                wrong = wrong or OTHERWISE
            elif wrong != TOO_SHORT or not manner.is_known:
                wrong = manner.beyond_reason(text, heard, speed)
        if wrong:
            message = f"The sound of {heard.length_ms / 1000:.1f} s for 「{text[:20]}」 {wrong}."
            raise Incomplete(message, hint=self._remedy)
        manner.learn(text, heard)


async def _other(again: Callable[[], Awaitable[Heard]]) -> Heard:
    """Return what is heard again; a failure is no verdict on the first, and costs one more try."""
    try:
        return await again()
    except (NetworkError, SynthesisError):
        return await again()


def heard_in(sound: "Sound", span: tuple[int, int]) -> Heard:
    """Return what is heard in a sound between two of its samples, the first and the last that are heard."""
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    start, end = span
    moment = sound.sample_rate * END_MS // 1000
    levels = np.abs(sound.samples[start:])
    ends_loud = bool(levels[-moment:].max() > LOUD_END * levels.max())
    length_ms, tail_ms = (
        round(samples * 1000 / sound.sample_rate) for samples in (end - start, len(sound.samples) - end)
    )
    return Heard(length_ms, ends_loud, tail_ms)


def _slack_ms(syllables_at_least: float) -> int:
    return SLACK_MS if syllables_at_least >= TELLING_SYLLABLES else SHORT_SLACK_MS


def _counts(text: str) -> tuple[float, int, int]:
    """Return the fewest and the most syllables of a text, and the signs within it."""
    inner = text.strip()
    letters = sum(map(str.isalnum, inner))
    return syllables(text), max(1, letters), len(inner) - letters
