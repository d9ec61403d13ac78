"""A text as a speech service's XML has it: by one voice, and nothing that XML cannot carry."""

import re
from xml.sax.saxutils import escape, quoteattr

from tts.model.script import Prosody

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # not XML 1.0's Char
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}-[A-Za-z]{2,4}")


def carried(text: str) -> str:
    """Return the text with spaces for what XML cannot carry."""
    return _NOT_XML.sub(" ", text)


def ssml(text: str, voice: str, prosody: Prosody) -> str:
    """Return a document that asks for the text by this voice, with the prosody as changes of its own.

    By https://learn.microsoft.com/azure/ai-services/speech-service/speech-synthesis-markup-voice.
    """
    named = _LANGUAGE.match(voice)
    language = named[0] if named else "zh-TW"
    inner = escape(carried(text))
    if prosody != Prosody():
        rate, pitch, volume = prosody.rate_percent, prosody.pitch_hz, prosody.volume_percent
        inner = f'<prosody rate="{rate:+d}%" pitch="{pitch:+d}Hz" volume="{volume:+d}%">{inner}</prosody>'
    return (
        '<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" '
        f'xml:lang="{language}"><voice name={quoteattr(carried(voice))}>{inner}</voice></speak>'
    )
