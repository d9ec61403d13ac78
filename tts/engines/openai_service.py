"""A server with OpenAI's speech interface: what it is asked.

By the public documentation (https://platform.openai.com/docs/api-reference/audio/createSpeech) and, for the
list of voices, which that has not, by what servers of others answer.
"""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from tts.engines.asking import Question, Reply
from tts.engines.speech_server import MOST_LIST_BYTES, OF_KEY, SpeechServer, Timings, root_of
from tts.printable import shown

VOICE_LISTS = ("/v1/audio/voices", "/v1/voices")
MODELS = "/v1/models"

_KNOWN_PATHS = ("/audio/speech", "/v1")
_WITHOUT_MODELS = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED})
"""What one answers that has no list of models, and need not have one."""


class OpenaiService(SpeechServer):
    """The server at `base_url`; raises UsageError for what is no address, or no key."""

    def __init__(self, engine: str, base_url: str, key: str, timings: Timings) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        super().__init__(engine, root_of(base_url, engine, _KNOWN_PATHS), key, headers, timings)

    async def speech(self, request: Mapping[str, object], audio_s: float, most_bytes: int) -> Reply:
        """Return the sound that is asked for, as `sound` does."""
        url, work_s = f"{self.root}/v1/audio/speech", self.timings.per_audio_s * audio_s
        return await self.sound(Question(url, self.timings.answer_s, most_bytes, work_s, request), request)

    async def voices(self) -> list[str] | None:
        """Return the names of the voices that the server lists, Chinese alone where it tells languages.

        None where it has no such list.
        """
        for path in VOICE_LISTS:
            reply = await self.asker.ask(Question(self.root + path, self.timings.voices_s, MOST_LIST_BYTES))
            if reply.status == HTTPStatus.OK and (names := sorted(set(voices_in(reply.body)))):
                return names
            if reply.status in OF_KEY:
                raise self.refusal(reply, {})
        return None

    async def check(self) -> None:
        """Return when the server answers, and does not refuse the key."""
        reply = await self.looked_at(MODELS)
        if reply is not None and reply.status != HTTPStatus.OK and reply.status not in _WITHOUT_MODELS:
            raise self.refusal(reply, {})


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
