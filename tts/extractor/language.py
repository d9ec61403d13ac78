"""Language: which language, and which of the two Chinese scripts, a text is written in."""

from tts.extractor.prose import is_chinese

_TRADITIONAL = frozenset(
    "國會來時們為這個說對學過後還發開無與進實現經關點長問體業電產機員報東動種將從區議員務總選舉黨間"
    "據內門軍車馬書見話語認識讓請轉運達遠違選遺郵鄉醫銀錢錄鐵險陸陽際難雲靜頭題願類顯風飛飯館驗麗"
)
_SIMPLIFIED = frozenset(
    "国会来时们为这个说对学过后还发开无与进实现经关点长问体业电产机员报东动种将从区议员务总选举党间"
    "据内门军车马书见话语认识让请转运达远违选遗邮乡医银钱录铁险陆阳际难云静头题愿类显风飞饭馆验丽"
)
_DECLARED_SIMPLIFIED = frozenset({"zh-cn", "zh-hans", "zh-sg"})


def language_of(text: str, declared: str | None = None) -> str:
    """Return a text's BCP 47 tag: zh-Hant or zh-Hans by its characters, else the one declared, else en."""
    if not is_chinese(text):
        tag = (declared or "").split("_")[0].split("-")[0].strip().lower()
        return tag if tag.isalpha() and tag != "zh" else "en"
    traditional = sum(map(_TRADITIONAL.__contains__, text))
    simplified = sum(map(_SIMPLIFIED.__contains__, text))
    if traditional == simplified:
        return "zh-Hans" if (declared or "").lower() in _DECLARED_SIMPLIFIED else "zh-Hant"
    return "zh-Hant" if traditional > simplified else "zh-Hans"
