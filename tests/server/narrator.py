"""A narrator whose part a test plays: what the worker does with an entry, one step at a time, in silence."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from tests.server.letterbox import Letterbox
from tts.audio.info_header import header_frame
from tts.audio.mp3 import FORMATS
from tts.catalog.store import Catalog
from tts.episode_files import companions, shelf
from tts.inbox.entry import Entry, Order
from tts.inbox.growing import Growing
from tts.model.episode import Episode

FORM = FORMATS["source"]


def silence(ms: int) -> bytes:
    """Return frames of silence."""
    return FORM.silent_frame * round(ms / FORM.frame_ms)


def delayed(episode: Episode, by_ms: int) -> Episode:
    """Return the episode with something before it that has no words."""
    cues = (replace(cue, start_ms=cue.start_ms + by_ms, end_ms=cue.end_ms + by_ms) for cue in episode.cues)
    return replace(episode, cues=tuple(cues), duration_ms=episode.duration_ms + by_ms)


class Narrator:
    """Speaks an episode's sentences, as an entry."""

    def __init__(self, box: Letterbox, entry: Entry, episode: Episode, growing: Growing) -> None:
        self._box = box
        self._entry = entry
        self._episode = episode
        self._growing = growing
        self._spoken = 0

    def read(self) -> None:
        """Begin to read the page, and whatever waits before it."""
        while (taken := self._box.queue.take()) and taken.id != self._entry.id:
            pass

    def begin(self) -> None:
        """Begin to speak, also where it was begun before."""
        self._spoken = 0
        self._growing.begin()
        self._tell()

    def speak(self, sentences: int) -> None:
        """Speak so many sentences more."""
        cues = self._episode.cues[self._spoken : self._spoken + sentences]
        self._growing.sound(b"".join(silence(cue.end_ms - cue.start_ms) for cue in cues))
        self._growing.words(cues)
        self._spoken += len(cues)
        self._tell()

    def finish(self, opening_ms: int = 0) -> None:
        """Put the episode on the shelf, perhaps with an opening, and let the sound grow no more."""
        self.speak(len(self._episode.cues))
        shelve(self._box, self._entry, delayed(self._episode, opening_ms))
        self._growing.__exit__(None, None, None)

    def _tell(self) -> None:
        percent = 100 * self._spoken // len(self._episode.cues)
        self._box.queue.tell(self._entry.id, "speaking", percent, self._episode.title)


@contextmanager
def narrator(box: Letterbox, entry: Entry, episode: Episode) -> Iterator[Narrator]:
    """Narrate an entry."""
    with Growing(box.output, entry.id) as growing:
        yield Narrator(box, entry, episode, growing)


def shelve(box: Letterbox, entry: Entry, episode: Episode) -> None:
    """Let an entry be ready, with this as its episode."""
    episode = replace(episode, imprint=replace(episode.imprint, guid=entry.guid))
    with shelf.draft(box.output, episode.date, episode.slug) as draft:
        frames = round(episode.duration_ms / FORM.frame_ms)
        draft.mp3.write_bytes(header_frame(FORM, frames, 0) + silence(episode.duration_ms))
        companions.write(draft, episode)
        shelf.put(draft, episode.slug)
    with Catalog.open(box.output) as catalog:
        catalog.add(episode)
    box.queue.finish(entry.id, episode.slug, episode.title)


def ready(box: Letterbox, of: str, episode: Episode) -> Entry:
    """Return an entry of a list that is ready to be heard."""
    entry = box.queue.add(Order(f"https://news.example/{episode.slug}"), of)
    shelve(box, entry, episode)
    return entry


def failed(box: Letterbox, of: str, number: int, reason: str) -> Entry:
    """Return an entry of a list that failed."""
    entry = box.queue.add(Order(f"https://news.example/failed/{number}", f"第{number}則"), of)
    box.queue.fail(entry.id, reason)
    return entry
