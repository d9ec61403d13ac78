"""The numbers by which Kokoro-82M knows its symbols: `vocab` of its config.json, as kokoro-onnx 0.6.1 has it.

https://huggingface.co/hexgrad/Kokoro-82M; by hexgrad, under the Apache License 2.0 (see NOTICE).
"""

_RUNS = {
    1: ";:,.!?",
    9: '—…"()“” \u0303ʣʥʦʨᵝ\uab67AI',
    31: "O", 33: "Q", 35: "ST", 39: "W",
    41: "Yᵊabcdef",
    50: "hijklmnopqrstuvwxyzɑɐɒæ",
    75: "βɔɕç", 80: "ɖðʤə", 85: "ɚɛɜ", 90: "ɟ", 92: "ɡ", 99: "ɥ",
    101: "ɨɪʝ", 110: "ɯɰŋɳɲɴø", 118: "ɸθœ", 123: "ɹ", 125: "ɾɻ", 128: "ʁɽʂʃʈʧ",
    135: "ʊʋ", 138: "ʌɣɤ", 142: "χʎ", 147: "ʒʔ",
    156: "ˈˌː", 162: "ʰ", 164: "ʲ", 169: "↓", 171: "→↗↘", 177: "ᵻ",
}  # fmt: skip
"""Symbols with consecutive numbers, under the first one's."""

NUMBERS = {symbol: number for first, run in _RUNS.items() for number, symbol in enumerate(run, first)}
