"""A speech server of the user's own, from the command line: set up, heard, and its key seen nowhere."""

from collections.abc import Iterator
from pathlib import Path

import miniaudio  # type: ignore[import-untyped]
import msgspec
import numpy as np
import pytest

from tests.cli.conftest import NOWHERE, Ting
from tests.emulator import hear_samples, spell
from tests.emulator.faults import Refuse
from tests.emulator.openai_faults import Redirect
from tests.emulator.openai_server import OpenaiEmulator

KEY = "sk-the-key-that-nobody-sees"
ARTICLE = """市府宣布停班課

市政府昨天晚間宣布，明天全市停班停課。山區仍須慎防坍方，海邊不宜。

列車照常行駛。請旅客留意公告。
"""
SETTINGS = """
disclosure = ""
engine = "openai"
[engines.openai]
base_url = "{base_url}/v1"
api_key = "{key}"
voices = {{ hsiaochen = "zf_曉臻", yunjhe = "zm_雲哲" }}
[engines.mine]
kind = "openai"
base_url = "{base_url}"
api_key_file = "own.key"
voices = "alloy"
[lexicon]
"曾" = "zeng1"
"""


@pytest.fixture
def server(ting: Ting, tmp_path: Path) -> Iterator[OpenaiEmulator]:  # noqa: ARG001 - which sets the folder first
    with OpenaiEmulator(key=KEY) as running:
        (tmp_path / "ting.toml").write_text(
            SETTINGS.format(base_url=running.base_url, key=KEY), encoding="utf-8"
        )
        (tmp_path / "own.key").write_text(f"{KEY}\n")
        (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
        yield running


def heard(path: str) -> tuple[int, ...]:
    sound = miniaudio.decode_file(path, output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1)
    return hear_samples(np.asarray(sound.samples, np.float64), sound.sample_rate)


def where_the_key_is(folder: Path) -> list[str]:
    own = {folder / "ting.toml", folder / "own.key"}
    files = [path for path in folder.rglob("*") if path.is_file() and path not in own]
    assert len(files) > 10
    return [str(path) for path in files if KEY.encode() in path.read_bytes()]


def test_an_article_is_told_whole_and_the_key_stands_in_nothing_that_was_made(
    ting: Ting, server: OpenaiEmulator, tmp_path: Path
) -> None:
    for engine in ("openai", "mine"):
        result = ting("read", "a.txt", "--engine", engine, "--json", "--debug", "--force")
        (episode,) = result.objects
        assert heard(episode["files"]["mp3"]) == spell(ARTICLE)
        assert (episode["engine"], episode["notices"]) == (engine, [])
        assert KEY not in result.out + result.err
    assert {order.voice for order in server.orders} == {"zf_曉臻", "alloy"}
    assert {order.key for order in server.orders} == {KEY}
    assert where_the_key_is(tmp_path) == []


def test_told_again_it_asks_for_nothing_and_a_changed_sentence_costs_one_request(
    ting: Ting, server: OpenaiEmulator, tmp_path: Path
) -> None:
    ting("read", "a.txt")
    asked = len(server.orders)
    ting("read", "a.txt")
    assert len(server.orders) == asked
    (tmp_path / "a.txt").write_text(ARTICLE.replace("山區", "水邊"), encoding="utf-8")
    ting("read", "a.txt")
    assert server.texts[asked:] == ["水邊仍須慎防坍方，海邊不宜。"]


def test_a_word_of_the_lexicon_reaches_the_server_by_its_sound(ting: Ting, server: OpenaiEmulator) -> None:
    ting("say", "曾先生今天說了百分之十的話。", "--out", "said.mp3")
    (text,) = server.texts
    assert "曾" not in text
    assert text.endswith("先生今天說了百分之十的話。")


def test_the_server_is_looked_at_and_listed(ting: Ting, server: OpenaiEmulator) -> None:
    findings = {line["subject"]: line for line in ting("doctor", "--json").objects}
    assert findings["openai"]["ok"]
    assert findings["mine"]["ok"]
    assert ting("voices", "--engine", "openai").out.split() == ["alloy", "zf_曉臻", "zm_雲哲"]
    shown = ting("config")
    assert KEY not in shown.out + shown.err
    assert 'api_key = "(set)"' in shown.out
    assert msgspec.json.decode(ting("config", "--json").out)["engines"]["openai"]["api_key"] == "(set)"
    server.always(Refuse(401))


@pytest.mark.usefixtures("server")
def test_a_wrong_key_is_told_with_what_to_do_and_not_shown(
    ting: Ting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TING_OPENAI_API_KEY", "sk-wrong")
    result = ting("read", "a.txt", "--debug")
    assert result.code == 4
    assert "refuses the key (HTTP 401). Correct api_key or api_key_file in [engines.openai]" in result.err
    finding = next(line for line in ting("doctor", "--json").objects if line["subject"] == "openai")
    assert not finding["ok"]
    assert "TING_OPENAI_API_KEY" in finding["remedy"]
    assert "sk-wrong" not in result.err + str(finding)
    assert not list(tmp_path.rglob("*.mp3"))


def test_a_server_that_leads_elsewhere_is_not_followed_and_leaves_nothing(
    ting: Ting, server: OpenaiEmulator, tmp_path: Path
) -> None:
    server.always(Redirect("https://user:word@elsewhere.example/"))
    result = ting("read", "a.txt")
    assert (result.code, result.out) == (4, "")
    assert "leads to another address (HTTP 307: https://elsewhere.example)" in result.err
    assert not [path for path in (tmp_path / "output").rglob("*") if path.is_file()]


def test_auto_takes_the_server_after_edge_and_before_what_this_machine_has(
    ting: Ting, server: OpenaiEmulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (episode,) = ting("read", "a.txt", "--engine", "auto", "--json").objects
    assert episode["engine"] == "openai"
    assert [notice.partition(" ")[0] for notice in episode["notices"]] == ["edge"]
    server.always(Refuse(404))
    monkeypatch.setenv("TING_DATA_DIR", str(tmp_path / "none"))
    (other,) = ting("read", "a.txt", "--engine", "auto", "--offline", "--voice", "yunjhe", "--json").objects
    assert other["engine"] == "espeak"
    assert "openai could not speak this article" in other["notices"][0]


def test_offline_a_server_elsewhere_is_not_asked(ting: Ting, tmp_path: Path) -> None:
    settings = SETTINGS.format(base_url="https://speech.example.org", key=KEY)
    (tmp_path / "ting.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    result = ting("read", "a.txt", "--offline")
    assert result.code == 2
    assert "needs the network, and --offline forbids it" in result.err


def test_where_nobody_listens_it_is_told(ting: Ting, tmp_path: Path) -> None:
    (tmp_path / "ting.toml").write_text(SETTINGS.format(base_url=NOWHERE, key=KEY), encoding="utf-8")
    finding = next(line for line in ting("doctor", "--json").objects if line["subject"] == "openai")
    assert "cannot be reached" in finding["detail"]
