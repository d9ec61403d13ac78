"""Signature: the persons whom a line names as its story's reporters, in the forms that papers write.

Lines are folded character by character (see `noise.fold`), so that a place in the folded line is the same
place in the line.
"""

import re
from functools import lru_cache

from tts.extractor.noise.fold import IN_PLACE, fold_in_place
from tts.extractor.person_names import HAN, are_names
from tts.extractor.prose import tidy
from tts.extractor.signature_forms import FORMS, ROLE

MAX_SIGNATURE = 60
_MOST_AROUND = 2  # times that something else stands around a name: a bracket, and what is in it
_MOST_TIDIED = 1_000  # characters: a line of more is no signature, whatever spaces are in it
# Marks that stand for others which `fold` knows: presentation forms of the colon and the bar, middle dots.
_SAME = str.maketrans("︰︱∕⁄\\‧・•﹒．－–—﹝﹞＆；", ":////·····---()&;")
_FOLD = IN_PLACE | {mark: fold_in_place(chr(same)) for mark, same in _SAME.items()}
_OTHERS = (
    r"(?:图片(?:来源|提供)|图片?|照片|摄影?|责任编辑|责编|编辑|美术|美编|校对|插[画畫图圖]|核稿|审核|监制|剪辑|后期|影片?|视频|制图|绘图"
    r"|设计|统筹|来源)"
)
_OTHERS_BEHIND = re.compile(
    rf"[,; ]+(?:\(?(?:[{HAN}]{{1,2}}(?=编辑|责编))?{_OTHERS}(?:剪辑|编辑|摄影)?\)? ?[:/ ].*"
    r"|整理 ?[:/].*|[编校审] ?[:/].*|文/?图|图/?文)$"
    r"|[,; /]+(?:Photos?|Photography|Images?|Videos?|Edited|Editor|Illustrations?) ?(?:by|:|/).*$"
    r"|[,; ]+(?:地[点区區]|时间|日期|出处|版[次面]|浏览|点[击阅閱]|人气|字[号体]|阅读|收藏|评论|发布)"
    r"[^:]{0,4}[: ].*$"
    rf"|、(?:责任编辑|责编|编辑|摄影|校对)[{HAN}]{{2,4}}$"
)
_OTHERS_LISTED = re.compile(rf"(?<=[:/])([^:/、]{{2,20}})、{_OTHERS} ?[:/].*$")
# 編輯 李小華 記者 王大同／台北報導: who edited stands first.
_EDITOR_BEFORE = re.compile(
    rf"(?:责任)?编辑[:/ ]{{1,2}}[{HAN}]{{2,4}}?(?:[ ,/|]+|(?=记者))(?=[^。]{{0,10}}{ROLE})"
)
_EDITOR_REPORTS = re.compile(rf"编辑[:/ ]{{1,2}}[{HAN}]{{2,4}}[/ ]?报[导道]$")
_ADDRESS = r"[(<\[]?[A-Za-z0-9_.+-]{1,40}@[A-Za-z0-9.-]{3,40}[)>\]]?"
_ADDRESS_BEHIND = re.compile(rf"[ /|·,]*{_ADDRESS}[ /|·,]*$")
_OTHERS_ALONE = re.compile(rf"{_OTHERS}(?:剪辑|编辑|摄影)? ?[:/ ]|.*(?:摄|摄影|提供|供图|翻摄)$")
_SLASH = re.compile(r" ?([／╱/]) ?")
_MARKS = re.compile(r"[■□◎○●◆◇▲△★☆▪►▶·\s]+")
_BRACKETED = re.compile(rf"(?:[{HAN}]{{2,8}} ?)?[(\[]([^()\[\]]*)[)\]]$")
_CLOCK = (
    r"(?:[ ,T]{0,2}\(?(?:星期|[周週])[一二三四五六日]\)?)?(?: ?(?:[上下]午|凌晨|[早晚]上|中午))?"
    r"(?:[ T]{0,2}\d{1,2}:\d{2}(?::\d{2})?(?: ?[AP]M)?)?"
)
_DAY_AND_CLOCK = (
    r"(?:(?:民[国國] ?)?(?:9\d|1[0-2]\d)|(?:19|20)\d{2})[-/.年] ?\d{1,2}[-/.月] ?\d{1,2}日?" + _CLOCK
)
# 發布時間：… a name before a slash or a bar is none of the time's
_TIME_LABEL = r"(?:[時时][间間]|日期|[发發][布佈表]|更新|刊[登出]|出刊|上[架线線])"
_TIME = (
    rf"(?:(?:[^\d:/|]{{0,8}}(?::|[于於])|[^\d:/|]{{0,4}}{_TIME_LABEL}[^\d:/|]{{0,2}}[/|]) ?)?{_DAY_AND_CLOCK}"
)
_TIME_BEFORE = re.compile(rf"{_TIME}[ |/·]+")
_TIME_BEHIND = re.compile(
    rf"(?:(?:[ |/·(\[]+|(?<=[)\]])){_TIME}[)\]]?)+[ |/·]*$|(?<=[{HAN}]){_DAY_AND_CLOCK}$"
)
_SECTION_BEFORE = re.compile(rf"^[{HAN}]{{2,4}} (?={_DAY_AND_CLOCK}[ |｜·]+[{HAN}]{{3}}$)")
_BARE_NAMES = re.compile(rf"[{HAN}]{{3,4}}(?:[、,/& ]{{1,2}}[{HAN}]{{3,4}}){{0,3}}$")
_SURE_LABELS = frozenset({"作者", "撰文", "文"})
_IN_HEADER = re.compile(
    rf"(?P<label>作者|记者|撰文|(?<![{HAN}])文|采访|采写|编译|整理)"
    rf"(?:[:/]|,(?=[{HAN}]{{2,4}}(?:,|$)))"
    rf" ?(?P<names>[{HAN}·]{{2,4}}|[A-Z][A-Za-z.'’ -]{{2,30}}?)"
    rf"(?=[ ,/|]|$|{_OTHERS})"
)


