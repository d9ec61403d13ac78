"""The page: what an address answered, and how the one who asks behaves."""

import re
from dataclasses import dataclass, field

from tts.document import Document

PRODUCT = "tingxinwen"
USER_AGENT = f"{PRODUCT}/0.1.0"

MEDIA_TYPES = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/xml",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",  # RSS 1.0
    }
)
"""What an article, a feed or a sitemap can come as."""

_CREDENTIALS = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Manners:
    """How pages are asked for; the defaults are polite and safe.

    `delay_ms` lies between two visits to one host. `timeout_ms` bounds one request, from connecting to
    the last byte. `max_bytes` bounds one answer, as it is sent and as it is unpacked.
    """

    ignore_robots: bool = False
    allow_private: bool = False
    delay_ms: int = 1_000
    timeout_ms: int = 30_000
    max_redirects: int = 10
    max_bytes: int = 20_000_000


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page, by which it can say later that the page has not changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: the final address, the server's content type, the bytes as unpacked.

    When `not_modified`, the caller's copy is still good, and `data` is empty.
    """

    url: str
    data: bytes
    content_type: str | None = None
    validators: Validators = field(default_factory=Validators)
    not_modified: bool = False

    def document(self, origin: str) -> Document:
        """Return the page as a document; `origin` is the address as the user gave it."""
        return Document(self.data, origin, url=self.url, content_type=self.content_type)


def shown(address: str) -> str:
    """Return an address as it may be printed: without the password that may be in it."""
    return _CREDENTIALS.sub("//", address)
