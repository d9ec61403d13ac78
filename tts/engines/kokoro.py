"""The offline voice: Kokoro-82M on this machine's processor (https://huggingface.co/hexgrad/Kokoro-82M)."""

import asyncio
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tts.engines import kokoro_weights, reading_version, voicepacks
from tts.engines.base import Speech, Utterance
from tts.engines.failures import Unsayable
from tts.model.script import Limits
from tts.speech.accent import MAINLAND, Accent
from tts.speech.sentences import spoken_parts

if TYPE_CHECKING:
    from tts.engines.alignment import Part
    from tts.engines.kokoro_model import KokoroModel, Run
    from tts.speech.phonemes import Stretch

MANNER = 3
"""To be raised when the same phonemes shall sound different, or have other marks."""

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
    """Speaks on every core at once with one copy of the model, loaded when it first speaks.

    `data_dir` is where the voices are installed. The model has no pitch to set: one that is asked
    for is not heard.
    """

    name = "kokoro"

    def __init__(self, data_dir: Path, accent: Accent = MAINLAND) -> None:
        self._data_dir = data_dir
        self._accent = accent
        self._loading = threading.Lock()
        self._model: KokoroModel | None = None
        self._packs: dict[str, bytes] = {}
        self.concurrency = _cores()
        self._threads = ThreadPoolExecutor(self.concurrency, thread_name_prefix="kokoro")

    @property
    def version(self) -> str:
        """The model, the manner in which it is used, and the readings it is given."""
        accent = f"{self._accent.taiwan:d}{self._accent.third_tone:d}"
        return f"{kokoro_weights.SHA256[:8]}-{MANNER}{accent}-{reading_version.fingerprint()}"

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
        loop = asyncio.get_running_loop()
        model = await loop.run_in_executor(self._threads, self._load)
        run = model.new_run()
        try:
            return await loop.run_in_executor(self._threads, self._speak, utterance, model, run)
        except asyncio.CancelledError:
            run.stop()
            raise

    async def voices(self) -> Sequence[str]:
        """Return the names of the Mandarin voices, sorted, whether they are installed or not."""
        return tuple(voicepacks.SHA256)

    async def check(self) -> None:
        """Return when model and voices are here and undamaged; raise EngineUnavailable if not."""
        await asyncio.to_thread(kokoro_weights.check)
        await asyncio.to_thread(voicepacks.check, self._data_dir)

    def _load(self) -> "KokoroModel":
        with self._loading:
            if self._model is None:
                kokoro_weights.check_runtime()
                from tts.engines.kokoro_model import KokoroModel  # noqa: PLC0415 - heavy: only to speak

                self._model = KokoroModel()
            return self._model

    def _speak(self, utterance: Utterance, model: "KokoroModel", run: "Run") -> Speech:
        from tts.engines.alignment import as_speech  # noqa: PLC0415 - as above

        prosody = utterance.prosody
        speed = min(FASTEST, max(SLOWEST, 1 + prosody.rate_percent / 100))
        sentences = _phonemized(utterance.spoken.text, self._accent)
        voiced = run.speak(_joined(sentences), self._pack(utterance.voice), speed)
        parts = tuple(_parts(sentences, voiced.starts))
        gain = HEADROOM * (1 + prosody.volume_percent / 100)
        return as_speech(voiced.samples * gain, model.sample_rate, parts, speed)

    def _pack(self, voice: str) -> bytes:
        if voice not in self._packs:
            self._packs[voice] = voicepacks.load(self._data_dir, voice)
        return self._packs[voice]


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


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _cost(written: str) -> int:
    """Return how many phonemes a written text takes, and the one that sets it apart from a next text."""
    from tts.speech.normalizer import normalize  # noqa: PLC0415 - heavy: only to speak
    from tts.speech.phonemes import phonemize  # noqa: PLC0415 - as above

    return len(phonemize(normalize(written).text)) + 1
