"""The parts of a text that each sound somewhere: what marks and cues are made of."""

from tts.speech.sentences import split_sentences


def spoken_parts(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; joined, they are the text.

    What cannot be spoken (no letter, no digit) belongs to the sentence before it, at the beginning to
    the one behind it.
    """
    parts: list[str] = []
    for sentence in split_sentences(text):
        if parts and not (_is_spoken(sentence) and _is_spoken(parts[-1])):
            parts[-1] += sentence
        else:
            parts.append(sentence)
    return tuple(parts)


def _is_spoken(text: str) -> bool:
    return any(map(str.isalnum, text))
