"""Where the Edge read-aloud service is, the way to it, and its failures in words."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult

import aiohttp
import edge_tts.communicate
import edge_tts.voices
from edge_tts import constants
from edge_tts.exceptions import EdgeTTSException, NoAudioReceived, SkewAdjustmentError

from tts.engines.failures import NoAudio, ServiceUnavailable, Throttled
from tts.engines.way import LATER, Way
from tts.errors import NetworkError, SynthesisError, TingError, UsageError
from tts.model.address import web_parts
from tts.retry_after import retry_after_s

BASE_PATH = "/consumer/speech/synthesize/readaloud"

FAILURES = (
    aiohttp.ClientError,
    EdgeTTSException,
    OSError,
    # The client reads the service's messages without much looking, so nonsense in them comes out as:
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What the client raises when the service, or the way to it, fails."""

_UPGRADE = "Wait some minutes; if it stays so, the service has changed: pip install --upgrade edge-tts."


@dataclass(frozen=True, slots=True)
class EdgeService:
    """The service at its own address, or at `base_url` (http or https); raises UsageError if that is none.

    `proxy` leads to it; without one, the environment's proxy for this kind of address is taken
    (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), though never to reach this machine itself.
    """

    base_url: str | None = None
    proxy: str | None = None

    def __post_init__(self) -> None:
        """Refuse an address that is none."""
        if self.base_url is not None:
            _split(self.base_url)

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"The Edge service at {self.base_url}" if self.base_url else "The Edge service"

    @property
    def speech_url(self) -> str:
        """The websocket's address, with the client's fixed token."""
        if self.base_url is None:
            return constants.WSS_URL
        parts = _split(self.base_url)
        scheme = {"http": "ws", "https": "wss"}[parts.scheme]
        root = f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}{BASE_PATH}"
        return f"{root}/edge/v1?TrustedClientToken={constants.TRUSTED_CLIENT_TOKEN}"

    @property
    def voices_url(self) -> str:
        """The address of the list of voices, with the client's fixed token."""
        if self.base_url is None:
            return constants.VOICE_LIST
        token = f"trustedclienttoken={constants.TRUSTED_CLIENT_TOKEN}"
        return f"{self.base_url.rstrip('/')}{BASE_PATH}/voices/list?{token}"

    def client_proxy(self) -> str:
        """Return the proxy as the client takes it; "" is none, where None would let it choose itself.

        Left to itself the client ignores HTTPS_PROXY when it speaks and heeds it when it lists voices.
        """
        return self._way.client_proxy()

    def point_client_here(self) -> None:
        """Make edge-tts's next request go to this service.

        edge-tts has no setting for its addresses, which are constants of the two modules that use them;
        they are set before every request, so that several services can be used in turn.
        """
        vars(edge_tts.communicate)["WSS_URL"] = self.speech_url
        vars(edge_tts.voices)["VOICE_LIST"] = self.voices_url

    def explain(self, error: BaseException) -> TingError:
        """Return what one of FAILURES means to a user, as the error that tells the caller what to do."""
        match error:
            case SkewAdjustmentError(__cause__=aiohttp.ClientResponseError() as refusal):
                return self._explain_refusal(refusal)
            case aiohttp.ClientResponseError():
                return self._explain_refusal(error)
            case aiohttp.ClientError() | OSError():
                return self._way.explain(error)
            case NoAudioReceived():
                return NoAudio(f"{self.name} sent no sound for this text.", hint=LATER)
            case _:
                message = f"{self.name} answered with something that is not its protocol."
                return SynthesisError(message, hint=_UPGRADE)

    def _explain_refusal(self, error: aiohttp.ClientResponseError) -> TingError:
        if isinstance(error, aiohttp.ClientHttpProxyError):
            return self._way.explain(error)
        status = error.status
        if status == HTTPStatus.FORBIDDEN:
            message = f"{self.name} refuses this program (HTTP 403)."
            return Throttled(message, hint=_UPGRADE, retry_after_s=_asked_for_s(error))
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            message = f"{self.name} has had too many requests from here (HTTP 429)."
            return Throttled(message, hint=LATER, retry_after_s=_asked_for_s(error))
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
            message = f"{self.name} is out of order (HTTP {status})."
            asked_s = _asked_for_s(error)
            if asked_s is None:
                return NetworkError(message, hint=LATER)
            return Throttled(message, hint=LATER, retry_after_s=asked_s)
        message = f"{self.name} does not answer as that service does (HTTP {status})."
        return ServiceUnavailable(message, hint="Check engines.edge.base_url." if self.base_url else _UPGRADE)

    @property
    def _way(self) -> Way:
        url = self.base_url or constants.VOICE_LIST
        return Way(f"the{self.name[3:]}", url, self.proxy, "HTTPS_PROXY or engines.edge.proxy")


def _split(url: str) -> SplitResult:
    parts = web_parts(url)
    if parts is None or parts.port == 0:
        message = f"{url!r} is not an address that the Edge service can be reached at."
        raise UsageError(
            message, hint="engines.edge.base_url is like https://example.org or http://127.0.0.1:8021."
        )
    return parts


def _asked_for_s(error: aiohttp.ClientResponseError) -> float | None:
    return retry_after_s(error.headers or {})
