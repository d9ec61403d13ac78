"""The offline voice: Kokoro-82M, on this machine (https://huggingface.co/hexgrad/Kokoro-82M)."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tts.engines import kokoro_weights, reading_version, voicepacks
from tts.engines.base import Speech, Utterance
from tts.engines.failures import Unsayable
from tts.engines.kokoro_cores import Cores
from tts.engines.kokoro_line import Line, Speaker, Voiced
from tts.model.script import Limits, Prosody
from tts.speech.accent import MAINLAND, Accent
from tts.speech.sentences import spoken_parts

if TYPE_CHECKING:
    from tts.engines.alignment import Part
    from tts.speech.phonemes import Stretch

MANNER = 3
"""To be raised when the same phonemes shall sound different, or have other marks."""

SAMPLE_RATE = 24_000

SLOWEST, FASTEST = 0.5, 2.0
"""Beyond these speeds the model's speech breaks up."""

HEADROOM = 0.5
"""The model's peaks pass full scale. All its speech is halved alike, so that sentences keep their levels."""

MIN_CHARS, MAX_CHARS = 12, 100
"""A shorter text, alone, is spoken without melody; of a longer one the ends suffer."""

MAX_COST = 400
"""Phonemes, short of the model's 510: a voice's own lexicon may still add some."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the spoken text, as the stretches in which it is said."""

    text: str
    stretches: tuple["Stretch", ...]

    @property
    def phonemes(self) -> str:
        """The phonemes of all of it."""
        return "".join(one.phonemes for one in self.stretches)

    @property
    def words(self) -> Iterator[tuple[str, int]]:
        """What has letters, and the place of its first phoneme; of one without, that of the next."""
        place = 0
        last = len(self.phonemes) - 1
        for one in self.stretches:
            spaces = len(one.phonemes) - len(one.phonemes.lstrip())
            if any(map(str.isalnum, one.text)):
                yield one.text, min(place + spaces, last)
            place += len(one.phonemes)


class KokoroEngine:
    """Speaks by a `speaker`: by all cores, a sentence each, unless another is given.

    `data_dir` is where the voices are installed. The model has no pitch to set: one that is asked
    for is not heard.
    """

    name = "kokoro"

    def __init__(self, data_dir: Path, accent: Accent = MAINLAND, speaker: Speaker | None = None) -> None:
        self._data_dir = data_dir
        self._accent = accent
        self._speaker = speaker or Cores()
        self._packs: dict[str, bytes] = {}

    @property
    def concurrency(self) -> int:
        """As many sentences as its speaker has at once."""
        return self._speaker.concurrency

    @property
    def version(self) -> str:
        """The model, the manner in which it is used, and the readings it is given."""
        manner = f"{MANNER}{self._speaker.sound}{self._accent.taiwan:d}{self._accent.third_tone:d}"
        return f"{kokoro_weights.SHA256[:8]}-{manner}-{reading_version.fingerprint()}"

    @property
    def limits(self) -> Limits:
        """One sentence at a time, so that a changed one costs no more, and pauses are the voice's own."""
        return Limits(target_chars=1, max_chars=MAX_CHARS, max_cost=MAX_COST, cost=_cost, min_chars=MIN_CHARS)

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return the whole utterance as speech at 24 kHz, each sentence marked from first to last sound.

        Raises EngineUnavailable when model or voice cannot be used, Unsayable when the text has
        nothing to say, TooLong when the model cannot hold it, and SynthesisError when the run fails.
        Cancelled, it stops computing.
        """
        if utterance.spoken.is_silent:
            message = "There is nothing to say in the text."
            raise Unsayable(message)
        sentences = await asyncio.to_thread(_phonemized, utterance.spoken.text, self._accent)
        speed = min(FASTEST, max(SLOWEST, 1 + utterance.prosody.rate_percent / 100))
        line = Line(_joined(sentences), self._pack(utterance.voice), speed)
        voiced = await self._speaker.speak(line)
        return await asyncio.to_thread(_speech, voiced, sentences, utterance.prosody, speed)

    async def voices(self) -> Sequence[str]:
        """Return the names of the Mandarin voices, sorted, whether they are installed or not."""
        return tuple(voicepacks.SHA256)

    async def check(self) -> None:
        """Return when model and voices are here and undamaged; raise EngineUnavailable if not."""
        await asyncio.to_thread(self._speaker.check)
        await asyncio.to_thread(voicepacks.check, self._data_dir)

    def _pack(self, voice: str) -> bytes:
        if voice not in self._packs:
            self._packs[voice] = voicepacks.load(self._data_dir, voice)
        return self._packs[voice]


def _speech(voiced: Voiced, sentences: Sequence[Sentence], prosody: Prosody, speed: float) -> Speech:
    from tts.engines.alignment import as_speech  # noqa: PLC0415 - heavy: only to speak

    gain = HEADROOM * (1 + prosody.volume_percent / 100)
    parts = tuple(_parts(sentences, voiced.starts))
    return as_speech(voiced.samples * gain, SAMPLE_RATE, parts, speed)


def _phonemized(text: str, accent: Accent) -> tuple[Sentence, ...]:
    """Return the text's sentences, each with its phonemes; the text as one when not all have any."""
    sentences = tuple(Sentence(part, accent.stretches(part)) for part in spoken_parts(text))
    if all(sentence.phonemes for sentence in sentences):
        return sentences
    return (Sentence(text, accent.stretches(text)),)


def _joined(sentences: Sequence[Sentence]) -> str:
    """Return the phonemes of the sentences together: a new one begins with the space after the last."""
    return " ".join(sentence.phonemes for sentence in sentences)


def _parts(sentences: Sequence[Sentence], starts: Sequence[int]) -> Iterator["Part"]:
    """Yield the sentences with their samples; a sentence begins with the space after the last."""
    from tts.engines.alignment import Part  # noqa: PLC0415 - heavy: only to speak

    for index, sentence in enumerate(sentences):
        space = len(_joined(sentences[:index]))
        phonemes = space + (index > 0)
        own = starts[phonemes : phonemes + len(sentence.phonemes)]
        yield Part(sentence.text, starts[space], tuple(Part(text, own[at]) for text, at in sentence.words))


def _cost(written: str) -> int:
    """Return how many phonemes a written text takes, and the one that sets it apart from a next text."""
    from tts.speech.normalizer import normalize  # noqa: PLC0415 - heavy: only to speak
    from tts.speech.phonemes import phonemize  # noqa: PLC0415 - as above

    return len(phonemize(normalize(written).text)) + 1
