"""Putting a site's files below the output folder: what is new or changed, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from tts.catalog.card import Card
from tts.episode_files.shelf import EPISODES, day_files, whole
from tts.model.settings import Settings
from tts.site.pages import MARK, Page, pages

MARK_WITHIN = 120
"""The mark stands so early in a file: in its first or second line."""


def write_site(output: Path, settings: Settings, cards: Sequence[Card], *, show_text: bool) -> list[Path]:
    """Write the pages of these episodes and return all paths; a file that is the same stays as it is.

    Pages whose episode or month is gone are removed. Raises OutputError when nothing can be written.
    """
    written = [_write(output, page) for page in pages(settings, cards, show_text=show_text)]
    _remove_left_over(output, set(written))
    return [output / path for path in written]


def _write(output: Path, page: Page) -> str:
    if page.mark not in _opening(f"{output}/{page.path}"):
        path = output / page.path
        with whole(path) as part:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(page.render())
    return page.path


def _opening(path: str | Path) -> str:
    """Return the first lines of a file; empty when there is none that can be read."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - of a large show's pages each is asked
            return file.read(MARK_WITHIN).decode("ascii", "replace")
    except OSError:
        return ""


def _remove_left_over(output: Path, kept: set[str]) -> None:
    """Remove the pages that this module once wrote and whose episode or month is gone."""
    episodes = output / EPISODES
    patterns = ("*/search.js", "*/*/index.html", "*/*/search.js")
    lists = (path for pattern in patterns for path in episodes.glob(pattern))
    stories = (file.path for file in day_files(output) if file.name.endswith(".html"))
    within = len(f"{output}/")
    for path in (*map(str, lists), *stories):
        if Path(path[within:]).as_posix() not in kept:
            _remove_if_gone(Path(path))


def _remove_if_gone(path: Path) -> None:
    if not path.with_suffix(".json").exists() and MARK in _opening(path):
        path.unlink(missing_ok=True)
