"""The Python interface is all that is promised, costs nothing to import, and does what its page says."""

import ast
import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import tts
from tts.farm import knock

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs" / "python.md"
ROUNDS = 10
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
STORY = "市府宣布停班停課\n\n市政府昨晚宣布，明天全市停班停課，請民眾及早準備。\n\n風雨將在清晨達到高峰。\n"

USER = """
import asyncio
import tts

class Bar(tts.Silent):
    def spoken(self, chunks: int, audio_ms: int) -> None:
        print(chunks, audio_ms)

def one(source: tts.Readable, settings: tts.Settings) -> str:
    try:
        episode: tts.Episode = tts.narrate(source, settings, voice="yunjhe")
    except tts.NetworkError as error:
        raise SystemExit(int(error.exit_code)) from error
    return episode.files.mp3

async def many(articles: list[tts.Article]) -> list[tts.Episode]:
    async with tts.Narrator(tts.load_settings({("engine",): "espeak"})) as narrator:
        return [await narrator.narrate(article, Bar()) for article in articles]

def said(text: str) -> tuple[str, ...]:
    return tuple(syllable for _character, syllable in tts.explain(text).pinyin)

def day() -> int:
    report: tts.DayReport = tts.tell_day(tts.Settings(source=(tts.SourceSettings("a", "folder", "b"),)))
    return len(report.episodes)

print(one(tts.Document(b"", "x"), tts.Settings()), asyncio.run(many([])), said("3.5%"), day())
"""


