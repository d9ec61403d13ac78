"""A server of aiohttp in a thread of its own, while its `with` block runs."""

import asyncio
import threading
from types import TracebackType
from typing import Self

from aiohttp import web

from tests.emulator.tls import Certificate

TURNS = 10
"""Of the loop, so that it does what was to be done soon."""


class LoopServer:
    """Serves what `app` returns on 127.0.0.1; `port` 0 is any free one."""

    def __init__(self, port: int = 0, certificate: Certificate | None = None) -> None:
        self.port = port
        self._certificate = certificate

    @property
    def base_url(self) -> str:
        """The address to give to the engine."""
        return f"{'https' if self._certificate else 'http'}://127.0.0.1:{self.port}"

    def app(self) -> web.Application:
        """Return what is served."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=type(self).__name__, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        """End after letting in who is connected: one let in while a server closes stays open (gh-109564)."""
        for _turn in range(TURNS):
            await asyncio.sleep(0)
        await self._runner.cleanup()
        for _turn in range(TURNS):
            await asyncio.sleep(0)

    async def _start(self) -> None:
        # A handler whose client has left is cancelled, as nothing it could say would be heard.
        self._runner = web.AppRunner(
            self.app(), access_log=None, handle_signals=False, handler_cancellation=True, shutdown_timeout=0.1
        )
        await self._runner.setup()
        context = self._certificate.server_context() if self._certificate else None
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, ssl_context=context)
        await site.start()
        self.port = self._runner.addresses[0][1]
