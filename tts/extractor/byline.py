"""Byline: tell the line that says who reports, and from where, from headlines and paragraphs."""

import re

from tts.extractor.noise import fold
from tts.extractor.prose import ends_sentence, tidy

MAX_BYLINE = 45
_HAN = r"\u4e00-\u9fff"
_ROLE = (
    r"记者|编译|译者|特派员|通讯员|特约|主笔|社长|总编辑|评论员|研究员|作者|实习|图文|文字|整理|撰文|采访|主播"
    r"|本报|本刊|[\u4e00-\u9fff]{1,6}(?:新闻组|新闻部|中心|编辑部|编辑组|采访组|专案组)"
)
# How a report is named after the slash: 北京9日電, 綜合報導, 紐約即時報導, 特稿 …
_DATELINE = r"(?:电|讯|报导|报道|外电|连线|特稿|专访|整理|分析|评论|专题|编译|摄影|撰文|直击|专栏|社论)"
_WITH_SLASH = re.compile(
    rf"^(?:(?:{_ROLE})[^/]{{0,24}}/ ?[^/]{{1,24}}|[^/]{{2,16}}/ ?(?:{_ROLE})[^/]{{0,16}}(?:/ ?[^/]{{1,24}})?"
    rf"|[^/ ]{{2,16}}/ ?[^/ ]{{0,18}}{_DATELINE}|[文图]{{1,2}}/ ?[^/]{{2,16}})$"
)
_WITHOUT_SLASH = re.compile(
    rf"^(?:(?:中央社|中新社|新华社|美联社|路透社?|法新社|综合|中通社|彭博)[^/。]{{2,26}}{_DATELINE}"
    rf"|[{_HAN}]{{2,8}}\d{{0,2}}日?[讯电]|(?:{_ROLE}) ?[{_HAN}·]{{2,12}}(?: [^/。]{{2,16}})?)$"
)
# 張勝雄／亞凱迪亞, 林法（彰化市）: a reader's letter is signed with a place.
_LETTER = re.compile(rf"^[{_HAN}]{{2,4}}(?:/ ?[{_HAN}]{{2,8}}|\([{_HAN}]{{2,10}}\))$")
_PEN_NAME = re.compile(rf"^[{_HAN}·]{{2,4}}$")
_PHOTO_CREDIT = re.compile(r"/ ?(?:摄影?|翻摄|提供|供图)$")
_BEFORE = re.compile(r"^(?:記者|作者|文|撰文|By|by)\s?[:：／/]\s?|^By\s+")
_TIME_BEFORE = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\s*(?=\D)")
_TIME_AFTER = re.compile(r"\s+\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*$")


def tidy_byline(text: str) -> str:
    """Return the byline without the spaces around its slashes, a leading time, or a leading 文: or By."""
    text = _TIME_AFTER.sub("", _TIME_BEFORE.sub("", tidy(text)))
    text = re.sub(r" ?([／╱/]) ?", r"\1", text)
    return _BEFORE.sub("", text).strip(" ／/|｜-")


def is_byline(line: str) -> bool:
    """Tell whether the line, by its wording alone, is a byline.

    A slash alone does not make one: headlines have it too (一洲焦點／…, NBA／…, 影／…).
    """
    folded = fold(tidy_byline(line))
    if _PHOTO_CREDIT.search(folded):
        return False
    if not folded or len(folded) > MAX_BYLINE or (ends_sentence(line) and not line.endswith(("）", ")"))):
        return False
    return bool(_WITH_SLASH.match(folded) or _WITHOUT_SLASH.match(folded))


def is_letter_signature(line: str) -> bool:
    """Tell whether the line may sign a reader's letter with name and place; a menu may read the same."""
    return bool(_LETTER.match(fold(line)))


def is_pen_name(line: str) -> bool:
    """Tell whether the line may be a bare name: only its place can say that it is one."""
    return bool(_PEN_NAME.match(line))
