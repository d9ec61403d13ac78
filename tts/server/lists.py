"""The lists: what is in them, what changes there, and what their readers do with an entry."""

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, get_args

import msgspec
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from tts.inbox.entry import Entry, State
from tts.inbox.queue import Queue
from tts.inbox.tokens import Token, Tokens
from tts.inbox.wanted import Wanted
from tts.server.admission import Wish, admitted, allowed, shown_word
from tts.server.desk import Desk
from tts.server.entries import told_of
from tts.server.events import Changes, Reader, events
from tts.server.posted import Bodies, decoded
from tts.server.resource import Refusal, told
from tts.server.seats import AT_ONCE, Seated, Seats
from tts.server.sound import Sounds

MOST_LISTED = 1_000
LISTED = 100
"""So many are told of where nobody says how many."""

MOST_WORDS = 10
MOST_CHARACTERS = 200
"""Of what is searched for."""

MOST_MS = 2**31 - 1
"""A position in three weeks of sound: 400,000 characters take a day and a half."""

MOST_CHANGE_BYTES = 4_000

EVENTS = "text/event-stream"

_ID = re.compile(r"[A-Za-z0-9_-]{16}")
_NUMBER = re.compile(r"[0-9]{1,18}")
_TRUTH = {"1": True, "true": True, "0": False, "false": False}


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a listener did; `removed` is false to put an entry back."""

    heard: bool | None = None
    position_ms: Annotated[int, msgspec.Meta(ge=0, le=MOST_MS)] | None = None
    archived: bool | None = None
    removed: bool | None = None


class Lists:
    """Answers those who read and change a list; `root` is where the show stands, with a slash at its end."""

    def __init__(self, desk: Desk, bodies: Bodies, seats: Seats, root: str) -> None:
        self._desk = desk
        self._bodies = bodies
        self._root = root
        self._seats = seats
        self._sounds = Sounds(desk.output, seats)
        self._changes = Changes(desk)

    async def entries(self, request: Request) -> Response:
        """Return the entries of a list, and the number of the last change that is in them."""
        token = await admitted(self._desk, request, "read")
        wanted = _wanted(request.query_params)

        def both(queue: Queue, _tokens: Tokens) -> tuple[int, list[Entry]]:
            return queue.last_change(), queue.entries(token.list, wanted)

        changed, entries = await self._desk.ask(both)
        return told({"entries": [told_of(entry, self._root) for entry in entries], "changed": changed})

    async def events(self, request: Request) -> Response:
        """Return what changes, as it does; raise Refusal where too many want that."""
        token = await admitted(self._desk, request, "read")
        if request.method == "HEAD":
            return Response(headers=AT_ONCE, media_type=EVENTS)
        reader = Reader(token, shown_word(request), self._root)
        self._seats.take()
        return Seated(self._seats, events(self._desk, self._changes, reader, _seen(request)), EVENTS, AT_ONCE)

    async def entry(self, request: Request) -> Response:
        """Return one entry."""
        _token, entry = await self._found(request, "read")
        return self._told(entry)

    async def sound(self, request: Request) -> Response:
        """Return an entry's sound."""
        _token, entry = await self._found(request, "read")
        return await self._sounds.sound(request, entry)

    async def cues(self, request: Request) -> Response:
        """Return an entry's cues, from the one that is asked for on."""
        _token, entry = await self._found(request, "read")
        return await self._sounds.cues(entry, _first(request.query_params))

    async def change(self, request: Request) -> Response:
        """Keep what a listener did, and return the entry."""
        token, entry = await self._found(request, "read", removed=True)
        async with self._bodies.of(request, MOST_CHANGE_BYTES) as body:
            change = decoded(await body.whole(), Change)
        if change.removed:
            raise Refusal(400, "What is to be removed is asked for with DELETE.")
        if change.removed is False:
            allowed(token, "change")
            await self._done(entry, Queue.restore)
        elif entry.removed is not None:
            raise _not_found()
        mark = partial(
            Queue.mark, heard=change.heard, position_ms=change.position_ms, archived=change.archived
        )
        return self._told(await self._done(entry, mark))

    async def remove(self, request: Request) -> Response:
        """Take an entry from its list; it can be put back."""
        _token, entry = await self._found(request, "change", removed=True)
        return self._told(await self._done(entry, Queue.remove))

    async def retry(self, request: Request) -> Response:
        """Let an entry that failed wait again, and return it."""
        _token, entry = await self._found(request, "change")
        again = await self._done(entry, Queue.retry)
        return self._told(again, 202 if again.state == "waiting" else 200)

    async def _found(self, request: Request, wish: Wish, *, removed: bool = False) -> tuple[Token, Entry]:
        """Return whose token it is, and the entry of his list that is meant, unless it is `removed`."""
        token = await admitted(self._desk, request, wish)
        entry_id = request.path_params["id"]
        if not _ID.fullmatch(entry_id):
            raise _not_found()
        entry = await self._desk.ask(lambda queue, _tokens: queue.entry(entry_id))
        if entry is None or entry.list != token.list or (entry.removed and not removed):
            raise _not_found()
        return token, entry

    async def _done(self, entry: Entry, act: Callable[[Queue, str], Entry | None]) -> Entry:
        """Return the entry as it is when something was done with it."""
        changed = await self._desk.ask(lambda queue, _tokens: act(queue, entry.id))
        if changed is None:
            raise _not_found()
        return changed

    def _told(self, entry: Entry, status: int = 200) -> Response:
        return told(told_of(entry, self._root), status)


def _wanted(asked: QueryParams) -> Wanted:
    """Return which entries are asked for; raise Refusal where that cannot be known."""
    state, archived, limit = asked.get("state"), asked.get("archived"), asked.get("limit", str(LISTED))
    if state is not None and state not in get_args(State):
        raise Refusal(400, f"A state is one of {', '.join(get_args(State))}.")
    if archived is not None and archived not in _TRUTH:
        raise Refusal(400, "archived is 1 or 0.")
    if not _NUMBER.fullmatch(limit) or not 1 <= int(limit) <= MOST_LISTED:
        raise Refusal(400, f"limit is a number from 1 to {MOST_LISTED:,}.")
    return Wanted(
        state=state,  # type: ignore[arg-type] # it is one of them
        archived=None if archived is None else _TRUTH[archived],
        words=tuple(asked.get("q", "")[:MOST_CHARACTERS].split()[:MOST_WORDS]),
        before=asked.get("before", ""),
        limit=int(limit),
    )


def _first(asked: QueryParams) -> int:
    """Return the number of the first cue that is asked for; raise Refusal where that is none."""
    first = asked.get("from", "0")
    if not _NUMBER.fullmatch(first):
        raise Refusal(400, "from is the number of the first cue that is wanted; 0 is the first of all.")
    return int(first)


def _seen(request: Request) -> int | None:
    """Return the last change that the reader has seen; None when it says nothing, 0 for what is no number."""
    said = request.headers.get("last-event-id") or request.query_params.get("since")
    if said is None:
        return None
    return int(said) if _NUMBER.fullmatch(said) else 0


def _not_found() -> Refusal:
    return Refusal(404, "There is no such entry in this list.")