@lru_cache(maxsize=256)
def folded(line: str) -> str:
    """Return a line as it is compared here, as long as it was."""
    return line.translate(_FOLD)


def signed(line: str) -> str | None:
    """Return the part of a line that says who wrote the story, or None where it names nobody.

    The line may stand in brackets, behind a time, before the credits of others. Behind a label (文／, 作者：)
    only the names are returned; of 記者王大同／台北報導 all is.
    """
    line = tidy(line[:_MOST_TIDIED])
    return _signed(line) if len(line) <= MAX_SIGNATURE else None


@lru_cache(maxsize=256)
def _signed(line: str) -> str | None:
    whole = folded(line)
    start, end = _core(whole)
    core = whole[start:end]
    if not core or (_OTHERS_ALONE.match(core) and not _EDITOR_REPORTS.match(core)):
        return None
    for form in FORMS:
        if found := form.names(core):
            first, last = found.span("names") if form.labelled else found.span()
            part = line[start + first : start + last].strip(" 　/／,，、:：")
            return _SLASH.sub(r"\1", part)
    return None


def signed_within(line: str) -> str | None:
    """Return the name behind a label somewhere in a line of a page's header (來源：某報 作者：王大同)."""
    line = tidy(line)
    for found in _IN_HEADER.finditer(folded(line)):
        if are_names(found["names"], sure=found["label"] in _SURE_LABELS):
            return line[found.start("names") : found.end("names")]
    return None


def bare_names(line: str) -> str | None:
    """Return the names, of three characters each, that are all of a line but times and addresses.

    A word of two characters is more often none; it takes a place beside the story to tell.
    """
    line = tidy(line[:_MOST_TIDIED])
    if len(line) > MAX_SIGNATURE:
        return None
    line = _SECTION_BEFORE.sub("", line)
    whole = folded(line)
    start, end = _core(whole)
    core = whole[start:end]
    found = _BARE_NAMES.match(core)
    return line[start:end] if found and are_names(core, sure=False) else None


def _core(line: str) -> tuple[int, int]:
    """Return where a folded line begins and ends without marks, brackets, times, and credits of others."""
    start, end = 0, len(line)
    for _ in range(_MOST_AROUND):
        whole = start, end
        for before in (_MARKS, _TIME_BEFORE, _EDITOR_BEFORE):
            if found := before.match(line, start, end):
                start = found.end()
        for behind in (_TIME_BEHIND, _ADDRESS_BEHIND, _OTHERS_BEHIND):
            if found := behind.search(line, start, end):
                end = found.start()
        if found := _OTHERS_LISTED.search(line, start, end):
            end = found.end(1)
        if found := _BRACKETED.match(line, start, end):
            start, end = found.span(1)
        if (start, end) == whole:
            break
    return start, end
