"""A setting comes from the nearest place that has it, and a wrong one is named with its place."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
import tomli_w

from tests.plugins.distributions import install, install_tide
from tts.config import ENVIRONMENT, as_shown, as_table, from_table, load_settings
from tts.entry_points import ENGINE_GROUP, plugins
from tts.errors import ExitCode, UsageError
from tts.model.settings import HIDDEN, Settings, SourceSettings


def load(folder: Path, flags: Mapping[tuple[str, ...], object] | None = None, **environment: str) -> Settings:
    return load_settings(flags or {}, environment, folder, folder / "user" / "ting.toml")


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_without_any_file_the_defaults_hold(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert (settings.voice, settings.engine, settings.profile) == ("hsiaochen", "auto", "podcast")
    assert settings.show.output == Path("output")


def test_the_nearest_place_wins(tmp_path: Path) -> None:
    write(tmp_path / "user" / "ting.toml", 'voice = "user"\nprofile = "source"\noffline = true')
    assert load(tmp_path).voice == "user"
    write(tmp_path / "pyproject.toml", '[tool.ting]\nvoice = "tool"')
    assert load(tmp_path).voice == "tool"
    write(tmp_path / "ting.toml", 'voice = "project"')
    assert load(tmp_path).voice == "project"
    assert load(tmp_path, TING_VOICE="environment").voice == "environment"
    settings = load(tmp_path, {("voice",): "flag"}, TING_VOICE="environment")
    assert (settings.voice, settings.profile, settings.offline) == ("flag", "source", True)


def test_a_flag_that_was_not_given_changes_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, {("voice",): None}).voice == "hsiaochen"


@pytest.mark.parametrize(("name", "heading"), [("ting.toml", "show"), ("pyproject.toml", "tool.ting.show")])
def test_the_output_folder_is_relative_to_the_file_that_names_it(
    tmp_path: Path, name: str, heading: str
) -> None:
    write(tmp_path / name, f'[{heading}]\noutput = "episodes"')
    assert load(tmp_path).show.output == tmp_path / "episodes"


def test_the_cache_folder_is_relative_to_the_file_that_names_it(tmp_path: Path) -> None:
    write(tmp_path / "ting.toml", 'cache_dir = "kept"\ncache_megabytes = 5')
    assert load(tmp_path).cache_dir == tmp_path / "kept"


@pytest.mark.parametrize("setting", ["cover", "intro", "outro", "bed"])
def test_a_file_of_the_show_is_relative_to_the_file_that_names_it(tmp_path: Path, setting: str) -> None:
    assert getattr(load(tmp_path).show, setting) is None
    write(tmp_path / "ting.toml", f'[show]\n{setting} = "art/file"')
    assert getattr(load(tmp_path).show, setting) == tmp_path / "art/file"
    assert load(tmp_path).show.output == Path("output")


def test_the_inboxs_mail_is_relative_to_the_file_that_names_it(tmp_path: Path) -> None:
    write(tmp_path / "ting.toml", '[inbox]\nmail = "letters"\nsenders = ["me@x.example"]')
    inbox = load(tmp_path).inbox
    assert (inbox.mail, inbox.senders) == (tmp_path / "letters", ("me@x.example",))


def test_sources_are_read_with_their_paths_taken_from_their_file(tmp_path: Path) -> None:
    write(
        tmp_path / "ting.toml",
        """
        [daily]
        voices = ["hsiaochen", "yunjhe"]
        [[source]]
        name = "世界日報"
        kind = "feed"
        location = "https://example.org/feed"
        since = 2026-01-09
        [[source]]
        name = "剪報"
        kind = "folder"
        location = "saved"
        since = 3
        """,
    )
    paper, cuttings = load(tmp_path).source
    assert paper.location == "https://example.org/feed"
    assert cuttings.location == str(tmp_path / "saved")
    assert (paper.since, cuttings.since, paper.limit) == (dt.date(2026, 1, 9), 3, 10)
    assert load(tmp_path).daily.voices == ("hsiaochen", "yunjhe")


def test_what_a_source_is_subscribed_with_is_relative_to_its_file(tmp_path: Path) -> None:
    write(
        tmp_path / "ting.toml",
        """
        [[source]]
        name = "世界日報"
        kind = "feed"
        location = "https://example.org/feed"
        cookies = "jar/cookies.txt"
        headers = { Cookie = "file:word.txt", Authorization = "env:WORD" }
        user = "file:me"
        password = "file"
        """,
    )
    (source,) = load(tmp_path).source
    assert source.cookies == tmp_path / "jar/cookies.txt"
    assert source.headers == {"Cookie": f"file:{tmp_path / 'word.txt'}", "Authorization": "env:WORD"}
    assert (source.user, source.password) == (f"file:{tmp_path / 'me'}", "file")


def test_a_source_as_it_is_shown_has_no_word_that_is_secret() -> None:
    words = {"Authorization": "env:WORD", "Cookie": "s3cret", "X-Key": "file:key"}
    source = SourceSettings(
        "a", "url", "https://me:s3cret@a.tw/@b", headers=words, user="me", password=words["Cookie"]
    )
    assert "s3cret" not in repr(source.shown)
    assert "s3cret" not in repr(replace(source, location=""))
    assert source.shown.location == "https://a.tw/@b"
    assert source.shown.headers == {**words, "Cookie": HIDDEN}
    assert (source.shown.user, source.shown.password) == ("me", HIDDEN)


def test_a_named_settings_file_stands_in_the_place_of_the_folders_own(tmp_path: Path) -> None:
    write(tmp_path / "ting.toml", "voice = 'yunjhe'")
    (tmp_path / "elsewhere").mkdir()
    named = tmp_path / "elsewhere" / "my.toml"
    write(named, "[show]\noutput = 'out'")
    settings = load_settings({}, {}, tmp_path, tmp_path / "none.toml", named)
    assert settings.show.output == named.parent / "out"
    assert settings.voice == "hsiaochen"
    with pytest.raises(UsageError, match=r"missing\.toml"):
        load_settings({}, {}, tmp_path, tmp_path / "none.toml", tmp_path / "missing.toml")


def test_every_environment_variable_reaches_its_setting(tmp_path: Path) -> None:
    values = {
        "TING_ENGINE": "espeak",
        "TING_PROFILE": "source",
        "TING_LOUDNESS": "-19",
        "TING_READING": "tw",
        "TING_OPENAI_BASE_URL": "http://127.0.0.1:8880/v1",
        "TING_AZURE_BASE_URL": "http://127.0.0.1:5000",
        "TING_AZURE_REGION": "eastasia",
        "TING_FARM": "local:2",
        "TING_SHELF": "s3://bucket/farm",
    }
    for variable, path in ENVIRONMENT.items():
        setting: object = load(tmp_path, None, **{variable: values.get(variable, "1")})
        for key in path:
            setting = getattr(setting, key)
        assert str(setting) in (values.get(variable, "1"), "True")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("voic = 1", "voic"),
        ("offline = 3.5", "offline"),
        ("[show]\ntitel = 'x'", "titel"),
        ("voice = ", "cannot be read"),
        ("cache_megabytes = -1", "cache_megabytes"),
        ("engine = 'siri'", "siri"),
        ("[show]\nsecret = '../up'", "secret is to be the name of a folder"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, part: str) -> None:
    write(tmp_path / "ting.toml", text)
    with pytest.raises(UsageError) as failure:
        load(tmp_path)
    assert part in failure.value.message
    assert "ting.toml" in failure.value.message
    assert failure.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("engine = 'siri'", "auto, azure, edge, openai, kokoro, espeak"),
        ("loudness = -17", "-16, -19, none"),
        (
            "[[source]]\nname = 'a'\nkind = 'rss'\nlocation = 'x'",
            "feed, sitemap, page, folder, url, miniflux, readeck, karakeep, wallabag",
        ),
    ],
)
def test_where_one_of_a_few_is_wanted_all_are_named(tmp_path: Path, text: str, choices: str) -> None:
    write(tmp_path / "ting.toml", text)
    with pytest.raises(UsageError) as failure:
        load(tmp_path)
    assert failure.value.hint == f"It is one of {choices}."


def test_a_wrong_environment_variable_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="TING_OFFLINE"):
        load(tmp_path, TING_OFFLINE="perhaps")


def test_what_is_quoted_has_one_voice_or_several(tmp_path: Path) -> None:
    assert load(tmp_path).quote_voices == ()
    assert load(tmp_path, TING_QUOTE_VOICE="yunjhe").quote_voices == ("yunjhe",)
    (tmp_path / "ting.toml").write_text('quote_voice = ["yunjhe", "yunxia"]', encoding="utf-8")
    assert load(tmp_path).quote_voices == ("yunjhe", "yunxia")
    assert load(tmp_path, TING_QUOTE_VOICE="").quote_voices == ()


@pytest.mark.parametrize("variable", ["TING_LEXICON", "TING_SHOW_TITLE", "TING_VOICES"])
def test_a_variable_that_sets_nothing_is_refused_by_name(tmp_path: Path, variable: str) -> None:
    with pytest.raises(UsageError, match=variable):
        load(tmp_path, None, **{variable: "1"})
    assert load(tmp_path, TING_BENCH="1") == load(tmp_path)


@pytest.fixture
def hum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the engine hum, and one with a name that is taken, be installed."""
    install_tide(tmp_path)
    install(tmp_path, "ting-other", {ENGINE_GROUP: {"kokoro": "tide:Hum"}})
    monkeypatch.syspath_prepend(tmp_path)
    plugins.cache_clear()
    yield
    plugins.cache_clear()


