"""A browser, as a judge of WebVTT, finds each sentence's words and when they begin."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.site import invented
from tests.site.browser import serving
from tts.episode_files import transcript
from tts.model.episode import Cue, Episode, Word
from tts.printable import one_line

pytestmark = pytest.mark.slow

PAGE = """<!doctype html><video><track default src="told.vtt"></video>"""
CUES = """() => [...document.querySelector('video').textTracks[0].cues].map((cue) => {
  const shown = cue.getCueAsHTML();
  const walker = document.createTreeWalker(shown, NodeFilter.SHOW_PROCESSING_INSTRUCTION);
  const times = [];
  while (walker.nextNode()) times.push(`${walker.currentNode.target} ${walker.currentNode.data}`);
  return [cue.startTime, cue.endTime, shown.textContent.replaceAll('\\n', ''), times];
})"""
HARD = (
    Word(61_000, 61_300, "「A<B & "),
    Word(61_300, 61_300, "C>D-->"),
    Word(61_300, 61_900, "<00:00:01.000>漲"),
    Word(62_050, 62_400, "30%。\n"),
)


def ms(stamp: str) -> int:
    """Return a time of a word as a browser has it, which may have lost a millisecond in reckoning."""
    hours, minutes, seconds = stamp.removeprefix("timestamp ").split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def read_by(browser: Browser, folder: Path, episode: Episode) -> list[list[Any]]:
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "told.vtt").write_text(transcript.webvtt(episode), encoding="utf-8")
    with serving(folder, "/captions") as address:
        page = browser.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_function("() => document.querySelector('track').readyState === 2")
        found: list[list[Any]] = page.evaluate(CUES)
        page.close()
    return found


def test_a_browser_reads_the_words_and_their_times(browser: Browser, tmp_path: Path) -> None:
    story = invented.worded(invented.episode("2026-01-09-story-00000001"))
    hard = Cue(61_000, 62_400, "".join(word.text for word in HARD), words=HARD)
    told = replace(story, cues=(*story.cues[:12], hard, Cue(70_000, 71_000, "晴。")))
    found = read_by(browser, tmp_path, told)
    assert [text for _start, _end, text, _times in found] == [one_line(cue.text) for cue in told.cues]
    assert [round(end * 1000) for _start, end, _text, _times in found] == [cue.end_ms for cue in told.cues]
    for cue, (_start, _end, _text, times) in zip(story.cues[:12], found[:12], strict=True):
        assert list(map(ms, times)) == pytest.approx([word.start_ms for word in cue.words[1:]], abs=1)
    assert list(map(ms, found[12][3])) == pytest.approx([61_300, 62_050], abs=1)
    assert found[13][3] == []
