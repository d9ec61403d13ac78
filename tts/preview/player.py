"""What lets time pass: the sound device, or a clock for those who have none."""

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

import miniaudio  # type: ignore[import-untyped]
import numpy as np

from tts.errors import TingError
from tts.preview.tape import Tape
from tts.preview.time_stretch import Samples, Stretcher
from tts.preview.transport import Transport

SAMPLE_RATE = 48_000
STANDARD_ERROR = 2

PERIOD_MS = 40
"""How often the device asks for sound: seldom enough to cost little, often enough for the eye."""


class Player(Protocol):
    """Something that plays as a transport says, and tells how far it is."""

    def start(self, transport: Transport) -> None:
        """Begin to play; TingError when that is not possible here."""

    def position_ms(self) -> int:
        """Return how far into the sound the listener is; never further than there is any."""

    def turn(self, transport: Transport, *, jump: bool) -> None:
        """Play on in another manner, and with a jump from another place."""

    def stop(self) -> None:
        """Fall silent for good."""


@contextmanager
def playing(player: Player, transport: Transport) -> Iterator[None]:
    """Let the player play for as long as the block runs; TingError when it cannot."""
    player.start(transport)
    try:
        yield
    finally:
        player.stop()


class SilentPlayer:
    """Plays nothing, in real time: for machines without sound, and for tests."""

    def __init__(self, available_ms: Callable[[], int], now: Callable[[], float] = time.monotonic) -> None:
        self._available_ms = available_ms
        self._now = now
        self._since = 0.0
        self._at_ms = 0.0
        self._transport = Transport()

    def start(self, transport: Transport) -> None:
        """Start the clock."""
        self._since = self._now()
        self.turn(transport, jump=True)

    def position_ms(self) -> int:
        """Return what the clock says, faster by the speed; it waits where there is no more yet."""
        now = self._now()
        if self._transport.playing:
            passed_ms = (now - self._since) * 1000 * self._transport.speed
            self._at_ms = min(self._at_ms + passed_ms, max(self._at_ms, self._available_ms()))
        self._since = now
        return int(self._at_ms)

    def turn(self, transport: Transport, *, jump: bool) -> None:
        """Let the clock go on otherwise."""
        self.position_ms()
        self._transport = transport
        if jump:
            self._at_ms = transport.position_ms

    def stop(self) -> None:
        """Do nothing: it was silent."""


class SoundPlayer:
    """Plays a tape on the machine's sound device, faster or slower with the pitch kept.

    The device asks for sound from a thread of its own.
    """

    def __init__(self, tape: Tape, backends: Sequence[miniaudio.Backend] = ()) -> None:
        self._tape = tape
        self._backends = list(backends)
        self._sound = Stretcher(tape)
        self._transport = Transport()
        self._loud = 0.0
        self._lock = threading.Lock()
        self._device: miniaudio.PlaybackDevice | None = None

    def start(self, transport: Transport) -> None:
        """Open the device and begin; TingError when the machine has none."""
        self.turn(transport, jump=True)
        self._device = _open_device(self._tape.sample_rate, self._backends)
        stream = self._stream()
        next(stream)
        self._device.start(stream)

    def position_ms(self) -> int:
        """Return how much of the sound the device has taken, in the episode's own time."""
        return self._sound.at * 1000 // self._tape.sample_rate

    @property
    def sounds(self) -> bool:
        """Whether something was to be heard in what the device took last."""
        return self._loud > 0

    def turn(self, transport: Transport, *, jump: bool) -> None:
        """Play on otherwise, without a click."""
        with self._lock:
            self._transport = transport
            self._sound.speed = transport.speed
            if jump:
                self._sound.jump(transport.position_ms * self._tape.sample_rate // 1000)

    def stop(self) -> None:
        """Close the device."""
        if self._device:
            self._device.close()
            self._device = None

    def _stream(self) -> Generator[object, int, None]:
        wanted = yield b""
        while True:
            wanted = yield self._next(wanted)

    def _next(self, count: int) -> Samples:
        """Return exactly so many samples; silence where it is paused, or where there is no more yet."""
        with self._lock:
            transport = self._transport
            if not transport.playing and not self.sounds:
                return np.zeros(count, np.int16)
            sound = self._sound.read(count)
            loud = float(transport.playing and not transport.muted)
            if loud != self._loud or not loud:
                sound = (sound * np.linspace(self._loud, loud, len(sound))).astype(np.int16)
            self._loud = loud
        return np.pad(sound, (0, count - len(sound)))


def check_sound() -> None:
    """Return when a sound device can be opened; raise TingError if not."""
    _open_device(SAMPLE_RATE).close()


def _open_device(sample_rate: int, backends: Sequence[miniaudio.Backend] = ()) -> miniaudio.PlaybackDevice:
    try:
        with _quiet():
            return miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=sample_rate,
                buffersize_msec=PERIOD_MS,
                backends=list(backends),
            )
    except miniaudio.MiniaudioError as error:
        message = "No sound device can be opened here."
        raise TingError(message, hint="Use --no-audio, or open the MP3 in a player.") from error


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep what sound libraries write to standard error from the user's screen.

    ALSA prints a page there when it finds no device; it writes past Python, to the descriptor.
    """
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device, not a path
        kept = os.dup(STANDARD_ERROR)
        try:
            os.dup2(nowhere.fileno(), STANDARD_ERROR)
            yield
        finally:
            os.dup2(kept, STANDARD_ERROR)
            os.close(kept)
