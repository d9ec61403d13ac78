"""The vitals: whether the server answers, can be used, and how much there is to do, for who watches it."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tts.daily.process import Runs
from tts.errors import TingError
from tts.inbox.entry import Standing
from tts.inbox.queue import Queue
from tts.inbox.tokens import Tokens
from tts.server.admission import admitted
from tts.server.desk import Desk
from tts.server.resource import Log, Resource
from tts.server.threshold import host_name, is_loopback

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
"""https://prometheus.io/docs/instrumenting/exposition_formats/."""

ADDRESSES = HEALTH, READINESS, METRICS = "/healthz", "/readyz", "/metrics"

FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""What a proxy on this machine adds to what others ask."""


class Tally:
    """Counts the answers by their status."""

    def __init__(self, app: ASGIApp, counts: Counter[int]) -> None:
        self._app = app
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._counts[message["status"]] += 1
            await send(message)

        await self._app(scope, receive, watched)


class Vitals:
    """Three addresses, for this machine and for tokens that may read."""

    def __init__(
        self,
        desk: Desk,
        answered: Mapping[int, int],
        is_alive: Callable[[], bool] | None,
        runs: Runs | None,
        log: Log | None,
    ) -> None:
        self._desk = desk
        self._answered = answered
        self._is_alive = is_alive
        self._runs = runs
        self._log = log

    def routes(self) -> list[Route]:
        """Return the addresses."""
        answers = {HEALTH: self._health, READINESS: self._readiness, METRICS: self._metrics}
        return [Route(path, Resource(self._log, get=answer)) for path, answer in answers.items()]

    async def _health(self, request: Request) -> Response:
        await self._require_near(request)
        return PlainTextResponse("ok\n")

    async def _readiness(self, request: Request) -> Response:
        await self._require_near(request)
        try:
            await self._desk.ask(_standing)
        except TingError as error:
            if self._log:
                self._log(str(error))
            return PlainTextResponse("The database cannot be used.\n", 503)
        if self._is_alive and not self._is_alive():
            return PlainTextResponse("Nobody narrates: the worker has ended.\n", 503)
        return PlainTextResponse("ready\n")

    async def _metrics(self, request: Request) -> Response:
        await self._require_near(request)
        standing = await self._desk.ask(_standing)
        return Response("".join(metrics(standing, self._answered, self._runs)), media_type=PROMETHEUS)

    async def _require_near(self, request: Request) -> None:
        """Raise Refusal for who is neither on this machine nor has a token that may read."""
        client = request.client.host if request.client else ""
        is_near = is_loopback(client) and is_loopback(host_name(request.headers["host"]))
        if not is_near or any(name in request.headers for name in FORWARDED):
            await admitted(self._desk, request, "read")


def metrics(standing: Standing, answered: Mapping[int, int], runs: Runs | None) -> Iterator[str]:
    """Yield the lines of what can be counted."""
    yield "# HELP ting_inbox_entries Entries that are in a list, by what became of them.\n"
    yield "# TYPE ting_inbox_entries gauge\n"
    for state, count in standing.entries.items():
        yield f'ting_inbox_entries{{state="{state}"}} {count}\n'
    if standing.ready_for_s is not None:
        yield "# HELP ting_inbox_last_ready_seconds Since an entry's episode was last written.\n"
        yield "# TYPE ting_inbox_last_ready_seconds gauge\n"
        yield f"ting_inbox_last_ready_seconds {standing.ready_for_s:.0f}\n"
    yield "# HELP ting_http_answers_total Answers by status.\n"
    yield "# TYPE ting_http_answers_total counter\n"
    for status, count in sorted(answered.items()):
        yield f'ting_http_answers_total{{status="{status}"}} {count}\n'
    if runs:
        yield from _metrics_of(runs)


def _metrics_of(runs: Runs) -> Iterator[str]:
    yield "# HELP ting_daily_runs_total Runs of the day since the start, by exit code.\n"
    yield "# TYPE ting_daily_runs_total counter\n"
    for code, count in sorted(runs.codes.items()):
        yield f'ting_daily_runs_total{{code="{code}"}} {count}\n'
    if runs.last_code is not None:
        yield "# HELP ting_daily_last_run_code What the last run of the day ended with; 0 and 3 publish.\n"
        yield "# TYPE ting_daily_last_run_code gauge\n"
        yield f"ting_daily_last_run_code {runs.last_code}\n"
        yield "# HELP ting_daily_last_run_seconds Since the last run of the day ended.\n"
        yield "# TYPE ting_daily_last_run_seconds gauge\n"
        yield f"ting_daily_last_run_seconds {runs.ended_for_s:.0f}\n"


def _standing(queue: Queue, _tokens: Tokens) -> Standing:
    return queue.standing()
