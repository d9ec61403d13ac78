"""A user's machine for tests of the pipeline: engines that hum, folders, and what the user was told."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tts.engines.base import Speech, Utterance
from tts.engines.failures import NoAudio
from tts.model.document import Document
from tts.model.episode import Episode
from tts.model.settings import ENGINES, Settings, ShowSettings
from tts.narration.pipeline import narrate
from tts.narration.studio import Studio
from tts.synthesizer import Gate, Pace, Patience
from tts.testing import FakeClock, FakeEngine

TITLE = "市府宣布明天停班停課"
BODY = (
    "市政府昨天晚間宣布，因應颱風來襲，明天全市停班停課，請民眾及早準備。",
    "氣象署指出，風雨將在清晨達到高峰，下午以後逐漸減弱。山區仍須慎防坍方，海邊不宜前往。",
    "捷運公司表示，列車照常行駛，班距則視風雨大小調整，請旅客留意公告。",
)
TODAY = dt.date(2026, 11, 23)


def document(*body: str, title: str = TITLE) -> Document:
    return Document("\n\n".join((title, *(body or BODY))).encode(), "brief.txt")


class Notes:
    """A listener who writes everything down."""

    def __init__(self) -> None:
        self.engines: list[str] = []
        self.notices: list[str] = []

    def begins(self, title: str, engine: str, chunks: int) -> None:  # noqa: ARG002
        self.engines.append(engine)

    def spoken(self, chunks: int, audio_ms: int) -> None:
        """Take no note of the progress."""

    def notice(self, sentence: str) -> None:
        self.notices.append(sentence)


@dataclass(slots=True)
class Mute(FakeEngine):
    """An engine that gives no sound, for any text or for those that have a word."""

    only: str = ""

    async def synthesize(self, utterance: Utterance) -> Speech:
        if self.only in utterance.spoken.text:
            message = "Not a sound."
            raise NoAudio(message)
        return await FakeEngine.synthesize(self, utterance)


Making = Callable[[Studio, Notes], Awaitable[Episode]]
"""Makes an episode in a studio."""


class House:
    """Everything of a user's machine that matters here: engines, folders, and what the user was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engines = {name: FakeEngine(name=name) for name in ENGINES}
        self.settings = Settings(
            engine="edge",
            profile="source",
            cache_dir=folder / "cache",
            show=ShowSettings(folder / "output"),
        )
        self.pace: Pace | None = None
        self.notes = Notes()

    def studio(self, *, force: bool = False) -> Studio:
        """Return a studio as a new run has it."""
        clock = FakeClock()
        gates = {name: Gate(engine, self.pace, clock, clock.sleep) for name, engine in self.engines.items()}
        studio = Studio.from_settings(self.settings, TODAY, self.notes.notice, force=force)
        return replace(studio, gate=gates.__getitem__, patience=Patience(chance=lambda: 1.0))

    @property
    def heard(self) -> list[str]:
        """What the first engine has spoken since it was last looked at."""
        heard = list(self.engines["edge"].heard)
        self.engines["edge"].heard.clear()
        return heard

    def narrate(self, *documents: Document, force: bool = False) -> list[Episode]:
        """Narrate all at once, in one run."""

        return self.run(*(partial(narrate, one) for one in documents), force=force)

    def run(self, *making: Making, force: bool = False) -> list[Episode]:
        """Make all these episodes at once, in one run."""

        async def all_at_once() -> list[Episode]:
            studio = self.studio(force=force)
            return await asyncio.gather(*(make(studio, self.notes) for make in making))

        return asyncio.run(all_at_once())

    def files(self) -> dict[str, bytes]:
        """Return everything in the output folder."""
        return {
            path.name: path.read_bytes() for path in (self.folder / "output").rglob("*") if path.is_file()
        }

    def lose_output(self) -> None:
        for path in (self.folder / "output").rglob("*.*"):
            path.unlink()
