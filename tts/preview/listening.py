"""Playing to the end, with somebody watching: keys go to the session, the session to player and screen."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from tts.preview.keys import SUSPEND
from tts.preview.player import Player, SoundPlayer, playing
from tts.preview.reel import Reel, reel_of_file
from tts.preview.session import Session
from tts.preview.tape import Tape
from tts.preview.transport import Transport

TICK_S = 0.1
"""How often the position is looked at: a syllable lasts twice as long."""


class Face(Protocol):
    """What a listener sees, and where his keys come from."""

    def show(self, session: Session) -> None:
        """Show how things stand."""

    async def keys(self, within_s: float) -> Sequence[str]:
        """Return the keys that were pressed; none when so much time has passed."""

    async def rest(self) -> None:
        """Give the terminal to the shell, and return when the listener is back."""


class Listening:
    """One listener and a player that has been started; `session` is how things stand.

    `reel` gives what there is to hear by now.
    """

    def __init__(self, reel: Callable[[], Reel], player: Player, face: Face, transport: Transport) -> None:
        self.session = Session(reel(), transport)
        self._reel = reel
        self._player = player
        self._face = face

    async def run(self) -> None:
        """Go on until all is heard or the listener leaves."""
        while not self.session.over:
            self._face.show(self.session)
            for key in await self._face.keys(TICK_S):
                if key == SUSPEND:
                    await self._rest()
                else:
                    self._press(key)
            self.session = self.session.at(self._reel(), self._player.position_ms())

    def _press(self, key: str) -> None:
        """Do what the key says, and let the player follow."""
        before = self.session.at(self.session.reel, self._player.position_ms())
        self.session = before.press(key)
        transport = self.session.transport
        if transport != before.transport:
            self._player.turn(transport, jump=transport.position_ms != before.transport.position_ms)

    async def _rest(self) -> None:
        """Let no time pass until the listener is back."""
        transport = self.session.transport
        self._player.turn(replace(transport, playing=False), jump=False)
        await self._face.rest()
        self._player.turn(transport, jump=False)


async def hear(mp3: Path) -> None:
    """Play a file to its end, with nothing to see; TingError when that is not possible here."""
    with closing(Tape.open(mp3)) as tape:
        reel, transport, player = reel_of_file(mp3, tape.duration_ms), Transport(), SoundPlayer(tape)
        with playing(player, transport):
            await Listening(lambda: reel, player, _Blank(), transport).run()


class _Blank:
    """Shows nothing and has no keys."""

    def show(self, session: Session) -> None:
        """Show nothing."""

    async def keys(self, within_s: float) -> Sequence[str]:
        """Wait."""
        await asyncio.sleep(within_s)
        return ()

    async def rest(self) -> None:
        """Go on."""
