"""The accent: how syllables are read where speakers of Mandarin differ."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tts.speech.phonemes import Stretch


@dataclass(frozen=True, slots=True)
class Accent:
    """The mainland's readings, as the offline voices were trained on; or Taiwan's (期 qí, 垃圾 lè sè).

    `third_tone` turns the first of two third tones into a second one; the voices were trained without.
    """

    taiwan: bool = False
    third_tone: bool = False

    def phonemize(self, spoken: str) -> str:
        """Return the phonemes of a spoken text, as `phonemes.phonemize` does."""
        from tts.speech.phonemes import phonemize  # noqa: PLC0415 - heavy: only to speak

        return phonemize(spoken, taiwan=self.taiwan, third_tone=self.third_tone)

    def stretches(self, spoken: str) -> "tuple[Stretch, ...]":
        """Return a spoken text in stretches with their phonemes, as `phonemes.stretches` does."""
        from tts.speech.phonemes import stretches  # noqa: PLC0415 - as above

        return stretches(spoken, taiwan=self.taiwan, third_tone=self.third_tone)

    def pinyin(self, spoken: str) -> tuple[tuple[str, str], ...]:
        """Return the Chinese characters of the spoken text, each with its syllable and tone number."""
        from tts.speech.pinyin import syllables  # noqa: PLC0415 - as above

        return tuple((one.character, one.pinyin) for one in syllables(spoken, taiwan=self.taiwan))


MAINLAND = Accent()