def test_a_narrator_that_is_not_open_says_so(machine: Path) -> None:
    async def narrate() -> None:
        narrator = tts.Narrator(settings(machine))
        with pytest.raises(tts.UsageError, match="async with"):
            await narrator.narrate("a.txt")
        async with narrator:
            pass
        with pytest.raises(tts.UsageError, match="async with"):
            await narrator.narrate("a.txt")
        with pytest.raises(tts.UsageError, match="closed"):
            await narrator.__aenter__()

    asyncio.run(narrate())


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Be in a folder of a new user who has two stories, and whose engine is the robot."""
    monkeypatch.chdir(tmp_path)
    for name in ("TING_OUT", "TING_CACHE_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    monkeypatch.setenv("TING_ENGINE", "espeak")
    (tmp_path / "cuttings").mkdir()
    for path in ("story.html", "another.txt", "cuttings/one.txt"):
        (tmp_path / path).write_text(STORY, encoding="utf-8")
    return tmp_path


def settings(machine: Path) -> tts.Settings:
    return tts.Settings(engine="espeak", show=tts.ShowSettings(machine / "out"), cache_dir=machine / "cache")


def test_every_name_that_is_promised_is_there() -> None:
    assert len(set(tts.__all__)) == len(tts.__all__) > 20
    for name in tts.__all__:
        assert getattr(tts, name) is not None
    assert dir(tts) == sorted(tts.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        tts.nothing  # type: ignore[attr-defined]  # noqa: B018 - to look is the point


def test_every_name_that_is_promised_is_documented() -> None:
    rows = re.findall(r"^\| (`.+?) \|", GUIDE.read_text("utf-8"), re.MULTILINE)
    assert sorted(re.findall(r"`(\w+)`", " ".join(rows))) == sorted(tts.__all__)


def test_nothing_is_imported_before_it_is_used() -> None:
    code = "import sys, tts; print(*sorted(name for name in sys.modules if name.startswith('tts.')))"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True).split() == []


def test_the_interface_is_imported_as_fast_as_click() -> None:
    def seconds(code: str) -> float:
        said = f"{code}\nimport time\nprint(time.process_time())"
        return float(subprocess.check_output([sys.executable, "-c", said], cwd=ROOT, text=True))

    ours, clicks = [], []
    for _round in range(ROUNDS):
        ours.append(seconds("import tts"))
        clicks.append(seconds("import click"))
        if min(ours) <= 1.2 * min(clicks):
            break
    assert min(ours) <= 1.2 * min(clicks)


def test_a_users_program_is_checked_against_the_interface_alone(tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(USER, encoding="utf-8")
    wrong.write_text(USER.replace("episode.files.mp3", "tts.mp3"), encoding="utf-8")
    options = ["--strict", "--config-file=", "--follow-imports=silent", f"--cache-dir={tmp_path}"]

    command = [sys.executable, "-m", "mypy", *options, *map(str, (right, wrong, *EXAMPLES))]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert re.search(r'wrong\.py:\d+: error: Module has no attribute "mp3"', said)
    assert f"in 1 file (checked {2 + len(EXAMPLES)} source files)" in said


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_uses_the_interface_alone(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    imported = {
        name
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert "tts" in imported
    assert not [name for name in imported if name.startswith("tts.")]
    used = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "tts"
    }
    assert used <= set(tts.__all__)


@pytest.mark.usefixtures("machine")
def test_the_guides_examples_run(capsys: pytest.CaptureFixture[str]) -> None:
    blocks = re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    names: dict[str, object] = {"__name__": "guide"}
    for block in blocks:
        exec(compile(block, "docs/python.md", "exec"), names)  # noqa: S102 - the project's own examples
    said = capsys.readouterr().out
    assert len(blocks) == 6
    assert "百分之三點五" in said
    assert said.count(".mp3") == 3
    assert "There is no file no-such-file.html." in said


def run_example(name: str, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "examples" / name), *arguments]
    return subprocess.run(command, input=said, capture_output=True, text=True, check=False)


def test_the_example_of_one_article_prints_its_sentences(machine: Path) -> None:
    done = run_example("one_article.py", str(machine / "story.html"))
    assert done.returncode == 0, done.stderr
    mp3, *cues = done.stdout.splitlines()
    assert Path(mp3).is_file()
    assert cues[-1].endswith("風雨將在清晨達到高峰。")
    done = run_example("one_article.py", str(machine / "none.html"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("There is no file ")


def test_the_example_of_a_day_makes_an_episode_a_digest_and_a_feed(machine: Path) -> None:
    done = run_example("a_day.py", str(machine / "cuttings"), str(machine / "show"))
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["article", "digest"]
    assert (machine / "show" / "feed.xml").is_file()


def test_the_example_of_a_newsroom_narrates_its_own_text(machine: Path) -> None:
    stories = [{"title": "一則", "text": "第一段，上漲3.5%。\n第二段。"}, {"title": "空", "text": " "}]
    done = run_example("newsroom.py", str(machine / "out"), said="\n".join(map(json.dumps, stories)))
    assert done.returncode == 3
    assert done.stderr == "空: The text holds no words. Give a text file, a saved page or an address.\n"
    manifest = json.loads(Path(done.stdout.strip()).with_suffix(".json").read_text("utf-8"))
    assert [cue["text"] for cue in manifest["cues"]][1:] == ["一則", "第一段，上漲3.5%。", "第二段。"]


def test_the_example_of_a_day_tells_some_that_failed_from_all(machine: Path) -> None:
    empty = machine / "cuttings" / "empty.txt"
    empty.write_text(" ", encoding="utf-8")
    assert run_example("a_day.py", str(machine / "cuttings"), str(machine / "show")).returncode == 3
    (machine / "cuttings" / "one.txt").unlink()
    assert run_example("a_day.py", str(machine / "cuttings"), str(machine / "none")).returncode == 1


@pytest.mark.parametrize("name", ["one_article.py", "a_day.py"])
def test_an_example_without_its_source_says_what_to_give(name: str) -> None:
    done = run_example(name)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.fullmatch(rf"Usage: python examples/{re.escape(name)} \S.*\n", done.stderr)


def test_a_document_an_article_and_a_path_of_the_same_story_are_one_episode(machine: Path) -> None:
    by_path = tts.narrate(machine / "another.txt", settings(machine))
    document = tts.Document(STORY.encode(), "standard input")
    assert tts.narrate(document, settings(machine)) == by_path
    assert tts.narrate(tts.extract(document, settings(machine)), settings(machine)) == by_path


def test_an_articles_own_faults_are_tidied_at_the_border(machine: Path) -> None:
    paragraphs = (tts.Paragraph("  第一段\u200b，\n\n 第二段。 "), tts.Paragraph(" "))
    article = tts.extract(tts.Article(" 標題\n", paragraphs, byline=" "), settings(machine))
    assert (article.title, article.byline) == ("標題", None)
    assert [paragraph.text for paragraph in article.paragraphs] == ["第一段，", "第二段。"]
    with pytest.raises(tts.ArticleNotFound):
        tts.narrate(tts.Article("標題", ()), settings(machine))


def test_a_plain_function_says_what_to_await_where_an_event_loop_runs() -> None:
    async def within() -> None:
        with pytest.raises(tts.UsageError, match="_async"):
            tts.narrate("story.html")

    asyncio.run(within())


def test_a_voice_that_does_not_exist_is_told_before_anything_is_read(machine: Path) -> None:
    with pytest.raises(tts.UsageError, match="no voice named nobody"):
        tts.narrate(machine / "none.html", settings(machine), voice="nobody")


def test_a_named_voice_makes_the_episode_that_the_setting_makes(machine: Path) -> None:
    chosen = tts.narrate(machine / "story.html", settings(machine), voice="yunjhe")
    by_setting = replace(settings(machine), voice="yunjhe")
    assert tts.narrate(machine / "story.html", by_setting) == chosen
    assert tts.narrate(machine / "story.html", settings(machine)).id != chosen.id


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"profile": "vinyl"}, "vinyl"),
        ({"engine": "siri"}, "siri"),
        ({"cache_megabytes": -1}, "cache_megabytes"),
        ({"show": tts.ShowSettings(secret="../up")}, "secret is to be the name of a folder"),  # noqa: S106
        ({"cache_dir": object()}, "hold something"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_words(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(tts.UsageError, match=said):
        tts.extract("story.html", replace(tts.Settings(), **wrong))


def test_a_farm_that_is_not_there_is_told_at_once_and_is_not_needed_to_read(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(knock, "CONNECT_S", 0.2)
    settings = tts.Settings(farm="tcp://127.0.0.1:9")
    with pytest.raises(tts.NetworkError, match="does not answer"):
        tts.narrate(machine / "another.txt", settings)
    assert tts.extract(machine / "another.txt", settings).title == "市府宣布停班停課"


def test_a_path_that_is_a_text_will_do(machine: Path) -> None:
    loose = replace(settings(machine), show=tts.ShowSettings(output=str(machine / "loose")))  # type: ignore[arg-type]
    assert (machine / "loose") in Path(tts.narrate(machine / "story.html", loose).files.mp3).parents


def test_an_error_has_no_other_behind_it(machine: Path) -> None:
    with pytest.raises(tts.UsageError) as failure:
        tts.narrate("none.html", settings(machine))
    assert not isinstance(failure.value.__context__, RuntimeError)


def test_what_is_under_way_when_a_narrator_closes_is_cancelled(machine: Path) -> None:
    class Begun(tts.Silent):
        def __init__(self) -> None:
            self.event = asyncio.Event()

        def begins(self, title: str, engine: str, chunks: int) -> None:  # noqa: ARG002
            self.event.set()

    async def close_early() -> asyncio.Task[tts.Episode]:
        begun = Begun()
        async with tts.Narrator(settings(machine)) as narrator:
            task = asyncio.create_task(narrator.narrate(machine / "story.html", begun))
            await asyncio.wait_for(begun.event.wait(), 30)
        return task

    assert asyncio.run(close_early()).cancelled()
    assert not list((machine / "out").rglob("*.mp3"))


def test_what_a_type_checker_is_told_is_what_is_imported() -> None:
    tree = ast.parse(Path(tts.__file__).read_text("utf-8"))
    imported = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tts.")
        for alias in node.names
    }
    assert imported == vars(tts)["_PLACES"]
    assert sorted(imported) == tts.__all__


class Odd:
    """Something that can be anything but named."""

    def __fspath__(self) -> str:
        raise ZeroDivisionError


@pytest.mark.parametrize("call", [tts.narrate, tts.extract])
@pytest.mark.parametrize("source", [Odd(), 42, None, tts.Document(None, "x"), object()])  # type: ignore[arg-type]
def test_whatever_a_source_is_what_is_raised_is_an_error_of_the_project(
    machine: Path,
    call: Callable[..., object],
    source: object,
) -> None:
    with pytest.raises(tts.TingError) as caught:
        call(source, settings(machine))
    assert str(caught.value)


def test_a_listener_that_raises_is_named_by_the_error_that_ends_the_narration(machine: Path) -> None:
    class Deaf(tts.Silent):
        def begins(self, title: str, engine: str, chunks: int) -> None:
            raise KeyError(title, engine, chunks)

    with pytest.raises(tts.Unforeseen, match="KeyError") as caught:
        asyncio.run(tts.narrate_async("story.html", settings(machine), Deaf()))
    assert isinstance(caught.value.__cause__, KeyError)
    assert not list((machine / "out").rglob("*.mp3"))


@pytest.mark.parametrize("text", [None, 5, b"x"])
def test_what_is_no_text_is_explained_by_an_error_of_the_project(machine: Path, text: Any) -> None:  # noqa: ANN401
    with pytest.raises(tts.TingError):
        tts.explain(text, settings(machine))


def test_a_days_listener_that_raises_ends_the_day_in_one_error(machine: Path) -> None:
    class Mute(tts.Silent):
        def notice(self, sentence: str) -> None:
            raise OSError(sentence)

    source = tts.SourceSettings("a", "folder", str(machine / "nowhere"))
    with pytest.raises(tts.Unforeseen, match="OSError"):
        asyncio.run(tts.tell_day_async(replace(settings(machine), source=(source,)), listener=Mute()))
