"""`ting proof` lists what a recogniser hears otherwise than was written."""

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from tests.cli.conftest import Ting
from tts.proof.whisper import LIBRARIES

NEWS = "停班停課\n\n市政府宣布，明天全市停班停課。\n\n氣象署指出，風雨將在清晨達到高峰。\n"


@pytest.fixture
def episode(ting: Ting) -> Path:
    Path("news.txt").write_text(NEWS, encoding="utf-8")
    return Path(ting("read", "news.txt", "--engine", "espeak").out.strip())


def test_each_sentence_that_is_misheard_comes_with_its_time_and_its_entries(
    ting: Ting, episode: Path
) -> None:
    result = ting("proof", episode, "--json")
    assert result.code == 0, result.err
    (report,) = result.objects
    assert report["recogniser"].startswith("Whisper")
    assert report["sentences"] >= 3
    assert 0 < report["syllable_rate"] < 1
    for finding in report["findings"]:
        assert finding["written"] != finding["heard"]
        assert finding["start_ms"] < finding["end_ms"]
    assert any(finding["lexicon"] for finding in report["findings"])


def test_a_person_reads_a_line_for_each_and_a_sum(ting: Ting, episode: Path) -> None:
    lines = ting("proof", episode.stem).out.splitlines()
    assert lines[0][:7] == "00:00  "
    assert lines[1].startswith("heard  ")
    assert "sentences are heard otherwise by Whisper" in lines[-1]


def test_sound_that_is_not_the_text_is_told(ting: Ting, episode: Path) -> None:
    Path("other.txt").write_text("天氣\n\n" + "今天天氣很好，適合出門散步看花。\n\n" * 3, encoding="utf-8")
    other = Path(ting("read", "other.txt", "--engine", "espeak").out.strip())
    episode.write_bytes(other.read_bytes())
    result = ting("proof", episode)
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("ting: What is heard in")
    assert "is not its text" in result.err


def test_an_mp3_without_a_manifest_is_refused(ting: Ting, episode: Path) -> None:
    alone = episode.with_name("alone.mp3")
    alone.write_bytes(episode.read_bytes())
    result = ting("proof", alone)
    assert result.code == 2
    assert "no manifest beside it" in result.err


def test_an_episode_that_does_not_exist_is_refused(ting: Ting) -> None:
    assert ting("proof", "latest").code == 2
    assert ting("proof", "nowhere.mp3").code == 2


@pytest.mark.parametrize("package", LIBRARIES)
def test_without_the_extra_it_tells_how_to_get_it(episode: Path, package: str) -> None:
    hidden = f"import sys; sys.modules[{package!r}] = None; from tts.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", hidden, "proof", str(episode)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == (
        f"ting: There is no recogniser here: the package {package} is missing. "
        "In the folder of the program: `pip install '.[proof]'`.\n"
    )


def test_an_episode_too_short_to_be_heard_is_refused(ting: Ting, episode: Path) -> None:
    manifest = episode.with_suffix(".json")
    told = msgspec.json.decode(manifest.read_bytes())
    for cue in told["cues"]:
        cue["end_ms"] = cue["start_ms"] + 100
    manifest.write_bytes(msgspec.json.encode(told))
    result = ting("proof", episode)
    assert (result.code, result.out) == (1, "")
    assert "holds no sentence that is long enough to be heard" in result.err