@pytest.mark.usefixtures("hum")
def test_the_table_of_a_plug_ins_engine_is_kept_as_it_is(tmp_path: Path) -> None:
    write(tmp_path / "user" / "ting.toml", "[engines.hum]\nhertz = 330\nloud = true")
    write(tmp_path / "ting.toml", 'engine = "hum"\n[engines.hum]\nhertz = 110\nvoices = { yunjhe = "low" }')
    settings = load(tmp_path)
    assert settings.engine == "hum"
    assert settings.engines.others == {"hum": {"hertz": 110, "loud": True, "voices": {"yunjhe": "low"}}}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[engines.egde]\nproxy = 'x'", "unknown field `egde` - at `$.engines`"),
        ("[engines.espeak]\nhertz = 1", "unknown field `espeak` - at `$.engines`"),
        ("[engines.kokoro]\nbatches = 'tpu'", "Invalid enum value 'tpu' - at `$.engines.kokoro.batches`"),
        ("[engines.others]\nhertz = 1", "unknown field `others` - at `$.engines`"),
        ("[engines.edge]\nproxi = 'x'", "unknown field `proxi` - at `$.engines.edge`"),
        ("[engines]\nhum = 3", "`$.engines.hum`"),
        ("[engines]\nhum.voices = 3", "a table of such names - at `$.engines.hum.voices`"),
        ("[engines]\nhum.voices.yunjhe = 3", "a table of such names - at `$.engines.hum.voices`"),
        ("engine = 'siri'", "'siri' - at `$.engine`"),
    ],
)
@pytest.mark.usefixtures("hum")
def test_a_table_of_no_engine_is_named_with_its_file(tmp_path: Path, text: str, part: str) -> None:
    write(tmp_path / "ting.toml", text)
    with pytest.raises(UsageError) as failure:
        load(tmp_path)
    assert part in failure.value.message
    assert failure.value.message.startswith(str(tmp_path / "ting.toml"))


