"""What reads what strangers wrote, each as a function of bytes: it returns, or it raises a TingError.

A target says by its assertions what must hold of a result. Coverage-guided runs (`make fuzz`) and the
tests feed the same targets: what a run finds is put into `corpus/` and is a test from then on.
"""

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from tests.feed.stories import SHOW, story
from tests.publication.shelves import fill
from tests.sources import shelf as books
from tts.audio import inspection
from tts.config import load_settings
from tts.episode_files import manifest, tag_reader, transcript
from tts.errors import TingError
from tts.extractor.extract import extract, extract_here
from tts.letter import MEDIA_TYPE, is_letter
from tts.model.article import Article
from tts.model.document import Document
from tts.model.episode import Cue, Episode, Persona
from tts.server import application
from tts.sources import collection, feeds, robots
from tts.sources.cookies import read_cookies
from tts.sources.held import Held
from tts.sources.opml import read_opml, write_opml
from tts.sources.page import Page
from tts.speech.explain import explain

CORPUS = Path(__file__).parent / "corpus"
ADDRESS = "https://news.example/city/"
STORY = "基隆外海的老燈塔今年滿一百歲，當地居民希望重新點亮，市府說經費還要再找。"

Target = Callable[[bytes], None]


def _extracted(data: bytes) -> None:
    _held_of(extract(Document(data, "fuzz", url=ADDRESS)))


def _held_of(article: Article) -> None:
    """Hold what every article is."""
    assert article.title
    assert article.paragraphs
    for paragraph in article.paragraphs:
        assert paragraph.text
        assert paragraph.text == paragraph.text.strip()
        assert "\n" not in paragraph.text
    assert not article.url or article.url.startswith(("http://", "https://"))


def page(data: bytes) -> None:
    """Take the bytes for an article's page."""
    _extracted(data)


def dump(data: bytes) -> None:
    """Take them for text copied from a page with a player."""
    _extracted("我的頻道\n".encode() + data + f"\n{STORY}\n{STORY}\n".encode())


def linked_data(data: bytes) -> None:
    """Take them for what a page says of itself to machines."""
    story_ = f"<h1>老燈塔滿百歲</h1><p>{STORY}</p><p>{STORY}</p>".encode()
    _extracted(b"<script type='application/ld+json'>" + data + b"</script>" + story_)


def section(data: bytes) -> None:
    """Take them for a section's page."""
    _listed(feeds.read_section(Page(ADDRESS, data, "text/html")))


def feed(data: bytes) -> None:
    """Take them for a feed."""
    _listed(feeds.read_feed(Page(ADDRESS, data)))


def sitemap(data: bytes) -> None:
    """Take them for a sitemap."""
    _listed(feeds.read_sitemap(Page(ADDRESS, data)).entries)


def _listed(entries: Any) -> None:  # noqa: ANN401 - tuples of entries
    for entry in entries:
        assert entry.url.startswith(("http://", "https://"))
        assert entry.title.isprintable()


def robots_txt(data: bytes) -> None:
    """Take them for a site's rules for programs."""
    robots.parse(data, "tingxinwen").allow("/city/story?page=1")


def letter(data: bytes) -> None:
    """Take them for a letter, whether they begin as one or not."""
    is_letter(data)
    _held_of(extract(Document(data, "fuzz.eml", content_type=MEDIA_TYPE)))


def mailbox(data: bytes) -> None:
    """Take them for a mailbox, and each letter in it."""
    _of_all(Held("-", b"From - Mon Mar 09 08:00:00 2026\nSubject: x\n" + data))


def pdf(data: bytes) -> None:
    """Take them for a PDF, read here: a process for each of them would take too long."""
    _held_of(extract_here(Document(b"%PDF-1.4\n" + data, "fuzz.pdf")))


def archive(data: bytes) -> None:
    """Take them for a book's file."""
    _of_all(Held("-", b"PK\x03\x04META-INF/container.xml" + data), Held("-", data))


def book(data: bytes) -> None:
    """Take them for what is in a book's file: its package, its table of contents and a chapter."""
    package, contents, leaf, *_ = [*data.split(b"\n----\n"), b"", b""]
    members = {**books.members({"a.xhtml": ""}), "OPS/p.opf": package}
    members |= {"OPS/nav.xhtml": contents, "OPS/toc.ncx": contents, "OPS/a.xhtml": leaf}
    with _file(b"", "fuzz.epub") as path:
        books.write(path, members)
        _of_all(Held("-", path.read_bytes()))


def _of_all(*files: Held) -> None:
    """Read all that files hold."""
    for held in filter(collection.is_collection, files):
        parts = collection.parts_of(held)
        assert len({part.name for part in parts}) == len(parts)
        for part in parts:
            _held_of(extract(collection.document_of(held, part.name, "fuzz")))


