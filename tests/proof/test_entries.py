"""What was misheard gets an entry that pins its word to the reading that was meant."""

from tts.proof.comparison import compare
from tts.proof.entries import entries
from tts.proof.syllables import heard, said
from tts.speech.lexicon import lexicon
from tts.speech.normalizer import normalize


def found(written: str, transcript: str) -> dict[str, str]:
    spoken = normalize(written)
    syllables = said(spoken)
    return entries(spoken, syllables, compare(syllables, heard(transcript)).misheard)


def test_the_whole_word_is_pinned_as_it_is_written() -> None:
    assert found("他在重慶長大。", "他在粽慶長大") == {"重慶": "chong2 qing4"}


def test_the_entry_is_one_that_the_lexicon_takes() -> None:
    (word,) = lexicon(found("他去銀行匯款。", "他去人行会款")).words
    assert (word.written, word.value) == ("銀行", "yin2 hang2")


def test_nothing_is_pinned_where_all_was_heard_right() -> None:
    assert found("他在重慶長大。", "他在重庆长大") == {}


def test_what_is_said_otherwise_than_it_is_written_has_no_entry() -> None:
    assert found("漲了38%", "涨了百分之三四八") == {}


def test_a_word_that_stands_behind_a_number_is_found_where_it_is_written() -> None:
    assert found("3,906億元，重慶說明", "三千九百零六亿元,中庆说明") == {"重慶": "chong2 qing4"}