@pytest.mark.usefixtures("hum")
def test_where_an_engine_is_wanted_those_of_plug_ins_are_named_last(tmp_path: Path) -> None:
    write(tmp_path / "ting.toml", "engine = 'siri'")
    with pytest.raises(UsageError) as failure:
        load(tmp_path)
    assert failure.value.hint == "It is one of auto, azure, edge, openai, kokoro, espeak, hum."


def test_no_distribution_is_looked_at_where_no_plug_in_is_named(tmp_path: Path) -> None:
    plugins.cache_clear()
    write(tmp_path / "ting.toml", "engine = 'edge'\n[engines.edge]\nproxy = 'http://p.example'")
    load(tmp_path)
    assert plugins.cache_info().misses == 0


@pytest.mark.usefixtures("hum")
def test_settings_shown_as_a_table_are_read_from_it_again(tmp_path: Path) -> None:
    write(
        tmp_path / "ting.toml",
        """
        engine = "hum"
        loudness = -19
        lexicon = { GDP = "國內生產毛額" }
        show = { output = "episodes", cover = "cover.jpg" }
        daily.voices = ["yunjhe"]
        engines.edge.proxy = "http://p.example"
        engines.hum = { hertz = 110, voices = "low", deep = { list = [1, "2"] } }
        [[source]]
        name = "報"
        kind = "feed"
        location = "https://example.org/feed"
        since = 2026-01-09
        """,
    )
    settings = load(tmp_path)
    table = without_none(as_table(settings))
    (tmp_path / "again").mkdir()
    write(tmp_path / "again" / "ting.toml", tomli_w.dumps(table))
    assert load(tmp_path / "again") == settings
    assert from_table(msgspec.json.decode(msgspec.json.encode(as_table(settings)))) == settings


