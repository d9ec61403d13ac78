"""`ting play` on a terminal: what it shows, what its keys do, and how it leaves."""

import re
import signal
import time
from collections.abc import Callable
from ctypes.util import find_library
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len

from tests.emulator import EdgeEmulator, Refuse
from tests.preview.conftest import CUE_MS, SENTENCES, TITLE, MakeEpisode, cues_of
from tests.preview.terminal import ALTERNATE, Terminal
from tts.model.episode import Cue

OpenTerminal = Callable[..., Terminal]
QUIET = ("latest", "--no-audio")
LEFT, RIGHT, UP, DOWN = (f"\x1b[{final}" for final in "DCAB")
ESCAPE = "\x1b"


def position_of(screen: Terminal) -> int:
    """Return the seconds that the clock shows; -1 where it shows none."""
    found = re.search(r"[▶⏸] (\d+):(\d\d)", screen.text)
    return int(found[1]) * 60 + int(found[2]) if found else -1


def styled(screen: Terminal, style: str) -> str:
    """Return the characters on the screen that have a style."""
    lines = screen.screen.buffer
    return "".join(
        cell.data
        for line in range(screen.screen.lines)
        for _, cell in sorted(lines[line].items())
        if getattr(cell, style) and cell.data.strip()
    )


def test_an_episode_is_shown_while_it_plays(make_episode: MakeEpisode, terminal: OpenTerminal) -> None:
    make_episode()
    screen = terminal(*QUIET, "--speed", "3")
    screen.shows(TITLE, "espeak · 雲哲", "▸ 0:00", "0:20 市政府昨天", "/ 1:10", "3×", "? keys")
    screen.until(lambda: position_of(screen) >= 2)
    said = styled(screen, "underscore")
    assert said
    assert SENTENCES[0][0].startswith(said)
    screen.until(lambda: len(styled(screen, "underscore")) > len(said))
    screen.press("q")
    assert screen.leaves() == 0
    assert screen.is_as_before


def test_keys_move_through_the_episode(make_episode: MakeEpisode, terminal: OpenTerminal) -> None:
    make_episode()
    screen = terminal(*QUIET)
    screen.shows("▶ 0:0")
    screen.press(" ")
    screen.shows("⏸", "paused")
    screen.press(DOWN)
    screen.shows("⏸ 0:20", "▸ 0:20")
    screen.press("n")
    screen.shows("⏸ 0:40", "▸ 0:40")
    screen.press(UP)
    screen.shows("⏸ 0:20")
    screen.press("p" + RIGHT)
    screen.shows("⏸ 0:15")
    screen.press(LEFT)
    screen.shows("⏸ 0:00")
    screen.press("]]m")
    screen.shows("1.5×", "muted")
    screen.press("[[[m")
    screen.shows("0.75×")
    screen.until(lambda: "muted" not in screen.text)
    screen.press("?")
    screen.shows("play, pause", "slower, faster")
    screen.press("?" + RIGHT + " 0")
    screen.shows("▶ 0:00", "以下新聞")
    screen.press("q")
    assert screen.leaves() == 0


def test_a_search_goes_from_one_sentence_to_the_next(
    make_episode: MakeEpisode, terminal: OpenTerminal
) -> None:
    make_episode()
    screen = terminal(*QUIET)
    screen.shows("▶ 0:0")
    screen.press(" /民眾x\x7f")
    screen.shows("/民眾▏", "1 found")
    screen.press("\r")
    screen.shows("⏸ 0:30", "1 of 1")
    assert "民眾" in styled(screen, "reverse")
    screen.press("/明天\r")
    screen.shows("⏸ 0:10", "1 of 2")
    screen.press("\r")
    screen.shows("⏸ 0:20", "2 of 2")
    screen.press("/q沒有\r")
    screen.shows("not found", "⏸ 0:20")
    screen.press(ESCAPE)
    screen.shows("? keys")
    screen.press("q")
    assert screen.leaves() == 0


