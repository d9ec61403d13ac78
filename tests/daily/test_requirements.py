"""A mistake in the show's settings is told before a story is."""

from pathlib import Path

import pytest

from tts.daily.requirements import require_fit
from tts.errors import UsageError
from tts.model.settings import Settings, ShowSettings, SourceSettings

SOURCES = (SourceSettings("剪報", "folder", "saved"),)


@pytest.mark.parametrize(("sources", "said"), [((), "No source of news is set"), (SOURCES * 2, "named 剪報")])
def test_sources_are_there_and_told_apart(sources: tuple[SourceSettings, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        require_fit(Settings(source=sources))


def test_a_show_of_which_nothing_else_is_set_is_fit() -> None:
    require_fit(Settings(source=SOURCES))


@pytest.mark.parametrize(
    ("show", "said"),
    [
        (ShowSettings(url="example.org/podcast"), "address"),
        (ShowSettings(cover=Path("none.jpg")), "cover"),
        (ShowSettings(bed=Path("none.mp3")), "bed"),
    ],
)
def test_what_cannot_be_used_is_named(show: ShowSettings, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        require_fit(Settings(show=show, source=SOURCES))
