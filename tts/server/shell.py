"""The shell: the page `/listen` and its files, the same for everybody; what is in a list comes later."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tts import site
from tts.publication.public_files import HTML, media_type
from tts.server.answers import content_answer
from tts.server.resource import Log, Refusal, Resource
from tts.site.bare import bare

FOLDER = Path(__file__).parent / "listen"
PAGE = "listen.html"
STYLE = Path(site.__file__).parent / "assets" / "ting.css"
"""What all pages of the house have in common: this one is of the same hand."""
WORKER = "worker.js"
MANIFEST = ".webmanifest"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self' blob:; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What Media Source gives to an <audio> is a blob."""

HEADERS = {
    "cache-control": "no-cache",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
"""Nothing in it is anybody's: browsers may keep it, if they ask whether it is still the same."""


class Shell:
    """The files of a folder, none of those below it and none that is hidden."""

    def __init__(self, log: Log | None, folder: Path = FOLDER) -> None:
        self._log = log
        self._files = {path.name: _served(path) for path in (*folder.iterdir(), STYLE) if path.is_file()}

    def routes(self) -> list[Route]:
        """Return the addresses; what an app shares stands behind a question mark, for the script alone."""
        page, file = Resource(self._log, get=self._page), Resource(self._log, get=self._file)
        home = Resource(self._log, get=self._home)
        return [Route("/listen", page), Route("/listen/", home), Route("/listen/{name}", file)]

    async def _page(self, request: Request) -> Response:
        return content_answer(request, self._files[PAGE], {**HEADERS, "content-type": HTML})

    async def _home(self, request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/listen{query}", 308)

    async def _file(self, request: Request) -> Response:
        name = request.path_params["name"]
        content = self._files.get(name)
        if content is None or name == PAGE or name.startswith("."):
            raise Refusal(404, "Not found.")
        kind = "application/manifest+json" if name.endswith(MANIFEST) else media_type(name)
        headers = {**HEADERS, "content-type": kind}
        if name == WORKER:
            headers["service-worker-allowed"] = "/listen"  # without it only what lies below /listen/
        return content_answer(request, content, headers)


def _served(path: Path) -> bytes:
    if path.suffix in (".js", ".css"):
        return bare(path.name, path.read_text(encoding="utf-8")).encode()
    return path.read_bytes()
