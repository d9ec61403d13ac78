"""`ting read` makes an episode of any page, or says in one sentence why not."""

import asyncio
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import eyed3  # type: ignore[import-untyped]
import miniaudio  # type: ignore[import-untyped]
import pytest

from tests.cli.conftest import SEED, Ting
from tests.emulator import Drop, EdgeEmulator, Refuse, hear, spell
from tests.preview.terminal import Terminal
from tests.sources import shelf
from tts.cli.read import Reader
from tts.cli.screen import Screen
from tts.engines.failures import NoAudio
from tts.errors import TingError
from tts.farm.job import Job
from tts.farm.places import Places
from tts.model.document import Document
from tts.model.episode import Episode
from tts.narration.blame import PATIENCE, SILENT, Blame
from tts.narration.studio import UNHEARD, Listener, Relay
from tts.sources.fetch import Fetcher

MS = 50
"""How far two readers of the same file may differ."""

BRIEF = """市府宣布明天停班停課

記者王小明／台北報導

市政府昨天晚間宣布，因應颱風來襲，明天全市停班停課，請民眾及早準備。

◆◆◆

氣象署指出，風雨將在清晨達到高峰，下午以後逐漸減弱，山區仍須慎防坍方。
"""


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "brief.txt"
    path.write_text(BRIEF, encoding="utf-8")
    return path


@pytest.mark.usefixtures("service")
def test_the_seed_becomes_an_episode_that_says_all_of_it_in_order(ting: Ting) -> None:
    result = ting("read", SEED, "--engine", "edge", "--json", "--profile", "source")
    assert result.code == 0
    (episode,) = result.objects
    assert hear(Path(episode["files"]["mp3"]).read_bytes()) == tuple(
        pitch for chunk in ting("script", SEED, "--engine", "edge", "--json").objects
        for pitch in spell(str(chunk["spoken"]))
    )  # fmt: skip


@pytest.mark.usefixtures("service")
def test_independent_readers_find_the_chapters_of_the_manifest(ting: Ting) -> None:
    (episode,) = ting("read", SEED, "--engine", "edge", "--json").objects
    wanted = [(chapter["title"], chapter["start_ms"], chapter["end_ms"]) for chapter in episode["chapters"]]
    assert len(wanted) == 9
    assert all(_near(found, chapter) for found, chapter in zip(_by_ffprobe(episode), wanted, strict=True))
    assert all(_near(found, chapter) for found, chapter in zip(_by_eyed3(episode), wanted, strict=True))
    decoded = miniaudio.decode_file(episode["files"]["mp3"])
    assert abs(decoded.num_frames * 1000 / decoded.sample_rate - episode["duration_ms"]) <= MS


def _by_ffprobe(episode: dict[str, Any]) -> list[tuple[str, int, int]]:
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_chapters", episode["files"]["mp3"]]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return [
        (chapter["tags"]["title"], _ms(chapter["start_time"]), _ms(chapter["end_time"]))
        for chapter in found["chapters"]
    ]


def _ms(seconds: str) -> int:
    return round(float(seconds) * 1000)


def _by_eyed3(episode: dict[str, Any]) -> list[tuple[str, int, int]]:
    tag = eyed3.load(episode["files"]["mp3"]).tag
    return [(chapter.title, *chapter.times) for chapter in tag.chapters]


def _near(found: tuple[str, int, int], wanted: tuple[str, int, int]) -> bool:
    same = found[0] == wanted[0]
    return same and abs(found[1] - wanted[1]) <= MS and abs(found[2] - wanted[2]) <= MS


@pytest.mark.usefixtures("service")
def test_the_tags_tell_what_was_read_and_that_the_voice_is_synthetic(ting: Ting) -> None:
    (episode,) = ting("read", SEED, "--engine", "edge", "--json").objects
    tag = eyed3.load(episode["files"]["mp3"]).tag
    assert tag.title == "中再祭稀土牌？ 停審查銷日許可 防堵日本「再軍事化」"
    assert tag.artist == "中國新聞組／北京9日電"
    assert tag.album == "世界日報"
    assert tag.version == (2, 3, 0)
    comment = " ".join(comment.text for comment in tag.comments)
    assert episode["disclosure"] in comment
    assert "聲音：曉臻" in comment


