"""What a listener has done so far, and what the next key does: a state, and nothing that happens."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from tts.preview.keys import PASTED
from tts.preview.reel import Reel
from tts.preview.transport import SKIP_MS, Transport

HELP = (
    ("space", "play, pause"),
    ("← →", f"{SKIP_MS // 1000} seconds"),
    ("↑ ↓ p n", "chapter"),
    ("0", "from the start"),
    ("[ ]", "slower, faster"),
    ("m", "mute"),
    ("/", "search, Enter: next, Esc: end"),
    ("?", "these keys"),
    ("q", "quit"),
)

NEARLY_OUT_MS = 60
"""With less ahead than this the player waits for more."""


@dataclass(frozen=True, slots=True)
class Session:
    """The player's whole state: what there is to hear, how it is played, and what the screen is used for.

    `query` is searched for; while it is `typing`, keys are its letters.
    """

    reel: Reel
    transport: Transport
    query: str = ""
    typing: bool = False
    helping: bool = False
    left: bool = False

    @property
    def over(self) -> bool:
        """Whether the listener has left, or has heard all of it."""
        heard = self.reel.complete and self.transport.position_ms >= self.reel.duration_ms
        return self.left or heard

    @property
    def resume_ms(self) -> int:
        """Where to go on another time: what was heard to its end begins again."""
        heard = self.transport.position_ms >= self.reel.duration_ms
        return 0 if heard else self.transport.position_ms

    @property
    def ahead_ms(self) -> int:
        """How much there is that was not heard."""
        return max(0, self.reel.duration_ms - self.transport.position_ms)

    @property
    def waiting(self) -> bool:
        """Whether there will be more to hear, but is not yet."""
        return not self.reel.complete and self.ahead_ms < NEARLY_OUT_MS

    @property
    def found(self) -> tuple[int, ...]:
        """The cues that hold what is searched for."""
        return self.reel.holding(self.query)

    def at(self, reel: Reel, position_ms: int) -> Self:
        """Return the session when so much of this is heard."""
        return replace(self, reel=reel, transport=replace(self.transport, position_ms=position_ms))

    def press(self, key: str) -> "Session":
        """Return the session after a key; one without meaning changes nothing."""
        act = (_TYPING if self.typing else _KEYS).get(key)
        if act:
            return act(self)
        typed = key.removeprefix(PASTED) if key.startswith(PASTED) else key if len(key) == 1 else ""
        return replace(self, query=self.query + typed) if self.typing else self

    def turned(self, turn: Callable[[Transport, Reel], Transport]) -> Self:
        """Play on otherwise, or from elsewhere."""
        return replace(self, transport=turn(self.transport, self.reel))

    def to_next_found(self) -> Self:
        """Go to the next sentence that holds what is searched for; after the last one to the first."""
        found = self.found
        if not found:
            return self
        current = self.reel.cue_at(self.transport.position_ms)
        later = (at for at in found if current is None or at > current)
        cue = self.reel.cues[next(later, found[0])]
        return replace(self, transport=self.transport.to(cue.start_ms, self.reel.duration_ms))


def _skipped(by_ms: int) -> "_Act":
    return lambda session: session.turned(
        lambda transport, reel: transport.to(transport.position_ms + by_ms, reel.duration_ms)
    )


def _next_chapter(session: Session) -> Session:
    return session.turned(lambda transport, reel: transport.to_next(reel.chapters))


def _previous_chapter(session: Session) -> Session:
    return session.turned(lambda transport, reel: transport.to_previous(reel.chapters))


_Act = Callable[[Session], Session]

_KEYS: dict[str, _Act] = {
    " ": lambda session: session.turned(lambda transport, _: transport.paused()),
    "m": lambda session: session.turned(lambda transport, _: transport.hushed()),
    "[": lambda session: session.turned(lambda transport, _: transport.quickened(-1)),
    "]": lambda session: session.turned(lambda transport, _: transport.quickened(+1)),
    "0": lambda session: session.turned(lambda transport, reel: transport.to(0, reel.duration_ms)),
    "left": _skipped(-SKIP_MS),
    "right": _skipped(SKIP_MS),
    "down": _next_chapter,
    "n": _next_chapter,
    "up": _previous_chapter,
    "p": _previous_chapter,
    "/": lambda session: replace(session, typing=True, query="", helping=False),
    "enter": Session.to_next_found,
    "escape": lambda session: replace(session, query="", helping=False),
    "?": lambda session: replace(session, helping=not session.helping),
    "q": lambda session: replace(session, left=True),
}
_TYPING: dict[str, _Act] = {
    "enter": lambda session: replace(session, typing=False).to_next_found(),
    "escape": lambda session: replace(session, typing=False, query=""),
    "backspace": lambda session: replace(session, query=session.query[:-1]),
}