def without_none(told: Any) -> Any:  # noqa: ANN401 - whatever a table holds
    """Return what is told without what is not set, which a file cannot say."""
    if isinstance(told, dict):
        return {key: without_none(value) for key, value in told.items() if value is not None}
    return [without_none(value) for value in told] if isinstance(told, list | tuple) else told


def test_the_mark_that_some_editors_write_first_is_no_setting(tmp_path: Path) -> None:
    write(tmp_path / "ting.toml", "\ufeffvoice = 'yunjhe'")
    assert load(tmp_path).voice == "yunjhe"


@pytest.mark.parametrize(
    "text",
    ["voice = 'a\0b'", "cache_megabytes = " + "9" * 6_000, "a = " + "[" * 100_000, "\ufeff\ufeff", "x = 1e"],
    ids=["a NUL", "a long number", "lists in lists", "a mark", "half a number"],
)
def test_a_file_that_is_none_of_settings_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "ting.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"ting\.toml cannot be read: "):
        load_settings({}, {}, tmp_path, tmp_path / "none.toml")


@pytest.mark.parametrize("setting", ["show.output", "show.cover", "data_dir", "cache_dir"])
@pytest.mark.parametrize("name", ["a\\u0000b", "n" * 300, "~no-such-user-here/x"])
def test_a_name_that_no_file_can_have_is_refused_with_its_setting(
    tmp_path: Path, setting: str, name: str
) -> None:
    (tmp_path / "ting.toml").write_text(f'{setting} = "{name}"', encoding="utf-8")
    with pytest.raises(UsageError, match=r"file can have|home of a user"):
        load_settings({}, {}, tmp_path, tmp_path / "none.toml")


SERVERS = """
engine = "mine"
[engines.openai]
base_url = "https://speech.example.org/v1"
api_key = "sk-1"
voices = "alloy"
[engines.mine]
kind = "openai"
base_url = "http://127.0.0.1:8880"
api_key_file = "mine.key"
voices = { hsiaochen = "zf_xiaoxiao" }
response_format = "pcm"
extra = { lang_code = "z" }
"""


