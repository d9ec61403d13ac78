"""Entries that do not do what their author may expect are found, and no others."""

from pathlib import Path

from tts.speech.accent import Accent
from tts.speech.lexicon import lexicon
from tts.speech.lexicon_check import Finding, Sheet, check, sheet_of
from tts.speech.word_list import read_word_list

TEXTS = ("他姓解，曾經看過第12話。", "單于也在NICE唱歌，中大獎。")


def found(*sheets: Sheet, texts: tuple[str, ...] = TEXTS, accent: Accent = Accent()) -> list[Finding]:  # noqa: B008 - it is frozen
    return list(check(sheets, texts, accent))


def own(words: dict[str, str], name: str = "[lexicon]") -> Sheet:
    return Sheet(name, lexicon(words))


def test_entries_that_fire_as_asked_are_not_told() -> None:
    words = {"曾": "zeng1", r"/第(\d{1,3})話/": r"第\1集", "/(?<=姓)解/": "xie4", "單于": "chan2 yu2"}
    assert found(own(words)) == []


def test_an_entry_that_no_text_has_is_told_only_where_there_are_texts() -> None:
    sheet = own({"南無": "na1 mo2", "/港{2}/": "港"})
    assert [(one.kind, one.written) for one in found(sheet)] == [
        ("never fires", "南無"),
        ("never fires", "/港{2}/"),
    ]
    assert found(sheet, texts=()) == []


def test_an_entry_that_stands_only_within_others_is_told() -> None:
    sheet = own({"ICE": "移民局", "中大": "甲", "中大獎": "乙", "/大獎/": "丙"})
    assert [(one.kind, one.written) for one in found(sheet)] == [
        ("covered", "ICE"),
        ("covered", "中大"),
        ("covered", "/大獎/"),
    ]


def test_of_entries_that_contradict_each_other_the_places_are_told(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("# a list\n曾\tceng2\n單于\tchan2 yu2\n單于\tdan1 yu2\n", encoding="utf-8")
    sheets = own({"曾": "zeng1"}, "the voice"), own({"曾": "zeng1"}), sheet_of(read_word_list(path))
    first, second = found(*sheets)
    assert (first.kind, first.value, first.place) == ("overridden", "ceng2", f"line 2 of {path}")
    assert first.detail == "zeng1 holds, the voice"
    assert (second.value, second.place) == ("dan1 yu2", f"line 4 of {path}")
    assert second.detail == f"chan2 yu2 holds, line 3 of {path}"


def test_an_entry_that_is_not_said_as_asked_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    path.write_text("單嗰\tdan1 ge3\n", encoding="utf-8")
    (finding,) = found(sheet_of(read_word_list(path)), texts=("單嗰來，單嗰去。",))
    assert (finding.kind, finding.place) == ("not as asked", f"line 1 of {path}")
    assert finding.detail == "單嗰 is said dan1 ?"
