"""Azure's Speech service over REST on the loopback interface, with faults on request.

Written from the public documentation of `POST /cognitiveservices/v1` and its SSML; faults, sound and all else
are those of `openai_server`. By itself: `python -m tests.emulator.azure_server`, then `TING_AZURE_BASE_URL`.
"""

import re
import sys
import threading
import time
from xml.etree import ElementTree as ET

from aiohttp import hdrs, web

from tests.emulator.openai_server import OpenaiEmulator, Order, refusal
from tests.emulator.voices import SHORT_NAMES, voice_list

FORMATS = ("riff-24khz-16bit-mono-pcm",)
"""Those of the documentation's list that can be made here."""

SPEECH = "{http://www.w3.org/2001/10/synthesis}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_S = 600
LETTERS_PER_S = 4
MOST_AGENT = 255
_CHANGE = {"rate": r"[+-]\d+%", "pitch": r"[+-]\d+Hz", "volume": r"[+-]\d+%"}


class AzureEmulator(OpenaiEmulator):
    """The service, while its `with` block runs; `per_minute` requests for speech are answered a minute."""

    per_minute = 0

    def app(self) -> web.Application:
        """Return the interface."""
        app = web.Application()
        app.router.add_post("/cognitiveservices/v1", self.speak)
        app.router.add_get("/cognitiveservices/voices/list", self._list)
        return app

    def key_in(self, request: web.Request) -> str:
        """Return the key that a request brings."""
        return request.headers.get("Ocp-Apim-Subscription-Key", "")

    async def _list(self, request: web.Request) -> web.Response:
        await self.let_in_to_list(request)
        return web.json_response(voice_list())

    async def order_in(self, request: web.Request, key: str) -> Order:
        """Return what is asked for; what the interface would not take is refused as it refuses."""
        if request.content_type != "application/ssml+xml":
            raise refusal(415, "")
        if request.headers.get("X-Microsoft-OutputFormat") not in FORMATS:
            raise _bad()
        if not 0 < len(request.headers.get(hdrs.USER_AGENT, "")) < MOST_AGENT:
            raise _bad()
        voice, text, change = _read(await request.read())
        since = time.monotonic() - 60
        if self.per_minute and sum(one.began_s > since for one in self.orders) >= self.per_minute:
            raise refusal(429, "Too many requests.")
        speed = 1 + int(change.get("rate", "+0%")[:-1]) / 100
        if len(text) / LETTERS_PER_S / speed > MOST_S:
            text = text[: int(MOST_S * LETTERS_PER_S * speed)]
        return Order(text, voice, "wav", speed, key, time.monotonic())


def _bad() -> web.HTTPException:
    """Return the refusal of a request that is wrong in some way: it has no words."""
    answer = web.HTTPException(text="", content_type="text/xml")
    answer.set_status(400)
    return answer


def _read(body: bytes) -> tuple[str, str, dict[str, str]]:
    """Return voice, text and prosody of a document."""
    try:
        document = ET.fromstring(body)  # noqa: S314 - what our own engine wrote
    except ET.ParseError:
        raise _bad() from None
    voices = document.findall(f"{SPEECH}voice")
    said = document.tag, document.get("version"), bool(document.get(LANGUAGE)), len(voices)
    if said != (f"{SPEECH}speak", "1.0", True, 1):
        raise _bad()
    (voice,) = voices
    prosody = voice.find(f"{SPEECH}prosody")
    change = dict(prosody.attrib) if prosody is not None else {}
    if voice.get("name") not in SHORT_NAMES or not all(
        re.fullmatch(_CHANGE[name], value) for name, value in change.items()
    ):
        raise _bad()
    return str(voice.get("name")), "".join(voice.itertext()), change


def main() -> None:
    """Serve until interrupted; the address is printed first."""
    with AzureEmulator() as server:
        sys.stdout.write(f"{server.base_url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main()
