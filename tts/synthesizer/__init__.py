"""Utterances → speech: in order, several at once, tried again, and never accepted incomplete."""

from tts.synthesizer.gate import Gate, Pace
from tts.synthesizer.groups import Layout, gathered, laid_out, layout_of, marks_apart, together
from tts.synthesizer.ordered import in_order
from tts.synthesizer.patience import Patience
from tts.synthesizer.speaker import Speaker, synthesize

__all__ = [
    "Gate",
    "Layout",
    "Pace",
    "Patience",
    "Speaker",
    "gathered",
    "in_order",
    "laid_out",
    "layout_of",
    "marks_apart",
    "synthesize",
    "together",
]
