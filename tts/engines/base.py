"""What every engine has in common: utterances in, speech out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tts.model.script import Limits, Prosody
from tts.speech.spoken import Spoken

__all__ = ["BYTES_PER_SAMPLE", "Engine", "Mark", "Mp3", "Pcm", "Prosody", "Speech", "Utterance"]

BYTES_PER_SAMPLE = 2


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one engine is asked to say, by the engine's own name of a voice."""

    spoken: Spoken
    voice: str
    prosody: Prosody = field(default_factory=Prosody)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the spoken text (usually a sentence) and when it sounds, from the speech's start."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Pcm:
    """Raw mono sound: signed 16-bit little-endian samples."""

    samples: bytes
    sample_rate: int

    @property
    def duration_ms(self) -> int:
        """How long it sounds, rounded to a millisecond."""
        return round(len(self.samples) * 1000 / (BYTES_PER_SAMPLE * self.sample_rate))


@dataclass(frozen=True, slots=True)
class Mp3:
    """Whole MP3 frames of one constant bit rate, with no header frame and no tags."""

    frames: bytes
    bits_per_second: int

    @property
    def duration_ms(self) -> int:
        """How long it sounds, rounded to a millisecond; exact because the bit rate is constant."""
        return round(len(self.frames) * 8 * 1000 / self.bits_per_second)


@dataclass(frozen=True, slots=True)
class Speech:
    """Sound, and where in it the parts of the text are.

    `words` are the smallest stretches whose time the engine knows, words or single characters, in the order
    of the text; an engine that knows none leaves them out.
    """

    audio: Pcm | Mp3
    marks: tuple[Mark, ...]
    words: tuple[Mark, ...] = ()


class Engine(Protocol):
    """A speech engine; used by one event loop, and by several tasks of it at once."""

    @property
    def name(self) -> str:
        """The engine's name on the command line and in manifests."""

    @property
    def version(self) -> str:
        """What must change when the same utterance may sound different: part of the cache key."""

    @property
    def limits(self) -> Limits:
        """How much one utterance may hold."""

    @property
    def concurrency(self) -> int:
        """How many utterances may be in work at once."""

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return the whole utterance as speech.

        Raises SynthesisError when this text failed, NetworkError when the service did, and
        EngineUnavailable when no text would succeed.
        """

    async def voices(self) -> Sequence[str]:
        """Return the names of all Chinese voices, in the engine's own words, sorted."""

    async def check(self) -> None:
        """Return when the engine can be used now; raise EngineUnavailable with reason and remedy if not.

        Raises NetworkError or SynthesisError when that may be otherwise a moment later. Takes two seconds
        at most.
        """
