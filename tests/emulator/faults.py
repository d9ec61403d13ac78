"""What can be made to go wrong, one connection each.

The kinds are those that users of the live service report; the details of each (which close code, after
how much audio) are guesses.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer the handshake with an HTTP status: 403, 429, 503 …; without `dated`, no Date header.

    `retry_after` is in seconds, and told as such or, with `until`, as a date.
    """

    status: int
    retry_after: int | None = None
    dated: bool = True
    until: bool = False


@dataclass(frozen=True, slots=True)
class Hang:
    """Accept the connection and never answer."""


@dataclass(frozen=True, slots=True)
class NoAudio:
    """Begin and end the turn without a sound."""


@dataclass(frozen=True, slots=True)
class Drop:
    """Close the websocket in good order after this share of the audio; 1011 is a guess."""

    after: float = 1 / 3
    code: int = 1011


@dataclass(frozen=True, slots=True)
class Abort:
    """Cut the TCP connection after this share of the audio."""

    after: float = 1 / 3


@dataclass(frozen=True, slots=True)
class Stall:
    """Send nothing more after this share of the audio, and keep the connection."""

    after: float = 1 / 3


@dataclass(frozen=True, slots=True)
class Garbage:
    """Send what is not the protocol.

    `audio`: bytes that are no MP3 where the audio should be; `torn`: the right audio short of its last
    77 bytes; `header`: a binary message with a wrong header length; `path`: an unknown kind of message;
    `metadata`: a boundary message that is no JSON; `time`: a boundary that is at no time. A list of
    voices is no JSON; for `metadata` it is JSON, and no list.
    """

    kind: Literal["audio", "torn", "header", "path", "metadata", "time"] = "audio"


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave one sentence out of both audio and boundaries, and finish as if nothing were wrong."""

    sentence: int = 0


VoicesFault = Refuse | Hang | Abort | Stall | Garbage
"""What the list of voices can meet; after a share of nothing not even its headers come."""

Fault = Refuse | Hang | NoAudio | Drop | Abort | Stall | Garbage | Skip
