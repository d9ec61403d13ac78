"""What is known by name changes with a plug-in where it decides what is made, and nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.house import TITLE, House, document
from tests.plugins.distributions import install, install_tide
from tts.engines.plugin import PluggedEngine
from tts.entry_points import SITE_GROUP, find, plugins
from tts.errors import EngineUnavailable
from tts.extractor.plugin_sites import plugged_sites
from tts.model.document import Document
from tts.model.settings import EngineSettings
from tts.narration.pipeline import narrated_before
from tts.testing import FakeEngine

PAGE = Document(
    f"""<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><article>
    <p>市政府昨天晚間宣布，因應颱風來襲，明天全市停班停課，請民眾及早準備。</p>
    <p>氣象署指出，風雨將在清晨達到高峰，下午以後逐漸減弱。山區仍須慎防坍方，海邊不宜前往。</p>
    </article></body></html>""".encode(),
    "page.html",
)
TEXT = document()


@pytest.fixture
def forget() -> Iterator[Callable[[], None]]:
    """Let the next run look at what is installed."""

    def forget() -> None:
        plugins.cache_clear()
        plugged_sites.cache_clear()

    forget()
    yield forget
    forget()


def is_remembered(house: House, source: Document) -> bool:
    return narrated_before(source, house.studio()) is not None


def test_a_page_is_read_anew_when_a_site_is_installed_and_a_text_is_not(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Callable[[], None]
) -> None:
    house.narrate(PAGE, TEXT)
    assert is_remembered(house, PAGE)
    install_tide(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    forget()
    assert not is_remembered(house, PAGE)
    assert is_remembered(house, TEXT)
    house.narrate(PAGE)
    assert is_remembered(house, PAGE)


def test_a_page_is_not_read_anew_for_a_site_that_is_left_out(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Callable[[], None]
) -> None:
    house.narrate(PAGE)
    install(tmp_path, "ting-none", {SITE_GROUP: {"none": "no_such_module:SITE"}})
    monkeypatch.syspath_prepend(tmp_path)
    forget()
    assert find(SITE_GROUP, "none")
    assert is_remembered(house, PAGE)


def test_no_distribution_is_looked_at_for_a_text(house: House, forget: Callable[[], None]) -> None:
    forget()
    house.narrate(TEXT)
    assert plugins.cache_info().misses == 0


def named(house: House, engine: str, voices: object) -> None:
    others = EngineSettings(others={"hum": {"voices": voices}})
    house.settings = replace(house.settings, engine=engine, engines=others)


@pytest.mark.parametrize("voices", ["low", {"hsiaochen": "low", "yunjhe": "high"}])
def test_a_plug_ins_engine_is_given_its_own_name_of_the_voice(house: House, voices: object) -> None:
    house.engines["hum"] = FakeEngine(name="hum")
    named(house, "hum", voices)
    (episode,) = house.narrate(TEXT)
    assert (episode.engine, episode.voice) == ("hum", "low")


def test_an_episode_stays_when_an_engine_that_did_not_make_it_is_given_voices(house: House) -> None:
    (episode,) = house.narrate(TEXT)
    named(house, house.settings.engine, "low")
    assert house.narrate(TEXT) == [episode]


def test_an_engine_that_stumbles_in_mid_story_leaves_no_file(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forget: Callable[[], None]
) -> None:
    install_tide(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    forget()
    plugin = find("tts.engines", "hum")
    assert plugin
    stumbling = FakeEngine(name="hum", failures={f"{TITLE}": [ZeroDivisionError("by zero")]})
    house.engines["hum"] = PluggedEngine(plugin, stumbling)  # type: ignore[assignment]
    named(house, "hum", "low")
    with pytest.raises(EngineUnavailable, match=r"The engine hum failed \(ZeroDivisionError: by zero\)"):
        house.narrate(TEXT)
    assert house.files() == {}
