"""The copy: a story's text as its listing has it, or says where the text is to be had beside its page."""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from tts.errors import ArticleNotFound
from tts.model.document import Document
from tts.sources.page import ANSWER, SAVED

if TYPE_CHECKING:
    from tts.sources.fetch import Fetcher

_LEADS_ON = re.compile(
    r"閱讀全文|阅读全文|繼續閱讀|继续阅读|看全文|查看原文|read more|continue reading"
    r"|\[(?:…|&hellip;|&#8230;|\.\.\.)\]",
    re.IGNORECASE,
)
"""What stands below the beginning of a story that goes on on its page."""

_END = 400  # characters of markup, in which such a line stands


@dataclass(frozen=True, slots=True)
class Copy:
    """A story's text in HTML, or else the `address` at which a server of the reader's own keeps it.

    There it is in the field `within` of an object in JSON, or where that is empty the whole answer. What
    is `kept` was saved by the reader, and is read before the page is; any other copy stands in for a page
    that cannot be read. `written` is when the story was, as far as the listing says.
    """

    html: str = field(default="", repr=False)
    address: str = ""
    within: tuple[str, ...] = ()
    kept: bool = False
    title: str = ""
    author: str = ""
    paper: str = ""
    written: datetime | None = None

    @property
    def leads_on(self) -> bool:
        """Whether it says itself that the story goes on elsewhere."""
        return bool(_LEADS_ON.search(self.html[-_END:]))

    def document(self, url: str) -> Document:
        """Return the copy as the page of a story at this address."""
        said = {
            "author": self.author,
            "article:published_time": self.written.isoformat() if self.written else "",
            "og:site_name": self.paper,
        }
        metas = "".join(
            f'<meta property="{name}" name="{name}" content="{escape(value)}">'
            for name, value in said.items()
            if value
        )
        title = escape(self.title)
        page = (
            f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{metas}</head>'
            f"<body><article><h1>{title}</h1>{self.html}</article></body></html>"
        )
        return Document(page.encode(errors="replace"), url, url=url, content_type="text/html; charset=utf-8")


async def whole(copy: Copy, fetcher: "Fetcher") -> Copy:
    """Return the copy with its text, asked for where it is kept.

    Raises what `Fetcher.fetch` raises, and ArticleNotFound where there is no text.
    """
    html = copy.html
    if copy.address:
        page = await fetcher.fetch(copy.address, wanted=ANSWER if copy.within else SAVED)
        html = text_in(answer(page.data), *copy.within) if copy.within else page.data.decode(errors="replace")
    if not html.strip():
        message = f"There is no text of {copy.title or 'the story'} but on its page."
        raise ArticleNotFound(message, hint="Save the story anew, or open it there once.")
    return replace(copy, html=html)


def answer(data: bytes) -> Any:  # noqa: ANN401 - a server may say anything
    """Return an answer in JSON; ArticleNotFound for what is none."""
    try:
        return json.loads(data)  # unlike msgspec it takes half a character, which scripts let through
    except (ValueError, RecursionError) as error:
        message = "What the server answered is no JSON."
        raise ArticleNotFound(message, hint=ANSWER.remedy) from error


def text_in(said: Any, *names: str) -> str:  # noqa: ANN401 - as above
    """Return the text at a place of an answer, without halves of characters; empty where there is none."""
    for name in names:
        said = said.get(name) if isinstance(said, dict) else None
    return said.encode(errors="replace").decode() if isinstance(said, str) else ""
