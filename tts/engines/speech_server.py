"""A speech server behind an address: what all such have in common, and their refusals in words."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult

from tts.engines.asking import Asker, Question, Reply
from tts.engines.failures import NoAudio, ServiceUnavailable, Throttled, TooLong
from tts.engines.server_words import MARKUP, is_page, plain_words, words_in
from tts.engines.sound_kinds import is_known
from tts.engines.way import LATER, Way
from tts.errors import NetworkError, SynthesisError, TingError, UsageError
from tts.model.address import joined, web_parts
from tts.printable import shown
from tts.retry_after import retry_after_s

MOST_LIST_BYTES = 5_000_000
MOST_KEY_BYTES = 10_000
MOST_WORDS = 160
"""Of what a server says of its refusal."""

OWN_VARIABLES = ("azure", "openai")
"""Engines whose key may stand in TING_…_API_KEY."""

_TOO_LONG = re.compile(r"too.long|at most \d+ char|max(?:imum)? .{0,20}(?:length|char)", re.IGNORECASE)
_KEY = re.compile("[!-~]*")
_PAGES = (*MARKUP, b'{"')
_UNPAID = re.compile(
    "insufficient_quota|insufficient.balance|balance is insufficient|out of call volume quota"
    "|budget has been exceeded|arrearage|余额不足|欠费",
    re.IGNORECASE,
)
"""What OpenAI, Azure, LiteLLM and clouds of China say who want to be paid first: no waiting helps."""

_SETTINGS_NAMES = ("model", "voice", "response_format", "speed", "模型", "音色", "发音人", "發音人")
"""What a refusal speaks of that is on what is set, and not on the text."""

_LETTERS = re.compile(rb"[!-~]+")
_HIDDEN = "(the key)"
_UNPROVED = (
    "If it is your own, let SSL_CERT_FILE name its certificate; else check the clock and proxies here."
)
_UNPAID_HINT = "Pay for it there, or let another engine speak."
_REDIRECTS = range(300, 400)
_PASSING = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT})
_GRANTED = frozenset(range(200, 205))
"""Some frameworks answer a POST with 201 unless they are told otherwise; 206 is a part."""

_OF_REQUEST = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})
OF_KEY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Timings:
    """How long to wait, in seconds, as `asking` has it.

    A text may take `answer_s`, and `per_audio_s` for each second of speech that is asked for at once.
    `check_s` bounds the question whether it is up, `door_s` the one after it where that told nothing.
    """

    connect_s: float = 10.0
    idle_s: float = 30.0
    answer_s: float = 45.0
    per_audio_s: float = 2.0
    check_s: float = 1.5
    door_s: float = 0.5
    voices_s: float = 20.0


class Keyed(Protocol):
    """Settings that may give a key, or name the file it stands in."""

    @property
    def api_key(self) -> str | None:
        """The key itself."""

    @property
    def api_key_file(self) -> Path | None:
        """A file with nothing else in it."""


class SpeechServer:
    """The server at `root`, called `engine` in the settings, and asked with `headers` each time.

    `key` stands in one of these, and is never shown: not even where the server itself says it. Raises
    UsageError for what is no key.
    """

    kind = "the speech server"
    place = "base_url"
    """The setting that says where it is."""

    choices = "model, voices or response_format"
    """The settings by which it chooses what speaks, and how."""

    not_there: frozenset[int] = frozenset()
    """Refusals that are on the address alone, whatever they say."""

    relief = "Lower concurrency"
    """What to do where it has had too many requests."""

    def __init__(
        self, engine: str, root: str, key: str, headers: Mapping[str, str], timings: Timings
    ) -> None:
        if not _KEY.fullmatch(key):
            message = f"The key for the engine {engine} has characters that no key has."
            raise UsageError(message, hint=f"Correct api_key or api_key_file in [engines.{engine}].")
        self.engine = engine
        self.root = root
        self.timings = timings
        self.has_spoken = False
        self._key = key
        way = Way(self.called, root, unproved=_UNPROVED)
        self.asker = Asker(way, headers, timings.connect_s, timings.idle_s)

    @property
    def called(self) -> str:
        """What it is called in the midst of a sentence."""
        return f"{self.kind} at {shown(self.root)}"

    @property
    def name(self) -> str:
        """What a sentence on it begins with."""
        return f"The{self.called[3:]}"

    async def sound(self, question: Question, request: Mapping[str, object]) -> Reply:
        """Return the sound that is asked for, as it came; raises what `asking` does, and what is refused.

        `request` is what was asked for, as it may stand in the server's words.
        """
        reply = await self.asker.ask(question)
        if reply.status not in _GRANTED:
            raise self.refusal(reply, request)
        if not reply.body:
            message = f"{self.name} sent no sound for this text."
            raise NoAudio(message, hint=LATER)
        if _is_written(reply):
            raise self._no_sound(reply)
        self.has_spoken = True
        return reply

    async def looked_at(self, url: str) -> Reply | None:
        """Return what it answers there, whatever that is; None where it is busy with us, which is well."""
        was_busy = self.asker.is_busy
        try:
            return await self.asker.ask(Question(url, self.timings.check_s, MOST_LIST_BYTES))
        except NetworkError as error:
            if type(error) is NetworkError and (was_busy or self.asker.is_busy):
                return None
            raise

    def refusal(self, reply: Reply, request: Mapping[str, object]) -> TingError:
        """Return what an answer that is no success means, as the error that tells the caller what to do.

        What it granted before it may grant again: then the same refusal is a failure that passes.
        """
        status, said = reply.status, self._said(reply)
        if _is_unpaid(reply):
            return self._lasting(f"{self.name} wants to be paid (HTTP {status}{said}).", _UNPAID_HINT)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING:
            return self._passing(reply, said)
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or (said and _TOO_LONG.search(said)):
            return TooLong(f"{self.name} finds the text too long (HTTP {status}{said}).", hint=self._settings)
        is_on_text = not is_page(reply.body) and not self.is_on_settings(request, said)
        if status in _OF_REQUEST and is_on_text:
            message = f"{self.name} does not take this text (HTTP {status}{said})."
            return SynthesisError(message, hint=self._settings)
        return self._lasting(*self._what_lasts(reply, said))

    def _lasting(self, message: str, hint: str) -> TingError:
        if self.has_spoken:
            return NetworkError(message, hint=hint)
        return ServiceUnavailable(message, hint=hint)

    def is_on_settings(self, request: Mapping[str, object], said: str) -> bool:
        """Tell whether the server's words are on what is set, and not on the text."""
        words = said.lower()
        values = [str(request.get(key, "")).lower() for key in ("model", "voice", "response_format")]
        return any(name and name in words for name in (*_SETTINGS_NAMES, *values))

    def _passing(self, reply: Reply, said: str) -> TingError:
        """Return what a refusal means that another moment may undo."""
        asked_s = retry_after_s(reply.headers)
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            message = f"{self.name} has had too many requests (HTTP 429{said})."
            hint = f"{self.relief} in [engines.{self.engine}], or let another engine speak."
            return Throttled(message, hint=hint, retry_after_s=asked_s)
        message = f"{self.name} is out of order (HTTP {reply.status}{said})."
        if asked_s is None:
            return NetworkError(message, hint=LATER)
        return Throttled(message, hint=LATER, retry_after_s=asked_s)

    def _what_lasts(self, reply: Reply, said: str) -> tuple[str, str]:
        """Return what is wrong, and what to do, where asking again would change nothing."""
        status, settings = reply.status, f"[engines.{self.engine}]"
        if status in OF_KEY:
            is_own = self.engine in OWN_VARIABLES
            variable = f", or TING_{self.engine.upper()}_API_KEY" if is_own else ""
            if self._key:
                message = f"{self.name} refuses the key (HTTP {status}{said})."
                if is_page(reply.body):
                    message = f"{self.name} refuses the key, or a gateway lets nobody in (HTTP {status})."
                return message, f"Correct api_key or api_key_file in {settings}{variable}."
            return f"{self.name} wants a key (HTTP {status}{said}).", f"Set api_key in {settings}{variable}."
        if status in _REDIRECTS:
            target = web_parts(joined(self.root, reply.headers.get("Location")))
            where = f": {_place_of(target)}" if target else ""
            message = f"{self.name} leads to another address (HTTP {status}{where})."
            return message, f"If that is the right one, set it as base_url in {settings}."
        if said and status not in self.not_there:
            message = f"{self.name} has no such model or voice, or is none (HTTP {status}{said})."
            hint = f"Correct {self.choices} in {settings}; `ting voices --engine {self.engine}` lists voices."
            return message, hint
        return self._no_server(status)

    def no_such_server(self, reply: Reply) -> TingError:
        """Return what it means that nothing there takes texts."""
        return self._lasting(*self._no_server(reply.status))

    def _no_server(self, status: int) -> tuple[str, str]:
        message = f"{self.name} does not answer as one does (HTTP {status})."
        return message, f"Check {self.place} in [engines.{self.engine}]."

    def _no_sound(self, reply: Reply) -> TingError:
        """Return what words in place of sound mean."""
        said = self._said(reply)
        sent = f"words{said}" if said else "a page of words"
        message = f"{self.name} answers with {sent}, and not with sound."
        hint = f"Check {self.place} in [engines.{self.engine}]: it may be that of something else."
        return SynthesisError(message, hint=hint)

    @property
    def _settings(self) -> str:
        return f"Check [engines.{self.engine}], or let another engine speak."

    def _said(self, reply: Reply) -> str:
        """Return the server's own words after a colon, fit for a line; empty where it has none for people."""
        words = shown(words_in(reply.body) or plain_words(reply)).strip()
        if self._key:
            words = words.replace(self._key, _HIDDEN)
        if reply.status == HTTPStatus.UNAUTHORIZED or not words:  # some say there what was wrong in a key
            return ""
        return f": {words[:MOST_WORDS].rstrip()}…" if len(words) > MOST_WORDS else f": {words.rstrip('.')}"


