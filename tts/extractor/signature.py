"""Signature: the persons whom a line names as its story's reporters, in the forms that papers write.

Lines are folded character by character (see `noise.fold`), so that a place in the folded line is the same
place in the line.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from tts.extractor.noise import fold_in_place
from tts.extractor.person_names import HAN, PEOPLE, are_names, opens_with_name
from tts.extractor.prose import tidy

MAX_SIGNATURE = 60
# Marks that stand for others which `fold` knows: presentation forms of the colon and the bar, middle dots.
_SAME = str.maketrans("︰︱∕⁄\\‧・•﹒．－–—﹝﹞＆；", ":////·····---()&;")
_ROLE = (
    r"(?:(?:特约|实习|见习|首席|资深|法庭|港闻|全媒体|财经|文字|摄影|采访)*"
    r"(?:记者|特派员|通讯员|实习生|编译|译者|撰稿人?|撰述|评论员|主笔|作者))"
)
# 文/ 撰文: 採訪、攝影: 文、圖: 圖·文/ … : of the writer's own label, and of one that also heads other lines.
_AND = r"[、/·和及& ]{0,3}"
_PICTURES = r"(?:图片?|影|摄影?|照片|写)"
_OWN_LABEL = (
    rf"(?:(?:{_PICTURES}{_AND})?(?:撰文者?|文字?|作者|编译)(?:{_AND}(?:整理|报[导道]|{_PICTURES}))?|图文)"
)
_ANY_LABEL = (
    r"(?:(?:采访|采写|撰稿|供稿|口述|整理|执笔|翻译|译|著|记者|(?:独家)?报[导道])"
    rf"(?:{_AND}(?:撰[文稿]|文字?|整理|报[导道]|编辑|记者|{_PICTURES}))?)"
)
# A paper's name before a role; with a verb in it, it would be a sentence.
_OUTLET = rf"(?:(?![的是了说对向为])[{HAN}A-Za-z0-9·《》\-]){{0,14}}"
_DATELINE = r"(?:报[导道]|外电|连线|特稿|专访|专电|整理|分析|评论|专题|编译|撰文|直击|专栏|社论|[电讯])"
_DAY = r"(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
_REST = r"(?: ?[(/,] ?[^。]{0,30}| [^ 。,]{0,10}(?:编辑|记者|主笔|研究[员員]|教授|讲师|作家|主任|博士|律师|医师|理事长|委员))?"
# Where papers' reporters write from most, as they stand unlabelled behind a name.
_PLACE = (
    r"(?:[台臺][北中南东]|新[北竹]|基隆|桃园|苗栗|彰化|南投|云林|嘉义|高雄|屏东|宜[兰蘭]|花莲|澎湖|[金厦][门門]|马祖|香港"
    r"|澳[门門]|九[龙龍]|北京|上海|广州|深圳|天津|重庆|南京|杭州|武汉|成都|西安|东京|首尔|[纽紐][约約]|洛杉[矶磯]"
    r"|华盛[顿頓]|[伦倫]敦|巴黎|柏林|曼谷|新加坡|吉隆坡)[市县縣]?"
)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of line.

    `sure`: it vouches for its names. `run_on`: a place may follow them unparted. `labelled`: the names are
    wanted without what stands around them.
    """

    shape: re.Pattern[str]
    sure: bool = False
    run_on: bool = False
    labelled: bool = False

    def names(self, line: str) -> re.Match[str] | None:
        found = self.shape.match(line)
        if found is None:
            return None
        names = _ROLE_AMONG.sub(" ", found["names"])
        named = opens_with_name(names) if self.run_on else are_names(names, sure=self.sure)
        return found if named else None


