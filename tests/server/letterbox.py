"""A server with an inbox, people with tokens of several kinds, and a worker whose part a test plays."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.server.running import Running, running
from tts.inbox.queue import Queue
from tts.inbox.tokens import Permission, Tokens
from tts.server.desk import Desk
from tts.server.inbox import Bounds, Inbox

FERRY = "https://news.example/a/1"
_TLS = ssl.create_default_context()
"""Nothing here is encrypted, and it takes long to make one for each client."""

ROOT = "kZ3v-unguessed_9"
"""The word that the show's addresses begin with."""


@dataclass(frozen=True, slots=True)
class Letterbox:
    """The server, the folder, and the words of tokens."""

    server: Running
    output: Path
    queue: Queue
    words: dict[str, str] = field(default_factory=dict)

    @contextmanager
    def as_(self, word: str = "", **headers: str) -> Iterator[httpx.Client]:
        """Ask as who has a token, or as nobody."""
        shown = {"authorization": f"Bearer {word}"} if word else {}
        with httpx.Client(
            base_url=self.server.base, headers={**shown, **headers}, trust_env=False, timeout=60, verify=_TLS
        ) as client:
            yield client

    def token(self, name: str, may: Permission = "all", of: str = "") -> str:
        """Return the word of a new token."""
        with Tokens.open(self.output) as tokens:
            return tokens.add(name, may, of)


@contextmanager
def letterbox(
    output: Path, *, token: str = ROOT, bounds: Bounds | None = None, port: int = 0
) -> Iterator[Letterbox]:
    """Serve the inbox of a folder."""
    with ExitStack() as held:
        desk = held.enter_context(Desk(output))
        server = held.enter_context(running(output, token=token, inbox=Inbox(desk, bounds), port=port))
        yield Letterbox(server, output, held.enter_context(Queue.open(output)))
