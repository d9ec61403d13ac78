"""The messages of the wire protocol: what the client sends, read; what the service sends, written."""

import json
import re

# The documents are this program's own client's; a parser is used so that bad escaping shows.
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from xml.sax.saxutils import escape

from tests.emulator.performance import Boundary

OUTPUT_FORMAT = "audio-24khz-48kbitrate-mono-mp3"
_SSML = "{http://www.w3.org/2001/10/synthesis}"
_LONG_VOICE = re.compile(r"Microsoft Server Speech Text to Speech Voice \((.+), (.+)\)")


class ProtocolError(Exception):
    """The client sent what the service would not take."""


@dataclass(frozen=True, slots=True)
class SpeechConfig:
    """Which boundaries the client wants."""

    sentences: bool
    words: bool


@dataclass(frozen=True, slots=True)
class Order:
    """One text to be spoken: `voice` by its short name, prosody in percent, hertz and percent."""

    request_id: str
    text: str
    voice: str
    rate_percent: int
    pitch_hz: int
    volume_percent: int
    text_bytes: int


def parse_message(message: str) -> tuple[dict[str, str], str]:
    """Return a text message's headers and body."""
    head, separator, body = message.partition("\r\n\r\n")
    headers = dict(line.split(":", 1) for line in head.split("\r\n") if ":" in line)
    if not separator or "Path" not in headers:
        raise ProtocolError(message[:80])
    return headers, body


def parse_config(body: str) -> SpeechConfig:
    """Return what speech.config asks for; the output format must be the one this emulator has."""
    audio = json.loads(body)["context"]["synthesis"]["audio"]
    if audio["outputFormat"] != OUTPUT_FORMAT:
        raise ProtocolError(audio["outputFormat"])
    options = audio["metadataoptions"]
    return SpeechConfig(
        sentences=options["sentenceBoundaryEnabled"] == "true",
        words=options["wordBoundaryEnabled"] == "true",
    )


def parse_ssml(request_id: str, body: str) -> Order:
    """Return what an SSML document asks for; the live service takes no other elements than these."""
    try:
        root = ET.fromstring(body)  # noqa: S314
    except ET.ParseError as error:
        raise ProtocolError(body[:80]) from error
    voice = root.find(f"{_SSML}voice")
    prosody = root.find(f"{_SSML}voice/{_SSML}prosody")
    if voice is None or prosody is None or len(list(root.iter())) > len((root, voice, prosody)):
        raise ProtocolError(body[:80])
    text = prosody.text or ""
    return Order(
        request_id=request_id,
        text=text,
        voice=_short_name(voice.get("name", "")),
        rate_percent=int(prosody.get("rate", "").removesuffix("%")),
        pitch_hz=int(prosody.get("pitch", "").removesuffix("Hz")),
        volume_percent=int(prosody.get("volume", "").removesuffix("%")),
        text_bytes=len(escape(text).encode()),
    )


def text_message(request_id: str, path: str, body: object) -> str:
    """Return a text message of the service."""
    return (
        f"X-RequestId:{request_id}\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n"
        + json.dumps(body, ensure_ascii=False)
    )


def boundary_message(request_id: str, kind: str, boundary: Boundary) -> str:
    """Return one boundary as the service sends it: one entry a message, the text XML-escaped."""
    text = {"Text": escape(boundary.text), "Length": len(boundary.text), "BoundaryType": kind}
    data = {"Offset": boundary.offset, "Duration": boundary.duration, "text": text}
    return text_message(request_id, "audio.metadata", {"Metadata": [{"Type": kind, "Data": data}]})


def audio_message(request_id: str, stream_id: str, audio: bytes) -> bytes:
    """Return a binary message; without audio it is the end-of-stream marker, which has no Content-Type."""
    content_type = "Content-Type:audio/mpeg\r\n" if audio else ""
    header = f"X-RequestId:{request_id}\r\n{content_type}X-StreamId:{stream_id}\r\nPath:audio\r\n".encode()
    return len(header).to_bytes(2, "big") + header + audio


def _short_name(voice: str) -> str:
    match = _LONG_VOICE.fullmatch(voice)
    return f"{match[1]}-{match[2]}" if match else voice
