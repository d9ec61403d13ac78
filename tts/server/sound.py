"""The sound of an entry and its cues: those of its episode, or as much as is there while it is spoken."""

from pathlib import Path
from typing import BinaryIO

import anyio.to_thread
import msgspec
from starlette.requests import Request
from starlette.responses import Response

from tts.audio.mp3 import HEADER_BYTES, parse
from tts.episode_files import manifest, shelf
from tts.errors import SynthesisError, TingError
from tts.feed.addresses import day_folder
from tts.inbox.entry import Entry
from tts.inbox.growing import cues_path, sound_path
from tts.server.answers import file_answer
from tts.server.entries import day_of
from tts.server.growing import followed
from tts.server.resource import PRIVATE, Refusal, told
from tts.server.seats import AT_ONCE, Seated, Seats

SOON_S = 1

MOST_DIGITS = 9
"""Of milliseconds: a week of sound."""

MP3 = "audio/mpeg"


class Spoken(msgspec.Struct, frozen=True):
    """A sentence, and when it is spoken."""

    start_ms: int
    end_ms: int
    text: str
    paragraph: int | None = None


class Cues(msgspec.Struct, frozen=True):
    """The sentences that are spoken by now; `complete` says that no more will come."""

    complete: bool
    cues: list[Spoken]


class Sounds:
    """The sounds of an output folder's entries."""

    def __init__(self, output: Path, seats: Seats) -> None:
        self._output = output
        self._seats = seats

    async def sound(self, request: Request, entry: Entry) -> Response:
        """Return the episode's MP3, or what grows to be it; raise Refusal before there is any.

        What grows may be asked for `?from_ms=`, from the frame that sounds then: it has no ranges.
        """
        from_ms = _from_ms(request)
        if entry.slug is not None:
            if from_ms:
                raise Refusal(409, "The sound is whole by now: ask for a range of it.")
            return await self._episode(request, entry.slug)
        path = sound_path(self._output, entry.id)
        file = await anyio.to_thread.run_sync(_opened, path, from_ms)
        if file is None:
            raise _not_yet(entry)
        headers = {**AT_ONCE, "accept-ranges": "none"}
        if request.method == "HEAD":
            file.close()
            return Response(headers=headers, media_type=MP3)
        try:
            self._seats.take()
        except Refusal:
            file.close()
            raise
        return Seated(self._seats, followed(file, path), MP3, headers)

    async def cues(self, entry: Entry, first: int) -> Response:
        """Return the cues that there are by now, from a `first` on; raise Refusal where none ever will be."""
        if entry.slug is not None:
            return told(await anyio.to_thread.run_sync(self._whole, entry.slug, first))
        if not entry.is_open:
            raise _not_yet(entry)
        return told(Cues(complete=False, cues=await anyio.to_thread.run_sync(self._by_now, entry, first)))

    async def _episode(self, request: Request, slug: str) -> Response:
        path = self._output / day_folder(day_of(slug)) / f"{slug}{shelf.ENDINGS.mp3}"
        try:
            return await file_answer(request, path, {**PRIVATE, "content-type": MP3})
        except OSError as error:
            raise _gone() from error

    def _whole(self, slug: str, first: int) -> Cues:
        try:
            episode = manifest.read(shelf.manifest_path(self._output, day_of(slug), slug))
        except TingError as error:
            raise _gone() from error
        wanted = episode.cues[first:]
        cues = [Spoken(cue.start_ms, cue.end_ms, cue.text, cue.paragraph) for cue in wanted]
        return Cues(complete=True, cues=cues)

    def _by_now(self, entry: Entry, first: int) -> list[Spoken]:
        """Return the cues of whole lines, from the `first` on: the last line may be half written."""
        try:
            lines = cues_path(self._output, entry.id).read_bytes().split(b"\n")[:-1]
        except OSError:
            return []
        return [msgspec.json.decode(line, type=Spoken) for line in lines[first:]]


def _from_ms(request: Request) -> int:
    asked = request.query_params.get("from_ms", "0")
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS):
        raise Refusal(400, "from_ms is a number of milliseconds.")
    return int(asked)


def _opened(path: Path, from_ms: int) -> BinaryIO | None:
    """Return the file, to be read from the frame of that time, be it there yet or not; None before any is."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    if from_ms:
        try:
            file.seek(_frames_begin(file.read(HEADER_BYTES), from_ms))
        except (OSError, SynthesisError):
            file.close()
            return None
    return file


def _frames_begin(header: bytes, from_ms: int) -> int:
    """Return at which byte the frame of a time begins: all are of one length, and have no padding."""
    frame = parse(header)
    return from_ms * frame.sample_rate // (1000 * frame.samples) * frame.frame_bytes


def _not_yet(entry: Entry) -> Refusal:
    if entry.is_open:
        return Refusal(409, "There is no sound yet.", {"retry-after": str(SOON_S)})
    return Refusal(409, "There is no sound: it could not be narrated.")


def _gone() -> Refusal:
    return Refusal(404, "The episode has been removed. Send it again to have it narrated anew.")
