"""Azure's Speech service over REST: what it is asked, and whether it has a voice.

By https://learn.microsoft.com/azure/ai-services/speech-service/rest-text-to-speech alone: it was never asked.
"""

from collections.abc import Mapping
from http import HTTPStatus

from tts.engines.asking import Question, Reply
from tts.engines.failures import ServiceUnavailable
from tts.engines.openai_service import voices_in
from tts.engines.speech_server import MOST_LIST_BYTES, SpeechServer, Timings, root_of
from tts.errors import NetworkError, SynthesisError, TingError
from tts.version import VERSION

SPEECH, VOICES = "/cognitiveservices/v1", "/cognitiveservices/voices/list"

FORMAT = "riff-24khz-16bit-mono-pcm"
"""What its voices are made in, with a header that tells the length."""

_ASKED = {"Content-Type": "application/ssml+xml", "X-Microsoft-OutputFormat": FORMAT}
_KNOWN_PATHS = (SPEECH, VOICES, "/cognitiveservices")


class AzureService(SpeechServer):
    """The service at an address; raises UsageError for what is none, or for what is no key."""

    kind = "the Azure Speech service"
    place = "region or base_url"
    choices = "voices"
    relief = "Set per_minute"
    not_there = frozenset({HTTPStatus.NOT_FOUND})

    def __init__(self, engine: str, address: str, key: str, timings: Timings) -> None:
        headers = {"User-Agent": f"tingxinwen/{VERSION}"}
        if key:
            headers["Ocp-Apim-Subscription-Key"] = key
        super().__init__(engine, root_of(address, engine, _KNOWN_PATHS), key, headers, timings)
        self._voices: frozenset[str] = frozenset()

    async def speech(self, document: str, voice: str, audio_s: float, most_bytes: int) -> Reply:
        """Return the sound of a document of SSML, as `sound` does.

        What fails for a voice that the service does not list is ServiceUnavailable: it often tells no reason.
        """
        timings, sent = self.timings, document.encode()
        work_s = timings.per_audio_s * audio_s
        question = Question(self.root + SPEECH, timings.answer_s, most_bytes, work_s, sent, _ASKED)
        try:
            return await self.sound(question, {})
        except SynthesisError:
            await self._check_voice(voice)
            raise

    async def voices(self) -> list[str]:
        """Return the names of the Chinese voices that the service lists now, sorted."""
        self._learn(await self.asker.ask(self._list_question(self.timings.voices_s)))
        return sorted(name for name in self._voices if name.startswith("zh-"))

    async def check(self) -> None:
        """Return when the service lists its voices to this key; to be busy with us is well."""
        reply = await self.looked_at(self.root + VOICES)
        if reply is not None:
            self._learn(reply)

    def is_on_settings(self, request: Mapping[str, object], said: str) -> bool:  # noqa: ARG002
        """Tell that a refused text may be at fault: whether the voice is, its list of voices tells."""
        return False

    async def _check_voice(self, voice: str) -> None:
        try:
            if voice not in self._voices:
                self._learn(await self.asker.ask(self._list_question(self.timings.voices_s)))
        except (NetworkError, SynthesisError, ServiceUnavailable):
            return
        if voice not in self._voices:
            raise self._no_such_voice(voice)

    def _list_question(self, deadline_s: float) -> Question:
        return Question(self.root + VOICES, deadline_s, MOST_LIST_BYTES)

    def _learn(self, reply: Reply) -> None:
        """Learn the names of all voices from a list of them; raise for what is none."""
        if reply.status != HTTPStatus.OK:
            raise self.refusal(reply, {})
        self._voices = frozenset(voices_in(reply.body))
        if not self._voices:
            message = f"{self.name} answers with something that is no list of voices."
            raise NetworkError(message, hint=f"Check {self.place} in [engines.{self.engine}].")

    def _no_such_voice(self, voice: str) -> TingError:
        message = f"{self.name} lists no voice named {voice!r}, and refuses it."
        hint = f"Correct voices in [engines.{self.engine}]; `ting voices --engine {self.engine}` lists them."
        return ServiceUnavailable(message, hint=hint)
