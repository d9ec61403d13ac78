"""Programs that read transcripts and chapters, as they are served."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tests.clients.client import (
    NODE_MODULES,
    Client,
    fetched,
    from_pypi,
    npm_version,
    on_path,
    pypi_version,
    run,
    unlike,
    version_of,
)
from tests.clients.show import Show
from tests.site.browser import open_browser
from tts.model.episode import Episode

HERE = Path(__file__).parent
CENTISECOND_MS = 10
"""As exact are the times of an .lrc file."""

Line = tuple[int, int, str]
"""When a cue begins and ends, in ms, and its text without spaces: a line may end where one was."""


def line(start_s: float, end_s: float, text: str) -> Line:
    """Return a cue as it is compared."""
    return round(start_s * 1000), round(end_s * 1000), re.sub(r"\s", "", text)


def wanted(episode: Episode) -> list[Line]:
    """Return the cues that must be found."""
    return [line(cue.start_ms / 1000, cue.end_ms / 1000, cue.text) for cue in episode.cues]


def each(kind: str, read: Callable[[bytes], Iterable[Line]], show: Show) -> Iterator[str]:
    """Compare the cues of every episode's transcript of a kind."""
    for episode in show.episodes:
        served = fetched(show.beside(episode, getattr(episode.files, kind)))
        yield from unlike(f"{episode.title}: cue", read(served), wanted(episode))


def by_webvtt_parser(served: bytes) -> list[Line]:
    """Return the cues; it must have found no errors.

    Raises ValueError when it has.
    """
    found = json.loads(run(on_path("node"), HERE / "webvtt.cjs", NODE_MODULES, stdin=served))
    if found["errors"]:
        raise ValueError(*found["errors"])
    return [line(*cue) for cue in found["cues"]]


TRACK = """
address => new Promise((resolve, reject) => {
  const video = document.createElement("video");
  const track = document.createElement("track");
  track.addEventListener("error", () => reject(new Error("the track cannot be loaded")));
  track.addEventListener("load", () => resolve([...track.track.cues].map(
    cue => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent])));
  track.src = address;
  video.append(track);
  document.body.append(video);
  track.track.mode = "showing";
})
"""
"""Gives the cues of a file as the browser's own <track> element has them."""


def by_chromium(show: Show) -> Iterator[str]:
    """Load every WebVTT file into a <track> element, on a page of the same server."""
    with open_browser() as browser:
        page = browser.new_page()
        page.goto(show.address)
        for episode in show.episodes:
            cues = page.evaluate(TRACK, show.beside(episode, episode.files.vtt))
            yield from unlike(f"{episode.title}: cue", [line(*cue) for cue in cues], wanted(episode))


def by_srt(served: bytes) -> Iterator[Line]:
    """Yield the cues that `srt` reads; it stops at what is not well formed."""
    for cue in from_pypi("srt").parse(served.decode(), ignore_errors=False):
        yield line(cue.start.total_seconds(), cue.end.total_seconds(), cue.content)


def pylrc(show: Show) -> Iterator[str]:
    """Compare the lines of lyrics, whose last is the end of the one before, and their times."""
    for episode in show.episodes:
        found = from_pypi("pylrc").parse(show.file(episode, episode.files.lrc).read_text(encoding="utf-8"))
        texts = [re.sub(r"\s|<[\d:.]+>", "", one.text) for one in found]
        yield from unlike(f"{episode.title}: line", texts, [*(text for *_times, text in wanted(episode)), ""])
        yield from unlike(f"{episode.title}: title", [found.title], [episode.title])
        late = [abs(one.time * 1000 - cue.start_ms) for one, cue in zip(found, episode.cues, strict=False)]
        if max(late) > CENTISECOND_MS:
            yield f"{episode.title}: a line begins {max(late):.0f} ms off"


def namespace(show: Show) -> Iterator[str]:
    """Hold chapters and transcripts against the schemas, and their times and words against the episodes."""
    for episode in show.episodes:
        chapters = _valid("chapters", fetched(show.beside(episode, episode.files.chapters)))["chapters"]
        found = [line(one["startTime"], one["endTime"], one["title"]) for one in chapters]
        told = [line(one.start_ms / 1000, one.end_ms / 1000, one.title) for one in episode.chapters]
        yield from unlike(f"{episode.title}: chapter", found, told)
        segments = _valid("transcript", fetched(show.beside(episode, episode.files.transcript)))["segments"]
        spoken = [line(one["startTime"], one["endTime"], one["body"]) for one in segments]
        yield from unlike(f"{episode.title}: segment", spoken, wanted(episode))


def _valid(kind: str, served: bytes) -> dict[str, Any]:
    """Return a file's content.

    Raises ValueError with the first thing that the schema does not let in.
    """
    read: dict[str, Any] = json.loads(served)
    schema = json.loads((HERE / f"{kind}.schema.json").read_bytes())
    for error in from_pypi("jsonschema").Draft202012Validator(schema).iter_errors(read):
        message = f"{error.json_path}: {error.message}"
        raise ValueError(message)
    return read


CLIENTS = (
    Client(
        "webvtt-parser",
        "no error; every cue's text and times",
        partial(npm_version, "webvtt-parser"),
        partial(each, "vtt", by_webvtt_parser),
    ),
    Client(
        "Chromium <track>",
        "every cue's text and times",
        partial(version_of, "chromium", "--version"),
        by_chromium,
    ),
    Client("srt", "every cue's text and times", partial(pypi_version, "srt"), partial(each, "srt", by_srt)),
    Client("pylrc", "every line's text and time; the title", partial(pypi_version, "pylrc"), pylrc),
    Client(
        "jsonschema",
        "chapters and transcript as the podcast namespace describes them; their times and words",
        partial(pypi_version, "jsonschema"),
        namespace,
    ),
)