def key_of(name: str, settings: Keyed) -> str:
    """Return the key that the settings give, or that stands in the file they name; empty without one."""
    if settings.api_key or settings.api_key_file is None:
        return (settings.api_key or "").strip()
    path = settings.api_key_file
    reason = "it is no file of a key"
    try:
        told = path.stat()
        if path.is_file() and told.st_size <= MOST_KEY_BYTES:  # a device would be read without end
            if key := _decoded(path.read_bytes()).strip():
                return key
            reason = "it is empty"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or reason
    message = f"The key of the engine {name} cannot be read from {path}: {reason}."
    raise UsageError(message, hint=f"Correct api_key_file in [engines.{name}].")


def _decoded(written: bytes) -> str:
    """Return the text of a file: in UTF-16 where its first bytes say so, as those of PowerShell's `>` do."""
    return written.decode("utf-16" if written.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")


def root_of(base_url: str, engine: str, known_paths: Iterable[str]) -> str:
    """Return the address before paths that are known, which may be left out.

    Raises UsageError for one that is none, or that holds what may not be shown.
    """
    parts = web_parts(base_url)
    if parts is None or parts.port == 0 or parts.username is not None or parts.query or parts.fragment:
        message = f"base_url in [engines.{engine}] is not an address that a speech server can be reached at."
        hint = "It is like https://api.example.org or http://127.0.0.1:8880; a key goes into api_key."
        raise UsageError(message, hint=hint)
    path = parts.path.rstrip("/")
    for known in known_paths:
        path = path.removesuffix(known)
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}"


def _place_of(target: SplitResult) -> str:
    """Return an address as it may be set, without what a redirect adds to it."""
    path = target.path if target.path != "/" else ""
    return shown(target._replace(path=path, query="", fragment="").geturl())


def _is_unpaid(reply: Reply) -> bool:
    if reply.status == HTTPStatus.PAYMENT_REQUIRED:
        return True
    may_say = {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
    said = reply.body.decode(errors="ignore") + words_in(reply.body)  # in JSON signs may be escaped
    return reply.status in may_say and _UNPAID.search(said) is not None


def _is_written(reply: Reply) -> bool:
    """Tell whether the answer is words: by how it begins, or, where that is no sound, by what it says it is.

    Base64 and the like are words as well: no samples are all of letters and signs.
    """
    if is_known(reply.body):
        return False
    begins = b"".join(reply.body[:256].split()).lower()
    if begins.startswith(_PAGES) or _LETTERS.fullmatch(begins):
        return True
    return reply.content_type.startswith(("text/", "application/json", "application/xml"))
