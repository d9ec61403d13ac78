"""Byline: tell the line that says who reports, and from where, from headlines and paragraphs."""

import re

from tts.extractor.noise import fold
from tts.extractor.person_names import are_names, opens_with_name
from tts.extractor.prose import ends_sentence, tidy
from tts.extractor.signature import folded, signed, signed_within

MAX_BYLINE = 45
_HAN = r"\u4e00-\u9fff"
_ROLE = (
    r"(?:记者(?![会节])|编译|译者|特派员|通讯员|特约|主笔|社长|总编辑|评论员|研究员|作者|实习"
    r"|图文|文字|整理|撰文|采访|主播)"
)
_DESK = rf"(?:本报|本刊|[{_HAN}]{{1,6}}(?:新闻组|新闻部|中心|编辑部|编辑组|采访组|专案组))"
# How a report is named after the slash: 北京9日電, 綜合報導, 紐約即時報導, 特稿 …
_DATELINE = r"(?:电|讯|报导|报道|外电|连线|特稿|专访|整理|分析|评论|专题|编译|摄影|撰文|直击|专栏|社论)"
_WRITTEN = r"(?:图?[、和及 ]?文字?(?:[、和及 ]?[图影])?|采访|(?:采访)?撰文|整理)"
_WITH_SLASH = re.compile(
    rf"^(?:(?:{_ROLE}|{_DESK})[^/]{{0,24}}/ ?[^/]{{1,24}}"
    rf"|[^/]{{2,16}}/ ?{_ROLE}[^/]{{0,16}}(?:/ ?[^/]{{1,24}})?"
    rf"|[^/ ]{{2,16}}/ ?[^/ ]{{0,18}}{_DATELINE})$"
)
_WRITTEN_BY = re.compile(
    rf"^{_WRITTEN}[/:] ?[^/:]{{2,16}}(?: (?:{_WRITTEN}|图片?|摄影)[/:] ?[^/:]{{2,16}})?$"
)
_WITHOUT_SLASH = re.compile(
    rf"^(?:(?:中央社|中新社|新华社|美联社|路透社?|法新社|综合|中通社|彭博)[^/。]{{2,26}}{_DATELINE}"
    rf"|综合(?:报导|报道|外电|整理)|[{_HAN}]{{1,5}}(?:[报社网台闻]|纪元)记者[{_HAN}]{{2,12}}(?:报导|报道|[讯电])"
    rf"|[{_HAN}]{{2,8}}\d{{0,2}}日?(?:电|(?<![资通新快简])讯)|{_DESK} ?[{_HAN}]{{0,6}}(?:报导|报道|整理|编译)"
    rf"|{_ROLE} ?(?P<name>[{_HAN}·]{{2,12}})(?: [^/。]{{2,16}})?)$"
)
# 張勝雄／亞凱迪亞, 林法（彰化市）: a reader's letter is signed with a place.
_LETTER = re.compile(rf"^[{_HAN}]{{2,4}}(?:/ ?[{_HAN}]{{2,8}}|\([{_HAN}]{{2,10}}\))$")
_PEN_NAME = re.compile(rf"^[{_HAN}·]{{2,4}}$")
_PHOTO_CREDIT = re.compile(r"/ ?(?:摄影?|翻摄|提供|供图)$")
_BEFORE = re.compile(r"^(?:記者|作者|(?:[圖图]、?)?文|(?:採訪|采访)?撰文|By|by)\s?[:：／/]\s?|^By\s+")
_INTRODUCTION = re.compile(r"[【（(［\[〔]\s?[圖图]?文\s?[／╱/:：]")
# A dateline in brackets is one; 【文／…】 introduces an author, and is read.
_BRACKETED = re.compile(r"^[【（(［\[〔](?![圖图]?文)(?P<line>[^【（(［\[〔】）)］\]〕]+)[】）)］\]〕]$")
_SHORT_NAME = 2
_NO_SHORT_NAME = re.compile(r"[图圖表文中上下左右前后後者等人清价價额額版页頁]$")
# （中央社記者王大同台東12日電）…   【某報訊】（記者王大同）…   某社某地1日電（記者王大同）…
# 記者王大同報道：…   記者王大同／台北報導 …
_OPENINGS = (
    # 某社某地1日電 (王大同 李小華)…: an agency's own dateline vouches for the names behind it
    re.compile(r"[^()。,: ]{2,12}\d{1,2}日[电讯] ?\((?P<line>(?P<sure>[^()]{2,30}))\)"),
    re.compile(r"(?:\([^()]{1,20}\) ?|[^()。,:]{1,30}(?:[电讯]|消息) ?)?\((?P<line>[^()]{2,40})\)[:,]?"),
    re.compile(
        r"(?:\([^()]{1,20}\) ?|[^()。,: ]{0,12}[电讯] )?(?P<line>[^()。,:]{4,30}(?:报[导道]|[电讯])):"
    ),
    re.compile(r"(?P<line>[^()。,:/ ]{3,20} ?/ ?[^()。,:/ ]{1,12}报[导道]) "),
)
# …。（王大同／台北報導）《某報》關心你   …。（王大同 李小華）   …。记者王大同报道
_CLOSINGS = (
    re.compile(r"\((?P<line>(?P<bare>[^()]{2,50}))\)\d{0,8}$"),
    re.compile(r"\((?P<line>[^()]{2,50})\)[^。()]{0,12}$"),
    re.compile(r"(?<=[。!?！？”」]) ?(?P<line>[■□◎●◆] ?(?P<bare>[^。!?！？”」()]{2,16}))$"),
    re.compile(r"(?<=[。!?！？”」]) ?(?P<line>[^。!?！？”」()]{4,40})$"),
)
_REPORTS = re.compile(r" ?(?:综合)?(?:报[导道]|整理|编译)$")
_SECOND_PART = re.compile(r"(?<!\s)\s+(?:圖|图|攝影|摄影)\s?[/／:：].*")
_TIME_BEFORE = re.compile(r"^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?\s*(?=\D)")
_TIME_AFTER = re.compile(r"(?<!\s)\s+\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}.*")


