from tts.engines.base import Mark, Pcm, Speech
from tts.synthesizer.pieces import joined

SECOND = Pcm(bytes(2 * 8000), 8000)


def test_the_marks_and_words_of_a_piece_are_as_late_as_its_sound_begins() -> None:
    first = Speech(SECOND, (Mark(0, 900, "先說，"),), (Mark(0, 400, "先"), Mark(400, 900, "說")))
    second = Speech(SECOND, (Mark(50, 800, "再停。"),), (Mark(50, 300, "再"), Mark(300, 800, "停")))
    whole = joined([first, second])
    assert whole.audio.duration_ms == 2000
    assert whole.marks == (Mark(0, 900, "先說，"), Mark(1050, 1800, "再停。"))
    assert whole.words == (*first.words, Mark(1050, 1300, "再"), Mark(1300, 1800, "停"))
