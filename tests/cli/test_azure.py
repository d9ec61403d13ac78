"""Azure's Speech service, from the command line: set up, heard, and its key seen nowhere."""

from collections.abc import Iterator
from pathlib import Path

import miniaudio  # type: ignore[import-untyped]
import numpy as np
import pytest

from tests.cli.conftest import Ting
from tests.emulator import EdgeEmulator, hear_samples, spell
from tests.emulator.azure_server import AzureEmulator
from tests.emulator.faults import Refuse

KEY = "0123456789abcdef-nobody-sees-it"
ARTICLE = """市府宣布停班課

市政府昨天晚間宣布，明天全市停班停課。曾先生說「A<B」與「C&D」都對。

列車照常行駛。請旅客留意公告。
"""
SAID = ARTICLE.replace("<", "小於")
SETTINGS = """
disclosure = ""
[engines.azure]
base_url = "{base_url}"
api_key = "{key}"
{more}
"""


@pytest.fixture
def server(ting: Ting, tmp_path: Path) -> Iterator[AzureEmulator]:  # noqa: ARG001 - which sets the folder first
    with AzureEmulator(key=KEY) as running:
        write_settings(tmp_path, running)
        (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
        yield running


def write_settings(folder: Path, server: AzureEmulator, more: str = "") -> None:
    text = SETTINGS.format(base_url=server.base_url, key=KEY, more=more)
    (folder / "ting.toml").write_text(text, encoding="utf-8")


def heard(path: str) -> tuple[int, ...]:
    sound = miniaudio.decode_file(path, output_format=miniaudio.SampleFormat.SIGNED16, nchannels=1)
    return hear_samples(np.asarray(sound.samples, np.float64), sound.sample_rate)


def test_who_set_it_up_hears_it_first_whole_and_with_its_key_in_nothing_that_was_made(
    ting: Ting, server: AzureEmulator, tmp_path: Path
) -> None:
    result = ting("read", "a.txt", "--json", "--debug")
    (episode,) = result.objects
    assert (episode["engine"], episode["notices"]) == ("azure", [])
    assert heard(episode["files"]["mp3"]) == spell(SAID)
    assert {(order.voice, order.key) for order in server.orders} == {("zh-TW-HsiaoChenNeural", KEY)}
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "ting.toml"]
    assert len(files) > 10
    assert [path for path in files if KEY.encode() in path.read_bytes()] == []
    shown = [ting("config"), ting("config", "--json"), ting("doctor", "--json")]
    assert KEY not in "".join(one.out + one.err for one in (result, *shown))


def test_where_requests_are_counted_sentences_share_one(
    ting: Ting, server: AzureEmulator, tmp_path: Path
) -> None:
    write_settings(tmp_path, server, "per_minute = 60")
    (episode,) = ting("read", "a.txt", "--json").objects
    assert heard(episode["files"]["mp3"]) == spell(SAID)
    assert len(server.texts) < len(ARTICLE.split("。"))


def test_what_fails_is_told_and_edge_speaks_by_the_same_voice(
    ting: Ting, server: AzureEmulator, service: EdgeEmulator
) -> None:
    server.always(Refuse(401))
    (episode,) = ting("read", "a.txt", "--json").objects
    assert (episode["engine"], episode["voice"]) == ("edge", "zh-TW-HsiaoChenNeural")
    assert "refuses the key (HTTP 401)" in episode["notices"][0]
    assert service.connections > 0
    alone = ting("read", "a.txt", "--engine", "azure", "--force")
    assert (alone.code, alone.out) == (4, "")
    assert "or TING_AZURE_API_KEY" in alone.err


def test_it_is_looked_at_and_its_voices_are_listed(ting: Ting, server: AzureEmulator, tmp_path: Path) -> None:
    write_settings(tmp_path, server)
    text = (tmp_path / "ting.toml").read_text(encoding="utf-8")
    (tmp_path / "ting.toml").write_text(f'reading = "tw"\n{text}', encoding="utf-8")
    finding = next(line for line in ting("doctor", "--json").objects if line["subject"] == "azure")
    assert finding["ok"]
    assert "zh-TW-HsiaoChenNeural reads as in Taiwan" in finding["detail"]
    assert "zh-TW-HsiaoChenNeural" in ting("voices", "--engine", "azure").out.split()


def test_a_word_of_the_lexicon_reaches_it_by_its_sound(
    ting: Ting, server: AzureEmulator, tmp_path: Path
) -> None:
    write_settings(tmp_path, server, '[lexicon]\n"曾" = "zeng1"')
    ting("say", "曾先生今天說了話。", "--out", "said.mp3")
    (text,) = server.texts
    assert "曾" not in text
    assert text.endswith("先生今天說了話。")


def test_where_it_is_not_set_up_nothing_speaks_of_it(ting: Ting) -> None:
    assert not [line for line in ting("doctor", "--json").objects if line["subject"] == "azure"]
    result = ting("say", "今天晴。", "--engine", "azure")
    assert result.code == 2
    assert "The engine azure is not set up. Set region and api_key in [engines.azure]." in result.err
