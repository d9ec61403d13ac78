"""Servers that are none: they refuse, reset, stall, drip, or answer TLS with something else."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

RESET = struct.pack("ii", 1, 0)
"""SO_LINGER, for no time: what closes the connection resets it (socket(7))."""

DRIP = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 1000000\r\n\r\n"

Answer = Callable[[socket.socket, threading.Event], None]


def _reset(wire: socket.socket, _over: threading.Event) -> None:
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def _stall(_wire: socket.socket, over: threading.Event) -> None:
    over.wait()


def _drip(wire: socket.socket, over: threading.Event) -> None:
    wire.sendall(DRIP)
    while not over.wait(1):
        wire.sendall(b"<rss>" + b" " * 1_000)


def _nonsense(wire: socket.socket, _over: threading.Event) -> None:
    wire.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


@contextmanager
def bad_servers() -> Iterator[dict[str, str]]:
    """Yield the addresses of servers, by what is wrong with them."""
    over = threading.Event()
    answers: dict[str, Answer] = {
        "reset": _reset,
        "stalled": _stall,
        "1 kB a second": _drip,
        "no HTTP": _nonsense,
    }
    listeners = {name: socket.create_server(("127.0.0.1", 0)) for name in answers}
    for name, listener in listeners.items():
        threading.Thread(target=_serve, args=(listener, answers[name], over), daemon=True).start()
    ports = {name: listener.getsockname()[1] for name, listener in listeners.items()}
    with socket.create_server(("127.0.0.1", 0)) as closed:
        ports["refused"] = closed.getsockname()[1]
    addresses = {name: f"http://127.0.0.1:{port}/" for name, port in ports.items()}
    try:
        yield {**addresses, "no TLS": f"https://127.0.0.1:{ports['no HTTP']}/"}
    finally:
        over.set()
        for listener in listeners.values():
            listener.close()


def _serve(listener: socket.socket, answer: Answer, over: threading.Event) -> None:
    with suppress(OSError):  # it is closed
        while True:
            wire, _ = listener.accept()
            threading.Thread(target=_answer, args=(wire, answer, over), daemon=True).start()


def _answer(wire: socket.socket, answer: Answer, over: threading.Event) -> None:
    with suppress(OSError), wire:
        wire.recv(65_536)
        answer(wire, over)
