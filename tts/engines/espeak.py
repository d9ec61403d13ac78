"""The voice of last resort: espeak-ng, a hundred times faster than speech, and never out of reach."""

import asyncio
import math
import re
from collections.abc import Sequence
from importlib.metadata import version

from tts.engines import reading_version
from tts.engines.base import BYTES_PER_SAMPLE, Prosody, Speech, Utterance
from tts.engines.failures import Unsayable
from tts.errors import EngineUnavailable
from tts.model.script import Limits
from tts.speech import espeak_library
from tts.speech.espeak_library import Delivery
from tts.speech.sentences import spoken_parts

MANNER = 2
"""To be raised when the same text shall sound different, or have other marks."""

VOICE = "cmn"
VARIANTS = ("f1", "f2", "f3", "f4", "f5", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8")
VOICES = (VOICE, *(f"{VOICE}+{variant}" for variant in VARIANTS))
"""Mandarin, by its own voice (a man's) and by those that espeak-ng can put in its place."""

WORDS_PER_MINUTE = 215
SLOWEST, FASTEST = 80, 450
"""5 characters a second, as a newsreader speaks; espeak-ng's own 175 gives 4. Its bounds are 80 and 450."""

MANS_HERTZ, WOMANS_HERTZ = 95, 175
"""The median pitch of news in the m and f variants, as espeak-ng speaks them."""

MIDDLE_PITCH, HIGHEST_PITCH = 50, 99
PITCH_STEPS_PER_OCTAVE = 69
"""espeak-ng's scale of pitch, measured: 25 steps are 0.36 of an octave."""

VOLUME, LOUDEST = 50, 200
"""At espeak-ng's own 100 its peaks are cut off; at half of that they have 4 dB to spare."""

PAUSE_MS = 200
"""What espeak-ng leaves between two sentences at this pace, and not after the last one."""

MIN_CHARS, MAX_CHARS = 12, 200

_IONG = re.compile("([jqx])iong([1-5])")
_INITIALS = {"j": "tS;", "q": "tS;h", "x": "S;"}
_TONES = {"1": "55", "2": "35", "3": "214", "4": "51", "5": "11"}
"""espeak-ng's own names of these sounds."""

_BASIC_PLANE_END = "\uffff"


class EspeakEngine:
    """Speaks any text, one utterance at a time, plainly."""

    name = "espeak"
    concurrency = 1

    @property
    def version(self) -> str:
        """The library, the manner in which it is used, and the readings it is given."""
        return f"{version('espeakng-loader')}-{MANNER}-{reading_version.fingerprint()}"

    @property
    def limits(self) -> Limits:
        """One sentence at a time, so that a changed one costs no more, and pauses are the voice's own."""
        return Limits(target_chars=1, max_chars=MAX_CHARS, max_cost=MAX_CHARS, cost=len, min_chars=MIN_CHARS)

    async def synthesize(self, utterance: Utterance) -> Speech:
        """Return the whole utterance as speech at 22.05 kHz, each sentence marked from first to last sound.

        Raises EngineUnavailable for an unknown voice or a broken library, SynthesisError when the
        text has nothing to say.
        """
        if utterance.spoken.is_silent:
            message = "There is nothing to say in the text."
            raise Unsayable(message)
        if utterance.voice not in VOICES:
            message = f"espeak has no Mandarin voice named {utterance.voice}."
            raise EngineUnavailable(message, hint=f"Choose one of {', '.join(VOICES)}.")
        return await asyncio.to_thread(_speak, utterance)

    async def voices(self) -> Sequence[str]:
        """Return the names of the Mandarin voices, sorted."""
        return VOICES

    async def check(self) -> None:
        """Return when the library is here with its data; raise EngineUnavailable if not."""
        await asyncio.to_thread(espeak_library.check)


def _speak(utterance: Utterance) -> Speech:
    """Return the sentences' speech, one after another: the library would not tell where each begins."""
    import numpy as np  # noqa: PLC0415 - heavy: only to speak

    from tts.engines.alignment import Part, as_speech  # noqa: PLC0415 - as above

    delivery = _delivery(utterance.prosody, utterance.voice)
    sound, parts, sample_rate = b"", [], 0
    for sentence in spoken_parts(utterance.spoken.text):
        parts.append(Part(sentence, len(sound) // BYTES_PER_SAMPLE))
        pause = bytes(sample_rate * PAUSE_MS // 1000 * BYTES_PER_SAMPLE)
        pcm, sample_rate = espeak_library.synthesize(readable(sentence), utterance.voice, delivery)
        sound += pause + pcm
    samples = np.divide(np.frombuffer(sound, np.int16), 32768, dtype=np.float32)
    return as_speech(samples, sample_rate, parts)


def readable(text: str) -> str:
    """Return the text as espeak-ng says it right.

    It knows more words in Simplified characters. Its Mandarin (1.52) has no rule for -iong, and reads
    兄 and 高雄 in English; it names the code of a character beyond the basic plane. These get
    their sound from our own readings.
    """
    from tts.speech.pinyin import HAN, syllables  # noqa: PLC0415 - heavy: only to speak
    from tts.speech.scripts import to_simplified  # noqa: PLC0415 - as above

    simplified = to_simplified(text).replace("[", " ")  # [[ would begin phonemes
    readings = iter(syllables(simplified))
    return HAN.sub(lambda match: _said(match[0], next(readings).pinyin), simplified)


def _said(character: str, pinyin: str) -> str:
    iong = _IONG.fullmatch(pinyin)
    if iong:
        return f"[[{_INITIALS[iong[1]]}j'ong{_TONES[iong[2]]}]]"
    return f" {pinyin} " if character > _BASIC_PLANE_END and pinyin else character


def _delivery(prosody: Prosody, voice: str) -> Delivery:
    """Return the prosody on espeak-ng's scales, as near as they reach."""
    rate = round(WORDS_PER_MINUTE * (1 + prosody.rate_percent / 100))
    volume = round(VOLUME * (1 + prosody.volume_percent / 100))
    own_hertz = WOMANS_HERTZ if "+f" in voice else MANS_HERTZ
    octaves = math.log2(max(1.0, own_hertz + prosody.pitch_hz) / own_hertz)
    pitch = round(MIDDLE_PITCH + PITCH_STEPS_PER_OCTAVE * octaves)
    return Delivery(
        rate=min(FASTEST, max(SLOWEST, rate)),
        pitch=min(HIGHEST_PITCH, max(0, pitch)),
        volume=min(LOUDEST, max(0, volume)),
    )
