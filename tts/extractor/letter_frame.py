"""The frame of a letter: the lines that letters have around their text, known by wording and place.

Wordings are compared folded (`noise.fold`): in Simplified characters and with ASCII's marks.
"""

import re

from tts.extractor.noise import fold, noise_in
from tts.extractor.noise.words import TOLD
from tts.extractor.passages import is_page_line
from tts.extractor.prose import ends_sentence, squeeze

MAX_FRAME = 160  # characters: more is a paragraph that speaks of subscriptions
_MAX_CALL = 60  # of a call to the reader
_MAX_LABEL = 40
_BEGINNING = 400
_CLOSING_SHARE = 0.5  # of a letter: above it nothing closes it

_LEAST_HEAD, _MOST_HEAD = 3, 6  # lines of it that are looked at
_FORWARDED = re.compile(
    r"--\s?(?:(?:forwarded|replied|original) message|original|原始(?:邮件|讯息)|邮件原件"
    r"|(?:(?:转寄|转发|回[复覆])的?原?(?:邮件|讯息)|原邮件)(?:信息|资讯)?)"
    r"\s?--"
    r"|begin forwarded message:|(?:开始|下面是)(?:转寄|转发)的?(?:邮件|讯息):",
    re.IGNORECASE,
)
_HEAD_LINE = re.compile(
    r"\*?(?:from|date|sent|subject|to|cc|reply-to|寄件[者人]|寄信人|发件人|(?:寄件|发送)?日期|传送时间|发送时间|时间"
    r"|主旨|主[题]|收件[者人]|副本|抄送)\*?\s?:",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:from|寄件|寄信人|发件人)", re.IGNORECASE)
_WROTE = re.compile(r".{4,120}(?:wrote|写道|来信|写到)\s?:", re.IGNORECASE)

_CALL = re.compile(
    r"(?:浏览器|网页版?|线上版?|在线版?)[中上里内]?(?:打开|开启|检视|检阅|浏览|观看|阅读|查看|看)"
    r"|(?:无法|不能|看不到|未能).{0,12}(?:显示|阅读|浏览|图片|邮件|内容)"
    r"|\b(?:view|open|read|see)\b.{0,30}\b(?:browser|online|web version)|having trouble (?:viewing|reading)"
    r"|\bopen in (?:the )?app\b|download the app|do not reply|add us to your (?:address book|contacts)"
    r"|forward (?:this|to a friend)|forwarded this (?:e-?mail|message|newsletter)|powered by|privacy policy"
    r"|^[\w.-]{1,40} mailing list(?: --|$)|\breply to this e-?mail\b"
    r"|terms of (?:use|service)|^sent (?:with|from|by|via) |get outlook for|update your preferences"
    r"|(?:manage|e-?mail) (?:your )?(?:subscription|preference)"
    r"|(?:管理|变更|更改|修改|更新|设定)(?:您的|你的)?(?:订阅|偏好|电子报)"
    r"|(?:请|敬请)(?:勿|不要|别)(?:直接)?(?:回[覆复]|回信)|系统自动(?:发|寄)|自动(?:发送|寄发)"
    r"|(?:加入|加到|新增|放入).{0,12}(?:通讯录|联络人|联系人|白名单)"
    r"|^(?:转寄|转发|分享)(?:给|这封|本信|此信).{0,14}$|(?:别人|朋友|有人)(?:转寄|转发)给(?:你|您)"
    r"|^隐私权?(?:政策|声明|条款)|^私隐(?:政策|声明)|^(?:寄自|传送自|发自|从我的).{0,20}(?:iphone|ipad|android|手机|gmail)",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"取消订阅|退[订]|停止(?:订阅|接收|寄送)|不(?:想)?再(?:收到|接收)|unsubscribe|opt[ -]?out"
    r"|^(?:©|\(c\)|copyright\b|版权所有|著作权)|all rights reserved|(?:版权|著作权)(?:所有|为)"
    r"|(?:您|你|妳).{0,24}(?:收到|接到)(?:这|本|此).{0,12}(?:信|邮件|电子报|通讯)"
    r"|\byou(?:'re| are)? (?:received|receiving|getting) th|currently a (?:free|paid) subscriber"
    r"|this (?:e-?mail|message|newsletter) was sent",
    re.IGNORECASE,
)
"""Of the frame the lines below which nothing of a letter follows."""

_CONFIDENTIAL = re.compile(r"\bintended recipient|(?:指定|预定)之?的?(?:收[件信]|收受)[者人]", re.IGNORECASE)
"""What firms set below all that they write, however long."""

