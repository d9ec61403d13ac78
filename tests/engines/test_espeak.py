import asyncio
from itertools import pairwise
from pathlib import Path

import espeakng_loader  # type: ignore[import-untyped]  # the wheel has no type hints
import numpy as np
import pytest

from tts.engines.acceptance import check_complete
from tts.engines.base import Pcm, Prosody, Speech, Utterance
from tts.engines.espeak import VARIANTS, VOICES, EspeakEngine, readable
from tts.engines.failures import Unsayable
from tts.errors import EngineUnavailable
from tts.speech.espeak_library import phonemes
from tts.speech.normalizer import normalize

SENTENCE = "中國商務部今天宣布，停止審查對日本的稀土出口許可。"


def _speak(written: str, voice: str = "cmn+f2", prosody: Prosody | None = None) -> Speech:
    utterance = Utterance(normalize(written), voice, prosody or Prosody())
    speech = asyncio.run(EspeakEngine().synthesize(utterance))
    check_complete(utterance, speech)
    return speech


def _pcm(speech: Speech) -> Pcm:
    assert isinstance(speech.audio, Pcm)
    return speech.audio


def _loudness(speech: Speech) -> float:
    return float(np.sqrt(np.mean(np.square(np.frombuffer(_pcm(speech).samples, "<i2"), dtype=np.float64))))


def _pitch(speech: Speech) -> float:
    """Return the median pitch in hertz, by autocorrelation."""
    pcm = _pcm(speech)
    samples = np.frombuffer(pcm.samples, "<i2").astype(np.float64)
    size = pcm.sample_rate // 25
    shortest, longest = pcm.sample_rate // 400, pcm.sample_rate // 60
    found = []
    for start in range(0, len(samples) - size, size):
        window = samples[start : start + size] - samples[start : start + size].mean()
        similar = np.correlate(window, window, "full")[size - 1 :]
        lag = shortest + int(np.argmax(similar[shortest:longest]))
        if np.abs(window).mean() > 1000 and similar[lag] > 0.6 * similar[0]:
            found.append(pcm.sample_rate / lag)
    return float(np.median(found))


def test_a_sentence_is_spoken_whole_at_the_pace_of_news() -> None:
    speech = _speak(SENTENCE)
    assert _pcm(speech).sample_rate == 22050
    syllables = sum(character.isalnum() for character in SENTENCE)
    assert 4 < syllables / (speech.audio.duration_ms / 1000) < 6


def test_the_mark_holds_the_text_from_its_first_to_its_last_sound() -> None:
    speech = _speak(SENTENCE)
    pcm = _pcm(speech)
    loud = np.flatnonzero(np.abs(np.frombuffer(pcm.samples, "<i2").astype(np.int32)) > 300)
    (mark,) = speech.marks
    assert mark.text == SENTENCE
    assert mark.start_ms == pytest.approx(loud[0] * 1000 / pcm.sample_rate, abs=60)
    assert mark.end_ms == pytest.approx(loud[-1] * 1000 / pcm.sample_rate, abs=60)


def test_every_sentence_has_its_own_time() -> None:
    speech = _speak("氣溫12度。雨天！記者王小明，台北報導。")
    assert [mark.text for mark in speech.marks] == ["氣溫十二度。", "雨天！", "記者王小明，台北報導。"]
    samples = np.abs(np.frombuffer(_pcm(speech).samples, "<i2").astype(np.int32))
    loud = np.flatnonzero(samples > 300) * 1000 / _pcm(speech).sample_rate
    pauses = [(last, next_) for last, next_ in pairwise(loud) if next_ - last > 150]
    between = list(pairwise(speech.marks))
    assert len(pauses) >= len(between)
    for before, mark in between:
        start, end = min(pauses, key=lambda pause: abs(pause[1] - mark.start_ms))
        assert mark.start_ms == pytest.approx(end, abs=60)
        assert before.end_ms == pytest.approx(start, abs=60)


def test_no_peak_is_cut_off() -> None:
    samples = np.frombuffer(_pcm(_speak(SENTENCE)).samples, "<i2")
    assert np.abs(samples.astype(np.int32)).max() < 32000


def test_the_same_text_gives_the_same_bytes() -> None:
    assert _speak(SENTENCE) == _speak(SENTENCE)