@pytest.mark.parametrize("columns", [20, 40, 200])
def test_every_row_fits_however_wide_the_terminal_is(
    make_episode: MakeEpisode, terminal: OpenTerminal, columns: int
) -> None:
    make_episode(title="很長的題目" * 100)
    screen = terminal(*QUIET, columns=columns)
    screen.shows("以下新聞", "▶ 0:0", "…", "q quit")
    assert len(screen.rows) == 24
    assert all(cell_len(row) <= columns for row in screen.rows)
    assert screen.rows[0].startswith("很長")
    assert "▶" in screen.rows[22]
    assert ("│" in screen.text) == (columns == 200)


def test_the_screen_follows_the_terminals_size(make_episode: MakeEpisode, terminal: OpenTerminal) -> None:
    make_episode()
    screen = terminal(*QUIET)
    screen.shows("│")
    screen.resize(40, 12)
    screen.until(lambda: "│" not in screen.text and "▶" in screen.rows[10])
    screen.shows("以下新聞由人工智慧語音播報。", "1/4")
    screen.resize(20, 3)
    screen.until(lambda: "▶" in screen.rows[2])
    screen.resize(120, 30)
    screen.shows("│", TITLE)
    screen.until(lambda: "▶" in screen.rows[28])
    screen.press("q")
    assert screen.leaves() == 0


def test_without_colours_what_is_said_can_still_be_seen(
    make_episode: MakeEpisode, terminal: OpenTerminal
) -> None:
    make_episode()
    screen = terminal(*QUIET, "--speed", "3", NO_COLOR="1")
    screen.until(lambda: bool(styled(screen, "underscore")))
    assert not re.search(r"\x1b\[[\d;]*\b[349][0-7]m", screen.written)


def test_the_end_is_the_end_and_begins_anew(make_episode: MakeEpisode, terminal: OpenTerminal) -> None:
    make_episode()
    screen = terminal(*QUIET)
    screen.shows("▶ 0:0")
    screen.press(RIGHT * 2)
    screen.shows("▶ 0:30")
    screen.press("q")
    assert screen.leaves() == 0
    again = terminal(*QUIET)
    again.shows("▶ 0:30")
    again.press(RIGHT * 3)
    assert again.leaves() == 0
    assert again.is_as_before
    third = terminal(*QUIET)
    third.shows("▶ 0:00")


@pytest.mark.parametrize("way", ["Ctrl-C", "Ctrl-\\", "terminated", "hung up"])
def test_however_it_is_ended_the_terminal_is_as_it_was(
    make_episode: MakeEpisode, terminal: OpenTerminal, tmp_path: Path, way: str
) -> None:
    make_episode()
    screen = terminal(*QUIET)
    screen.shows("▶ 0:0")
    screen.press(RIGHT)
    screen.shows("▶ 0:15")
    if way == "Ctrl-C":
        screen.press("\x03")
    elif way == "Ctrl-\\":
        screen.press("\x1c")
    else:
        screen.signal(signal.SIGTERM if way == "terminated" else signal.SIGHUP)
    assert screen.leaves() == 130
    assert "kept" not in screen.written
    assert screen.is_as_before
    assert "Interrupted" in screen.written.rpartition("\x1b[?1049l")[2]
    positions = msgspec.json.decode((tmp_path / "data" / "positions.json").read_bytes())
    assert positions["abc"] >= 15_000


SHELL = """
set -m
"$@"
stty -a | grep " icanon.* echo " && echo back at the shell
fg
"""


def test_the_shell_gets_its_terminal_while_the_listener_is_away(
    make_episode: MakeEpisode, tmp_path: Path
) -> None:
    make_episode()
    screen = Terminal(tmp_path, QUIET, (80, 24), {}, shell=SHELL)
    try:
        screen.shows("▶ 0:0")
        screen.press(RIGHT)
        screen.shows("▶ 0:15")
        screen.press("\x1a")
        screen.until(lambda: screen.written.count(f"{ALTERNATE}h") == 2)
        assert f"{ALTERNATE}l" in screen.written.partition("back at the shell")[0]
        screen.shows("▶ 0:1", "q quit")
        screen.press("q")
        assert screen.leaves() == 0
        assert screen.is_as_before
    finally:
        screen.close()


