"""An engine that hums, and the pages of an invented paper."""

import math
from array import array
from collections.abc import Mapping, Sequence

from tts.engines.base import Mark, Pcm, Speech, Utterance
from tts.engines.failures import Unsayable
from tts.errors import UsageError
from tts.extractor.sites import Site
from tts.model.script import Limits

SAMPLE_RATE = 24_000
MS_PER_LETTER = 150
OCTAVES = {"high": 1, "low": 0}


class Hum:
    """Hums every letter of a text for as long, at `hertz` of [engines.hum] or an octave above."""

    name = "hum"
    concurrency = 2
    limits = Limits(target_chars=1, max_chars=200, max_cost=200, cost=len)

    def __init__(self, table: Mapping[str, object]) -> None:
        hertz = table.get("hertz", 220)
        if not isinstance(hertz, int):
            message = f"hertz is to be a whole number, not {hertz!r}."
            raise UsageError(message, hint="Correct it in [engines.hum].")
        self.hertz = hertz
        self.version = f"1 {hertz}"

    async def synthesize(self, utterance: Utterance) -> Speech:
        text = utterance.spoken.text
        letters = sum(map(str.isalnum, text))
        if not letters:
            message = "There is nothing to hum in the text."
            raise Unsayable(message)
        hertz = self.hertz * 2 ** OCTAVES[utterance.voice]
        step = 2 * math.pi * hertz / SAMPLE_RATE
        count = SAMPLE_RATE * MS_PER_LETTER * letters // 1000
        samples = array("h", (round(9_000 * math.sin(step * at)) for at in range(count)))
        sound = Pcm(samples.tobytes(), SAMPLE_RATE)
        return Speech(sound, (Mark(0, sound.duration_ms, text),))

    async def voices(self) -> Sequence[str]:
        return sorted(OCTAVES)

    async def check(self) -> None:
        """Nothing can be missing."""


TIDE_NEWS = Site(
    hosts=("tide.example",),
    publisher="潮報",
    zone="Asia/Taipei",
    body=("div.tide-story",),
    title=("h1.tide-title",),
    time=("span.tide-time",),
    remove=(".tide-ad",),
)