def cookies(data: bytes) -> None:
    """Take them for a file of cookies."""
    with _file(data, "cookies.txt") as path:
        path.chmod(0o600)
        for cookie in read_cookies(path, 0.0):
            assert cookie.name
            assert not set(cookie.name + cookie.value) & set("\r\n\x00;")


def opml(data: bytes) -> None:
    """Take them for a list of feeds; as it is written it is read again."""
    found = read_opml(data, "fuzz").feeds
    assert read_opml(write_opml("x", found), "fuzz").feeds == found


def configuration(data: bytes) -> None:
    """Take them for a settings file."""
    with _file(data, "ting.toml") as path:
        load_settings(environment={}, folder=path.parent, user_file=path.parent / "none", project_file=path)


def episode(data: bytes) -> None:
    """Take them for a manifest; what is an episode is written in every form."""
    _written(manifest.load(data))


def cues(data: bytes) -> None:
    """Take them for what a sentence, a title and a voice are called."""
    text, _, speaker = data.decode("utf-8", "replace").partition("\n")
    said = (Cue(0, 900, text, 0, speaker=speaker or None),)
    _written(replace(story(1), title=text or "x", cues=said, narrators=(Persona(speaker, speaker),)))


def _written(told: Episode) -> None:
    vtt = transcript.webvtt(told)
    assert vtt.startswith("WEBVTT\n")
    assert vtt.count("-->") == sum(line.count("-->") for line in vtt.splitlines() if line[:1].isdigit())
    for text in (vtt, transcript.srt(told), transcript.lrc(told), transcript.plain(told)):
        assert not set(text) & {"\x00", "\x1b", "\u202e"}
    transcript.podcast_json(told)
    transcript.markdown(told)


def mp3(data: bytes) -> None:
    """Take them for an MP3."""
    with _file(data, "fuzz.mp3") as path:
        list(inspection.faults(inspection.survey(path)))
        list(tag_reader.faults(tag_reader.contents(path), 1_000))


def speech(data: bytes) -> None:
    """Take them for a sentence to be said."""
    explain(data.decode("utf-8", "replace"))


def server(data: bytes) -> None:
    """Take them for a request: its path, then headers, one a line."""
    target, *lines = data.split(b"\n")
    path, _, query = target.partition(b"?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/" + unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": b"/" + path,
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"localhost"), *_headers(lines)],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8_000),
    }
    asked: list[bool] = []
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        if asked:
            await asyncio.Event().wait()  # the client stays to the end
        asked.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    _loop().run_until_complete(_show()(scope, receive, send))
    assert 200 <= sent[0]["status"] < 500
    body = b"".join(message.get("body", b"") for message in sent)
    assert SECRET not in body


SECRET = b"nobody outside reads this"


def _headers(lines: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for line in lines:
        name, colon, value = line.partition(b":")
        if colon:
            yield name.strip().lower(), value.strip()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


@cache
def _show() -> Any:  # noqa: ANN401 - Starlette's own type says less
    """Return the application of a show of one episode, beside files that nobody may read."""
    outside = _folder()
    output = outside / "output"
    fill(output, [story(1)], size_bytes=5_000)
    for hidden in (outside / "secret.txt", output / ".secret", output / "catalog.db"):
        hidden.write_bytes(SECRET)
    (output / "way-out").symlink_to(outside)
    return application(output, SHOW)


@contextmanager
def _file(data: bytes, name: str) -> Iterator[Path]:
    """Yield a file of these bytes, in memory where the system has a place for it."""
    path = _scratch() / name
    path.write_bytes(data)
    yield path


@cache
def _scratch() -> Path:
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    return _folder(memory if memory.is_dir() else None)


def _folder(below: Path | None = None) -> Path:
    """Return a new folder that goes when the program ends."""
    made = Path(tempfile.mkdtemp(prefix="ting-fuzz-", dir=below))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


TARGETS: dict[str, Target] = {
    "page": page,
    "dump": dump,
    "linked_data": linked_data,
    "section": section,
    "feed": feed,
    "sitemap": sitemap,
    "robots_txt": robots_txt,
    "letter": letter,
    "mailbox": mailbox,
    "pdf": pdf,
    "archive": archive,
    "book": book,
    "cookies": cookies,
    "opml": opml,
    "configuration": configuration,
    "episode": episode,
    "cues": cues,
    "mp3": mp3,
    "speech": speech,
    "server": server,
}


def outcome(target: str, data: bytes) -> str:
    """Feed a target; return the sentence of its refusal, or nothing. Whatever else it raises, it raises."""
    try:
        TARGETS[target](data)
    except TingError as error:
        return str(error)
    return ""
