"""The postman: puts what comes by e-mail into the inbox, from a Maildir or a folder of .eml files.

A letter is taken into the queue first and marked as taken then: who is killed in between takes it once more,
and the queue has its address or its words already.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tts.errors import OutputError, TingError, border
from tts.extractor.extract import extract
from tts.extractor.letter import first_address
from tts.inbox.entry import Order, Sent
from tts.inbox.queue import Queue
from tts.letter import HEAD_BYTES, MEDIA_TYPE, read_head
from tts.model.document import Document
from tts.sources.load import read_file
from tts.sources.mailbox import is_mailbox, unique_name

LOOK_S = 2.0
"""How often it looks whether a letter came."""

TROUBLE_S = 60.0
"""How long it waits where the folder cannot be used, or the inbox is full."""

A_NOTE = 300
"""Characters: a shorter letter that has an address is about the page there; a longer one is read itself."""

_LETTER = ".eml"
_MARKS = {True: ".taken", False: ".left"}  # behind the name of a folder's letter
_FLAGS = {True: ":2,S", False: ":2,"}  # Maildir's: seen, or not


@dataclass(slots=True)
class Postman:
    """Takes the letters of those who may send any; `log` is told of the others, and of trouble once."""

    mail: Path
    senders: tuple[str, ...]
    queue: Queue
    log: Callable[[str], None]
    _trouble: str = field(default="")

    async def run(self) -> None:
        """Go on for ever."""
        if not self.senders:
            self.log("inbox.senders names nobody: no letter is taken.")
        while True:
            try:
                with border("taking in letters"):
                    await self.turn()
                self._trouble = ""
            except TingError as error:
                if str(error) != self._trouble:  # once is enough
                    self._trouble = str(error)
                    self.log(self._trouble)
                await asyncio.sleep(TROUBLE_S)
            await asyncio.sleep(LOOK_S)

    async def turn(self) -> None:
        """Take in what has come. Raises as `Queue.add`, and OutputError where letters cannot be marked."""
        for path in _came(self.mail):
            taken = await self._take(path)
            _mark(path, self.mail, taken=taken)

    async def _take(self, path: Path) -> bool:
        """Put a letter into the queue, and tell whether it is there; if not, the log says why."""
        try:
            with border("reading a letter"):
                data = (await asyncio.to_thread(read_file, path, path.name)).data
                sender = read_head(data[:HEAD_BYTES]).address
                if not may_send(sender, self.senders):
                    named = sender or "nobody"
                    self.log(f"A letter of {named} was left: inbox.senders does not name that address.")
                    return False
                order = await asyncio.to_thread(order_of, data)
        except TingError as error:
            self.log(f"A letter was left ({path.name}): {error}")
            return False
        self.queue.add(order)
        return True


def order_of(data: bytes) -> Order:
    """Return what a letter asks for: the page that a note names, or the letter itself.

    Raises ArticleNotFound for one without address and words.
    """
    address = None if read_head(data).circular else first_address(data)
    try:
        article = extract(Document(data, "", content_type=MEDIA_TYPE))
    except TingError:
        if address:
            return Order(url=address)
        raise
    if address and len(article.text) < A_NOTE:
        return Order(url=address)
    return Order(title=article.title, sent=Sent("text", article.text))


def may_send(address: str, senders: Iterable[str]) -> bool:
    """Tell whether an address is one of those, or of a domain that stands among them as @domain."""
    known = {sender.strip().lower() for sender in senders}
    _, at, domain = address.rpartition("@")
    return bool(at) and (address in known or f"@{domain}" in known)


def _came(mail: Path) -> Iterator[Path]:
    """Yield the letters that nobody has looked at, the first first; links are left alone."""
    folder = mail / "new" if is_mailbox(mail) else mail
    try:
        names = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        message = f"Letters cannot be taken from {folder}: {error.strerror or error}."
        raise OutputError(message, hint="Correct inbox.mail, or its permissions.") from error
    for path in names:
        is_letter = folder != mail or path.suffix.lower() == _LETTER
        if is_letter and path.is_file() and not path.is_symlink():
            yield path


def _mark(path: Path, mail: Path, *, taken: bool) -> None:
    """Move a letter to where it is not met again."""
    if path.parent == mail:
        place = path.with_name(path.name + _MARKS[taken])
    else:
        place = mail / "cur" / (unique_name(path) + _FLAGS[taken])
    try:
        path.rename(place)
    except FileNotFoundError:  # its reader was faster
        return
    except OSError as error:
        message = f"{path} cannot be moved to {place.parent}: {error.strerror or error}."
        raise OutputError(message, hint="Let the one who runs ting write there.") from error
