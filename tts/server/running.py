"""The server that an application runs in, and what it tells of trouble."""

import asyncio
import logging
import math
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from tts.server.door import Limits, guarded, limits_here
from tts.server.service_manager import ALIVE, READY, STOPPING, ServiceManager

GRACE_S = 2
"""So long downloads may go on when the server is stopped."""

QUEUE = 4096
"""Connections that the system keeps meanwhile, as Linux does: who is dropped tries again after a second."""

TOLD_EVERY_S = 60.0
"""Trouble of one kind is told so often: whoever makes it must not fill a disk."""

LOGGERS = ("uvicorn.error", "asyncio")

Log = Callable[[str], None]


def server_of(
    served: ASGIApp,
    log: Log,
    limits: Limits | None = None,
    manager: ServiceManager | None = None,
    close: Callable[[], None] | None = None,
) -> uvicorn.Server:
    """Return a server for the application, which ends by SIGINT and SIGTERM; `log` is told of trouble.

    A service `manager` is told that it serves, as long as it does. When it is stopped it calls `close`, so
    that what would go on without end ends.
    """
    limits, manager = limits or limits_here(), manager or ServiceManager()

    async def alive() -> None:
        manager.tell(ALIVE)

    seldom = Seldom(log)
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers = [seldom]
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    config = uvicorn.Config(
        served,
        access_log=False,
        backlog=limits.at_once,
        callback_notify=alive if manager.every_s else None,
        http=guarded(limits),
        lifespan="off",
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_notify=int(manager.every_s),
        ws="none",
    )
    return Server(config, manager, close)


class Server(uvicorn.Server):
    """uvicorn's, whose process ends well, with a long queue before the door.

    Left to itself asyncio lets in as many at once as may queue.
    """

    def __init__(
        self, config: uvicorn.Config, manager: ServiceManager, close: Callable[[], None] | None
    ) -> None:
        super().__init__(config)
        self._manager = manager
        self._close = close

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as uvicorn has it
        """End in good order; a second Ctrl-C, at once. uvicorn would then let the signal kill the process."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self._manager.tell(STOPPING)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        for listener in sockets or ():
            listener.listen(QUEUE)
            # Who is let in inherits it; asyncio does it only where a socket names its protocol.
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._manager.tell(READY)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let nobody in any more, and end with those who are there."""
        if self._close:
            self._close()
        await super().shutdown(sockets)


class Seldom(logging.Handler):
    """Tells each kind of trouble once a minute, as one line that holds nothing a client has sent."""

    def __init__(self, log: Log, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.WARNING)
        self._log = log
        self._clock = clock
        self._told_at: dict[str, float] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of it, unless that was done just now."""
        error = record.exc_info[1] if record.exc_info else None
        kind = str(record.msg).strip().partition("\n")[0]
        if isinstance(error, asyncio.CancelledError) or "WebSocket" in kind:
            return  # a download that the server's end cut off; advice to install what is left out on purpose
        now = self._clock()
        if now - self._told_at.get(kind, -math.inf) < TOLD_EVERY_S:
            return
        self._told_at[kind] = now
        said = record.getMessage().strip().partition("\n")[0].rstrip(".")
        with suppress(Exception):  # whoever reads the log has gone, or its disk is full
            self._log(f"{said} ({type(error).__name__})." if error else f"{said}.")
