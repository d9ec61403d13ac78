"""Quotations are spoken by other voices where that is asked for, and all that tells of it is true."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.house import House, document
from tts.episode_files.credit import narrator, narrators
from tts.errors import UsageError
from tts.model.episode import Episode, Persona

BODY = (
    "市長王小明說：「明天全市停班停課，請大家注意安全。」市府隨後公告。",
    "「我們反對這個決定，損失太大了。」商會會長李大華表示。",
    "王小明強調：「安全第一，其他都可以補救。",
    "「決定不會改變。」",
    "We will open all 5 shops again. 店家寫道。",
)
WOMAN, MAN, BOY = "zh-TW-HsiaoChenNeural", "zh-TW-YunJheNeural", "zh-CN-YunxiaNeural"


def told(house: House, *quote_voice: str, latin_voice: str = "") -> Episode:
    house.settings = replace(house.settings, quote_voice=quote_voice, latin_voice=latin_voice)
    (episode,) = house.narrate(document(*BODY))
    return episode


def by_voice(episode: Episode, voice: str) -> str:
    return "".join(cue.text for cue in episode.cues if cue.speaker == voice and cue.paragraph is not None)


def test_what_is_quoted_is_spoken_by_the_other_voice_and_the_rest_by_the_narrator(house: House) -> None:
    episode = told(house, "yunjhe")
    assert by_voice(episode, MAN) == (
        "「明天全市停班停課，請大家注意安全。」「我們反對這個決定，損失太大了。」"
        "「安全第一，其他都可以補救。「決定不會改變。」"
    )
    assert by_voice(episode, WOMAN).startswith("市長王小明說：市府隨後公告。商會會長李大華表示。王小明強調：")
    assert "".join(cue.text for cue in episode.cues if cue.paragraph is not None) == "".join(BODY)
    assert [cue.paragraph for cue in episode.cues] == sorted(
        (cue.paragraph for cue in episode.cues), key=lambda paragraph: -1 if paragraph is None else paragraph
    )


def test_speakers_are_told_apart_by_voices_in_turn(house: House) -> None:
    episode = told(house, "yunjhe", "yunxia")
    assert by_voice(episode, BOY) == "「我們反對這個決定，損失太大了。」"
    assert by_voice(episode, MAN).endswith("「安全第一，其他都可以補救。「決定不會改變。」")


def test_tags_transcripts_and_manifest_name_all_who_speak(house: House) -> None:
    episode = told(house, "yunjhe")
    assert episode.voice == f"{WOMAN}、{MAN}"
    assert episode.narrators == (Persona(WOMAN, "曉臻"), Persona(MAN, "雲哲"))
    assert narrators(episode) == ("曉臻", "雲哲")
    (quoted,) = [cue for cue in episode.cues if cue.text.startswith("「明天全市")]
    assert narrator(episode, quoted) == "雲哲"
    vtt = Path(episode.files.vtt).read_text(encoding="utf-8")
    assert "<v 雲哲>「明天全市停班停課" in vtt
    assert "<v 曉臻>市長王小明說：" in vtt


def test_without_the_setting_nothing_is_another_episode(house: House) -> None:
    (before,) = house.narrate(document(*BODY))
    assert before.voice == WOMAN
    same = told(house)
    assert same == before
    assert told(house, "yunjhe").id != before.id
    assert told(house, "yunjhe", "yunxia").id not in (before.id, told(house, "yunjhe").id)


def test_a_second_run_says_nothing_again_and_makes_the_same_bytes(house: House) -> None:
    told(house, "yunjhe", "yunxia")
    first = house.files()
    assert house.heard
    house.lose_output()
    told(house, "yunjhe", "yunxia")
    assert house.heard == []
    assert house.files() == first


def test_the_narrators_own_voice_is_nobody_elses(house: House) -> None:
    episode = told(house, "hsiaochen")
    assert episode.voice == WOMAN
    assert by_voice(told(house, "hsiaochen", "yunxia"), BOY).count("「") == 4


def test_latin_sentences_are_said_as_written_by_a_voice_that_the_engine_has(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "tingxinwen" / "voices"
    folder.mkdir(parents=True)
    profile = 'label = "珍妮"\nsex = "female"\nmanner = "English"\n[engines]\n{} = "en-US-JennyNeural"\n'
    (folder / "jenny.toml").write_text(profile.format("edge"), encoding="utf-8")
    episode = told(house, latin_voice="jenny")
    assert "We will open all 5 shops again. " in house.heard
    assert narrators(episode) == ("曉臻", "珍妮")
    (folder / "jenny.toml").write_text(profile.format("other"), encoding="utf-8")
    assert told(house, latin_voice="jenny").voice == WOMAN
    assert "We will open all 五 shops again. 店家寫道。" in house.heard


@pytest.mark.parametrize("voices", [("nobody", ""), ("", "nobody")])
def test_a_voice_that_does_not_exist_is_told_before_anything_is_spoken(
    house: House, voices: tuple[str, str]
) -> None:
    quote, latin = voices
    with pytest.raises(UsageError, match="There is no voice named nobody"):
        told(house, quote, latin_voice=latin)
    assert house.heard == []
