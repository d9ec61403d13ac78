"""The Edge read-aloud service on the loopback interface: the wire protocol, real audio, faults on request.

    with EdgeEmulator() as emulator:
        engine = EdgeEngine(base_url=emulator.base_url)
        emulator.queue(Refuse(429), Drop())
        …
        assert hear(speech.audio.frames) == spell("說了什麼")

It speaks to the unmodified edge-tts client, and was written from what that client sends and accepts,
never from the live service: where the behaviour is a guess, the docstring beside it says so.
By itself: `python -m tests.emulator --port 8021`, then `TING_EDGE_BASE_URL=http://127.0.0.1:8021`.
"""

from tests.emulator.faults import Abort, Drop, Fault, Garbage, Hang, NoAudio, Refuse, Skip, Stall
from tests.emulator.performance import Boundary, Performance, Render, perform
from tests.emulator.server import EdgeEmulator, Turn
from tests.emulator.tls import Certificate, ConnectProxy, self_signed
from tests.emulator.tone import SILENT_FRAME, hear, hear_samples, silence, spell, tones

__all__ = [
    "SILENT_FRAME",
    "Abort",
    "Boundary",
    "Certificate",
    "ConnectProxy",
    "Drop",
    "EdgeEmulator",
    "Fault",
    "Garbage",
    "Hang",
    "NoAudio",
    "Performance",
    "Refuse",
    "Render",
    "Skip",
    "Stall",
    "Turn",
    "hear",
    "hear_samples",
    "perform",
    "self_signed",
    "silence",
    "spell",
    "tones",
]
