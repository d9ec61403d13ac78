"""Tokens: who may do what with the inbox. Each device has one of its own, kept as a hash alone."""

import datetime as dt
import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from tts.catalog.story import stamp, unstamp
from tts.errors import OutputError, UsageError
from tts.inbox.kept import Kept

Permission = Literal["add", "read", "all"]
"""To send; to see the list and hear it; or both, with all that changes it."""

TOKEN_BYTES = 24
"""192 random bits: nobody guesses them, so that a plain hash keeps them safe."""

USED_EVERY = dt.timedelta(minutes=1)
"""That a token is used is written down so often: not every request must write."""

_NAME = re.compile(r"[\w .-]{1,60}")
_COLUMNS = "name, may, list, added, used"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token: not the word itself, which was shown once.

    `list` names the list that it adds to and reads; empty for that of the house.
    """

    name: str
    may: Permission
    list: str
    added: dt.datetime
    used: dt.datetime | None

    @property
    def may_add(self) -> bool:
        """Whether its bearer may send something."""
        return self.may in ("add", "all")

    @property
    def may_read(self) -> bool:
        """Whether its bearer may see the list and hear what is in it."""
        return self.may in ("read", "all")

    @property
    def may_change(self) -> bool:
        """Whether its bearer may remove, put back and try again."""
        return self.may == "all"


class Tokens(Kept):
    """The tokens of an output folder; use it as a context manager. Methods may raise what `Database` does."""

    def add(self, name: str, may: Permission, of: str = "") -> str:
        """Return a new token, which is kept nowhere; raise UsageError when the name is taken or is none."""
        for label in (name, *filter(None, (of,))):
            if not _NAME.fullmatch(label):
                message = f"{label!r} cannot be the name of a device or a list."
                raise UsageError(message, hint="Take up to 60 letters, digits, spaces, -, _ and dots.")
        word = secrets.token_urlsafe(TOKEN_BYTES)
        with self._database.transaction():
            if self._database.rows("SELECT 1 FROM token WHERE name = ?", (name,)):
                message = f"There is a token for {name} already."
                raise UsageError(message, hint=f"Take another name, or first: ting token revoke {name}.")
            self._database.change(
                f"INSERT INTO token (hash, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, NULL)",  # noqa: S608 - ours
                (_hash(word), name, may, of, stamp(self._now())),
            )
        return word

    def revoke(self, name: str) -> None:
        """Let the token of a name be worth nothing; raise UsageError when there is none."""
        with self._database.transaction():
            if not self._database.change("DELETE FROM token WHERE name = ?", (name,)):
                message = f"There is no token for {name}."
                raise UsageError(message, hint="See which there are: ting token list.")

    def all(self) -> list[Token]:
        """Return what is known of all tokens, by name."""
        return list(self._database.each(_token, f"SELECT {_COLUMNS} FROM token ORDER BY name"))  # noqa: S608 - ours

    def holder(self, word: str) -> Token | None:
        """Return what is known of a token that is shown; None when it is none, or was revoked."""
        query = f"SELECT {_COLUMNS} FROM token WHERE hash = ?"  # noqa: S608 - ours
        found = next(self._database.each(_token, query, _hash(word)), None)
        if found and (found.used is None or self._now() - found.used >= USED_EVERY):
            with suppress(OutputError):  # a full disk keeps nobody from what is there
                self._database.change(
                    "UPDATE token SET used = ? WHERE name = ?", (stamp(self._now()), found.name)
                )
        return found


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode(errors="replace")).hexdigest()


def _token(name: str, may: Permission, of: str, added: int, used: int | None) -> Token:
    return Token(name, may, of, unstamp(added), None if used is None else unstamp(used))
