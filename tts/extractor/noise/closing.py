"""Closing: what ends a story's last paragraph or stands below it, and is noise by that place alone."""

import re
from collections.abc import Iterator

from tts.extractor.noise.crew import RULES as CREDITS
from tts.extractor.noise.fold import fold
from tts.extractor.noise.licences import RULES as LICENCES
from tts.extractor.noise.notices import RULES as NOTICES
from tts.extractor.noise.page_tools import RULES as TOOLS
from tts.extractor.noise.promotions import RULES as PROMOTIONS
from tts.extractor.noise.related import RULES as LINKS
from tts.extractor.noise.rule import Rule
from tts.extractor.noise.words import CHANNEL, PERSON
from tts.extractor.prose import ends_statement, has_clause, has_sentence

_SENTENCE_END = "。！？!?…」』”）)】］]"
_LEADS_ON = ("：", ":")
_OF_RIGHTS = re.compile(
    r"转[载贴]|[版侵授]权|著作|许可|©|Copyright|立场|观点|仅供参考|责任自负|文责", re.IGNORECASE
)
_EXCLAIMS = ("！", "!")
_BRACKETS = ("）", ")", "】", "］", "]")
_OPENING = "（([［【〔"
_MAX_CREDIT = 60
_MAX_CREDITS = 4
# An editor in brackets needs no full stop before him.
_EDITOR = re.compile(
    r"^\((?:责任编辑|责编|编辑|编译|译者|核稿|校[对稿]|审[核稿校])[^()]{0,2}[:/][^()]{1,40}\) ?\d*$"
)
_BELOW = re.compile(
    r"^\W{0,3}(?:专题|话题|主题|议题|栏目|投票|系列|频道|地[点区]|作者) ?: ?[^。,:]{1,16}$"
    r"|^\W{0,3}[(*＊●◎]?作者(?:为|是|简介|现任|系|[:,]|(?=[^。,]{2,4}[,:]))[^。]{0,60}(?:。.{0,60})?$"
    rf"|^{PERSON}(?:[是为系,]|现[任为])[^。「]{{0,24}}(?:记者|编辑|作家|撰稿人|评论员|主笔|特派员)[^「]{{0,24}}\w@[\w.-]{{4,40}}[^「]{{0,30}}$"
    r"|^[^。,「]{2,14}[是为](?:一?[个家份本间]|由)(?=[^「]{0,80}(?:成立|创立|创办|创刊|创[设設]))[^「]{0,40}"
    r"(?:媒体|新闻网站?|报[纸紙刊]|刊物|平台|杂志)[^「]{0,50}(?:致力|旨在|关注|宗旨|使命|希望|记录|陪伴)[^「]{2,40}$"
    r"|^[A-Z\d]{2,10}(?:[-_][A-Z\d]{2,10}){2,3}$"
    r"|^更[新正] ?:[^。]{2,40}$"
    r"|^\W{0,3}笔者(?:为|是|系|现任|曾任)[^。,]{2,30}$"
    r"|^[★☆◎※](?![^。,]{1,6}:)[^。]{4,60}$|^\([^()。,:]{2,6}\)$|^\(?(?:\d{4}[年/.-])?\d{1,2}[月/.-]\d{1,2}日?\)?$"
    rf"|^\W{{0,2}}[^。,:]{{0,8}}(?:{CHANNEL}|新闻网?|日报|时报|(?:中文"
    rf"|华语)[网台部]?)(?: ?[A-Z]{{2,6}})?\W{{0,2}}$"
    rf"|^\W{{0,3}}{CHANNEL}(?:[号名]|账号|专页|团)? ?: ?[^。:]{{1,24}}$"
    r"|^.{0,4}(?:地址|电话|传真|统一编号|客服)[:/ ][^。]{4,80}$",
    re.IGNORECASE,
)
_PERSON = re.compile(PERSON)
_STAMP = re.compile(
    r"^\d{4}年\d{1,2}月\d{1,2}日 ?(?:\((?:星期|周|週)[一二三四五六日]\))?$"
    r"|^(?:香港|北京|台北|本地)时间 ?\d{1,2}[时:]\d{1,2}分?$"
    r"|^[-—– ]{0,4}(?:全文)?完[-—– ]{0,4}$"
)
_MIN_TAGS, _MAX_TAG = 3, 10
_MIN_HEADLINE, _MAX_HEADLINE, _MIN_CLAUSE = 12, 40, 4


def without_closing_credit(paragraph: str) -> str:
    """Return the paragraph without the credit, end code, button or link behind its last sentence.

    A paragraph that is nothing but a credit is returned as it is.
    """
    bare = paragraph
    for _ in range(_MAX_CREDITS):
        start = _credit_at(bare.rstrip())
        if start is None:
            break
        bare = bare[:start].rstrip()
    return bare


def closes_story(line: str) -> bool:
    """Tell whether a line, the last or among the last of a story, is none of it.

    Anywhere else such a line may be a sub-heading or an item of a list: tags, a headline, the author's
    post, a topic, a date, a channel.
    """
    folded = fold(line)
    return bool(_BELOW.match(folded)) or _is_tags(folded) or _is_headline(line)


def is_stamp(line: str) -> bool:
    """Tell whether a line is the end, the day or the hour that an office sets below what it says."""
    return bool(_STAMP.match(fold(line)))


def _credit_at(paragraph: str) -> int | None:
    """Return where the credit that ends a paragraph begins, if one does."""
    bracket = max(map(paragraph.rfind, _OPENING))
    sentence = max(paragraph.rfind(mark, 0, len(paragraph) - 1) for mark in _SENTENCE_END) + 1
    for start in {bracket, sentence}:
        tail = paragraph[start:].strip()
        if start > 0 and len(tail) <= _MAX_CREDIT and _is_credit(paragraph[:start].rstrip(), tail):
            return start
    return None


def _is_credit(before: str, tail: str) -> bool:
    folded = fold(tail)
    if _EDITOR.match(folded):
        return True
    if not before.endswith(tuple(_SENTENCE_END)):
        return False
    return any(rule.matches(tail, folded) for rule in _rules_for(before, tail, folded))


def _rules_for(before: str, tail: str, folded: str) -> Iterator[Rule]:
    """Yield the rules for what stands behind a sentence; a button there has no stop of its own."""
    yield from CREDITS
    if _OF_RIGHTS.search(folded):
        yield from (*NOTICES, *LICENCES)
    if not before.endswith(_BRACKETS) and not ends_statement(tail) and not tail.endswith(_LEADS_ON):
        yield from (*TOOLS, *LINKS)
        # Of an offer that exclaims, what stands before it is the beginning.
        if not tail.endswith(_EXCLAIMS):
            yield from PROMOTIONS


def _is_tags(folded: str) -> bool:
    """Tell whether a line is words side by side; names alone may be a list of winners."""
    words = folded.split(" ")
    if len(words) < _MIN_TAGS or has_clause(folded):
        return False
    return all(0 < len(word) <= _MAX_TAG for word in words) and not all(map(_PERSON.fullmatch, words))


def _is_headline(line: str) -> bool:
    """Tell whether a line is two clauses with a space between them and no stop, as headlines are."""
    parts = line.replace("\u3000", " ").split(" ")
    is_short = _MIN_HEADLINE <= len(line) <= _MAX_HEADLINE
    return is_short and len(parts) > 1 and not has_sentence(line) and min(map(len, parts)) >= _MIN_CLAUSE