@pytest.mark.usefixtures("service")
def test_cues_joined_are_the_words_that_were_spoken(ting: Ting) -> None:
    (episode,) = ting("read", SEED, "--engine", "edge", "--json").objects
    script = ting("script", SEED, "--engine", "edge", "--json").objects
    assert "".join(cue["text"] for cue in episode["cues"]) == "".join(str(c["written"]) for c in script)
    starts = [cue["start_ms"] for cue in episode["cues"]]
    assert starts == sorted(starts)


@pytest.mark.usefixtures("service")
def test_all_files_stand_beside_the_mp3(ting: Ting) -> None:
    (episode,) = ting("read", SEED, "--engine", "edge", "--json").objects
    files = episode["files"]
    folder = Path("output/episodes/2026/01/09").absolute()
    assert {Path(path).parent for path in files.values()} == {folder}
    assert sorted(map(str, folder.iterdir())) == sorted(files.values())
    assert Path(files["vtt"]).read_text(encoding="utf-8").startswith("WEBVTT")


def test_a_settings_file_that_is_named_may_name_a_farm_elsewhere(ting: Ting, brief: Path) -> None:
    settings = "farm = 'tcp://10.0.0.7:8786'\noffline = true\n"
    Path("own.toml").write_text(settings, encoding="utf-8")
    named = ting("read", brief, "--config", "own.toml")
    assert (named.code, "The farm tcp://10.0.0.7:8786 needs the network" in named.err) == (2, True)
    Path("ting.toml").write_text(settings, encoding="utf-8")
    lying_there = ting("read", brief, "--farm", "local:2")
    assert (lying_there.code, "or name this file by --config" in lying_there.err) == (2, True)


@pytest.mark.usefixtures("service")
def test_without_json_only_the_path_is_printed(ting: Ting, brief: Path) -> None:
    result = ting("read", brief)
    assert result.code == 0
    assert Path(result.out.removesuffix("\n")).is_file()


def test_a_second_run_changes_nothing_and_asks_the_service_nothing(
    ting: Ting, service: EdgeEmulator, brief: Path
) -> None:
    first = ting("read", brief)
    asked, before = len(service.texts), _contents()
    assert ting("read", brief).out == first.out
    assert len(service.texts) == asked
    assert _contents() == before


def test_forced_to_narrate_again_it_makes_the_same_bytes(
    ting: Ting, service: EdgeEmulator, brief: Path
) -> None:
    ting("read", brief)
    before = _contents()
    asked = len(service.texts)
    ting("read", brief, "--force")
    assert len(service.texts) > asked
    assert _contents() == before


def _contents() -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in Path("output").rglob("*") if path.is_file()}


@pytest.mark.usefixtures("service")
def test_a_paragraph_of_symbols_is_left_out_and_listed(ting: Ting, brief: Path) -> None:
    (episode,) = ting("read", brief, "--json").objects
    assert any("◆◆◆" in warning for warning in episode["warnings"])
    assert not any("◆" in cue["text"] for cue in episode["cues"])


def test_a_dropped_connection_costs_a_retry_and_no_word(
    ting: Ting, service: EdgeEmulator, brief: Path
) -> None:
    service.queue(Drop())
    (episode,) = ting("read", brief, "--engine", "edge", "--json", "--profile", "source").objects
    chunks = ting("script", brief, "--engine", "edge", "--json").objects
    said = tuple(pitch for chunk in chunks for pitch in spell(str(chunk["spoken"])))
    assert hear(Path(episode["files"]["mp3"]).read_bytes()) == said


