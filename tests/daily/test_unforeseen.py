"""Errors that nobody provided for: of a source, a story, its sound, the pages. The rest goes on."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import feedparser  # type: ignore[import-untyped]
import jinja2
import pytest
from lxml.html import document_fromstring

from tests.daily.desk import Desk
from tests.newspaper.stories import PORT
from tts.engines.base import Speech, Utterance
from tts.errors import TingError, Unforeseen
from tts.model.settings import DailySettings
from tts.testing import FakeEngine

TITLE = PORT.title.replace("\u3000", " ")
ERRORS = [ValueError("odd"), TypeError(), RecursionError("deep"), UnicodeError(), KeyError("\x1b[2J")]


class Choking(FakeEngine):
    async def synthesize(self, utterance: Utterance) -> Speech:
        if "東灣港" in utterance.spoken.text:
            raise ZeroDivisionError
        return await super().synthesize(utterance)


def failing(error: BaseException, real: Callable[..., Any] | None = None, mark: bytes = b"") -> Any:  # noqa: ANN401 - of any library
    """Return a library's function that raises, or does so where its first argument has the mark."""

    def fails(data: Any = None, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as above
        if real is None or mark in data:
            raise error
        return real(data, *rest, **more)

    return fails


@pytest.fixture
def plain(desk: Desk) -> Desk:
    desk.daily = DailySettings(digest=False)
    desk.sources = tuple(replace(source, limit=2) for source in desk.sources)
    return desk


def kinds(failures: list[TingError]) -> list[type[TingError]]:
    return [type(failure) for failure in failures]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_source_that_raises_anything_is_named_and_read_the_next_time(
    plain: Desk, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(feedparser, "parse", failing(error))
        run = plain.run(1)
    assert (len(run.titles), kinds(run.report.failures)) == (2, [Unforeseen])
    said = f"海港日報: Something unforeseen happened while reading the source: {type(error).__name__}"
    assert [notice for notice in run.notices if notice.startswith(said)]
    again = plain.run(1)
    assert (len(again.titles), again.report.failures) == (2, [])


def test_a_story_that_raises_anything_is_named_and_read_the_next_time(
    plain: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        parse = failing(RecursionError("deep"), document_fromstring, PORT.title.encode())
        broken.setattr("tts.extractor.markup.document_fromstring", parse)
        run = plain.run(1)
    assert (len(run.titles), kinds(run.report.failures)) == (3, [Unforeseen])
    assert TITLE not in run.titles
    assert plain.run(1).titles == [TITLE]


def test_an_interrupt_is_no_error_of_a_story(plain: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feedparser, "parse", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        plain.run(1)


def test_a_story_that_cannot_be_spoken_for_any_reason_is_told_the_next_time(plain: Desk) -> None:
    plain.house.settings = replace(plain.house.settings, cache_dir=plain.output / "cache")
    engine = plain.house.engines["edge"]
    plain.house.engines["edge"] = Choking(engine.name)
    run = plain.run(1)
    assert (len(run.titles), kinds(run.report.failures)) == (3, [Unforeseen])
    plain.house.engines["edge"] = engine
    assert plain.run(1).titles == [TITLE]


def test_pages_that_cannot_be_written_for_any_reason_cost_no_episode(
    plain: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(jinja2.Environment, "get_template", failing(TypeError()))
        run = plain.run(1)
    assert (len(run.titles), kinds(run.report.failures)) == (4, [Unforeseen])
    assert not (plain.output / "feed.xml").exists()
    assert plain.run(1).report.failures == []
    assert (plain.output / "feed.xml").read_text("utf-8").count("<item>") == 4
