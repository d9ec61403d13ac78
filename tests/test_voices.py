"""A persona keeps its character on every engine."""

from pathlib import Path

import pytest

from tts.errors import UsageError
from tts.voices import Voice, called, find_voice, load_voices, read_voice

SHIPPED = load_voices()


def test_the_newsreaders_of_the_default_show_are_a_woman_and_a_man() -> None:
    assert SHIPPED["hsiaochen"].sex == "female"
    assert SHIPPED["hsiaochen"].on("edge") == "zh-TW-HsiaoChenNeural"
    assert SHIPPED["yunjhe"].sex == "male"
    assert SHIPPED["yunjhe"].on("kokoro") == "zm_yunxi+zm_yunjian+zm_yunxia"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_voice_keeps_its_sex_on_every_engine(name: str) -> None:
    voice = SHIPPED[name]
    assert set(voice.engines) == {"edge", "kokoro", "espeak"}
    assert voice.on("kokoro").startswith("zf_" if voice.sex == "female" else "zm_")
    assert ("+f" in voice.on("espeak")) == (voice.sex == "female")


def test_a_voice_is_found_by_an_engines_own_name_of_it() -> None:
    assert find_voice("zm_yunxi", SHIPPED).name == "yunxi"


def test_an_unknown_voice_is_answered_with_the_names_there_are() -> None:
    with pytest.raises(UsageError) as failure:
        find_voice("nobody", SHIPPED)
    assert "nobody" in failure.value.message
    assert "hsiaochen" in failure.value.hint


def test_a_users_profile_replaces_the_shipped_one(tmp_path: Path) -> None:
    profile = (
        'label = "我"\nsex = "female"\nmanner = ""\n[engines]\nedge = "zh-TW-HsiaoYuNeural"\n'
        '[prosody]\nrate_percent = 10\n[pauses]\nsentence_ms = 250\n[lexicon]\n"曾" = "ceng2"\n'
    )
    (tmp_path / "hsiaochen.toml").write_text(profile, encoding="utf-8")
    voice = load_voices(tmp_path)["hsiaochen"]
    assert (voice.prosody.rate_percent, voice.pauses.sentence_ms, voice.lexicon) == (10, 250, {"曾": "ceng2"})
    with pytest.raises(UsageError, match="kokoro"):
        voice.on("kokoro")


def test_a_broken_profile_is_named(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text('label = "x"', encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.toml"):
        read_voice(path)


@pytest.mark.parametrize(
    "text", ["sex = 'a\0b'", "a = " + "9" * 6_000, "a = " + "[" * 100_000], ids=["a NUL", "a number", "lists"]
)
def test_a_profile_that_cannot_be_read_at_all_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"broken\.toml cannot be used"):
        load_voices(tmp_path)


@pytest.mark.parametrize("device", ["/dev/zero", "/etc"])
def test_what_is_no_file_is_not_waited_for(tmp_path: Path, device: str) -> None:
    (tmp_path / "endless.toml").symlink_to(device)
    with pytest.raises(UsageError, match=r"endless\.toml is no file"):
        load_voices(tmp_path)


def profile(folder: Path, name: str, label: str) -> Voice:
    path = folder / f"{name}.toml"
    path.write_text(f'{label}sex = "male"\nmanner = ""\n[engines]\nespeak = "cmn+m7"\n', encoding="utf-8")
    return read_voice(path)


@pytest.mark.parametrize(
    ("name", "label", "called"),
    [
        ("evening", 'label = "晚風"\n', "晚風"),
        ("evening", 'label = "晚\\n風 "\n', "晚 風"),
        ("evening", 'label = "晚\\u202e風\\u001b[2J"\n', "晚風[2J"),
        ("evening", 'label = "  "\n', "evening"),
        ("evening", "", "evening"),
        ("cmn+m7", "", "合成語音"),
    ],
)
def test_a_voice_is_called_by_its_label_or_its_own_name_and_never_as_an_engine_has_it(
    tmp_path: Path, name: str, label: str, called: str
) -> None:
    assert profile(tmp_path, name, label).called == called


def test_an_engine_s_name_tells_who_reads_where_it_is_one_voice_s_alone(tmp_path: Path) -> None:
    one = {"day": profile(tmp_path, "day", 'label = "日"\n')}
    assert called("cmn+m7", one) == "日"
    assert called("cmn+m7", one | {"night": profile(tmp_path, "night", 'label = "夜"\n')}) == "合成語音"
    assert called("cmn+m8", one) == "合成語音"
