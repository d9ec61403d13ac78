"""TLS for the emulator under the service's own name, and the proxy that leads a client to it."""

import asyncio
import contextlib
import datetime as dt
import ssl
import threading
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "speech.platform.bing.com"


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate with its key in one PEM file; it is its own authority."""

    path: Path

    def server_context(self) -> ssl.SSLContext:
        """Return what a server shows to its clients."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context

    def client_context(self) -> ssl.SSLContext:
        """Return what a client trusts: this certificate and no other."""
        return ssl.create_default_context(cafile=self.path)


def self_signed(folder: Path, host: str = HOST) -> Certificate:
    """Return a certificate for the host, valid for a day, written into the folder."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
    return Certificate(path)


class ConnectProxy:
    """An HTTP proxy on the loopback interface that leads every CONNECT to one port, whatever it names.

    With `refuse`, every CONNECT is answered with that status instead.
    """

    def __init__(self, target_port: int, *, refuse: int | None = None) -> None:
        self.requested: list[str] = []
        self._target_port = target_port
        self._refuse = refuse

    @property
    def url(self) -> str:
        """The proxy's address, as a client wants it."""
        return f"http://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="connect-proxy", daemon=True)
        self._thread.start()
        starting = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0), self._loop
        )
        self._server = starting.result()
        self._port: int = self._server.sockets[0].getsockname()[1]
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
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with _closed_after(writer):
            head = await reader.readuntil(b"\r\n\r\n")
            self.requested.append(head.split(b"\r\n", 1)[0].decode())
            if self._refuse:
                writer.write(f"HTTP/1.1 {self._refuse} Refused\r\nContent-Length: 0\r\n\r\n".encode())
                await writer.drain()
                return
            there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self._target_port)
            async with _closed_after(there_writer):
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                ways = [_copy(reader, there_writer), _copy(there_reader, writer)]
                tasks = {asyncio.ensure_future(way) for way in ways}
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)


@contextlib.asynccontextmanager
async def _closed_after(writer: asyncio.StreamWriter) -> AsyncIterator[None]:
    """Close the connection at the end, and wait until it is."""
    try:
        yield
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await source.read(65_536):
            target.write(data)
            await target.drain()
