"""How a text would be said, and why: what a user looks at to mend a reading."""

from dataclasses import dataclass

from tts.speech.accent import MAINLAND, Accent
from tts.speech.lexicon import EMPTY, Lexicon
from tts.speech.normalizer import normalize
from tts.speech.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Rule:
    """A stretch of the text that is said otherwise than it is written, and by which rule."""

    rule: str
    written: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text on its way to the voice.

    `pinyin` holds, for every Chinese character of the spoken text, the character and its syllable
    with the tone as a number (1 to 5) and ü as v. `phonemes` are those of the offline engine.
    """

    written: str
    spoken: str
    sentences: tuple[str, ...]
    pinyin: tuple[tuple[str, str], ...]
    phonemes: str
    rules: tuple[Rule, ...]


def explain(written: str, lexicon: Lexicon = EMPTY, accent: Accent = MAINLAND) -> Explanation:
    """Return how the text would be said, step by step."""
    spoken = normalize(written, lexicon)
    rules = (
        Rule(
            span.rule,
            spoken.written[span.written_start : span.written_end],
            spoken.text[span.start : span.end],
        )
        for span in spoken.spans
        if span.rule
    )
    return Explanation(
        written,
        spoken.text,
        split_sentences(written),
        accent.pinyin(spoken.text),
        accent.phonemize(spoken.text),
        tuple(rules),
    )
