"""The label that programs look for in what artificial intelligence made, by mainland China's GB 45438-2025.

The fields are those that public programs write and read (`TXXX:AIGC`); the standard itself was not at hand.
"""

import json

from tts.model.episode import Episode
from tts.printable import one_line

KEY = "AIGC"
MADE = "1"
"""It is made so; 2 and 3 are for those who only think it possible, or suspect it."""


def label(episode: Episode, producer: str) -> str:
    """Return the label as JSON: who made the episode and as what, and the same as who passes it on first.

    The reserved fields, for a signature of each of the two, stay empty.
    """
    who = one_line(producer).strip()
    fields = {
        "Label": MADE,
        "ContentProducer": who,
        "ProduceID": episode.id,
        "ReservedCode1": "",
        "ContentPropagator": who,
        "PropagateID": episode.id,
        "ReservedCode2": "",
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