def test_when_the_service_is_away_the_next_engine_speaks_and_it_is_said(
    ting: Ting, brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TING_DATA_DIR", str(tmp_path / "empty"))
    result = ting("read", brief, "--json")
    assert result.code == 0
    (episode,) = result.objects
    assert episode["engine"] == "espeak"
    assert [notice.split()[0] for notice in episode["notices"]] == ["edge", "kokoro"]
    assert "kokoro speaks instead of edge" in result.err
    assert "ting voices install" in result.err
    tag = eyed3.load(episode["files"]["mp3"]).tag
    assert "espeak" in " ".join(comment.text for comment in tag.comments)
    told = tag.user_text_frames.get("notices").text
    assert "edge could not speak this article: The Edge service" in told
    assert "kokoro could not speak this article" in told


def test_an_engine_asked_for_by_name_never_falls_back(ting: Ting, brief: Path) -> None:
    result = ting("read", brief, "--engine", "edge")
    assert result.code == 4
    assert result.out == ""
    assert len(result.err.splitlines()) == 1


@pytest.mark.usefixtures("service")
def test_an_episode_of_another_engine_is_not_taken_for_the_one_asked_for(ting: Ting, brief: Path) -> None:
    ting("read", brief, "--engine", "espeak")
    (episode,) = ting("read", brief, "--engine", "edge", "--json").objects
    assert episode["engine"] == "edge"


def test_a_refusal_in_mid_article_changes_the_voice_of_the_whole_article(
    ting: Ting, service: EdgeEmulator, brief: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TING_DATA_DIR", str(tmp_path / "empty"))
    service.queue(None, *[Refuse(403)] * 40)
    (episode,) = ting("read", brief, "--json").objects
    assert episode["engine"] == "espeak"
    assert "".join(cue["text"] for cue in episode["cues"]).count("氣象署") == 1


@pytest.mark.usefixtures("service")
def test_one_bad_source_among_several_does_not_stop_the_others(ting: Ting, brief: Path) -> None:
    result = ting("read", "missing.html", brief)
    assert result.code == 3
    assert len(result.out.splitlines()) == 1
    assert "missing.html" in result.err


BAD_INPUT = {
    "empty.txt": (b"", 1),
    "blank.html": (b"<html><body>  </body></html>", 1),
    "rubbish.bin": (bytes(range(256)) * 40, 1),
    "symbols.txt": ("◆◆◆\n\n★★★\n".encode(), 1),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_a_document_without_an_article_is_one_sentence_and_no_file(ting: Ting, name: str) -> None:
    data, code = BAD_INPUT[name]
    Path(name).write_bytes(data)
    _fails(ting, code, "read", name)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.html"], 2),
        (["."], 2),
        (["ftp://example.org/page"], 2),
        (["http://"], 2),
        (["http://127.0.0.1:9/page"], 2),
        ([str(SEED), "--voice", "nobody"], 2),
        ([str(SEED), "--engine", "siri"], 2),
        ([str(SEED), "--engine", "edge", "--offline"], 2),
        ([], 2),
    ],
)
def test_a_request_that_cannot_be_is_refused_with_the_usage_code(
    ting: Ting, arguments: list[str], code: int
) -> None:
    _fails(ting, code, "read", *arguments)


def test_an_address_that_does_not_answer_is_the_networks_fault(
    ting: Ting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TING_ALLOW_PRIVATE", "1")
    _fails(ting, 4, "read", "http://127.0.0.1:9/page")


@pytest.mark.usefixtures("service")
def test_an_output_folder_that_is_a_file_is_one_sentence(ting: Ting, brief: Path) -> None:
    Path("taken").write_text("x", encoding="utf-8")
    result = ting("read", brief, "--out", "taken/here")
    assert result.code == 1
    assert "Traceback" not in result.err
    assert "--out" in result.err


def _fails(ting: Ting, code: int, *arguments: str) -> None:
    result = ting(*arguments)
    assert result.code == code
    assert result.out == ""
    assert result.err
    assert "Traceback" not in result.err
    assert not Path("output").exists()


def test_a_full_disk_leaves_no_file_behind(tmp_path: Path, emulator: EdgeEmulator, brief: Path) -> None:
    finished = _ting_process(tmp_path, emulator, "read", str(brief), preexec=_small_files)
    assert finished.returncode == 1
    assert "disk is full" in finished.stderr
    assert "Traceback" not in finished.stderr
    assert [path for path in (tmp_path / "output").rglob("*") if path.is_file()] == []


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_a_reader_that_closes_the_pipe_gets_no_traceback(tmp_path: Path, emulator: EdgeEmulator) -> None:
    command = f"{sys.executable} -m tts.cli script {SEED} --engine edge --json | head -c 10"
    finished = subprocess.run(
        ["bash", "-c", command],
        check=False,
        capture_output=True,
        text=True,
        env=_environment(tmp_path, emulator),
    )
    assert "Traceback" not in finished.stderr
    assert "Exception" not in finished.stderr


def _ting_process(
    folder: Path, emulator: EdgeEmulator, *arguments: str, preexec: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tts.cli", *arguments],
        check=False, capture_output=True, text=True, cwd=folder, env=_environment(folder, emulator),
        preexec_fn=preexec,
    )  # fmt: skip


def _environment(folder: Path, emulator: EdgeEmulator) -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    own = {
        "XDG_CONFIG_HOME": str(folder / "config"),
        "TING_CACHE_DIR": str(folder / "cache"),
        "TING_EDGE_BASE_URL": emulator.base_url,
        "PYTHONPATH": root,
    }
    return {**os.environ, **own}


NO_ENGINE_IS_IMPORTED = """
import sys, time
from tts.cli.app import run
code = run(sys.argv[1:])
heavy = {"numpy", "edge_tts", "aiohttp", "lxml", "bs4", "pypinyin", "miniaudio", "onnxruntime", "mutagen"}
print(code, sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_a_second_run_imports_no_engine_and_no_parser(
    tmp_path: Path, emulator: EdgeEmulator, brief: Path
) -> None:
    command = [sys.executable, "-c", NO_ENGINE_IS_IMPORTED, "read", str(brief)]
    first, second = (
        subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=tmp_path,
            env=_environment(tmp_path, emulator),
        )
        for _run in range(2)
    )  # fmt: skip
    assert second.stdout == first.stdout
    assert second.stderr.splitlines()[-1] == "0 []"


@pytest.mark.usefixtures("service")
def test_results_come_in_the_order_of_the_sources(ting: Ting, tmp_path: Path) -> None:
    titles = ["今天的第一條新聞", "這裡還有第二條", "最後是第三條新聞"]
    bodies = [f"市府宣布第{number}件事情，請民眾及早準備。\n\n" * (4 - number) for number in (1, 2, 3)]
    paths = [tmp_path / f"{number}.txt" for number in range(3)]
    for path, title, body in zip(paths, titles, bodies, strict=True):
        path.write_text(f"{title}\n\n{body}", encoding="utf-8")
    result = ting("read", paths[0], "missing.txt", *paths[1:], "--json")
    assert result.code == 3
    assert [episode["title"] for episode in result.objects] == titles
    assert "missing.txt" in result.err


def test_together_articles_open_no_more_connections_than_one_may(
    ting: Ting, service: EdgeEmulator, tmp_path: Path
) -> None:
    for number in range(5):
        body = "\n\n".join(f"第{number}篇的第{part}段，說的是一件新鮮的事情。" for part in range(4))
        (tmp_path / f"{number}.txt").write_text(f"第{number}篇新聞的標題\n\n{body}", encoding="utf-8")
    assert ting("read", *sorted(tmp_path.glob("*.txt")), "--profile", "source").code == 0
    assert service.peak_connections <= 4
    assert len(service.texts) == len(set(service.texts))


def test_two_processes_with_one_article_end_with_one_whole_episode(
    tmp_path: Path, emulator: EdgeEmulator, brief: Path
) -> None:
    command = [sys.executable, "-m", "tts.cli", "read", str(brief), "--engine", "edge"]
    environment = _environment(tmp_path, emulator)
    runs = [
        subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _run in range(2)
    ]
    said = [run.communicate() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert said[0] == said[1]
    files = {path: path.read_bytes() for path in (tmp_path / "output").rglob("*") if path.is_file()}
    assert [path.suffix for path in files].count(".mp3") == 1
    again = _ting_process(tmp_path, emulator, "read", str(brief), "--engine", "edge", "--force")
    assert again.returncode == 0
    assert {path: path.read_bytes() for path in files} == files


def test_on_a_terminal_the_results_stay_and_no_bar_does(tmp_path: Path, emulator: EdgeEmulator) -> None:
    for number in range(3):
        text = f"第{number}篇[/新聞]\n\n" + "這是一件新鮮的事情，說來話長。\n\n" * 4
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    sources = [f"{number}.txt" for number in range(3)]
    place = {"TING_ENGINE": "edge", "TING_EDGE_BASE_URL": emulator.base_url}
    terminal = Terminal(tmp_path, [*sources, "--profile", "source"], (60, 24), place, command="read")
    try:
        assert terminal.leaves() == 0
        assert "edge" in terminal.written  # there were bars
        made = sorted((tmp_path / "output").rglob("*.mp3"))
        assert "".join(terminal.rows) == "".join(map(str, made))
    finally:
        terminal.close()


@pytest.mark.usefixtures("service")
def test_a_book_is_an_episode_a_chapter_and_a_locked_one_costs_no_other_source(
    ting: Ting, tmp_path: Path
) -> None:
    path = shelf.book(tmp_path / "b.epub", {f"c{n}.xhtml": shelf.chapter(n) for n in (1, 2)})
    (tmp_path / "broken.epub").write_bytes(b"PK")
    result = ting("read", path, tmp_path / "broken.epub", "--engine", "edge", "--json", "--profile", "source")
    assert result.code == 3
    assert [episode["title"] for episode in result.objects] == ["第1章", "第2章"]
    assert result.err.count("broken.epub is damaged, or no book.") == 1


@pytest.mark.usefixtures("service")
def test_a_book_that_is_piped_in_is_an_episode_a_chapter_and_a_broken_one_is_one_sentence(
    ting: Ting, tmp_path: Path
) -> None:
    path = shelf.book(tmp_path / "b.epub", {f"c{n}.xhtml": shelf.chapter(n) for n in (1, 2)})
    options = "--engine", "edge", "--json", "--profile", "source"
    result = ting("read", "-", *options, stdin=path.read_bytes())
    assert [episode["title"] for episode in result.objects] == ["第1章", "第2章"]
    broken = ting("read", "-", *options, stdin=path.read_bytes()[:400])
    assert (broken.code, broken.err.count("- is damaged, or no book.")) == (1, 1)


class MakesNone:
    """A runner by which no episode of anything is made."""

    at_once = 1

    async def narrate(self, job: Job, listener: Listener, relay: Relay = UNHEARD) -> Episode:  # noqa: ARG002
        message = "Not a sound."
        raise NoAudio(message)


async def reader_of(texts: Sequence[tuple[str, Document]]) -> tuple[Reader, list[Episode | TingError | None]]:
    async with Fetcher() as fetcher:
        blame = Blame[str](lambda _name, _error: None)
        runner = MakesNone()
        reader = Reader(fetcher, runner, Screen(), Places(runner), blame)
        return reader, await asyncio.gather(*map(reader.read, texts))


def test_an_engine_that_is_silent_for_many_texts_is_not_asked_for_the_others() -> None:
    texts = [(f"{number}.txt", Document(b"", f"{number}.txt")) for number in range(SILENT + 5)]
    _, results = asyncio.run(reader_of(texts))
    assert results[SILENT:] == [None] * 5
    assert all(isinstance(one, NoAudio) for one in results[:SILENT])


@pytest.mark.parametrize(("number", "code"), [(PATIENCE - 1, 1), (PATIENCE, 4)])
def test_an_engine_that_is_silent_for_all_of_a_few_texts_is_to_blame(
    capsys: pytest.CaptureFixture[str], number: int, code: int
) -> None:
    texts = [(f"{one}.txt", Document(b"", f"{one}.txt")) for one in range(number)]
    reader, results = asyncio.run(reader_of(texts))
    failures = [one for one in results if isinstance(one, TingError)]
    assert reader.ended(failures, number) == code
    assert ("in a row untold" in capsys.readouterr().err) == (code == 4)
