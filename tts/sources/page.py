"""The page: what an address answered, and how the one who asks behaves."""

from dataclasses import dataclass, field, replace

from tts.errors import NetworkError
from tts.model.address import bare
from tts.model.document import Document
from tts.version import VERSION

PRODUCT = "tingxinwen"
USER_AGENT = f"{PRODUCT}/{VERSION}"

_TEXT = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/xml", "application/xml"})
_FEEDS = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_FILES = frozenset(
    {
        "application/pdf", "application/x-pdf", "application/epub+zip", "message/rfc822",
        "application/octet-stream", "binary/octet-stream",
    }
)  # fmt: skip
"""Letters, papers and books, also where a server says of them only that they are files."""

_JSON = frozenset({"application/feed+json", "application/json"})
_TEXT_FIRST = "text/html,application/xhtml+xml,application/xml;q=0.9,text/*;q=0.8,*/*;q=0.1"


class Refused(NetworkError):
    """A server answered, and will give no page however often it is asked: follow the hint."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: its name for the user, the media types it can come as, and its greatest size.

    `accept` tells the server; `remedy` tells the user what to do when something else is there. What is `own`
    is a server's that the reader has an account at: its robots.txt is for strangers, and so are waits.
    """

    name: str
    media_types: frozenset[str]
    max_bytes: int
    accept: str
    remedy: str
    own: bool = False


PAGE = Wanted(
    name="page",
    # A feed's address given for a page's is refused by the extractor, which can say so.
    media_types=_TEXT | _FEEDS | _FILES,
    max_bytes=20_000_000,
    accept=_TEXT_FIRST,
    remedy="Give the address of the article itself.",
)
LISTING = Wanted(
    name="list of stories",
    # Servers call a feed whatever they like, and some pack a sitemap as a file.
    media_types=_TEXT
    | _FEEDS
    | _JSON
    | {"application/octet-stream", "application/gzip", "application/x-gzip"},
    max_bytes=50_000_000,  # sitemaps.org: no sitemap is larger
    accept=f"application/rss+xml,application/atom+xml,application/feed+json,{_TEXT_FIRST}",
    remedy="Give the address of a feed, a sitemap or a section's page.",
)
ANSWER = Wanted(
    name="list in JSON",
    media_types=frozenset({"application/json"}),
    max_bytes=50_000_000,
    accept="application/json",
    remedy="It may be a page for logging in, or another program.",
    own=True,
)
SAVED = Wanted(
    name="saved story",
    media_types=_TEXT,
    max_bytes=PAGE.max_bytes,
    accept=_TEXT_FIRST,
    remedy="Open it there, and see what it is.",
    own=True,
)
OWN_LISTING = replace(LISTING, own=True)
PICTURE = Wanted(
    name="picture",
    media_types=frozenset({"image/jpeg", "image/jpg", "image/png", "image/webp", "image/gif"}),
    max_bytes=10_000_000,
    accept="image/jpeg,image/png,image/webp;q=0.9,image/*;q=0.5",
    remedy="Give the address of a JPEG or PNG.",
)


@dataclass(frozen=True, slots=True)
class Manners:
    """How pages are asked for; the defaults are polite and safe.

    `delay_ms` lies between two visits to one host. `timeout_ms` bounds one request, from connecting to
    the last byte. `max_bytes` bounds one answer, as it is sent and as it is unpacked, also where what is
    wanted could be larger.
    """

    ignore_robots: bool = False
    allow_private: bool = False
    delay_ms: int = 1_000
    timeout_ms: int = 30_000
    max_redirects: int = 10
    max_bytes: int = 50_000_000


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with a page, by which it can say later that the page has not changed."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered: the final address, the server's content type, the bytes as unpacked.

    When `not_modified`, the caller's copy is still good, and `data` is empty. `renewal` is what its reader
    may do who was known by a subscription and still is shown the free part.
    """

    url: str
    data: bytes
    content_type: str | None = None
    validators: Validators = field(default_factory=Validators)
    not_modified: bool = False
    renewal: str = ""

    def document(self, origin: str) -> Document:
        """Return the page as a document; `origin` is the address as the user gave it."""
        return Document(
            self.data, bare(origin), url=self.url, content_type=self.content_type, renewal=self.renewal
        )
