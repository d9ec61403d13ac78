"""A server with OpenAI's speech interface: what it is asked, and its refusals in words.

By the public documentation (https://platform.openai.com/docs/api-reference/audio/createSpeech) and, for the
list of voices, which that has not, by what servers of others answer.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from tts.engines.asking import Asker, Question, Reply
from tts.engines.failures import NoAudio, ServiceUnavailable, Throttled, TooLong
from tts.engines.way import LATER, Way
from tts.errors import NetworkError, SynthesisError, TingError, UsageError
from tts.model.address import web_parts
from tts.printable import shown
from tts.retry_after import retry_after_s

MOST_LIST_BYTES = 5_000_000
MOST_WORDS = 160
"""Of what a server says of its refusal."""

VOICE_LISTS = ("/v1/audio/voices", "/v1/voices")
MODELS = "/v1/models"

_KNOWN_PATHS = ("/audio/speech", "/v1")
_TOO_LONG = re.compile(r"too.long|at most \d+ char|max(?:imum)? .{0,20}(?:length|char)", re.IGNORECASE)
_KEY = re.compile("[!-~]*")
_HIDDEN = "(the key)"
_REDIRECTS = range(300, 400)
_PASSING = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT})
_OF_REQUEST = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY})


@dataclass(frozen=True, slots=True)
class Timings:
    """How long to wait, in seconds, as `asking` has it.

    A text may take `answer_s`, and `per_audio_s` for each second of speech that is asked for at once.
    `check_s` bounds the question whether it is up.
    """

    connect_s: float = 10.0
    idle_s: float = 30.0
    answer_s: float = 45.0
    per_audio_s: float = 2.0
    check_s: float = 1.5
    voices_s: float = 20.0


@dataclass(slots=True)
class OpenaiService:
    """The server at `base_url`, called `engine` in the settings; raises UsageError for what is no address.

    `key` is sent to it alone, and never shown: not even where the server itself says it.
    """

    engine: str
    base_url: str
    key: str = field(repr=False)
    timings: Timings
    has_spoken: bool = False
    _asker: Asker = field(init=False, repr=False)
    root: str = field(init=False)

    def __post_init__(self) -> None:
        """Look at address and key before anything is asked."""
        self.root = root_of(self.base_url, self.engine)
        if not _KEY.fullmatch(self.key):
            message = f"The key for the engine {self.engine} has characters that no key has."
            raise UsageError(message, hint=f"Correct api_key or api_key_file in [engines.{self.engine}].")
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        way = Way(self.called, self.root)
        self._asker = Asker(way, headers, self.timings.connect_s, self.timings.idle_s)

    @property
    def called(self) -> str:
        """What it is called in the midst of a sentence."""
        return f"the speech server at {shown(self.root)}"

    @property
    def name(self) -> str:
        """What a sentence on it begins with."""
        return f"The{self.called[3:]}"

    async def speech(self, request: Mapping[str, object], audio_s: float, most_bytes: int) -> Reply:
        """Return the sound that is asked for, as it came; raises what `asking` does, and what is refused."""
        url, work_s = f"{self.root}/v1/audio/speech", self.timings.per_audio_s * audio_s
        question = Question(url, self.timings.answer_s, most_bytes, work_s, request)
        reply = await self._asker.ask(question)
        if reply.status != HTTPStatus.OK:
            raise self.refusal(reply, request)
        if not reply.body:
            message = f"{self.name} sent no sound for this text."
            raise NoAudio(message, hint=LATER)
        if _is_written(reply):
            raise self._no_sound(reply)
        self.has_spoken = True
        return reply

    async def voices(self) -> list[str] | None:
        """Return the names of the voices that the server lists, Chinese alone where it tells languages.

        None where it has no such list.
        """
        for path in VOICE_LISTS:
            reply = await self._asker.ask(Question(self.root + path, self.timings.voices_s, MOST_LIST_BYTES))
            if reply.status == HTTPStatus.OK and (names := sorted(set(voices_in(reply.body)))):
                return names
            if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
                raise self.refusal(reply, {})
        return None

    async def check(self) -> None:
        """Return when the server answers, and does not refuse the key; to be busy with us is well."""
        was_busy = self._asker.is_busy
        try:
            reply = await self._asker.ask(Question(self.root + MODELS, self.timings.check_s, MOST_LIST_BYTES))
        except NetworkError as error:
            if type(error) is NetworkError and (was_busy or self._asker.is_busy):
                return
            raise
        status = reply.status
        if status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}:
            return  # it has no list of models, and need not have one
        if status != HTTPStatus.OK:
            raise self.refusal(reply, {})

    def refusal(self, reply: Reply, request: Mapping[str, object]) -> TingError:
        """Return what an answer that is no success means, as the error that tells the caller what to do.

        What it granted before it may grant again: then the same refusal is a failure that passes.
        """
        status, said = reply.status, self._said(reply)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in _PASSING:
            return self._passing(reply, said)
        if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE or (said and _TOO_LONG.search(said)):
            return TooLong(f"{self.name} finds the text too long (HTTP {status}{said}).", hint=self._settings)
        if status in _OF_REQUEST and not _names(request, said):
            message = f"{self.name} does not take this text (HTTP {status}{said})."
            return SynthesisError(message, hint=self._settings)
        message, hint = self._what_lasts(reply, said)
        if self.has_spoken:
            return NetworkError(message, hint=hint)
        return ServiceUnavailable(message, hint=hint)

    def _passing(self, reply: Reply, said: str) -> TingError:
        """Return what a refusal means that another moment may undo."""
        asked_s = retry_after_s(reply.headers)
        if reply.status == HTTPStatus.TOO_MANY_REQUESTS:
            message = f"{self.name} has had too many requests (HTTP 429{said})."
            hint = f"Lower concurrency in [engines.{self.engine}], or let another engine speak."
            return Throttled(message, hint=hint, retry_after_s=asked_s)
        message = f"{self.name} is out of order (HTTP {reply.status}{said})."
        if asked_s is None:
            return NetworkError(message, hint=LATER)
        return Throttled(message, hint=LATER, retry_after_s=asked_s)

    def _what_lasts(self, reply: Reply, said: str) -> tuple[str, str]:
        """Return what is wrong, and what to do, where asking again would change nothing."""
        status, settings = reply.status, f"[engines.{self.engine}]"
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            remedy = (
                f"Correct api_key or api_key_file in {settings}" if self.key else f"Set api_key in {settings}"
            )
            variable = ", or TING_OPENAI_API_KEY" if self.engine == "openai" else ""
            refused = f"{self.name} refuses the key (HTTP {status})."
            return (
                refused if self.key else f"{self.name} wants a key (HTTP {status}).",
                f"{remedy}{variable}.",
            )
        if status in _REDIRECTS:
            target = web_parts(reply.headers.get("Location"))
            where = f": {shown(target.scheme)}://{shown(target.netloc.rpartition('@')[2])}" if target else ""
            message = f"{self.name} leads to another address (HTTP {status}{where})."
            return message, f"If that is the right one, set it as base_url in {settings}."
        if said:
            message = f"{self.name} has no such model or voice, or is none (HTTP {status}{said})."
            hint = (
                f"Correct model and voices in {settings}; `ting voices --engine {self.engine}` lists voices."
            )
            return message, hint
        message = f"{self.name} does not answer as one does (HTTP {status})."
        return message, f"Check base_url in {settings}."

    def _no_sound(self, reply: Reply) -> TingError:
        """Return what words in place of sound mean."""
        said = self._said(reply)
        sent = f"words{said}" if said else "a page of words"
        message = f"{self.name} answers with {sent}, and not with sound."
        hint = f"Check base_url in [engines.{self.engine}]: it may be that of something else."
        return SynthesisError(message, hint=hint)

    @property
    def _settings(self) -> str:
        return f"Check [engines.{self.engine}], or let another engine speak."

    def _said(self, reply: Reply) -> str:
        """Return the server's own words after a colon, fit for a line; empty where it has none for people."""
        words = shown(words_in(reply.body)).strip()
        if self.key:
            words = words.replace(self.key, _HIDDEN)
        if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN} or not words:
            return ""
        return f": {words[:MOST_WORDS].rstrip()}…" if len(words) > MOST_WORDS else f": {words.rstrip('.')}"


