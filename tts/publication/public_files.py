"""What of the output folder others may have, and as what kind of data; the rest is the owner's own."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tts.episode_files.shelf import ENDINGS, EPISODES
from tts.feed.addresses import COVER, EMBEDDED, INDEX

HTML = "text/html; charset=utf-8"
FEED = "application/rss+xml; charset=utf-8"
CHAPTERS = "application/json+chapters"
SCRIPT = "text/javascript; charset=utf-8"

MEDIA_TYPES = {
    ENDINGS.chapters: CHAPTERS,  # https://github.com/Podcastindex-org/podcast-namespace: jsonChapters.md
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".lrc": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".html": HTML,
    ".xml": FEED,
    ".js": SCRIPT,
    ".css": "text/css; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}

SHORT_S, LONG_S = 300, 86_400
"""How long others may keep a file: feeds, pages and scripts (a month's search.js grows), and all the rest."""

_NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
_PUBLIC = re.compile(
    rf"{'|'.join(map(re.escape, (INDEX, COVER, *EMBEDDED)))}|feed(-{_NAME})?\.xml|feeds/{_NAME}\.xml"
    rf"|assets/{_NAME}|{EPISODES}(/{_NAME})+"
)
"""All that ting makes for others has such a name: nothing hidden, nothing that leads out of the folder."""


def is_public(path: str) -> bool:
    """Tell whether others may have the file of this path below the output folder (POSIX, relative)."""
    return bool(_PUBLIC.fullmatch(path)) and os.path.splitext(path)[1] in MEDIA_TYPES  # noqa: PTH122 - no Path


def is_feed(path: str) -> bool:
    """Tell whether the path of a public file is that of a feed."""
    return path.endswith(".xml")


def media_type(path: str) -> str:
    """Return the media type of a public file."""
    return next(kind for ending, kind in MEDIA_TYPES.items() if path.endswith(ending))


def facts_of(path: str) -> Mapping[str, str]:
    """Return what an S3 store is to say of a public file when it is asked for; nothing of our notes."""
    if path.startswith("."):
        return {}
    kind = media_type(path)
    keep_s = SHORT_S if kind in (HTML, SCRIPT) or is_feed(path) else LONG_S
    return {"ContentType": kind, "CacheControl": f"max-age={keep_s}"}


def public_files(output: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Yield the path below the output folder and the state of every public file that is there."""
    for folder, _folders, names in os.walk(output):
        below = Path(folder).relative_to(output)
        for name in names:
            path = (below / name).as_posix()
            if is_public(path):
                yield path, (output / path).stat()
