import pytest

from tts.engines.base import Engine
from tts.farm.errand import Terms
from tts.farm.workshop import Workshop, open_workshop
from tts.model.settings import EngineSettings, KokoroSettings, Settings
from tts.synthesizer import Gate


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return open_workshop(print)


def test_runs_that_want_kokoro_otherwise_have_an_engine_each(workshop: Workshop) -> None:
    on_cores = _kokoro(workshop, Settings())
    in_batches = _kokoro(workshop, _batched())
    assert on_cores.version != in_batches.version


def test_runs_that_want_the_same_of_kokoro_share_its_model(workshop: Workshop) -> None:
    assert _gate(workshop, _batched()) is _gate(workshop, _batched(voice="hsiaochen"))


def _batched(voice: str = Settings().voice) -> Settings:
    return Settings(engines=EngineSettings(kokoro=KokoroSettings("cpu")), voice=voice)


def _gate(workshop: Workshop, settings: Settings) -> Gate:
    return workshop.agree(Terms(settings, "sound", ("kokoro",)), settings).gate("kokoro")


def _kokoro(workshop: Workshop, settings: Settings) -> Engine:
    return _gate(workshop, settings).engine
