"""The way to a service: through which proxy, and what is said when it fails."""

import urllib.request
from dataclasses import dataclass

import aiohttp

from tts.engines.failures import ServiceUnavailable, Unreachable
from tts.errors import NetworkError, TingError
from tts.model.address import is_this_machine, parts_of

LATER = "Try again in some minutes, or let another engine speak."
OFFLINE_HINT = "Check the connection, or let another engine speak (--engine kokoro needs no network)."


@dataclass(frozen=True, slots=True)
class Way:
    """The way to the service at an address of the web, `called` so in the midst of a sentence.

    `proxy` leads to it; without one, the environment's proxy for this kind of address is taken
    (HTTPS_PROXY, HTTP_PROXY, NO_PROXY), though never to reach this machine itself. `settings` says where
    a proxy is set, for those who must correct it; `unproved`, what to do where it does not prove who it is.
    """

    called: str
    url: str
    proxy: str | None = None
    settings: str = "HTTPS_PROXY"
    unproved: str = "Check this machine's clock, and any proxy on the way."

    @property
    def name(self) -> str:
        """What a sentence on the service begins with."""
        return f"{self.called[:1].upper()}{self.called[1:]}"

    def client_proxy(self) -> str:
        """Return the proxy as aiohttp takes it; "" is none, where None would let a client choose itself."""
        proxy = self.proxy or self._environment_proxy()
        if proxy and "://" not in proxy:
            proxy = f"http://{proxy}"
        if proxy and (scheme := _scheme(proxy)) not in {"http", "https"}:
            kind = f"A {scheme} proxy" if scheme else "A proxy whose address is malformed"
            message = f"{kind} cannot be used to reach {self.called}."
            raise ServiceUnavailable(message, hint=f"Set {self.settings} to an http:// proxy.")
        return proxy

    def explain(self, error: aiohttp.ClientError | OSError) -> TingError:
        """Return what a failed connection means to a user, as the error that tells the caller what to do."""
        match error:
            case aiohttp.ClientHttpProxyError():
                message = f"The proxy did not open the way to {self.called} (HTTP {error.status})."
                return NetworkError(message, hint=f"Check {self.settings}.")
            case aiohttp.ClientSSLError():
                return self._unproved(error)
            case aiohttp.ClientProxyConnectionError():
                message = f"The proxy on the way to {self.called} cannot be reached ({_reason(error)})."
                return Unreachable(message, hint=f"Check {self.settings}.")
            case aiohttp.ClientConnectorError():
                return Unreachable(f"{self.name} cannot be reached ({_reason(error)}).", hint=OFFLINE_HINT)
            case TimeoutError():
                return NetworkError(f"{self.name} did not answer in time.", hint=OFFLINE_HINT)
            case _:
                return NetworkError(f"{self.name} broke off the connection.", hint=LATER)

    def _unproved(self, error: aiohttp.ClientError) -> TingError:
        if "WRONG_VERSION_NUMBER" in str(error):  # OpenSSL's name for what is no TLS at all
            message = f"{self.name} does not speak https."
            return ServiceUnavailable(message, hint="Perhaps its address begins with http:// instead.")
        message = f"{self.name} did not prove who it is ({_reason(error)})."
        return ServiceUnavailable(message, hint=self.unproved)

    def _environment_proxy(self) -> str:
        parts = parts_of(self.url)
        host = (parts.hostname if parts else None) or ""
        if parts is None or is_this_machine(host) or urllib.request.proxy_bypass(host):
            return ""
        return urllib.request.getproxies().get(parts.scheme, "")


def _scheme(proxy: str) -> str:
    """Return the scheme of a proxy's address; empty for what is no address."""
    parts = parts_of(proxy)
    return parts.scheme if parts and parts.hostname and parts.port != 0 else ""


def _reason(error: BaseException) -> str:
    """Return the system's own words, without an address that may hold secrets."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    return cause.strerror or str(cause) if isinstance(cause, OSError) else str(cause)
