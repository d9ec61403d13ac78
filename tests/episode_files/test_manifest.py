import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tts.episode_files import manifest
from tts.errors import TingError
from tts.model.episode import Cue, Episode, Word


@given(st.from_type(Episode))
def test_an_episode_survives_its_manifest(episode: Episode) -> None:
    assert manifest.load(manifest.dump(episode)) == episode
    assert manifest.load(manifest.line(episode)) == episode


def test_a_manifest_is_readable_json_with_the_fields_in_order(episode: Episode) -> None:
    text = manifest.dump(episode)
    assert list(json.loads(text)) == [field.name for field in fields(Episode)]
    assert text.endswith("}\n")
    assert '\n  "title": "中再祭稀土牌？ 停審查銷日許可",\n' in text
    assert json.loads(text)["chapters"][1]["start_ms"] == 5000
    assert "\n" not in manifest.line(episode)


def test_words_stand_in_one_line_and_cues_without_have_no_field_for_them(episode: Episode) -> None:
    words = (Word(0, 300, '今"words": ['), Word(300, 900, "天\n]。"))
    worded = replace(
        episode, cues=(Cue(0, 900, '今"words": [天\n]。', 0, words=words), Cue(900, 990, "晴。"))
    )
    text = manifest.dump(worded)
    assert """\n      "words": [[0, 300, "今\\"words\\": ["], [300, 900, "天\\n]。"]]\n""" in text
    assert [list(cue)[-1] for cue in json.loads(text)["cues"]] == ["words", "speaker"]
    assert manifest.load(text) == worded


@pytest.mark.parametrize("text", ["", "{}", '{"id": 1}', "[1, 2", "\ufffd", b"\xff\xfe"])
def test_what_is_no_manifest_is_said_in_words(text: str | bytes) -> None:
    with pytest.raises(TingError, match="not one of an episode"):
        manifest.load(text)


def test_a_manifest_is_read_from_its_file(episode: Episode, tmp_path: Path) -> None:
    path = tmp_path / "episode.json"
    path.write_text(manifest.dump(episode), encoding="utf-8")
    assert manifest.read(path) == episode


def test_a_missing_manifest_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(TingError, match="cannot be read"):
        manifest.read(tmp_path / "none.json")