def test_servers_are_engines_by_the_names_of_their_tables(tmp_path: Path) -> None:
    write(tmp_path / "ting.toml", SERVERS)
    settings = load(tmp_path)
    assert settings.engine == "mine"
    assert list(settings.engines.servers) == ["openai", "mine"]
    mine = settings.engines.named["mine"]
    assert (mine.api_key_file, mine.voices) == (tmp_path / "mine.key", {"hsiaochen": "zf_xiaoxiao"})
    assert (mine.response_format, mine.model, mine.extra) == ("pcm", "tts-1", {"lang_code": "z"})
    assert from_table(msgspec.json.decode(msgspec.json.encode(as_table(settings)))) == settings


@pytest.mark.parametrize(("name", "heading"), [("ting.toml", ""), ("pyproject.toml", "tool.ting.")])
@pytest.mark.parametrize("path", ["{}/elsewhere/word", "../word", "link", "~/word", "./../project/../word"])
def test_settings_that_lay_in_the_folder_name_no_file_of_a_key_elsewhere(
    tmp_path: Path, name: str, heading: str, path: str
) -> None:
    write(tmp_path / "word", "secret")
    project = tmp_path / "project"
    write(project / name, f"[{heading}engines.openai]\napi_key_file = '{path.format(tmp_path)}'")
    (project / "link").symlink_to(tmp_path / "word")
    with pytest.raises(UsageError, match="a file of a secret that lies outside") as failure:
        load(project)
    assert str(project / "user" / "ting.toml") in failure.value.hint


@pytest.mark.parametrize("word", ["token", "user", "password", "headers.X"])
def test_nor_of_a_word_for_a_source(tmp_path: Path, word: str) -> None:
    source = "[[source]]\nname = 'Flux'\nkind = 'miniflux'\nlocation = 'https://flux.example/'\n"
    write(tmp_path / "ting.toml", f"{source}{word} = 'file:../word'")
    with pytest.raises(UsageError, match="a file of a secret that lies outside"):
        load(tmp_path)
    write(tmp_path / "ting.toml", f"{source}{word} = 'file:word'")
    assert load(tmp_path).source


@pytest.mark.parametrize("path", ["word", "keys/word", "keys/../word", "{}/word"])
def test_they_may_name_one_in_their_own_folder(tmp_path: Path, path: str) -> None:
    write(tmp_path / "ting.toml", f"[engines.azure]\napi_key_file = '{path.format(tmp_path)}'")
    assert load(tmp_path).engines.azure.api_key_file == tmp_path / path.format(tmp_path)


def test_ones_own_settings_and_those_that_are_named_may_name_any(tmp_path: Path) -> None:
    text = f"[engines.azure]\napi_key_file = '{tmp_path}/word'"
    (tmp_path / "project").mkdir()
    write(tmp_path / "project" / "user" / "ting.toml", text)
    assert load(tmp_path / "project").engines.azure.api_key_file == tmp_path / "word"
    write(tmp_path / "named" / "show.toml", text)
    named = load_settings({}, {}, tmp_path / "none", project_file=tmp_path / "named" / "show.toml")
    assert named.engines.azure.api_key_file == tmp_path / "word"


@pytest.mark.parametrize("farm", ["tcp://10.0.0.7:8786", "tls://farm.example:8786"])
def test_settings_that_lay_in_the_folder_name_no_farm_of_other_machines(tmp_path: Path, farm: str) -> None:
    write(tmp_path / "ting.toml", f"farm = '{farm}'")
    with pytest.raises(UsageError, match="names a farm of other machines"):
        load(tmp_path)
    assert load_settings({}, {}, tmp_path, project_file=tmp_path / "ting.toml").farm == farm
    assert load(tmp_path / "none", TING_FARM=farm).farm == farm
    for own in ("local:2", "tcp://127.0.0.1:8786"):
        write(tmp_path / "ting.toml", f"farm = '{own}'")
        assert load(tmp_path).farm == own


