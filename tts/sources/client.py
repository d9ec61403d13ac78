"""One GET, bounded in time and size, to a public address: the thin edge to httpx."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.cookiejar import DefaultCookiePolicy

import httpcore
import httpx

from tts.errors import ArticleNotFound, NetworkError, UsageError
from tts.model.address import bare
from tts.retry_after import retry_after_s
from tts.sources.network import PublicNetwork
from tts.sources.page import PAGE, USER_AGENT, Manners, Validators, Wanted
from tts.sources.place import Place
from tts.sources.proxies import proxy_for
from tts.sources.subscription import NO_PASS, Pass, Ring
from tts.sources.unpack import ACCEPTED, BrokenError, TooLargeError, Unpacker

_KEEPALIVE_S = 5.0
_HEADERS = {
    "User-Agent": USER_AGENT,
    "Accept": PAGE.accept,
    "Accept-Language": "zh-Hant,zh;q=0.9,en;q=0.5",
    "Accept-Encoding": ACCEPTED,
}
_TIMEOUTS = (TimeoutError, httpx.TimeoutException, httpcore.TimeoutException)
_FAILURES = (
    httpx.HTTPError,
    OSError,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_COOKIES = DefaultCookiePolicy(strict_domain=True, strict_ns_domain=DefaultCookiePolicy.DomainStrictNonDomain)
"""What names no domain goes back to its host alone, and none is for all hosts of .com.tw (RFC 6265, 5.3)."""

_BYTES_PER_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a server; `data` is the unpacked body when `status` says success, and else empty.

    `redirect` is the whole address that it leads to, if it leads to another; `retry_after_s` is what the
    server asked to be left alone for; `renewal` what its reader may do who took a subscription along and
    was not let in.
    """

    url: str
    status: int
    data: bytes = b""
    content_type: str | None = None
    redirect: str | None = None
    retry_after_s: float | None = None
    validators: Validators = field(default_factory=Validators)
    renewal: str = ""


class Client:
    """Asks servers, one address at a time, following nothing; keeps connections and cookies between.

    A cookie that a server gives stays in memory, and goes back to the host that gave it.
    """

    def __init__(self, manners: Manners, network: PublicNetwork | None = None) -> None:
        self._manners = manners
        network = network or PublicNetwork(allow_private=manners.allow_private)
        # trust_env must not make httpx choose a proxy on its own: the transport does, and checks the host.
        self._http = httpx.AsyncClient(
            transport=_Transport(network),
            headers=_HEADERS,
            timeout=manners.timeout_ms / 1000,
            trust_env=False,
        )
        self._http.cookies.jar.set_policy(_COOKIES)

    async def get(
        self, url: str, headers: Mapping[str, str], wanted: Wanted | None = None, ring: Ring | None = None
    ) -> Reply:
        """Return the answer to one GET, which takes along what the ring has for its very address.

        Raises NetworkError when there is none in time, or a broken one; UsageError for an address that is
        malformed or not public; ArticleNotFound when the body is too large, or surely not what is wanted.
        """
        accept = {"Accept": wanted.accept} if wanted else {}
        try:
            request = self._http.build_request("GET", url, headers={**accept, **headers})
            host = request.url.host
            taken = _signed(request, ring) if ring else NO_PASS
        except (httpx.InvalidURL, ValueError) as error:
            message = f"The address {bare(url)} is malformed: {error}."
            raise UsageError(message, hint="Check it, and write it as a browser shows it.") from error
        with self._explained(host, wanted or PAGE):
            async with asyncio.timeout(self._manners.timeout_ms / 1000):
                return replace(await self._exchange(request, wanted), renewal=taken.renewal)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _exchange(self, request: httpx.Request, wanted: Wanted | None) -> Reply:
        response = await self._http.send(request, stream=True)
        try:
            data = await self._body(response, wanted) if response.is_success else b""
        finally:
            await response.aclose()
        headers = response.headers
        return Reply(
            url=str(request.url.copy_with(userinfo=b"", fragment=None)),
            status=response.status_code,
            data=data,
            content_type=headers.get("content-type"),
            redirect=str(response.next_request.url) if response.next_request else None,
            retry_after_s=retry_after_s(headers),
            validators=Validators(headers.get("etag"), headers.get("last-modified")),
        )

    async def _body(self, response: httpx.Response, wanted: Wanted | None) -> bytes:
        if wanted:
            _require_media_type(response, wanted)
        bound = self._bound(wanted or PAGE)
        unpacker = Unpacker(response.headers.get("content-encoding", ""), bound)
        async for piece in response.aiter_raw():
            unpacker.feed(piece)
        return unpacker.finish()

    def _bound(self, wanted: Wanted) -> int:
        return min(wanted.max_bytes, self._manners.max_bytes)

    @contextmanager
    def _explained(self, host: str, wanted: Wanted) -> Iterator[None]:
        """Turn what the libraries raise into a sentence."""
        try:
            yield
        except _TIMEOUTS as error:
            message = f"{host} did not answer within {self._manners.timeout_ms / 1000:g} s."
            raise NetworkError(message, hint="Try again later.") from error
        except TooLargeError as error:
            message = (
                f"The {wanted.name} at {host} is larger than {self._bound(wanted) / _BYTES_PER_MB:g} MB."
            )
            raise ArticleNotFound(message, hint=wanted.remedy) from error
        except BrokenError as error:
            message = f"The answer of {host} cannot be read: {error}."
            raise NetworkError(message, hint="Try again later.") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            message = f"{host} leads to a malformed address: {error}."
            raise NetworkError(message, hint="Try again later.") from error
        except _FAILURES as error:
            reason = str(error) or type(error).__name__
            message = f"{host} cannot be reached: {reason.rstrip('.')}."
            raise NetworkError(message, hint="Check the address and the connection, or try later.") from error