def tidy_byline(text: str) -> str:
    """Return the byline without brackets around it, a time, a photographer, or a leading 文: or By."""
    return _BEFORE.sub("", _SECOND_PART.sub("", _bare(text))).strip(" ／/|｜-")


def is_byline(line: str) -> bool:
    """Tell whether the line, by its wording alone, is a byline.

    A slash alone does not make one: headlines have it too (一洲焦點／…, NBA／…, 影／…).
    """
    if ends_sentence(line) and not line.endswith(("）", ")")):
        return False
    folded = fold(_bare(line))
    if not folded or len(folded) > MAX_BYLINE or _PHOTO_CREDIT.search(folded):
        return False
    found = _WITHOUT_SLASH.match(folded)
    if found and (found["name"] is None or opens_with_name(found["name"])):
        return True
    if _WITH_SLASH.match(folded) or _WRITTEN_BY.match(folded):
        return True
    return signed(line) is not None and not introduces_author(line)


def introduces_author(line: str) -> bool:
    """Tell whether a line in brackets introduces who speaks, as a columnist's paper does; it is read."""
    return bool(_INTRODUCTION.match(line))


def byline_apart(paragraph: str, *, is_last: bool = False) -> tuple[str | None, str]:
    """Return the byline that a paragraph opens or closes with, and the paragraph without it.

    Only a byline that names a person is one; else the paragraph is returned as it is. What is left of a
    paragraph that is a byline alone is empty. `is_last` is said of a story's last paragraph, where a name of
    two characters in brackets is a byline as well.
    """
    paragraph = tidy(paragraph)
    if byline := signed(paragraph):
        return byline, ""
    line = folded(paragraph)
    for form in _CLOSINGS:
        if (found := form.search(line)) and (byline := _signed(paragraph, found, is_last=is_last)):
            before = paragraph[: found.start()].rstrip()
            if len(line) - found.end("line") <= 1 or ends_sentence(before):
                return byline, before
    for form in _OPENINGS:
        if (found := form.match(line)) and (byline := _signed(paragraph, found, is_last=False)):
            return byline, paragraph[found.end() :].lstrip(" 　:：")
    return None, paragraph


def is_letter_signature(line: str) -> bool:
    """Tell whether the line may sign a reader's letter with name and place; a menu may read the same."""
    return bool(_LETTER.match(fold(line)))


def is_pen_name(line: str) -> bool:
    """Tell whether the line may be a bare name: only its place can say that it is one."""
    return bool(_PEN_NAME.match(line))


def _signed(paragraph: str, found: re.Match[str], *, is_last: bool) -> str | None:
    """Return the byline that a form found; bare names are one only behind a sentence, or below the last."""
    part = paragraph[slice(*found.span("line"))]
    if byline := signed(part):
        return byline
    if (sure := found.groupdict().get("sure")) and _are_of_agency(fold(sure)):
        return part
    bare = found.groupdict().get("bare")
    before = paragraph[: found.start()].rstrip()
    if not bare or not (ends_sentence(before) if before else is_last):
        return None
    names = _REPORTS.sub("", bare)
    is_short = len(names.strip()) <= _SHORT_NAME
    if is_short and (not is_last or _NO_SHORT_NAME.search(names)):
        return signed_within(part)
    is_name = are_names(names, sure=False)
    return part.strip(" ■□◎●◆") if is_name else signed_within(part)


def _are_of_agency(names: str) -> bool:
    """Tell whether names in an agency's dateline are persons', one at least with a Chinese surname."""
    return are_names(names, sure=True) and any(map(opens_with_name, re.split(r"[ 、,]", names)))


def _bare(text: str) -> str:
    """Return a line without the brackets around it, the times at its ends, the spaces around its slashes."""
    line = _TIME_AFTER.sub("", _TIME_BEFORE.sub("", _BRACKETED.sub(r"\g<line>", tidy(text))))
    return re.sub(r" ?([／╱/]) ?", r"\1", line)