@pytest.mark.parametrize("shelf", ["s3://bucket/farm", "sftp://host/farm", "S3://bucket/farm"])
def test_settings_that_lay_in_the_folder_name_no_shelf_elsewhere(tmp_path: Path, shelf: str) -> None:
    write(tmp_path / "ting.toml", f"shelf = '{shelf}'")
    with pytest.raises(UsageError, match="names a farm's shelf elsewhere"):
        load(tmp_path)
    assert load_settings({}, {}, tmp_path, project_file=tmp_path / "ting.toml").shelf == shelf
    assert load(tmp_path / "none", TING_SHELF=shelf).shelf == shelf
    for own in ("/mnt/farm", "file:///mnt/farm"):
        write(tmp_path / "ting.toml", f"shelf = '{own}'")
        assert load(tmp_path).shelf == own


@pytest.mark.parametrize(
    "shelf",
    ["farm", "../farm", "s3://", "s3://key:word@bucket/farm", "ftp://me@host/", "filecache::s3://b", "/a::b"],
)
def test_a_shelf_that_is_no_place_or_has_a_key_in_it_is_a_slip_of_usage(tmp_path: Path, shelf: str) -> None:
    with pytest.raises(UsageError, match="Expected an address like s3://BUCKET/PATH, without a key in it"):
        load(tmp_path, TING_SHELF=shelf)


def test_a_server_is_named_in_one_place_and_described_in_another(tmp_path: Path) -> None:
    write(tmp_path / "user" / "ting.toml", SERVERS)
    write(tmp_path / "ting.toml", "engine = 'mine'")
    assert load(tmp_path).engine == "mine"
    assert load(tmp_path, TING_ENGINE="mine", TING_OPENAI_API_KEY="sk-2").engines.openai.api_key == "sk-2"


def test_without_an_address_there_is_no_server(tmp_path: Path) -> None:
    assert load(tmp_path, TING_OPENAI_API_KEY="sk-2").engines.servers == {}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[engines.mine]\nbase_url = 'http://a'", 'Expected kind = "openai"'),
        (
            "[engines.openai]\nextra = { since = 2026-01-09 }",
            "no date, nan or inf - at `$.engines.openai.extra`",
        ),
        ("[engines.openai]\nextra = { top_p = nan }", "no date, nan or inf - at `$.engines.openai.extra`"),
        ("[engines.mine]\nkind = 'closed'", "unknown field `mine` - at `$.engines`"),
        ("[engines.mine]\nkind = 'openai'\nbase_ur = 'x'", "unknown field `base_ur` - at `$.engines.mine`"),
        ("[engines.mine]\nkind = 'openai'\nbase_url = 'x'", "`$.engines.mine`"),
        ("[engines.espeak]\nkind = 'openai'", "`$.engines.espeak`"),
        ("[engines.auto]\nkind = 'openai'", "`$.engines.auto`"),
        ("[engines.'Mine!']\nkind = 'openai'", "small letters"),
        ("[engines.named]\nx = 1", "unknown field `named` - at `$.engines`"),
        ("[engines.openai]\nbase_url = 'http://user:sk-9@a.example'", "without a key in it"),
        ("[engines.openai]\nbase_url = 'http://a?key=sk-9'", "without a key in it"),
        ("[engines.openai]\nresponse_format = 'ogg'", "Invalid enum value 'ogg'"),
        ("[engines.openai]\nvoices = 3", "`$.engines.openai.voices`"),
        ("[engines.openai]\nconcurrency = 0", "`$.engines.openai.concurrency`"),
        ("engine = 'mine'", "'mine' - at `$.engine`"),
        ("[engines.azure]\nregion = 'East Asia'", "as Azure names it, like eastasia"),
        ("[engines.azure]\nregion = 'a.example/'", "`$.engines.azure.region`"),
        ("[engines.azure]\nbase_url = 'http://a?key=sk-9'", "without a key in it - at `$.engines.azure`"),
        ("[engines.azure]\nkind = 'azure'", "unknown field `kind` - at `$.engines.azure`"),
        ("[engines.mine]\nkind = 'azure'", "unknown field `mine` - at `$.engines`"),
    ],
)
def test_what_is_wrong_with_a_server_is_named_with_its_file_and_without_its_key(
    tmp_path: Path, text: str, part: str
) -> None:
    write(tmp_path / "ting.toml", text)
    with pytest.raises(UsageError) as failure:
        load(tmp_path)
    assert part in failure.value.message
    assert str(tmp_path) in failure.value.message
    assert "sk-9" not in str(failure.value)