def _signed(request: httpx.Request, ring: Ring) -> Pass:
    """Let a request take along what there is for where it goes; return that."""
    taken = ring.pass_to(Place.of(request.url))
    cookies = taken.sent_with(request.headers.get("cookie", ""))
    request.headers.update(taken.headers)
    if cookies:
        request.headers.encoding = "utf-8"  # as browsers send what is no ASCII in a cookie
        request.headers["Cookie"] = cookies
    return taken


def _require_media_type(response: httpx.Response, wanted: Wanted) -> None:
    """Refuse what is surely something else; a server that does not say is believed."""
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not media_type or media_type in wanted.media_types:
        return
    message = f"{response.request.url.host} sent {media_type}, which is not a {wanted.name} that can be read."
    raise ArticleNotFound(message, hint=wanted.remedy)


class _Transport(httpx.AsyncBaseTransport):
    """Sends a request through the checked network, or through the proxy that the environment names.

    httpx's own transport takes no network backend, so this uses the pool that lies below it. Writing the
    checked address into the request instead would let hosts of one address share a TLS connection.
    """

    def __init__(self, network: PublicNetwork) -> None:
        self._network = network
        self._tls = httpx.create_ssl_context()
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=self._tls, network_backend=network, keepalive_expiry=_KEEPALIVE_S
        )
        self._proxied: dict[str, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        proxy = proxy_for(url.scheme, url.host)
        if proxy is None:
            return await self._send(request)
        await self._network.check_named(url.raw_host.decode("ascii"), url.port or _DEFAULT_PORTS[url.scheme])
        return await self._through(proxy).handle_async_request(request)

    async def aclose(self) -> None:
        await self._pool.aclose()
        for transport in self._proxied.values():
            await transport.aclose()

    async def _send(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = await self._pool.handle_async_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def _through(self, proxy: str) -> httpx.AsyncHTTPTransport:
        if proxy not in self._proxied:
            try:
                self._proxied[proxy] = httpx.AsyncHTTPTransport(verify=self._tls, proxy=proxy)
            except (httpx.InvalidURL, ValueError) as error:
                message = f"The environment names a proxy with a malformed address: {error}."
                raise UsageError(message, hint="Correct HTTP_PROXY or HTTPS_PROXY.") from error
        return self._proxied[proxy]


class _Body(httpx.AsyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._response.aiter_stream():
            yield piece

    async def aclose(self) -> None:
        await self._response.aclose()