def root_of(base_url: str, engine: str) -> str:
    """Return the address before /v1; UsageError for one that is none, or that holds what may not be shown."""
    parts = web_parts(base_url)
    if parts is None or parts.port == 0 or parts.username is not None or parts.query or parts.fragment:
        message = f"base_url in [engines.{engine}] is not an address that a speech server can be reached at."
        hint = "It is like https://api.example.org or http://127.0.0.1:8880; a key goes into api_key."
        raise UsageError(message, hint=hint)
    path = parts.path.rstrip("/")
    for known in _KNOWN_PATHS:
        path = path.removesuffix(known)
    return f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}"


def voices_in(body: bytes) -> Iterator[str]:
    """Yield the names in a list of voices, of whichever form: names, or objects with one and a language."""
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        return
    if isinstance(listed, dict):
        listed = next((listed[key] for key in ("voices", "data") if isinstance(listed.get(key), list)), [])
    entries = listed if isinstance(listed, list) else []
    chinese = [entry for entry in entries if _language(entry).startswith(("zh", "cmn", "yue"))]
    for entry in chinese or entries:
        if name := _voice_name(entry):
            yield name


def _language(entry: object) -> str:
    found = (entry.get(key) for key in ("language", "locale", "lang")) if isinstance(entry, dict) else ()
    return next((one.lower() for one in found if isinstance(one, str)), "")


def _voice_name(entry: object) -> str:
    """Return the name that a voice is asked for by; empty where that is none, or could not be shown."""
    if isinstance(entry, dict):
        found = (entry.get(key) for key in ("id", "voice_id", "ShortName", "name"))
        entry = next((one for one in found if isinstance(one, str)), "")
    return entry if isinstance(entry, str) and shown(entry) == entry else ""


def words_in(body: bytes) -> str:
    """Return the words of a refusal in JSON, as servers of several makes write them; empty where none are."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    for _depth in range(4):
        if isinstance(told, list):
            told = told[0] if told else ""
        if not isinstance(told, dict):
            break
        told = next((told[key] for key in ("error", "detail", "message", "msg") if told.get(key)), "")
    return told if isinstance(told, str) else ""


def _is_written(reply: Reply) -> bool:
    """Tell whether the answer is words: by what it says that it is, or by how it begins."""
    begins = reply.body[:64].lstrip().lower()
    is_page = begins.startswith((b"<!doctype", b"<html", b"<?xml", b'{"'))
    return is_page or reply.content_type.startswith(("text/", "application/json", "application/xml"))


def _names(request: Mapping[str, object], said: str) -> bool:
    """Tell whether the server's words are on what is set, and not on the text."""
    words = said.lower()
    values = [str(request.get(key, "")).lower() for key in ("model", "voice", "response_format")]
    return any(name in words for name in ("model", "voice", "response_format", "speed")) or any(
        value and value in words for value in values
    )