@pytest.mark.parametrize(
    ("project", "key"),
    [
        ("base_url = 'https://elsewhere.example'", None),
        ("base_url = 'https://speech.example.org/v1'", "sk-1"),
        ("model = 'tts-1-hd'", "sk-1"),
        ("api_key_file = 'own.key'", None),
        ("api_key = 'sk-3'\nbase_url = 'https://elsewhere.example'", "sk-3"),
    ],
)
def test_a_key_goes_to_no_address_but_that_it_was_written_beside(
    tmp_path: Path, project: str, key: str | None
) -> None:
    write(tmp_path / "user" / "ting.toml", SERVERS)
    write(tmp_path / "ting.toml", f"[engines.openai]\n{project}")
    assert load(tmp_path).engines.openai.api_key == key


@pytest.mark.parametrize(
    ("user", "project", "key"),
    [
        ("region = 'eastasia'", "region = 'westus'", None),
        ("region = 'eastasia'", "base_url = 'https://elsewhere.example'", None),
        ("base_url = 'https://a.example'", "base_url = 'https://elsewhere.example'", None),
        ("region = 'eastasia'", "region = 'eastasia'\nmax_chars = 100", "sk-1"),
        ("", "region = 'westus'", "sk-1"),
    ],
)
def test_a_key_for_azure_goes_to_no_place_but_its_own(
    tmp_path: Path, user: str, project: str, key: str | None
) -> None:
    write(tmp_path / "user" / "ting.toml", f"[engines.azure]\napi_key = 'sk-1'\n{user}")
    write(tmp_path / "ting.toml", f"[engines.azure]\n{project}")
    assert load(tmp_path).engines.azure.api_key == key


@pytest.mark.parametrize(
    ("project", "more", "key"),
    [
        ("base_url = 'https://elsewhere.example'", {}, None),
        ("base_url = 'https://elsewhere.example'", {"TING_OPENAI_BASE_URL": "https://own.example"}, "sk-2"),
        ("model = 'tts-1-hd'", {}, "sk-2"),
    ],
)
def test_a_key_of_a_variable_goes_to_no_address_that_a_folder_put_before_the_users(
    tmp_path: Path, project: str, more: dict[str, str], key: str | None
) -> None:
    write(tmp_path / "user" / "ting.toml", SERVERS)
    write(tmp_path / "ting.toml", f"[engines.openai]\n{project}")
    found = load(tmp_path, None, **{"TING_OPENAI_API_KEY": "sk-2", **more})
    assert found.engines.openai.api_key == key


@pytest.mark.parametrize("engine", ["azure", "openai"])
def test_a_key_without_an_address_is_not_shown_either(tmp_path: Path, engine: str) -> None:
    settings = load(tmp_path, None, **{f"TING_{engine.upper()}_API_KEY": "sk-5"})
    engines: Any = as_shown(settings)["engines"]
    assert (settings.engines.servers, engines[engine]["api_key"]) == ({}, "(set)")
    assert "sk-5" not in repr(as_shown(settings))


def test_of_a_key_it_is_shown_only_that_it_is_set(tmp_path: Path) -> None:
    write(tmp_path / "ting.toml", SERVERS + '[engines.other]\nkind = "openai"\napi_key = "sk-4"\n')
    settings = load(tmp_path)
    engines: Any = as_shown(settings)["engines"]
    keys = {name: engines[name]["api_key"] for name in ("openai", "mine", "other")}
    assert keys == {"openai": "(set)", "mine": None, "other": "(set)"}
    assert "sk-" not in repr((as_shown(settings), settings))
