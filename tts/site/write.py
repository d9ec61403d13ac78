"""Putting a site's files below the output folder: what is new or changed, and nothing else."""

from collections.abc import Sequence
from pathlib import Path

from tts.catalog.card import Card
from tts.episode_files.shelf import EPISODES, whole
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
    return written


def _write(output: Path, page: Page) -> Path:
    path = output / page.path
    if page.mark not in _opening(path):
        with whole(path) as part:
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(page.render())
    return path


def _opening(path: Path) -> str:
    """Return the first lines of a file; empty when there is none that can be read."""
    try:
        with path.open("rb") as file:
            return file.read(MARK_WITHIN).decode("ascii", "replace")
    except OSError:
        return ""


def _remove_left_over(output: Path, kept: set[Path]) -> None:
    """Remove the pages that this module once wrote and whose episode or month is gone."""
    for pattern in ("*/search.js", "*/*/index.html", "*/*/search.js", "*/*/*/*.html"):
        for path in (output / EPISODES).glob(pattern):
            gone = path not in kept and not path.with_suffix(".json").exists()
            if gone and MARK in _opening(path):
                path.unlink(missing_ok=True)
