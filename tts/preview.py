"""Playback at the command line: the sound, and each sentence as it is spoken."""

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import miniaudio  # type: ignore[import-untyped]
import numpy as np

from tts.audio.stretch import stretch
from tts.episode import Cue, Episode
from tts.errors import TingError, UsageError
from tts.publish import manifest, shelf

TICK_S = 0.05
"""How often the position is looked at: well under what an eye takes for late."""

NORMAL_SPEED = 1.0
SAMPLE_RATE = 48_000
STANDARD_ERROR = 2


class Player(Protocol):
    """Something that lets time pass while it plays."""

    def start(self) -> None:
        """Begin to play; TingError when that is not possible here."""

    def position_ms(self) -> int:
        """Return how far into the episode the listener is."""

    def stop(self) -> None:
        """Fall silent."""


class SilentPlayer:
    """Plays nothing, in real time: for machines without sound, and for tests."""

    def __init__(self, speed: float, now: Callable[[], float] = time.monotonic) -> None:
        self._speed = speed
        self._now = now
        self._started = 0.0

    def start(self) -> None:
        """Start the clock."""
        self._started = self._now()

    def position_ms(self) -> int:
        """Return what the clock says, faster by the speed."""
        return round((self._now() - self._started) * self._speed * 1000)

    def stop(self) -> None:
        """Do nothing: it was silent."""


class SoundPlayer:
    """Plays an MP3 on the machine's sound device, faster or slower with the pitch kept."""

    def __init__(self, path: Path, speed: float = NORMAL_SPEED) -> None:
        decoded = miniaudio.decode_file(str(path), nchannels=1)
        self._rate: int = decoded.sample_rate
        self._speed = speed
        samples = np.asarray(decoded.samples, dtype=np.int16)
        self.duration_ms = len(samples) * 1000 // self._rate
        self._samples = samples if speed == NORMAL_SPEED else stretch(samples, self._rate, speed)
        self._played = 0
        self._device: miniaudio.PlaybackDevice | None = None

    def start(self) -> None:
        """Open the device and begin; TingError when the machine has none."""
        self._device = _open_device(self._rate)
        stream = self._stream()
        next(stream)
        self._device.start(stream)

    def position_ms(self) -> int:
        """Return how much of the sound the device has taken, in the episode's own time."""
        return round(self._played * self._speed * 1000 / self._rate)

    def stop(self) -> None:
        """Close the device."""
        if self._device:
            self._device.close()

    def _stream(self) -> Generator[object, int, None]:
        wanted = yield b""
        while self._played < len(self._samples):
            part = self._samples[self._played : self._played + wanted]
            self._played += len(part)
            wanted = yield part
        self._played = len(self._samples)


def check_sound() -> None:
    """Return when a sound device can be opened; raise TingError if not."""
    _open_device(SAMPLE_RATE).close()


def _open_device(sample_rate: int) -> miniaudio.PlaybackDevice:
    try:
        with _quiet():
            return miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1, sample_rate=sample_rate
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


def play(
    cues: Iterable[Cue],
    duration_ms: int,
    player: Player,
    show: Callable[[Cue], None] = lambda _: None,
    rest: Callable[[float], None] = time.sleep,
) -> None:
    """Play to the end, and show each cue when its sentence begins."""
    waiting = iter(cues)
    upcoming = next(waiting, None)
    player.start()
    try:
        while (position := player.position_ms()) < duration_ms:
            while upcoming and upcoming.start_ms <= position:
                show(upcoming)
                upcoming = next(waiting, None)
            rest(TICK_S)
    finally:
        player.stop()


def find_episode(name: str, output: Path) -> Episode | None:
    """Return the episode that an MP3's path, a slug or "latest" names; None when it names none.

    Its files are absolute paths. Raises UsageError for an MP3 without a manifest beside it, and for
    "latest" when there is no episode yet.
    """
    if name.lower().endswith(".mp3"):
        path = Path(name).with_suffix(".json")
        if not path.is_file():
            message = f"{name} has no manifest beside it."
            raise UsageError(message, hint="Name an MP3 that ting made, or narrate its article.")
        return _opened(path)
    made = shelf.manifests(output)
    if name == "latest":
        if not made:
            message = f"There is no episode in {output} yet."
            raise UsageError(message, hint="Make one: ting read SOURCE.")
        return _opened(max(made, key=lambda path: path.stat().st_mtime_ns))
    return next((_opened(path) for path in made if path.stem == name), None)


def _opened(path: Path) -> Episode:
    episode = manifest.read(path)
    return replace(episode, files=shelf.absolute(episode.files, path))
