"""Run the emulator by itself, to try the command line against it."""

import argparse
import asyncio
import signal
import sys
import tempfile
from pathlib import Path

from tests.emulator import Abort, Drop, EdgeEmulator, Fault, Garbage, Hang, NoAudio, Refuse, Skip, Stall
from tests.emulator.tls import self_signed
from tests.emulator.tone import silence, tones

FAULTS: dict[str, Fault | None] = {
    "none": None,
    "403": Refuse(403),
    "429": Refuse(429, retry_after=30),
    "503": Refuse(503),
    "hang": Hang(),
    "noaudio": NoAudio(),
    "drop": Drop(),
    "abort": Abort(),
    "stall": Stall(),
    "garbage": Garbage("audio"),
    "torn": Garbage("torn"),
    "skip": Skip(),
}


def main() -> None:
    """Serve until interrupted; the address is printed first, the orders at the end."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="default: any free port")
    parser.add_argument("--delay-ms", type=int, default=0, help="before a handshake is answered")
    parser.add_argument("--audio-speed", type=float, help="times real time; default: at once")
    parser.add_argument("--cap-s", type=float, default=600, help="audio of one request stops here")
    parser.add_argument("--silent", action="store_true", help="silence in place of tones")
    parser.add_argument("--fault", choices=FAULTS, action="append", default=[], help="one connection each")
    parser.add_argument("--repeat", type=int, default=1, help="how many times the faults are queued")
    parser.add_argument("--tls", action="store_true", help="with a certificate of its own making")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    certificate = self_signed(Path(tempfile.mkdtemp())) if arguments.tls else None
    emulator = EdgeEmulator(
        port=arguments.port,
        seed=arguments.seed,
        render=silence if arguments.silent else tones,
        connect_delay_s=arguments.delay_ms / 1000,
        audio_speed=arguments.audio_speed,
        cap_ms=round(arguments.cap_s * 1000),
        certificate=certificate,
    )
    emulator.queue(*[FAULTS[name] for name in arguments.fault] * arguments.repeat)
    with emulator:
        note = f"\ncertificate: {certificate.path}" if certificate else ""
        asyncio.run(_told_to_end(f"{emulator.base_url}{note}\n"))
    for turn in emulator.turns:
        sys.stdout.write(f"{turn.outcome}\t{turn.order.voice}\t{turn.audio_bytes}\t{turn.text}\n")
    sys.stdout.write(f"{emulator.connections} connections, {emulator.peak_connections} at once\n")


async def _told_to_end(greeting: str) -> None:
    """Greet, and return when the process is told to end, whichever of its threads is given the signal."""
    ended = asyncio.Event()
    for end in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(end, ended.set)
    sys.stdout.write(greeting)
    sys.stdout.flush()
    await ended.wait()


if __name__ == "__main__":
    main()
