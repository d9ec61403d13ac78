"""The place: where a request goes, as the library that connects understands its address."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import httpx

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """Scheme, host, port and path of an address of the web; `target` is the path with its query.

    It is made of what is connected to, and of no second reading of the address: two readers that do not agree
    on an address are how a secret gets to another host.
    """

    scheme: str
    host: str
    port: int
    path: str
    target: str

    @classmethod
    def of(cls, url: "httpx.URL") -> Self:
        """Return the place that an address leads to."""
        scheme, host = url.scheme, url.raw_host.decode("ascii").lower()
        target = url.raw_path.decode("ascii")
        path = target.partition("?")[0]
        return cls(scheme, host, url.port or _PORTS.get(scheme, 0), path, target)

    @property
    def is_secure(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.scheme == "https"

    @property
    def origin(self) -> tuple[str, str, int]:
        """What a server is told apart by (RFC 6454, 4)."""
        return self.scheme, self.host, self.port

    @property
    def default_port(self) -> bool:
        """Whether the port is the one that its scheme has by itself."""
        return self.port == _PORTS.get(self.scheme)
