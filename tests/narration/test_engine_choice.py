"""Which engines may speak: with a server of one's own among them, and with the network forbidden."""

from dataclasses import replace

import pytest

from tts.errors import UsageError
from tts.model.settings import (
    AzureSettings,
    DailySettings,
    EngineSettings,
    OpenaiSettings,
    Settings,
    SourceSettings,
)
from tts.narration.engine_choice import candidates, open_engine, pace_of
from tts.narration.studio import casting
from tts.synthesizer import Pace

AZURE = EngineSettings(azure=AzureSettings(region="eastasia"))
HERE = "http://127.0.0.1:8880"
THERE = "https://speech.example.org"
TABLE = {"hsiaochen": "zf_1"}


def settings_of(base_url: str, voices: object = "zf_1", **more: object) -> Settings:
    server = OpenaiSettings(base_url=base_url, voices=voices)  # type: ignore[arg-type]
    return replace(Settings(engines=EngineSettings(openai=server)), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "engines"),
    [
        (Settings(), ("edge", "kokoro", "espeak")),
        (Settings(offline=True), ("kokoro", "espeak")),
        (settings_of(THERE), ("edge", "openai", "kokoro", "espeak")),
        (settings_of(THERE, offline=True), ("kokoro", "espeak")),
        (settings_of(HERE, offline=True), ("openai", "kokoro", "espeak")),
        (settings_of("http://localhost:1/v1", offline=True), ("openai", "kokoro", "espeak")),
        (settings_of("http://[::1]:1", offline=True), ("openai", "kokoro", "espeak")),
        (settings_of("http://192.168.1.2:8880", offline=True), ("kokoro", "espeak")),
        (settings_of(THERE, ""), ("edge", "kokoro", "espeak")),
        (settings_of(THERE, TABLE), ("edge", "openai", "kokoro", "espeak")),
        (settings_of(THERE, TABLE, voice="yunjhe"), ("edge", "kokoro", "espeak")),
        (settings_of(THERE, TABLE, daily=DailySettings(voices=("yunjhe",))), ("edge", "kokoro", "espeak")),
        (settings_of(THERE, TABLE, quote_voice="yunjhe"), ("edge", "kokoro", "espeak")),
        (
            settings_of(THERE, TABLE, source=(SourceSettings("報", "url", "x", voice="yunjhe"),)),
            ("edge", "kokoro", "espeak"),
        ),
        (settings_of(THERE, engine="openai"), ("openai",)),
        (Settings(engines=AZURE), ("azure", "edge", "kokoro", "espeak")),
        (Settings(engines=AZURE, offline=True), ("kokoro", "espeak")),
        (settings_of(HERE, engine="openai", offline=True), ("openai",)),
    ],
)
def test_the_best_that_may_speak_comes_first(settings: Settings, engines: tuple[str, ...]) -> None:
    assert candidates(settings) == engines


@pytest.mark.parametrize("engine", ["edge", "openai", "mine"])
def test_an_engine_of_the_network_is_not_wanted_together_with_none(engine: str) -> None:
    mine = OpenaiSettings(base_url=THERE)
    engines = EngineSettings(openai=mine, named={"mine": mine})
    with pytest.raises(UsageError, match=f"The {engine} engine needs the network"):
        candidates(Settings(engine=engine, offline=True, engines=engines))


def test_a_server_is_opened_by_its_name() -> None:
    mine = OpenaiSettings(base_url=HERE, concurrency=3)
    engine = open_engine("mine", Settings(engines=EngineSettings(named={"mine": mine})))
    assert (engine.name, engine.concurrency) == ("mine", 3)


def test_a_server_without_an_address_is_not_set_up() -> None:
    with pytest.raises(UsageError, match="The engine openai is not set up") as caught:
        open_engine("openai", Settings())
    assert "base_url" in caught.value.hint


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (settings_of(THERE), "zf_1"),
        (settings_of(THERE, TABLE), "zf_1"),
        (settings_of(THERE, {"yunjhe": "zm_1"}, engine="openai"), None),
        (Settings(), None),
    ],
)
def test_a_voice_has_the_name_that_the_settings_give_it_there(settings: Settings, name: str | None) -> None:
    assert casting(settings)(None).voice.engines.get("openai") == name


@pytest.mark.parametrize(
    ("voices", "name"),
    [
        ("", "zh-TW-HsiaoChenNeural"),
        ("zh-CN-YunxiNeural", "zh-CN-YunxiNeural"),
        ({"hsiaochen": "zh-TW-HsiaoYuNeural"}, "zh-TW-HsiaoYuNeural"),
        ({"yunjhe": "zh-CN-YunxiNeural"}, "zh-TW-HsiaoChenNeural"),
    ],
)
def test_azure_has_the_voices_of_edge_where_nothing_else_is_set(voices: object, name: str) -> None:
    azure = AzureSettings(region="eastasia", voices=voices)  # type: ignore[arg-type]
    settings = Settings(engines=EngineSettings(azure=azure))
    assert casting(settings)(None).voice.engines["azure"] == name


def test_azure_is_asked_as_often_in_a_minute_as_is_set() -> None:
    def pace(per_minute: int) -> Pace | None:
        azure = AzureSettings(region="eastasia", per_minute=per_minute)
        return pace_of("azure", Settings(engines=EngineSettings(azure=azure)))

    assert pace(0) is None
    assert pace(20) == Pace(16 / 60, 4)


def test_azure_without_a_place_is_not_set_up() -> None:
    with pytest.raises(UsageError, match="The engine azure is not set up") as caught:
        open_engine("azure", Settings())
    assert "region" in caught.value.hint


def test_a_voice_without_a_name_there_is_told_where_to_give_it_one() -> None:
    voice = casting(settings_of(THERE, {"yunjhe": "zm_1"}, engine="openai"))(None).voice
    with pytest.raises(UsageError, match="Voice hsiaochen does not speak with openai") as caught:
        voice.on("openai")
    assert "voices in [engines.openai]" in caught.value.hint
