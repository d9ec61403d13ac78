"""The service manager that began this process, told when it serves and that it still does.

https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html#Notes
"""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Self

READY = "READY=1"
STOPPING = "STOPPING=1"
ALIVE = "WATCHDOG=1"

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class ServiceManager:
    """Where it listens, nowhere if there is none, and how often it wants to hear of us, never if 0."""

    address: str = ""
    every_s: float = 0.0

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ, pid: int | None = None) -> Self:
        """Return the one that the environment names."""
        told = environment.get("WATCHDOG_USEC", "")
        is_ours = environment.get("WATCHDOG_PID", str(pid or os.getpid())) == str(pid or os.getpid())
        within_s = int(told) / MICROSECONDS if told.isdecimal() and is_ours else 0.0
        return cls(environment.get("NOTIFY_SOCKET", ""), within_s / 2)

    def tell(self, state: str) -> None:
        """Tell it, if it is there and listens."""
        if not self.address:
            return
        name = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as wire:
            wire.settimeout(0)  # it may be busy: no answer waits for that
            wire.sendto(state.encode(), name)