def test_prosody_is_heard() -> None:
    plain = _speak(SENTENCE)
    fast = _speak(SENTENCE, prosody=Prosody(rate_percent=50))
    soft = _speak(SENTENCE, prosody=Prosody(volume_percent=-50))
    high = _speak(SENTENCE, prosody=Prosody(pitch_hz=40))
    assert fast.audio.duration_ms == pytest.approx(plain.audio.duration_ms / 1.5, rel=0.15)
    assert _loudness(soft) == pytest.approx(_loudness(plain) / 2, rel=0.1)
    assert _pitch(high) - _pitch(plain) == pytest.approx(40, abs=15)


def test_prosody_beyond_its_reach_is_brought_to_the_end_of_it() -> None:
    for prosody in (Prosody(900, 900, 900), Prosody(-90, -900, -80)):
        assert _speak("好的", prosody=prosody).marks


def test_a_womans_voice_is_higher_than_a_mans() -> None:
    assert _pitch(_speak(SENTENCE, "cmn+f2")) > 1.5 * _pitch(_speak(SENTENCE, "cmn"))


def test_traditional_and_simplified_sound_the_same() -> None:
    traditional = "對象不限於軍事業者，也包括餅乾。"
    simplified = "对象不限于军事业者，也包括饼干。"
    assert _speak(traditional).audio == _speak(simplified).audio


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("高雄市", "高[[S;j'ong35]]市"),
        ("兄弟", "[[S;j'ong55]]弟"),
        ("貧窮", "贫[[tS;hj'ong35]]"),
        ("窘境", "[[tS;j'ong214]]境"),
        ("𠀀", " he1 "),
    ],
)
def test_what_the_library_cannot_read_it_is_given_as_sounds(text: str, given: str) -> None:
    assert "(en)" in phonemes(text, "cmn") or "ˈər5lˈiɜŋ" in phonemes(text, "cmn")  # English, or a code
    assert readable(text) == given


def test_text_cannot_pass_for_sounds() -> None:
    assert "[[" not in readable("[[h@l'oU]]")


@pytest.mark.parametrize(
    "written", ["[[h@l'oU]]", "[兄弟]", "停\ud800審", "好\0的", "𠀀", "NATO", "JY-27A", "5%"]
)
def test_any_text_with_words_is_heard(written: str) -> None:
    (mark,) = _speak(written).marks
    assert mark.end_ms - mark.start_ms > 100


@pytest.mark.parametrize("written", ["", "……", "★★★"])
def test_a_text_without_words_is_refused(written: str) -> None:
    with pytest.raises(Unsayable, match="There is nothing to say"):
        _speak(written)


def test_an_unknown_voice_is_said_with_the_names() -> None:
    with pytest.raises(
        EngineUnavailable, match=r"no Mandarin voice named cmn\+f9\. Choose one of cmn, cmn\+f1"
    ):
        _speak(SENTENCE, "cmn+f9")


def test_every_voice_is_in_the_library_and_sounds_its_own() -> None:
    data = Path(espeakng_loader.get_data_path())
    assert all((data / "voices" / "!v" / variant).is_file() for variant in VARIANTS)
    assert asyncio.run(EspeakEngine().voices()) == VOICES == tuple(sorted(VOICES))
    assert len({_pcm(_speak("你好嗎", voice)).samples for voice in VOICES}) > len(VOICES) / 2


def test_many_at_once_get_each_their_own_speech() -> None:
    engine = EspeakEngine()
    texts = [SENTENCE[:length] for length in range(4, 12)]
    utterances = [Utterance(normalize(text), "cmn", Prosody()) for text in texts]

    async def together() -> list[Speech]:
        return list(await asyncio.gather(*map(engine.synthesize, utterances)))

    assert asyncio.run(together()) == [_speak(text, "cmn") for text in texts]


def test_an_abandoned_utterance_leaves_the_engine_usable() -> None:
    async def abandon() -> None:
        utterance = Utterance(normalize(SENTENCE * 20), "cmn", Prosody())
        task = asyncio.create_task(EspeakEngine().synthesize(utterance))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(abandon())
    assert _speak(SENTENCE, "cmn") == _speak(SENTENCE, "cmn")


def test_the_check_passes_here() -> None:
    asyncio.run(EspeakEngine().check())
