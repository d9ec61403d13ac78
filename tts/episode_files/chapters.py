"""An episode's chapters as a file beside it."""

import json

from tts.model.episode import Chapter, Episode

VERSION = "1.2.0"


def json_chapters(episode: Episode) -> str:
    """Return JSON chapters, times in seconds.

    Form: https://github.com/Podcastindex-org/podcast-namespace/blob/main/chapters/jsonChapters.md
    """
    document = {
        "version": VERSION,
        "title": episode.title,
        "fileName": episode.files.mp3,
        "chapters": [_entry(chapter) for chapter in episode.chapters],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _entry(chapter: Chapter) -> dict[str, float | str]:
    entry: dict[str, float | str | None] = {
        "startTime": chapter.start_ms / 1000,
        "endTime": chapter.end_ms / 1000,
        "title": chapter.title,
        "url": chapter.url,
        "img": chapter.image,
    }
    return {name: value for name, value in entry.items() if value is not None}
