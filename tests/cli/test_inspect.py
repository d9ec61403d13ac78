"""`ting inspect` tells what a player will find in any MP3, and what is wrong with it."""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

from pathlib import Path

import pytest
from mutagen import id3
from PIL import Image

from tests.cli.conftest import Ting

NEWS = "停班停課\n\n市政府宣布，明天全市停班停課。\n\n氣象署指出，風雨將在清晨達到高峰。\n"


@pytest.fixture
def episode(ting: Ting) -> Path:
    Path("news.txt").write_text(NEWS, encoding="utf-8")
    return Path(ting("read", "news.txt", "--engine", "espeak").out.strip())


def test_an_episode_has_nothing_wrong(ting: Ting, episode: Path) -> None:
    result = ting("inspect", episode)
    assert result.code == 0, result.out
    for found in (
        "MPEG-1 Layer III, 48000 Hz, mono",
        "Info",
        "LUFS",
        "停班停課",
        "1400 × 1400",
        "genre       Podcast",
        "words       ",
        "REPLAYGAIN_TRACK_GAIN: ",
        "nothing",
    ):
        assert found in result.out


def test_long_and_strange_texts_stay_a_line_each(ting: Ting, episode: Path) -> None:
    tags = id3.ID3(episode)
    tags.add(id3.TIT2(encoding=1, text="停班\x1b[31m停課\n" * 4000))
    tags.add(id3.TXXX(encoding=1, desc="a name of more than twelve letters", text="說明"))
    tags.save(episode, v2_version=3)
    result = ting("inspect", episode)
    (title,) = [line for line in result.out.splitlines() if line.startswith("title")]
    assert len(title) < 250
    assert title.endswith("characters)")
    assert "\x1b" not in result.out
    assert "a name of more than twelve letters: 說明" in result.out


def test_all_that_is_found_is_printed_as_one_object(ting: Ting, episode: Path) -> None:
    (found,) = ting("inspect", episode, "--json").objects
    assert found["faults"] == []
    assert found["declared_ms"] == found["counted_ms"]
    assert found["audio"]["sound"]["lufs"] == pytest.approx(-16, abs=1)
    assert found["audio"]["sound"]["peak_dbtp"] <= -1
    assert found["tags"]["chapters"][0]["start_ms"] == 0
    assert dict(found["tags"]["texts"])["engine"] == "espeak"


def test_episodes_have_the_loudness_that_is_set_and_say_so(
    ting: Ting, episode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TING_LOUDNESS", "-19")
    (manifest,) = ting("read", "news.txt", "--engine", "espeak", "--json").objects
    (found,) = ting("inspect", manifest["files"]["mp3"], "--json").objects
    assert manifest["files"]["mp3"] != str(episode)
    assert manifest["loudness"]["lufs"] == pytest.approx(-19, abs=1)
    assert found["audio"]["sound"]["lufs"] == pytest.approx(manifest["loudness"]["lufs"], abs=0.1)
    texts = dict(found["tags"]["texts"])
    assert float(texts["REPLAYGAIN_TRACK_GAIN"].split()[0]) == pytest.approx(1, abs=1)


def test_the_engines_own_frames_are_raised_only_when_a_loudness_is_set(
    ting: Ting, episode: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert episode.exists()
    for loudness, steps in (("-19", {True}), ("none", {False})):
        monkeypatch.setenv("TING_LOUDNESS", loudness)
        how = ("--engine", "espeak", "--profile", "source", "--json")
        (manifest,) = ting("read", "news.txt", *how).objects
        assert {manifest["loudness"]["gain_steps"] != 0} == steps
        assert ting("inspect", manifest["files"]["mp3"]).code == 0


def test_the_cover_that_is_set_is_in_the_episode(ting: Ting, episode: Path) -> None:
    Image.new("RGBA", (640, 480), (0, 90, 160, 255)).save("own.png")
    Path("ting.toml").write_text('[show]\ncover = "own.png"\n', encoding="utf-8")
    (manifest,) = ting("read", "news.txt", "--engine", "espeak", "--json").objects
    (found,) = ting("inspect", manifest["files"]["mp3"], "--json").objects
    assert found["tags"]["cover"]["width"] == found["tags"]["cover"]["height"] == 480
    assert manifest["files"]["mp3"] != str(episode)
    Path("own.png").write_bytes(b"no picture")
    result = ting("read", "news.txt", "--engine", "espeak")
    assert result.code == 2
    assert "not a picture" in result.err


def test_the_sound_is_drawn(ting: Ting, episode: Path) -> None:
    assert ting("inspect", episode, "--plot", "sound.png").code == 0
    with Image.open("sound.png") as image:
        assert (image.format, image.size) == ("PNG", (1200, 460))


def test_what_a_player_would_trip_over_is_told_by_the_exit_code_too(ting: Ting, episode: Path) -> None:
    cut = Path("cut.mp3")
    cut.write_bytes(episode.read_bytes()[:-5000])
    result = ting("inspect", cut)
    assert result.code == 1
    assert "wrong       The last frame is cut short." in result.out
    assert "The header says" in result.out


def test_what_is_no_mp3_is_told(ting: Ting) -> None:
    Path("page.mp3").write_text("<html>not found</html>", encoding="utf-8")
    result = ting("inspect", "page.mp3", "--plot", "page.png")
    assert result.code == 1
    assert "no MP3 frame" in result.out
    assert "Traceback" not in result.err
    assert not Path("page.png").exists()
    assert ting("inspect", "missing.mp3").code == 2
