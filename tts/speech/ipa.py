"""Pinyin syllables in Kokoro's phonemes.

The transcription is misaki's (https://github.com/hexgrad/misaki), with which the voices were trained:
`misaki.transcription.pinyin_to_ipa`, its first variant, then `ZHG2P.retone`.
"""

from functools import cache

VOCABULARY = frozenset(
    ';:,.!?—…"()“” \u0303ʣʥʦʨᵝ\uab67AIOQSTWYᵊabcdefhijklmnopqrstuvwxyz'
    "ɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻ"
)
"""The symbols that Kokoro knows (`vocab` in kokoro_onnx/config.json); it drops any other in silence."""

_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
_INITIALS = {
    "zh": "\uab67", "ch": "\uab67ʰ", "sh": "ʂ", "b": "p", "c": "ʦʰ", "d": "t", "f": "f", "g": "k", "h": "x",
    "j": "ʨ", "k": "kʰ", "l": "l", "m": "m", "n": "n", "p": "pʰ", "q": "ʨʰ", "r": "ɻ", "s": "s", "t": "tʰ",
    "x": "ɕ", "z": "ʦ",
}  # fmt: skip
# "0" is where the tone stands.
_FINALS = {
    "a": "a0", "ai": "ai0", "an": "a0n", "ang": "a0ŋ", "ao": "au0", "e": "ɤ0", "ei": "ei0", "en": "ə0n",
    "eng": "ə0ŋ",
    "i": "i0", "ia": "ja0", "iai": "jai0", "ian": "jɛ0n", "iang": "ja0ŋ", "iao": "jau0", "ie": "je0",
    "in": "i0n", "iu": "jou0",
    "ing": "i0ŋ", "iong": "jʊ0ŋ", "ong": "ʊ0ŋ", "ou": "ou0", "u": "u0", "ui": "wei0", "ua": "wa0",
    "uai": "wai0",
    "uan": "wa0n", "un": "wə0n", "uang": "wa0ŋ", "ueng": "wə0ŋ", "uo": "wo0", "o": "wo0",
    "v": "y0", "ve": "ɥe0", "van": "ɥɛ0n", "vn": "y0n",
}  # fmt: skip
_ALONE = {
    "er": "ɚ0",
    "o": "ɔ0",
    "io": "jɔ0",
    "yo": "jɔ0",
    "ê": "ɛ0",
    "m": "m0",
    "n": "n0",
    "ng": "ŋ0",
    "hm": "hm0",
    "hng": "hŋ0",
}
_BUZZED = "ɨ0"
"""The vowel of zhi, chi, shi, ri, zi, ci and si."""

WITH_GLIDE = {
    "ya": "ia", "yan": "ian", "yang": "iang", "yao": "iao", "ye": "ie", "you": "iu", "yong": "iong",
    "yai": "iai", "yi": "i", "yin": "in", "ying": "ing", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn",
    "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan", "wen": "un", "wang": "uang",
    "weng": "ueng", "wong": "ueng",
}  # fmt: skip


@cache
def ipa(syllable: str) -> str:
    """Return a pinyin syllable with tone number (ü as v) in Kokoro's phonemes; "" if it is none."""
    tone = _TONES.get(syllable[-1:], "")
    sound = _sound(syllable[:-1])
    return sound.replace("0", tone)


def _sound(syllable: str) -> str:
    if syllable in _ALONE:
        return _ALONE[syllable]
    initial, final = _split(syllable)
    if final == "i" and initial in {"zh", "ch", "sh", "r", "z", "c", "s"}:
        return _INITIALS[initial] + _BUZZED
    if final not in _FINALS:
        return ""
    return _INITIALS.get(initial, "") + _FINALS[final]


def _split(syllable: str) -> tuple[str, str]:
    """Return initial and final; yuan has no initial and the final van, ju the final v."""
    if syllable in WITH_GLIDE:
        return "", WITH_GLIDE[syllable]
    initial = next((known for known in _INITIALS if syllable.startswith(known)), "")
    final = syllable.removeprefix(initial)
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = "v" + final[1:]
    return initial, final
