"""The list of voices: the Chinese ones named in public sources, and one English beside them."""

_NEWS = {
    "ContentCategories": ["News", "Novel"],
    "VoicePersonalities": ["Warm"],
}

_NAMES = {
    "zh-CN-XiaoxiaoNeural": "Female",
    "zh-CN-XiaoyiNeural": "Female",
    "zh-CN-YunjianNeural": "Male",
    "zh-CN-YunxiNeural": "Male",
    "zh-CN-YunxiaNeural": "Male",
    "zh-CN-YunyangNeural": "Male",
    "zh-CN-liaoning-XiaobeiNeural": "Female",
    "zh-CN-shaanxi-XiaoniNeural": "Female",
    "zh-HK-HiuGaaiNeural": "Female",
    "zh-HK-HiuMaanNeural": "Female",
    "zh-HK-WanLungNeural": "Male",
    "zh-TW-HsiaoChenNeural": "Female",
    "zh-TW-HsiaoYuNeural": "Female",
    "zh-TW-YunJheNeural": "Male",
    "en-US-EmmaMultilingualNeural": "Female",
}

SHORT_NAMES = tuple(_NAMES)


def voice_list() -> list[dict[str, object]]:
    """Return the list as the service sends it, in the service's order (which is not sorted)."""
    return [_entry(name, gender) for name, gender in reversed(_NAMES.items())]


def _entry(short_name: str, gender: str) -> dict[str, object]:
    locale, name = short_name.rsplit("-", 1)
    return {
        "Name": f"Microsoft Server Speech Text to Speech Voice ({locale}, {name})",
        "ShortName": short_name,
        "Gender": gender,
        "Locale": locale,
        "SuggestedCodec": "audio-24khz-48kbitrate-mono-mp3",
        "FriendlyName": f"Microsoft {name.removesuffix('Neural')} Online (Natural)",
        "Status": "GA",
    } | ({} if "liaoning" in locale else {"VoiceTag": _NEWS})
