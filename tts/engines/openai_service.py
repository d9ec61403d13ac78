"""A server with OpenAI's speech interface: what it is asked.

By the public documentation (https://platform.openai.com/docs/api-reference/audio/createSpeech) and, for the
list of voices, which that has not, by what servers of others answer.
"""

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from tts.engines.asking import Question, Reply
from tts.engines.server_words import is_page, words_in
from tts.engines.speech_server import MOST_LIST_BYTES, OF_KEY, SpeechServer, Timings, root_of
from tts.errors import NetworkError, SynthesisError
from tts.model.address import web_parts
from tts.printable import shown

SPEECH, MODELS = "/audio/speech", "/models"
VOICE_LISTS = ("/audio/voices", "/voices")
_V1 = "/v1"
"""What an address has where it names no version: SDKs are given /v1, and others have /v4 or /v1/openai."""

_VERSION = re.compile(r"v\d[a-z0-9]*+")
_WITHOUT_MODELS = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
"""What one answers that has no list of models, and need not have one; or no door for speech."""

_CHINESE = ("zh", "cmn", "yue")
_OF_SCOPE = re.compile(rb"scope|insufficient permission", re.IGNORECASE)
"""What OpenAI says to a key that may speak, and see no list."""

_NO_DOOR = frozenset({"", "not found", "404 page not found", "method not allowed"})
"""What one says, in small letters, that has no such address at all."""


class OpenaiService(SpeechServer):
    """The server at `base_url`; raises UsageError for what is no address, or no key."""

    def __init__(self, engine: str, base_url: str, key: str, timings: Timings) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        super().__init__(engine, root_of(base_url, engine, (SPEECH, _V1)), key, headers, timings)
        self._base = _versioned(root_of(base_url, engine, (SPEECH,)))

    async def speech(self, request: Mapping[str, object], audio_s: float, most_bytes: int) -> Reply:
        """Return the sound that is asked for, as `sound` does."""
        url, work_s = self._base + SPEECH, self.timings.per_audio_s * audio_s
        return await self.sound(Question(url, self.timings.answer_s, most_bytes, work_s, request), request)

    async def voices(self) -> list[str] | None:
        """Return the names of the voices that the server lists, Chinese alone where it tells languages.

        None where it has no such list.
        """
        for path in VOICE_LISTS:
            reply = await self.asker.ask(Question(self._base + path, self.timings.voices_s, MOST_LIST_BYTES))
            if reply.status == HTTPStatus.OK and (names := sorted(set(voices_in(reply.body)))):
                return names
            if reply.status in OF_KEY:
                raise self.refusal(reply, {})
        return None

    async def check(self, model: str) -> None:
        """Return when the server answers, has the address for speech, and does not refuse the key.

        Others have lists of models, too: one that does not name this model is asked for speech of nothing,
        which any such server refuses in words.
        """
        reply = await self.looked_at(self._base + MODELS)
        if reply is None or (reply.status in OF_KEY and _OF_SCOPE.search(reply.body)):
            return
        if reply.status != HTTPStatus.OK and reply.status not in _WITHOUT_MODELS:
            raise self.refusal(reply, {})
        if reply.status != HTTPStatus.OK or json.dumps(model).encode() not in reply.body:
            await self._check_door()

    async def _check_door(self) -> None:
        question = Question(self._base + SPEECH, self.timings.door_s, MOST_LIST_BYTES, sent={})
        try:
            reply = await self.asker.ask(question)
        except (NetworkError, SynthesisError):
            return  # it is busy with something, so there is a door
        said = words_in(reply.body).strip(" .").lower()
        is_elsewhere = reply.status == HTTPStatus.OK and (is_page(reply.body) or said)
        if is_elsewhere or (
            reply.status in _WITHOUT_MODELS and (said in _NO_DOOR or reply.status != HTTPStatus.NOT_FOUND)
        ):
            raise self.no_such_server(reply)


def _versioned(address: str) -> str:
    """Return the address that is followed by what is asked for: with a version, its own or the usual one."""
    parts = web_parts(address)
    names = parts.path.split("/") if parts else ()
    return address if any(map(_VERSION.fullmatch, names)) else address + _V1


def voices_in(body: bytes) -> Iterator[str]:
    """Yield the names in a list of voices, of whichever form: names, or objects with one and a language."""
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        return
    if isinstance(listed, dict):
        found = (listed.get(key) for key in ("voices", "data"))
        listed = next((one for one in found if isinstance(one, list | dict)), [])
    if isinstance(listed, dict):
        listed = [entry for name, told in listed.items() for entry in _entries_of(name, told)]
    entries = listed if isinstance(listed, list) else []
    chinese = [entry for entry in entries if _is_chinese(entry)]
    for entry in chinese or entries:
        if name := _voice_name(entry):
            yield name


def _entries_of(name: str, told: object) -> list[object]:
    """Return the voices of one entry of a table: those of a model or language, or the one of this name."""
    if isinstance(told, list):
        return told
    return [{"id": name} | (told if isinstance(told, dict) else {})]


def _is_chinese(entry: object) -> bool:
    """Tell whether a voice is said to speak Chinese, alone or among others."""
    keys = ("language", "locale", "lang", "languages")
    found = [entry.get(key) for key in keys] if isinstance(entry, dict) else []
    told = [one for each in found for one in (each if isinstance(each, list) else [each])]
    return any(isinstance(one, str) and one.lower().startswith(_CHINESE) for one in told)


def _voice_name(entry: object) -> str:
    """Return the name that a voice is asked for by; empty where that is none, or could not be shown."""
    if isinstance(entry, dict):
        found = (entry.get(key) for key in ("id", "voice_id", "ShortName", "name"))
        entry = next((one for one in found if isinstance(one, str)), "")
    return entry if isinstance(entry, str) and shown(entry) == entry else ""
