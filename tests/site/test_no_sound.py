"""Where there is no sound a listener is told why, and the button does not say otherwise."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.site import invented
from tests.site.browser import serving
from tests.site.conftest import SUB_PATH, Site, Visit, publish
from tests.site.reader import play, seek, until
from tts.feed.addresses import sound_path

pytestmark = pytest.mark.slow

HEARD_BYTES = 40_000
SAYINGS = ("OnMediaSinkAudioError", "NS_ERROR_DOM_MEDIA_CUBEB_INITIALIZATION_ERR (0x806e0101)")
"""What Firefox ESR 153 says on a machine without a sound device, and what it has for a device that fails."""

WITHOUT_DEVICE = """(saying) => {
  const sound = document.querySelector('audio');
  const load = sound.load.bind(sound);
  Object.defineProperty(sound, 'error', { configurable: true, value: { code: 3, message: saying } });
  sound.load = () => { delete sound.error; load(); };
  sound.dispatchEvent(new Event('error'));
}"""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve episodes whose sound is cut short, an error's page, or not there."""
    folder = tmp_path_factory.mktemp("broken")
    names = ("short", "page", "gone")
    episodes = {name: invented.episode(f"2026-01-09-{name}-00000001", f"聲音：{name}") for name in names}
    sounds = {name: folder / sound_path(episode) for name, episode in episodes.items()}
    invented.record_silence(folder, episodes["short"])
    sounds["short"].write_bytes(sounds["short"].read_bytes()[:HEARD_BYTES])
    sounds["page"].write_bytes(b"<!doctype html><title>Not found</title><p>Not here")
    publish(folder, episodes, show_text=True)
    with serving(folder, SUB_PATH) as address:
        yield Site(folder, address, episodes)


def offers_to_play(page: Page) -> None:
    """Expect the button to play, and nothing to go on."""
    expect(page.get_by_role("button", name="播放", exact=True)).to_be_visible()
    assert page.evaluate("document.querySelector('audio').paused")


@pytest.mark.parametrize("saying", SAYINGS)
def test_a_machine_without_sound_is_not_called_a_broken_file(site: Site, visit: Visit, saying: str) -> None:
    page = visit(site.url("spoken"))
    seek(page, 20)
    play(page)
    page.evaluate(WITHOUT_DEVICE, saying)
    expect(page.get_by_role("status")).to_contain_text("找不到聲音輸出")
    expect(page.get_by_role("status")).not_to_contain_text("聲音檔")
    offers_to_play(page)
    play(page)
    until(page, "a.currentTime > 20")
    expect(page.get_by_role("status")).to_have_text("")


@pytest.mark.parametrize("name", ["page", "gone"])
def test_sound_that_cannot_be_had_is_said_and_the_text_stays(broken: Site, visit: Visit, name: str) -> None:
    page = visit(broken.url(name))
    button = page.get_by_role("button", name="播放", exact=True)
    expect(page.get_by_role("status")).to_contain_text("聲音檔無法播放")
    button.click()
    expect(page.get_by_role("status")).to_contain_text("聲音檔無法播放")
    offers_to_play(page)
    page.keyboard.press("n")
    page.keyboard.press("ArrowRight")
    page.locator("[data-start]").nth(5).click()
    expect(page.locator("[data-start]").first).to_be_visible()


def test_sound_that_breaks_off_is_not_said_to_be_over(broken: Site, visit: Visit) -> None:
    page = visit(broken.url("short"))
    seek(page, 5)
    page.get_by_role("button", name="播放", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("聲音檔不完整，只到 0:06")
    offers_to_play(page)


def test_sound_that_is_whole_is_said_to_be_over(site: Site, visit: Visit) -> None:
    page = visit(site.url("story"))
    seek(page, site.episodes["story"].duration_ms / 1000 - 0.5)
    page.get_by_role("button", name="播放", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("播完了。")
