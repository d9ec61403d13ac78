"""Every command does what its help says, in words and in JSON."""

import errno
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import msgspec
import pytest

from tests.cli.conftest import SEED, Ting
from tests.emulator import EdgeEmulator, Refuse, hear, spell
from tts.cli.app import COMMANDS
from tts.voices import load_voices

ROOT = Path(__file__).parents[2]
TRIES = 3
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_help_lists_every_command_with_an_example(ting: Ting) -> None:
    result = ting("--help")
    assert result.code == 0
    assert all(name in result.out for name in COMMANDS)
    assert "Example: ting" in result.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_a_place_in_the_readme(ting: Ting, name: str) -> None:
    result = ting(name, "--help")
    assert result.code == 0
    assert f"Example: ting {name}" in result.out
    assert f"`ting {name}" in README


def test_help_does_not_wait_for_heavy_libraries() -> None:
    check = (
        "import sys\nfrom tts.cli.app import run\nrun(['read', '--help'])\n"
        "heavy = {'numpy', 'httpx', 'lxml', 'bs4', 'edge_tts', 'aiohttp', 'pypinyin', 'miniaudio'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    finished = subprocess.run([sys.executable, "-c", check], check=True, capture_output=True, text=True)
    assert finished.stderr.strip() == "[]"


def test_an_unknown_command_is_a_slip_of_usage(ting: Ting) -> None:
    result = ting("sing")
    assert result.code == 2
    assert "sing" in result.err
    assert "Did you mean" not in result.err


@pytest.mark.parametrize(
    ("slip", "meant"), [("raed", "read"), ("PLAY", "play"), ("dayly", "daily"), ("serv", "serve")]
)
def test_a_slip_is_answered_with_the_command_that_was_meant(ting: Ting, slip: str, meant: str) -> None:
    result = ting(slip, "page.html")
    assert result.code == 2
    assert f"There is no command '{slip}'. Did you mean {meant}" in result.err


def test_the_seed_is_extracted_exactly(ting: Ting) -> None:
    (article,) = ting("extract", SEED, "--json").objects
    assert article["title"] == "中再祭稀土牌？ 停審查銷日許可 防堵日本「再軍事化」"
    assert article["byline"] == "中國新聞組／北京9日電"
    assert article["published"].startswith("2026-01-09T")
    body = [paragraph["text"] for paragraph in article["paragraphs"]]
    page = SEED.read_text(encoding="utf-8")
    between = page[page.index("中日緊張關係再升級。") : page.index("稀土在新能源汽車製造中扮演重要角色")]
    assert body == between.split()
    assert len(body) == 8
    assert article["tags"] == ["日本", "稀土", "商務部"]


def test_an_article_is_shown_for_reading(ting: Ting) -> None:
    result = ting(
        "extract", "-", stdin="今天停課\n\n市府宣布，因應颱風來襲，明天停班停課，請民眾及早準備。".encode()
    )
    assert result.code == 0
    assert result.out.startswith("今天停課\n")
    assert "請民眾及早準備。" in result.out


@pytest.mark.parametrize("engine", ["edge", "espeak"])
def test_the_script_has_every_word_of_the_article_once(ting: Ting, engine: str) -> None:
    (article,) = ting("extract", SEED, "--json").objects
    chunks = ting("script", SEED, "--engine", engine, "--json").objects
    for index, paragraph in enumerate(article["paragraphs"]):
        own = [chunk["written"] for chunk in chunks if chunk["paragraph"] == index]
        assert "".join(own) == paragraph["text"]
    assert [chunk["kind"] for chunk in chunks][:3] == ["disclosure", "title", "byline"]
    assert [chunk["index"] for chunk in chunks] == list(range(len(chunks)))
    assert all(chunk["pause_after_ms"] > 0 for chunk in chunks)
    assert all("phonemes" not in chunk for chunk in chunks)


def test_the_script_tells_how_each_chunk_is_said(ting: Ting) -> None:
    chunks = ting("script", SEED, "--engine", "kokoro", "--json").objects
    (chunk,) = [chunk for chunk in chunks if "90％" in chunk["written"]]
    assert "百分之九十" in chunk["spoken"]
    assert ["晶", "jing1"] in [pair for chunk in chunks for pair in chunk["pinyin"]]
    assert all(chunk["phonemes"] for chunk in chunks)


def test_the_script_tells_who_speaks_what_is_quoted(ting: Ting) -> None:
    story = "停班停課\n\n市長王小明說：「明天全市停班停課，請注意。」市府隨後公告。\n".encode()
    asked = ("script", "-", "--engine", "espeak", "--quote-voice", "yunjhe")
    body = [chunk for chunk in ting(*asked, "--json", stdin=story).objects if chunk["kind"] == "body"]
    assert [(chunk["written"], chunk.get("voice")) for chunk in body] == [
        ("市長王小明說：", None),
        ("「明天全市停班停課，請注意。」", "yunjhe"),
        ("市府隨後公告。", None),
    ]
    assert [chunk["paragraph"] for chunk in body] == [0, 0, 0]
    assert "body yunjhe" in ting(*asked, stdin=story).out


def test_the_script_is_a_table_for_a_person(ting: Ting) -> None:
    result = ting("script", SEED, "--engine", "edge")
    assert result.code == 0
    assert "byline" in result.out
    assert "百分之九十" in result.out


def test_what_looks_like_markup_is_shown_as_it_stands(ting: Ting, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("[bold]公告\n\n今天[update]天氣很好。", encoding="utf-8")
    shown = ting("script", "brief.txt", "--engine", "edge").out
    assert "今天[update]天氣很好。" in shown
    assert "[bold]公告" in shown


@pytest.mark.usefixtures("service")
def test_say_writes_a_sentence_to_a_file(ting: Ting) -> None:
    result = ting("say", "今天晴。", "--engine", "edge", "--out", "said.mp3")
    assert result.code == 0
    assert Path(result.out.strip()).is_file()
    assert hear(Path("said.mp3").read_bytes()) == spell("今天晴。")


@pytest.mark.usefixtures("service")
def test_say_without_a_sound_device_tells_what_to_do(ting: Ting) -> None:
    result = ting("say", "今天晴。", "--engine", "edge")
    assert result.code == 1
    assert result.err.startswith("ting: No sound device")


def test_say_with_nothing_to_say_is_refused(ting: Ting) -> None:
    result = ting("say", "◆◆", "--engine", "espeak", "--out", "said.mp3")
    assert result.code == 1
    assert not Path("said.mp3").exists()


def test_a_folder_is_no_file_to_write_to_and_nothing_is_spoken(ting: Ting) -> None:
    result = ting("say", "今天晴。", "--engine", "espeak", "--out", ".")
    assert result.code == 2
    assert "'.' is a directory" in result.err


def test_an_explanation_names_the_rules_that_fired(ting: Ting) -> None:
    (found,) = ting("say", "市占率90％。明天雨。", "--explain", "--json").objects
    assert found["written"] == "市占率90％。明天雨。"
    assert found["spoken"] == "市占率百分之九十。明天雨。"
    assert found["sentences"] == ["市占率90％。", "明天雨。"]
    assert found["pinyin"][2] == ["率", "lv4"]
    assert ["90％", "百分之九十"] in [[rule["written"], rule["spoken"]] for rule in found["rules"]]
    assert set(found) == {"written", "spoken", "sentences", "pinyin", "phonemes", "rules"}


def test_every_line_of_standard_input_is_explained_on_a_line_of_its_own(ting: Ting) -> None:
    found = ting("say", "-", "--explain", "--json", stdin="第一句。\n\n第三句。\n".encode()).objects
    assert [explanation["written"] for explanation in found] == ["第一句。", "", "第三句。"]


def test_an_explanation_is_readable(ting: Ting) -> None:
    result = ting("say", "漲5％", "--explain")
    assert "百分之五" in result.out
    assert "pinyin" in result.out


def test_json_without_an_explanation_is_refused(ting: Ting) -> None:
    assert ting("say", "好", "--json").code == 2


@pytest.mark.usefixtures("service")
def test_play_runs_in_real_time_and_shows_each_sentence(ting: Ting) -> None:
    Path("two.txt").write_text("題目\n\n今天晴。明天雨。", encoding="utf-8")
    (episode,) = ting("read", "two.txt", "--json").objects
    for _try in range(TRIES):
        started = time.monotonic()
        result = ting("play", "latest", "--no-audio", "--speed", "3")
        late = time.monotonic() - started - episode["duration_ms"] / 3000
        if late < 1:
            break
    assert result.code == 0
    assert abs(late) < 1
    assert [line for line in ("今天晴。", "明天雨。") if line in result.out] == ["今天晴。", "明天雨。"]
    assert re.search(r"0:0\d\s+今天晴。", result.out)


@pytest.mark.parametrize("named", ["path", "slug"])
@pytest.mark.usefixtures("service")
def test_play_finds_an_episode_by_path_and_slug(ting: Ting, named: str) -> None:
    Path("one.txt").write_text("題\n\n今天是晴天。", encoding="utf-8")
    (episode,) = ting("read", "one.txt", "--json").objects
    name = episode["files"]["mp3"] if named == "path" else episode["slug"]
    assert ting("play", name, "--no-audio", "--speed", "3").code == 0


def test_play_without_an_episode_tells_how_to_make_one(ting: Ting) -> None:
    result = ting("play", "latest", "--no-audio")
    assert result.code == 2
    assert "ting read" in result.err


def test_voices_are_listed_in_words_and_in_json(ting: Ting) -> None:
    assert [voice["name"] for voice in ting("voices", "--json").objects] == list(load_voices())
    assert "zh-TW-HsiaoChenNeural" in ting("voices").out


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("engine", "voice"), [("edge", "zh-TW-YunJheNeural"), ("kokoro", "zm_yunyang"), ("espeak", "cmn")]
)
def test_the_voices_of_an_engine_are_listed_by_its_names(ting: Ting, engine: str, voice: str) -> None:
    names = ting("voices", "--engine", engine).out.splitlines()
    assert voice in names
    assert msgspec.json.decode(ting("voices", "--engine", engine, "--json").out) == names


@pytest.mark.usefixtures("service")
def test_doctor_says_what_works_and_what_does_not(ting: Ting) -> None:
    findings = {finding["subject"]: finding for finding in ting("doctor", "--json").objects}
    assert findings["edge"]["ok"]
    assert findings["espeak"]["ok"]
    assert not findings["sound"]["ok"]
    assert findings["sound"]["remedy"]


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(("voice", "place"), [("hsiaochen", "in Taiwan"), ("xiaoxiao", "on the mainland")])
def test_doctor_says_how_an_engine_reads_that_knows_no_readings_of_taiwan(
    ting: Ting, monkeypatch: pytest.MonkeyPatch, voice: str, place: str
) -> None:
    monkeypatch.setenv("TING_VOICE", voice)
    monkeypatch.setenv("TING_READING", "tw")
    findings = {finding["subject"]: finding for finding in ting("doctor", "--json").objects}
    assert place in findings["edge"]["detail"]
    assert "on the mainland" in findings["espeak"]["detail"]


def test_doctor_answers_soon_when_the_service_is_away(ting: Ting) -> None:
    started = time.monotonic()
    result = ting("doctor")
    assert time.monotonic() - started < 30
    assert result.code == 0
    assert "not ok" in result.out


def test_config_shows_what_holds(ting: Ting, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("ting.toml").write_text('voice = "yunjhe"\n', encoding="utf-8")
    monkeypatch.setenv("TING_PROFILE", "source")
    (found,) = ting("config", "--json").objects
    assert (found["voice"], found["profile"]) == ("yunjhe", "source")
    shown = ting("config").out
    assert tomllib.loads(shown)["voice"] == "yunjhe"
    assert "show.cover, " in next(line for line in shown.splitlines() if line.startswith("# not set: "))
    assert str(Path("config", "tingxinwen", "voices")) in shown


def test_what_config_shows_is_a_settings_file_that_says_the_same(ting: Ting) -> None:
    Path("ting.toml").write_text(
        """
        [[source]]
        name = "世界日報"
        kind = "feed"
        location = "https://a.example/feed"
        since = 2026-01-09
        [[source]]
        name = "剪報"
        kind = "folder"
        location = "saved"
        voice = "yunjhe"
        [lexicon]
        "曾" = "zeng1"
        """,
        encoding="utf-8",
    )
    shown = ting("config").out
    assert "source[0].voice" in next(line for line in shown.splitlines() if line.startswith("# not set: "))
    before = ting("config", "--json").objects
    Path("ting.toml").write_text(shown, encoding="utf-8")
    assert ting("config", "--json").objects == before


def test_a_broken_settings_file_stops_every_command_in_words(ting: Ting) -> None:
    Path("ting.toml").write_text("voice = [", encoding="utf-8")
    result = ting("config")
    assert result.code == 2
    assert "ting.toml" in result.err


def test_say_that_fails_leaves_no_half_file(ting: Ting, service: EdgeEmulator) -> None:
    service.queue(None, *[Refuse(429)] * 40)
    text = "".join(f"第{day}天晴。" for day in range(300))
    result = ting("say", text, "--engine", "edge", "--out", "said.mp3")
    assert result.code == 4
    assert [path.name for path in Path().iterdir() if "said" in path.name] == []


LEXICON = '[lexicon]\n"台積電" = "tai2 ji1 dian4"\n"GDP" = "國內生產毛額"\n'


def test_the_users_own_words_are_said_as_he_wants(ting: Ting) -> None:
    Path("ting.toml").write_text(LEXICON, encoding="utf-8")
    (found,) = ting("say", "GDP成長，台積電也漲", "--explain", "--json").objects
    assert found["spoken"].startswith("國內生產毛額成長")
    assert found["rules"][0]["rule"] == "lexicon: 國內生產毛額"
    assert "lexicon: tai2 ji1 dian4" in [rule["rule"] for rule in found["rules"]]


def test_doctor_reports_words_that_two_lexicons_say_differently(ting: Ting, tmp_path: Path) -> None:
    Path("ting.toml").write_text(LEXICON + '[show]\noutput = "out"\n', encoding="utf-8")
    folder = tmp_path / "config" / "tingxinwen" / "voices"
    folder.mkdir(parents=True)
    profile = (ROOT / "voices" / "hsiaochen.toml").read_text(encoding="utf-8")
    (folder / "hsiaochen.toml").write_text(f'{profile}[lexicon]\nGDP = "雞滴屁"\n', encoding="utf-8")
    findings = {finding["subject"]: finding for finding in ting("doctor", "--json").objects}
    assert not findings["lexicon"]["ok"]
    assert "GDP" in findings["lexicon"]["detail"]


def test_a_word_with_a_wrong_syllable_is_named(ting: Ting) -> None:
    Path("ting.toml").write_text('[lexicon]\n"曾" = "zzz9 x1"\n"台" = "tai2 ji1"\n', encoding="utf-8")
    result = ting("say", "台", "--explain")
    assert result.code == 2
    assert "台" in result.err


def test_taiwans_readings_are_a_setting(ting: Ting) -> None:
    (usual,) = ting("say", "學期的垃圾", "--explain", "--json").objects
    Path("ting.toml").write_text('reading = "tw"\n', encoding="utf-8")
    (taiwan,) = ting("say", "學期的垃圾", "--explain", "--json").objects
    assert [syllable for _, syllable in usual["pinyin"]] == ["xue2", "qi1", "de5", "la1", "ji1"]
    assert [syllable for _, syllable in taiwan["pinyin"]] == ["xue2", "qi2", "de5", "le4", "se4"]
    assert usual["phonemes"] != taiwan["phonemes"]


def test_two_third_tones_are_a_setting(ting: Ting) -> None:
    (usual,) = ting("say", "你好", "--explain", "--json").objects
    Path("ting.toml").write_text("third_tone = true\n", encoding="utf-8")
    (changed,) = ting("say", "你好", "--explain", "--json").objects
    assert usual["pinyin"] == changed["pinyin"]
    assert usual["phonemes"] != changed["phonemes"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("play", SEED, "--no-audio", "--speed", "nan"),
        ("say", "你好", "--engine", "espeak", "--out", ""),
        ("cover", "--out", ""),
    ],
)
def test_values_that_are_none_are_slips_of_usage(ting: Ting, arguments: tuple[str, ...]) -> None:
    result = ting(*arguments)
    assert result.code == 2
    assert result.err.splitlines()[-1].startswith(("Error: ", "ting: "))  # notices may stand before it


@pytest.mark.parametrize("proxy", ["http://[::1", "http://a:99999", "ftp://a"])
def test_a_proxy_that_is_none_is_named_also_by_the_doctor(
    ting: Ting, monkeypatch: pytest.MonkeyPatch, proxy: str
) -> None:
    monkeypatch.setenv("TING_EDGE_PROXY", proxy)
    result = ting("say", "你好", "--engine", "edge", "--out", "a.mp3")
    assert result.code == 4
    assert "engines.edge.proxy" in result.err
    findings = {finding["subject"]: finding for finding in ting("doctor", "--json").objects}
    assert "engines.edge.proxy" in findings["edge"]["remedy"]


def test_settings_that_cannot_be_written_leave_no_file(ting: Ting, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        result = ting("init", "here")
    assert result.code == 1
    assert not list(Path("here").iterdir())
    assert ting("init", "here").code == 0


@pytest.mark.parametrize("setting", ["cover", "intro", "bed"])
@pytest.mark.parametrize("path", ["/dev/zero", "/etc"])
def test_a_device_without_end_is_no_cover_and_no_sound(ting: Ting, setting: str, path: str) -> None:
    Path("ting.toml").write_text(f'[show]\n{setting} = "{path}"\n', encoding="utf-8")
    result = ting("read", SEED, "--engine", "espeak")
    assert result.code in (1, 2)
    assert f"{path} is no file" in result.err