def test_where_no_shell_could_bring_it_back_it_goes_on(
    make_episode: MakeEpisode, terminal: OpenTerminal
) -> None:
    make_episode()
    screen = terminal(*QUIET)
    screen.shows("▶ 0:0")
    screen.signal(signal.SIGTSTP)
    screen.until(lambda: screen.written.count(f"{ALTERNATE}h") == 2)
    screen.press("q")
    assert screen.leaves() == 0
    assert screen.is_as_before


@pytest.mark.parametrize("cues", [0, 10_000])
def test_any_number_of_sentences_is_shown(
    make_episode: MakeEpisode, terminal: OpenTerminal, cues: int
) -> None:
    many = tuple(Cue(at * 300, at * 300 + 300, f"這是第{at}句。", at // 5000) for at in range(cues))
    make_episode(many, duration_ms=3_000_000)
    screen = terminal(*QUIET)
    screen.shows("這是第0句。" if cues else "There are no words", "▶ 0:0")
    screen.press(RIGHT * 4)
    screen.shows("這是第200句。" if cues else "▶ 1:0")
    screen.press("q")
    assert screen.leaves() == 0


def test_text_cannot_command_the_terminal(make_episode: MakeEpisode, terminal: OpenTerminal) -> None:
    make_episode(cues_of((("清\x1b[2J\x9b31m空\x07。", 0),)), title="題\x1b]0;x\x07目")
    screen = terminal(*QUIET)
    screen.shows("題]0;x目", "清[2J31m空。")


def test_a_missing_sound_is_told_in_words(
    make_episode: MakeEpisode, terminal: OpenTerminal, tmp_path: Path
) -> None:
    make_episode()
    next(tmp_path.rglob("*.mp3")).unlink()
    screen = terminal(*QUIET)
    assert screen.leaves() == 1
    screen.shows("cannot be read")
    assert "\x1b[?1049h" not in screen.written


def test_any_mp3_is_played_with_what_its_tags_say(
    make_episode: MakeEpisode, terminal: OpenTerminal, tmp_path: Path
) -> None:
    make_episode()
    next(tmp_path.rglob("*.mp3")).rename(tmp_path / "alone.mp3")
    screen = terminal("alone.mp3", "--no-audio")
    screen.shows("alone", "There are no words", "/ 1:10")
    screen.press("q")
    assert screen.leaves() == 0


def test_without_a_sound_device_it_says_so(make_episode: MakeEpisode, terminal: OpenTerminal) -> None:
    make_episode()
    screen = terminal("latest")
    assert screen.leaves() == 1
    assert "No sound device" in screen.written
    assert "--no-audio" in screen.written
    assert "\x1b[?1049h" not in screen.written


@pytest.mark.skipif(not find_library("asound"), reason="no ALSA, whose null device takes the sound")
def test_with_a_sound_device_it_plays_to_the_end(
    make_episode: MakeEpisode, terminal: OpenTerminal, tmp_path: Path
) -> None:
    (tmp_path / ".asoundrc").write_text("pcm.!default { type null }\n", encoding="utf-8")
    make_episode(cues_of((("今天晴。", 0), ("明天雨。", 0)), 1_500))
    screen = terminal("latest", "--speed", "1.5", HOME=str(tmp_path))
    screen.until(lambda: ALTERNATE in screen.written)
    assert screen.leaves() == 0
    assert screen.is_as_before
    assert "0:03" in screen.written


def test_a_source_is_heard_while_it_is_made_and_kept(terminal: OpenTerminal, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("題目\n\n今天晴，風和日麗，最適合出門。明天雨。", encoding="utf-8")
    screen = terminal("brief.txt", "--no-audio", "--speed", "3", TING_DISCLOSURE="")
    screen.shows("今天晴")
    assert screen.leaves() == 0
    assert screen.is_as_before
    (kept,) = tmp_path.rglob("output/**/*.mp3")
    assert kept.name in screen.written.replace("\r\n", "").rpartition("\x1b[?1049l")[2]
    again = terminal("brief.txt", "--no-audio", "--speed", "3", TING_DISCLOSURE="")
    again.shows("espeak ·", "今天晴")
    assert again.leaves() == 0


@pytest.mark.usefixtures("emulator")
def test_a_listener_who_leaves_early_is_told_that_nothing_is_kept(
    terminal: OpenTerminal, tmp_path: Path
) -> None:
    with EdgeEmulator(audio_speed=2) as slow:
        (tmp_path / "brief.txt").write_text(
            "題目\n\n" + "今天晴，明天雨，後天又是晴。\n\n" * 9, encoding="utf-8"
        )
        screen = terminal("brief.txt", "--no-audio", TING_ENGINE="edge", TING_EDGE_BASE_URL=slow.base_url)
        screen.shows("題目", "edge  the first words are made")
        screen.shows("edge · 曉臻", "still being made", "以下新聞")
        screen.press("q")
        assert screen.leaves() == 0
    assert "Not kept" in screen.written
    assert not list(tmp_path.rglob("output/**/*.mp3"))


def test_what_fails_in_mid_story_is_heard_so_far_and_told(
    terminal: OpenTerminal, emulator: EdgeEmulator, tmp_path: Path
) -> None:
    service = {"TING_ENGINE": "edge", "TING_EDGE_BASE_URL": emulator.base_url}
    (tmp_path / "other.txt").write_text("別的題目\n\n後天是晴天。", encoding="utf-8")
    assert terminal("other.txt", "--no-audio", "--speed", "3", **service).leaves() == 0
    emulator.queue(*[Refuse(429, retry_after=3600)] * 50)  # now only the words before the story are kept
    (tmp_path / "brief.txt").write_text("題目\n\n今天晴，明天雨。", encoding="utf-8")
    screen = terminal("brief.txt", "--no-audio", "--speed", "2", **service)
    screen.shows("以下新聞由人工智慧語音播報。", "The rest is missing.")
    assert screen.leaves() == 4
    assert screen.is_as_before
    assert "ting: " in screen.written.rpartition("\x1b[?1049l")[2]


def test_a_source_that_cannot_be_read_fails_before_the_screen_changes(terminal: OpenTerminal) -> None:
    screen = terminal("nowhere.txt", "--no-audio")
    assert screen.leaves() == 2
    assert "\x1b[?1049h" not in screen.written


def test_keys_work_while_the_text_comes_through_a_pipe(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("題目\n\n今天晴，明天雨，後天又是晴，大家都很高興。", encoding="utf-8")
    screen = Terminal(tmp_path, ("-", "--no-audio"), (80, 24), {}, stdin=text)
    try:
        screen.shows("▶ 0:0", "以下新聞")
        screen.press(" ")
        screen.shows("paused")
        screen.press("q")
        assert screen.leaves() == 0
    finally:
        screen.close()


def test_signs_that_the_terminals_encoding_lacks_are_replaced(
    make_episode: MakeEpisode, terminal: OpenTerminal
) -> None:
    make_episode()
    screen = terminal(*QUIET, PYTHONIOENCODING="ascii")
    screen.shows("? 0:0", "/ 1:10", "q quit")
    screen.press("q")
    assert screen.leaves() == 0


def test_a_dumb_terminal_gets_plain_lines(make_episode: MakeEpisode, terminal: OpenTerminal) -> None:
    make_episode(cues_of((("今天晴。", 0), ("明天雨。", 0)), 600))
    started = time.monotonic()
    screen = terminal(*QUIET, TERM="dumb")
    assert screen.leaves() == 0
    assert time.monotonic() - started > 2 * CUE_MS / 1000 * 0.06
    assert "\x1b" not in screen.written
    assert re.search(r"0:00\s+今天晴。\s+0:00\s+明天雨。", screen.written)