_ROLE_AMONG = re.compile(rf" ?(?:{_ROLE}|摄影) ?")
_FORMS = (
    # 文：王大同   撰文／某報記者 王大同   作者：王大同，某大學教授
    _Form(
        re.compile(
            rf"{_OWN_LABEL} ?[:/·] ?(?:{_OUTLET}{_ROLE}[: ]{{0,2}})?(?P<names>{PEOPLE}{{2,40}}?){_REST}$"
        ),
        sure=True,
        labelled=True,
    ),
    _Form(
        re.compile(
            rf"{_ANY_LABEL} ?[:/·] ?(?:{_OUTLET}{_ROLE}[: ]{{0,2}})?(?P<names>{PEOPLE}{{2,40}}?){_REST}$"
        ),
        labelled=True,
    ),
    _Form(re.compile(rf"(?:{_OWN_LABEL}|{_ANY_LABEL}) (?P<names>{PEOPLE}{{2,40}})$"), labelled=True),
    # 編輯 王大同 報導
    _Form(re.compile(rf"(?:责任)?编辑[:/ ]{{1,2}}(?P<names>{PEOPLE}{{2,20}}?)[/ ]?报[导道]$"), labelled=True),
    # 某報 記者王大同、李小華／台北報導
    _Form(
        re.compile(
            rf"(?:[^。,/]{{0,16}}[/ ] ?)?{_OUTLET}{_ROLE} ?(?P<names>{PEOPLE}{{2,40}}) ?/ ?[^/。,]{{0,20}}"
            rf"(?:/ ?[^/。,]{{0,12}})?$"
        ),
        sure=True,
    ),
    # 某報記者王大同、李小華
    _Form(
        re.compile(
            rf"(?:[^。,/:]{{0,16}}[/ ] ?)?{_OUTLET}{_ROLE}[:/ ]{{0,3}}(?P<names>{PEOPLE}{{2,40}}?)"
            rf"(?: ?\(?发自[{HAN}]{{2,8}}\)?|[ ,/]+{_PLACE})?$"
        )
    ),
    # 某社記者王大同台東12日電   記者王大同報道
    _Form(
        re.compile(
            rf"(?:[^。,]{{0,16}}[/ ] ?)?{_OUTLET}{_ROLE}[:/ ]{{0,3}}(?P<names>{PEOPLE}{{2,30}}?) ?{_DAY}"
            rf" ?(?:综合|即时)?{_DATELINE}:?$"
        ),
        run_on=True,
    ),
    # 王大同／台北報導   某報 王大同／台北報導, 某報
    _Form(
        re.compile(
            rf"(?:[^。,/]{{0,20}}[/ )] ?)?(?P<names>{PEOPLE}{{2,30}}) ?/ ?[^/。,]{{0,18}}{_DATELINE}"
            r"(?:, ?[^。,]{2,8})?$"
        )
    ),
    # 某報 王大同 台北報導
    _Form(
        re.compile(
            rf"(?:[^。,]{{0,24}}[/ )] ?)?(?P<names>[{HAN}]{{2,4}}(?: [{HAN}]{{2,4}}){{0,3}})"
            rf" [{HAN}]{{0,8}}报[导道]$"
        )
    ),
    # 某某新聞王大同、李小華台北報導   生活中心／王大同報導
    _Form(
        re.compile(
            rf"[{HAN}A-Za-z]{{0,10}}(?:中心|组|部|新闻|电视|广播|卫视|[台社报网])[/ ]{{0,3}}"
            rf"(?P<names>[{HAN}、, ]{{2,30}}?)报[导道]$"
        ),
        run_on=True,
    ),
    # 某報／王大同   王大同 某報記者
    _Form(
        re.compile(
            rf"[{HAN}A-Za-z]{{1,8}}(?:新闻|电视|广播|传媒|周刊|杂志|通[讯訊]|[台社报网]) ?/ ?"
            rf"(?P<names>[{HAN}]{{3}})$"
        )
    ),
    _Form(re.compile(rf"(?P<names>[{HAN}]{{3}}(?:[、 ][{HAN}]{{3}})?)[ /,]{{1,2}}(?:{_OUTLET} ?)?{_ROLE}$")),
    # 王大同報導
    _Form(re.compile(rf"(?P<names>[{HAN}]{{3}}(?:[、 ][{HAN}]{{3}}){{0,2}}) ?(?:综合|采访)?报[导道]$")),
    # 王大同 李小華 採訪/撰稿 台北 / 報導
    _Form(
        re.compile(
            rf"(?:[{HAN}]{{2,4}}新闻 )?(?P<names>[{HAN}]{{2,4}}(?: [{HAN}]{{2,4}})?)"
            r" (?:采访|报[导道])(?: ?/ ?[^。]{0,20})?$"
        )
    ),
    _Form(
        re.compile(rf"[{HAN}A-Za-z]{{1,8}}(?:[日时時晚周週]报|新闻网?|电子报) ?(?P<names>[{HAN}]{{3,4}})$")
    ),
    # 張貼者：王大同 於 上午 9:05   由 王大同 於 … 發表   Posted by …
    _Form(
        re.compile(
            r"(?:张贴[者人]|[发贴]帖者|发[布表][者人]|Posted by) ?:? ?"
            rf"(?P<names>{PEOPLE}{{2,30}}?)"
            r"(?: ?(?:[于於在]|at |on |@|[时時][间間]|[发發][布表]|,|\().{0,40})?$",
            re.IGNORECASE,
        ),
        sure=True,
        labelled=True,
    ),
    _Form(
        re.compile(rf"由 (?P<names>{PEOPLE}{{2,30}}?) [于於在] .{{0,40}}发[布表]$"), sure=True, labelled=True
    ),
    _Form(
        re.compile(rf"(?:(?:Text|Words|Story|Written) )?by:? (?P<names>{PEOPLE}{{2,40}})$", re.IGNORECASE),
        labelled=True,
    ),
)
_OTHERS = (
    r"(?:图片(?:来源|提供)|图片?|照片|摄影?|责任编辑|责编|编辑|美术|美编|校对|核稿|审核|监制|剪辑|后期|影片?|视频|制图|绘图"
    r"|设计|统筹|来源)"
)
_OTHERS_BEHIND = re.compile(
    rf"[,; ]+(?:\(?(?:[{HAN}]{{1,2}}(?=编辑|责编))?{_OTHERS}(?:剪辑|编辑|摄影)?\)? ?[:/ ].*"
    r"|[编校审] ?[:/].*|文/?图|图/?文)$"
    r"|[,; ]+(?:地[点区區]|时间|日期|出处|版[次面]|浏览|点[击阅閱]|人气|字[号体]|阅读|收藏|评论|发布)"
    r"[^:]{0,4}[: ].*$"
    rf"|、(?:责任编辑|责编|编辑|摄影|校对)[{HAN}]{{2,4}}$"
)
_OTHERS_LISTED = re.compile(rf"(?<=[:/])([^:/、]{{2,20}})、{_OTHERS} ?[:/].*$")
# 編輯 李小華 記者 王大同／台北報導: who edited stands first.
_EDITOR_BEFORE = re.compile(
    rf"(?:责任)?编辑[:/ ]{{1,2}}[{HAN}]{{2,4}}?(?:[ ,/|]+|(?=记者))(?=[^。]{{0,10}}{_ROLE})"
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
_TIME = r"(?:[^\d:/]{0,8}(?:[:/]|[于於]) ?)?" + _DAY_AND_CLOCK
_TIME_BEFORE = re.compile(rf"{_TIME}[ |/·]+")
_TIME_BEHIND = re.compile(rf"(?:[ |/·(\[]+{_TIME}[)\]]?)+[ |/·]*$|(?<=[{HAN}]){_DAY_AND_CLOCK}$")
_SECTION_BEFORE = re.compile(rf"^[{HAN}]{{2,4}} (?={_DAY_AND_CLOCK}[ |｜·]+[{HAN}]{{3}}$)")
_BARE_NAMES = re.compile(rf"[{HAN}]{{3,4}}(?:[、,/& ]{{1,2}}[{HAN}]{{3,4}}){{0,3}}$")
_SURE_LABELS = frozenset({"作者", "撰文", "文"})
_IN_HEADER = re.compile(
    rf"(?P<label>作者|记者|撰文|(?<![{HAN}])文|采访|采写|编译|整理)[:/]"
    rf" ?(?P<names>[{HAN}·]{{2,4}}|[A-Z][A-Za-z.'’ -]{{2,30}}?)"
    rf"(?=[ ,/|]|$|{_OTHERS})"
)


@lru_cache(maxsize=256)
def folded(line: str) -> str:
    """Return a line as it is compared here, as long as it was."""
    return fold_in_place(line.translate(_SAME))


def signed(line: str) -> str | None:
    """Return the part of a line that says who wrote the story, or None where it names nobody.

    The line may stand in brackets, behind a time, before the credits of others. Behind a label (文／, 作者：)
    only the names are returned; of 記者王大同／台北報導 all is.
    """
    line = tidy(line)
    if len(line) > MAX_SIGNATURE:
        return None
    whole = folded(line)
    start, end = _core(whole)
    core = whole[start:end]
    if not core or (_OTHERS_ALONE.match(core) and not _EDITOR_REPORTS.match(core)):
        return None
    for form in _FORMS:
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
    line = tidy(line)
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
    for _ in range(2):
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
    return start, end
