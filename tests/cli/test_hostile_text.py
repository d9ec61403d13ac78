"""Titles, texts, names of files and answers of servers reach the terminal without what would act on it."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.cli.test_streams import shell
from tests.sources.web import Answer, Web

ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
EVIL = "\x1b]0;owned\x07\x1b[2J\x9b5n\u202e"
STORY = "市府宣布因應颱風來襲，明天全市停班停課，請民眾及早準備，不要到海邊去。"
PAGE = f"""<meta charset="utf-8"><title>停班{EVIL}停課</title><meta name="author" content="王{EVIL}大同">
<meta property="og:site_name" content="日{EVIL}報"><h1>停班{EVIL}停課 &#27;[31m</h1>
<p>{STORY}{EVIL}</p><p>{STORY}&#x202e;&#155;&#7;</p>"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for folder in ("news", "pages"):
        (tmp_path / folder).mkdir()
    for name in ("news/evil.html", f"pages/evil{EVIL}.html"):
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    (tmp_path / "pages" / f"bad{EVIL}.html").write_text("<p>短", encoding="utf-8")
    (tmp_path / "evil.txt").write_text(f"停班{EVIL}停課\n\n{STORY}{EVIL}\n\n{STORY}\n", encoding="utf-8")
    (tmp_path / "ting.toml").write_text(
        f"[[source]]\nname = '剪{EVIL[-1]}報'\nkind = 'folder'\nlocation = 'news'\n", encoding="utf-8"
    )
    return tmp_path


def terminal(line: str) -> str:
    """Return all that reaches the terminal, which must hold none of what acts."""
    result = shell(line)
    everything = result.stdout + result.stderr
    assert "Traceback" not in everything
    assert not ACTING.search(everything)
    return everything


@pytest.mark.parametrize("file", ["news/evil.html", "evil.txt", "$'pages/'evil*"])
@pytest.mark.parametrize("command", ["extract", "extract --json", "script", "script --json"])
def test_a_page_that_is_shown(command: str, file: str) -> None:
    assert "停課" in terminal(f"ting {command} {file}")


def test_an_episode_that_is_made_listed_searched_and_inspected() -> None:
    terminal("ting read news/evil.html evil.txt pages/*")
    terminal("ting daily --dry-run")
    terminal("ting daily")
    assert "停課" in terminal("ting catalog")
    assert "停課" in terminal("ting catalog search 颱風")
    assert "停課" in terminal("ting inspect $(ls output/episodes/*/*/*/*ting-ban*.mp3 | head -1)")
    terminal("ting publish $'out\x1b[2J' --dry-run")


@pytest.mark.parametrize(
    "words",
    [
        r"read $'no\x1b[2Jfile'",
        r"read x --voice $'a\xc2\x9b5n'",
        r"$'\x1b]0;x\x07'",
        r"say x $'\x1b[2J'",
        r"say x --$'\x7f'",
    ],
)
def test_what_is_wrongly_asked_for(words: str) -> None:
    assert terminal(f"ting {words}")


def test_what_a_server_calls_its_answer() -> None:
    with Web() as web:
        web.answers["/evil"] = Answer(b"x", headers={"Content-Type": "application/\x1b[31mpdf"})
        said = terminal(f"TING_ALLOW_PRIVATE=1 ting read {web.url}/evil")
    assert "application/[31mpdf" in said


def test_what_is_said_or_set_by_oneself() -> None:
    terminal(r"ting say $'停\x1b[2J\xe2\x80\xae班\n停課' --explain")
    Path("ting.toml").write_text('[show]\ntitle = "我的\\u001b[2J\\u202e\\u009b報"\n', encoding="utf-8")
    title = tomllib.loads(Path("ting.toml").read_text("utf-8"))["show"]["title"]
    assert tomllib.loads(terminal("ting config"))["show"]["title"] == title
    assert json.loads(terminal("ting config --json"))["show"]["title"] == title
