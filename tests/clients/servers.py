"""Servers of others that a show is published to: as docs/hosting.md has them set up, and an S3 server."""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.request import Request, urlopen

from tests.clients.client import (
    NODE_MODULES,
    PATIENCE_S,
    Client,
    npm_version,
    on_path,
    unlike,
    version_of,
)
from tests.clients.show import Show
from tests.publication.snippets import configuration

KINDS = {
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".xml": "application/rss+xml; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".jpg": "image/jpeg",
}
"""What each kind of published file is served as, by the first ending that fits."""

SHORT, LONG = "max-age=300", "max-age=86400"
"""How long a reader may keep feeds, pages and scripts, and how long the rest."""

KEPT_SHORT = (".xml", ".html", ".js")
PATH = "podcast/"
FIRST = 100
"""So many bytes of each file are asked for."""

Answer = tuple[int, str, str, str]
"""Status, media type, Cache-Control, and Access-Control-Allow-Origin."""


def wanted(path: str, allowed: str) -> Answer:
    """Return how a file's first bytes must be answered."""
    kind = next(kind for ending, kind in KINDS.items() if path.endswith(ending))
    return 206, kind, SHORT if path.endswith(KEPT_SHORT) else LONG, allowed


def answered(address: str) -> tuple[Answer, bytes]:
    """Return how a server answers when the first bytes of a file are asked for."""
    request = Request(address, headers={"Range": f"bytes=0-{FIRST - 1}"})  # noqa: S310 - of this machine
    with urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310 - as said
        names = ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin")
        kind, age, allowed = (answer.headers.get(name, "") for name in names)
        # Media types are compared without regard to case (RFC 9110, section 8.3.1).
        return (answer.status, kind.lower(), age, allowed), answer.read()


def as_published(show: Show, destination: str, allowed: str, **environment: str) -> Iterator[str]:
    """Publish a show twice to where its address is served from, and ask for each file that was sent."""
    sent = json.loads(show.ting("publish", destination, "--json", **environment))["sent"]
    if not any(path.endswith(".mp3") for path in sent):
        yield f"what was sent has no sound: {sent}"
    for path in sent:
        answer, body = answered(show.address + path)
        yield from unlike(path, [answer], [wanted(path, allowed)])
        local = show.output / path
        if local.suffix == ".mp3" and body != local.read_bytes()[:FIRST]:
            yield f"{path} has other bytes"
    again = json.loads(show.ting("publish", destination, "--json", **environment))["sent"]
    yield from unlike("of a second run, sent", again, [])


def to_a_folder(start: Callable[[Path, int], list[str]], show: Show) -> Iterator[str]:
    """Publish into a folder that a server of the web gives out."""
    with tempfile.TemporaryDirectory(prefix="ting-web-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # servers have users of their own
        port = free_port()
        own = located(show.copy(folder / "show"), f"http://127.0.0.1:{port}/{PATH}")
        (folder / "www").mkdir()
        with running(start(folder, port), folder, port):
            yield from as_published(own, str(folder / "www" / PATH), "*")


def located(show: Show, address: str) -> Show:
    """Say in a show's settings at which address it will be found."""
    settings = show.folder / "ting.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[show]", f'[show]\nurl = "{address}"', 1), encoding="utf-8")
    return Show(show.folder, address)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """Run a server until it is no longer needed; it listens when this begins.

    Raises ValueError with what it said when it does not.
    """
    said = folder / "said"
    home = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with said.open("wb") as told, subprocess.Popen(command, env=home, stdout=told, stderr=told) as process:
        try:
            until = time.monotonic() + PATIENCE_S
            while not _listens(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise ValueError(said.read_text(encoding="utf-8")[-500:])
                time.sleep(0.05)
            yield
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with socket.socket() as wire:
        return wire.connect_ex(("127.0.0.1", port)) == 0


def nginx(folder: Path, port: int) -> list[str]:
    """Return how nginx is run with the server of docs/hosting.md, but for its certificate."""
    server = configuration("nginx:").replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    server = "\n".join(line for line in server.splitlines() if "ssl_certificate" not in line)
    kept = "\n".join(f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi"))
    around = f"""
        daemon off; pid {folder}/pid; events {{ }}
        http {{ access_log off; {kept} uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
        {server.replace("/var/www", f"{folder}/www")} }}
    """
    return [on_path("nginx"), "-e", "stderr", "-c", _written(folder / "nginx.conf", around)]


def caddy(folder: Path, port: int) -> list[str]:
    """Return how Caddy is run with the site of docs/hosting.md, but for its certificate."""
    site = configuration("Caddy,").replace("example.org {", f"http://127.0.0.1:{port} {{")
    around = f"{{\n admin off\n}}\n{site.replace('/var/www', f'{folder}/www')}\n"
    written = _written(folder / "Caddyfile", around)
    return [on_path("caddy"), "run", "--adapter", "caddyfile", "--config", written]


MODULES = ("mpm_event", "authz_core", "mime", "headers", "dir")


def apache(folder: Path, port: int) -> list[str]:
    """Return how Apache is run with the lines of docs/hosting.md in the folder's section."""
    loaded = "\n".join(f"LoadModule {name}_module modules/mod_{name}.so" for name in MODULES)
    around = f"""
ServerRoot /usr/lib/apache2
{loaded}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
DefaultRuntimeDir {folder}
ErrorLog /dev/stderr
User www-data
Group www-data
TypesConfig /etc/mime.types
DocumentRoot {folder}/www
<Directory {folder}/www/podcast>
{configuration("Apache,")}
</Directory>
"""
    return [on_path("apache2"), "-D", "FOREGROUND", "-f", _written(folder / "apache.conf", around)]


def _written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


BUCKET = "pod"
KEYS = {
    "AWS_ACCESS_KEY_ID": "S3RVER",  # as the server has them by itself
    "AWS_SECRET_ACCESS_KEY": "S3RVER",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def s3(show: Show) -> Iterator[str]:
    """Publish into a bucket that s3rver keeps in a folder."""
    with tempfile.TemporaryDirectory(prefix="ting-s3-") as name:
        folder, port = Path(name), free_port()
        own = located(show.copy(folder / "show"), f"http://127.0.0.1:{port}/{BUCKET}/{PATH}")
        program = str(NODE_MODULES / ".bin" / "s3rver")
        where = ["-d", str(folder), "-a", "127.0.0.1", "-p", str(port), "--configure-bucket", BUCKET]
        with running([program, *where], folder, port):
            server = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}"}
            yield from as_published(own, f"s3://{BUCKET}/{PATH}", "", **KEYS, **server)


AGREES = f"all that is published: media type, {SHORT} or {LONG.partition('=')[2]}, 206; a second run sends 0"

CLIENTS = (
    *(
        Client(name, f"{AGREES}; CORS", partial(version_of, program, asked_by), partial(to_a_folder, start))
        for name, program, asked_by, start in (
            ("nginx", "nginx", "-v", nginx),
            ("Caddy", "caddy", "version", caddy),
            ("Apache", "apache2", "-v", apache),
        )
    ),
    Client("s3rver", AGREES, partial(npm_version, "s3rver"), s3),
)
