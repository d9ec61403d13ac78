"""Keys reach the player, time reaches the session, and the listener sees both."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.preview.conftest import CUE_MS, SENTENCES
from tts.preview.lines import Lines
from tts.preview.listening import Listening
from tts.preview.player import SilentPlayer, playing
from tts.preview.reel import Reel
from tts.preview.session import Session
from tts.preview.transport import Transport
from tts.testing import FakeClock


@dataclass(slots=True)
class Visitor:
    """Sees everything, and presses these keys, one a second."""

    clock: FakeClock
    pressed: list[str]
    seen: list[Session] = field(default_factory=list)
    away_s: float = 600

    def show(self, session: Session) -> None:
        self.seen.append(session)

    async def keys(self, within_s: float) -> Sequence[str]:  # noqa: ARG002
        self.clock.now_s += 1
        return [self.pressed.pop(0)] if self.pressed else ()

    async def rest(self) -> None:
        self.clock.now_s += self.away_s


def visit(reel: Reel, *keys: str) -> Visitor:
    clock = FakeClock()
    visitor = Visitor(clock, list(keys))
    player, transport = SilentPlayer(lambda: reel.duration_ms, clock), Transport()
    with playing(player, transport):
        asyncio.run(Listening(lambda: reel, player, visitor, transport).run())
    return visitor


def positions(visitor: Visitor) -> list[int]:
    return [session.transport.position_ms // 1000 for session in visitor.seen]


def test_it_plays_to_the_end_in_real_time(reel: Reel) -> None:
    assert positions(visit(reel)) == list(range(70))


def test_keys_change_how_time_passes(reel: Reel) -> None:
    keys = ["", "right", "", " ", "", " ", "]", "]", "]", "]", "", "q"]
    assert positions(visit(reel, *keys)) == [0, 1, 17, 18, 19, 19, 19, 20, 21, 22, 24, 26]


def test_no_time_passes_while_the_listener_is_at_the_shell(reel: Reel) -> None:
    assert positions(visit(reel, "", "suspend", "", " ", "suspend", "q")) == [0, 1, 2, 3, 4, 4]


def test_lines_come_when_their_sentences_begin(reel: Reel) -> None:
    written: list[str] = []
    lines = Lines(written.append)
    for position_ms in (0, 1_000, CUE_MS, CUE_MS * 3, CUE_MS):
        lines.show(Session(reel, Transport(position_ms)))
    assert written == [
        reel.title,
        *(f"0:{at}0  {SENTENCES[at][0]}" if at else f"0:00  {SENTENCES[0][0]}" for at in range(4)),
    ]