_DAY = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?:, \d{4})?",
    re.IGNORECASE,
)
_TOLD = re.compile(TOLD)
_APPOINTMENT = re.compile(r"(?:活动)?(?:日期|时间|地点)\s?:")
"""What pages advertise an event by, and people write to each other."""

_NAME = r"[\u4e00-\u9fff]"
_PLACE = re.compile(
    r"^(?:(?:通讯|公司|办公室)?地址|总部|address)\s?:"
    rf"|^(?:\d{{3,6}}\s?)?(?:{_NAME}{{2,3}}[市县省])?{_NAME}{{1,4}}[区乡镇市]{_NAME}{{1,8}}[路街道段巷]"
    rf"[\u4e00-\u9fff\d-]{{0,16}}[号弄楼楼室](?:之?\d{{1,3}})?.{{0,12}}$"
    r"|^[\w.,'&-]{1,30} (?:[\w.,'&-]{1,30} ){0,6}\d{1,6} (?:[\w.'-]{1,20} ){1,4}"
    r"(?:street|st\.|avenue|ave\.|road|rd\.|blvd\.|suite)(?=[\s,]|$)",
    re.IGNORECASE,
)


def is_frame(line: str, subject: str, *, is_begun: bool) -> bool:
    """Tell whether a line is none of a letter's text: its subject once more, its number and day, a call.

    `is_begun` says that a sentence stands above it: what is dated there is an appointment.
    """
    said = fold(line)
    if (
        squeeze(line) == squeeze(subject)
        or _CONFIDENTIAL.search(said)
        or _DAY.fullmatch(line)
        or (noise_in(line) and not _APPOINTMENT.match(said))
    ):
        return True
    if len(line) > MAX_FRAME or _is_told(line, said):
        return False
    if _CLOSING.search(said) and (len(line) <= _MAX_CALL or not ends_sentence(line)):
        return True
    if not is_begun and len(line) <= _MAX_LABEL and not ends_sentence(line) and is_page_line(line):
        return True  # 第 42 期｜2026 年 3 月 9 日
    return len(line) <= _MAX_CALL and bool(_CALL.search(said) or _PLACE.search(said))


def without_heads(lines: list[str]) -> list[str]:
    """Return the lines, those of a forwarded or an answered letter's head emptied (Date, 寄件者, 主旨)."""
    kept, within = [], False
    for number, line in enumerate(lines):
        text = line.strip()
        said = fold(text) if len(text) <= MAX_FRAME else ""
        if _FORWARDED.search(said) or _is_head(lines[number : number + _MOST_HEAD]):
            within = True
        elif within and text:
            within = bool(_HEAD_LINE.match(said)) or ("@" in said and not ends_sentence(text))
        is_of_head = (within and bool(text)) or bool(_WROTE.fullmatch(said))
        kept.append("" if is_of_head else line)
    return kept


def _is_head(lines: list[str]) -> bool:
    """Tell whether lines begin with a letter's head, as Outlook sets one above what it answers."""
    written = [fold(line.strip()) for line in lines if line.strip() and len(line) <= MAX_FRAME][:_LEAST_HEAD]
    is_whole = len(written) == _LEAST_HEAD and all(map(_HEAD_LINE.match, written))
    return is_whole and any(map(_FROM.match, written))  # 主題, 日期, 時間 are what invitations say, too


def is_forwarded(text: str) -> bool:
    """Tell whether a text begins with the line that programs set above what is forwarded."""
    return bool(_FORWARDED.search(fold(text[:_BEGINNING])))


def without_answered(lines: list[str]) -> list[str]:
    """Return the lines of a letter that answers another above that one's head, if there are any."""
    for number, line in enumerate(lines):
        said = fold(line.strip()) if len(line) <= MAX_FRAME else ""
        if _FORWARDED.search(said) or _is_head(lines[number : number + _MOST_HEAD]):
            return lines[:number] if any(map(str.strip, lines[:number])) else lines
    return lines


def end_of(lines: list[str]) -> int:
    """Return where the frame begins below a letter's text: at a line below which nothing of it follows."""
    above = sum(map(len, lines)) * _CLOSING_SHARE
    so_far = 0
    for number, line in enumerate(lines):
        if so_far > above and len(line) <= MAX_FRAME:
            said = fold(line)
            if _CLOSING.search(said) and not _is_told(line, said):
                return number
        so_far += len(line)
    return len(lines)


def _is_told(line: str, said: str) -> bool:
    """Tell whether a line is a sentence on what somebody said or did, as no call to the reader is."""
    return ends_sentence(line) and bool(_TOLD.search(said))
