"""Signature forms: the lines by which papers say who reports, with the names in them.

The lines are folded (see `signature.folded`): Simplified characters, ASCII marks.
"""

import re
from dataclasses import dataclass

from tts.extractor.person_names import HAN, PEOPLE, are_names, opens_with_name

ROLE = (
    r"(?:(?:特约|实习|见习|首席|资深|法庭|港闻|全媒体|财经|文字|摄影|采访){0,6}"
    r"(?:记者|特派员|通讯员|实习生|编译|译者|撰稿人?|撰述|评论员|主笔|作者))"
)
"""What papers call those who report, before the name or behind it."""

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
_REST = (
    r"(?: ?[(/,] ?[^。]{0,30}"
    r"| [^ 。,]{0,10}(?:编辑|记者|主笔|研究[员員]|教授|讲师|作家|主任|博士|律师|医师|理事长|委员))?"
)
PLACE = (
    r"(?:[台臺][北中南东]|新[北竹]|基隆|桃园|苗栗|彰化|南投|云林|嘉义|高雄|屏东|宜[兰蘭]|花莲|澎湖|[金厦][门門]|马祖|香港"
    r"|澳[门門]|九[龙龍]|北京|上海|广州|深圳|天津|重庆|南京|杭州|武汉|成都|西安|东京|首尔|[纽紐][约約]|洛杉[矶磯]"
    r"|华盛[顿頓]|[伦倫]敦|巴黎|柏林|曼谷|新加坡|吉隆坡)[市县縣]?"
)
"""Where papers' reporters write from most, as it stands unlabelled behind a name."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of line.

    `sure`: it vouches for its names. `run_on`: a place may follow them unparted. `labelled`: the names are
    wanted without what stands around them.
    """

    shape: re.Pattern[str]
    sure: bool = False
    run_on: bool = False
    labelled: bool = False

    def names(self, line: str) -> re.Match[str] | None:
        """Return what the form finds in a folded line, where that names persons."""
        found = self.shape.match(line)
        if found is None:
            return None
        names = _ROLE_AMONG.sub(" ", found["names"])
        named = opens_with_name(names) if self.run_on else are_names(names, sure=self.sure)
        return found if named else None


_ROLE_AMONG = re.compile(rf" ?(?:{ROLE}|摄影) ?")
FORMS = (
    # 文：王大同   撰文／某報記者 王大同   作者：王大同，某大學教授
    Form(
        re.compile(
            rf"{_OWN_LABEL} ?[:/·◎●○] ?(?:{_OUTLET}{ROLE}[: ]{{0,2}})?(?P<names>{PEOPLE}{{2,40}}?){_REST}$"
        ),
        sure=True,
        labelled=True,
    ),
    Form(
        re.compile(
            rf"{_ANY_LABEL} ?[:/·◎●○] ?(?:{_OUTLET}{ROLE}[: ]{{0,2}})?(?P<names>{PEOPLE}{{2,40}}?){_REST}$"
        ),
        labelled=True,
    ),
    Form(re.compile(rf"(?:{_OWN_LABEL}|{_ANY_LABEL}) (?P<names>{PEOPLE}{{2,40}})$"), labelled=True),
    # 原創 王大同 某某公眾號, as WeChat's page has it
    Form(re.compile(rf"原创 (?P<names>[{HAN}]{{2,4}})(?: [^。,:]{{1,16}})?$"), labelled=True),
    # 編輯 王大同 報導
    Form(re.compile(rf"(?:责任)?编辑[:/ ]{{1,2}}(?P<names>{PEOPLE}{{2,20}}?)[/ ]?报[导道]$"), labelled=True),
    # 某報 記者王大同、李小華／台北報導
    Form(
        re.compile(
            rf"(?:[^。,/]{{0,16}}[/ ] ?)?{_OUTLET}{ROLE} ?(?P<names>{PEOPLE}{{2,40}}) ?/ ?[^/。,]{{0,20}}"
            rf"(?:/ ?[^/。,]{{0,12}})?$"
        ),
        sure=True,
    ),
    # 某報記者王大同、李小華
    Form(
        re.compile(
            rf"(?:[^。,/:]{{0,16}}[/ ] ?)?{_OUTLET}{ROLE}[:/ ]{{0,3}}(?P<names>{PEOPLE}{{2,40}}?)"
            rf"(?: ?\(?发自[{HAN}]{{2,8}}\)?|[ ,/]+{PLACE})?$"
        )
    ),
    # 某社記者王大同台東12日電   記者王大同報道
    Form(
        re.compile(
            rf"(?:[^。,]{{0,16}}[/ ] ?)?{_OUTLET}{ROLE}[:/ ]{{0,3}}(?P<names>{PEOPLE}{{2,30}}?) ?{_DAY}"
            rf" ?(?:综合|即时)?{_DATELINE}:?$"
        ),
        run_on=True,
    ),
    # 王大同／台北報導   某報 王大同／台北報導, 某報
    Form(
        re.compile(
            rf"(?:[^。,/]{{0,20}}[/ )] ?)?(?P<names>{PEOPLE}{{2,30}}) ?/ ?[^/。,]{{0,18}}{_DATELINE}"
            r"(?:, ?[^。,]{2,8})?$"
        )
    ),
    # 某報 王大同 台北報導
    Form(
        re.compile(
            rf"(?:[^。,]{{0,24}}[/ )] ?)?(?P<names>[{HAN}]{{2,4}}(?: [{HAN}]{{2,4}}){{0,3}})"
            rf" [{HAN}]{{0,8}}报[导道]$"
        )
    ),
    # 某某新聞王大同、李小華台北報導   生活中心／王大同報導
    Form(
        re.compile(
            rf"[{HAN}A-Za-z]{{0,10}}(?:中心|组|部|新闻|电视|广播|卫视|[台社报网])[/ ]{{0,3}}"
            rf"(?P<names>[{HAN}、, ]{{2,30}}?)报[导道]$"
        ),
        run_on=True,
    ),
    # 某報／王大同   王大同 某報記者
    Form(
        re.compile(
            rf"[{HAN}A-Za-z]{{1,8}}(?:新闻|电视|广播|传媒|周刊|杂志|通[讯訊]|[台社报网]) ?/ ?"
            rf"(?P<names>[{HAN}]{{3}})$"
        )
    ),
    Form(re.compile(rf"(?P<names>[{HAN}]{{3}}(?:[、 ][{HAN}]{{3}})?)[ /,]{{1,2}}(?:{_OUTLET} ?)?{ROLE}$")),
    # 王大同報導
    Form(re.compile(rf"(?P<names>[{HAN}]{{3}}(?:[、 ][{HAN}]{{3}}){{0,2}}) ?(?:综合|采访)?报[导道]$")),
    # 王大同 李小華 採訪/撰稿 台北 / 報導
    Form(
        re.compile(
            rf"(?:[{HAN}]{{2,4}}新闻 )?(?P<names>[{HAN}]{{2,4}}(?: [{HAN}]{{2,4}})?)"
            r" (?:采访|报[导道])(?: ?/ ?[^。]{0,20})?$"
        )
    ),
    Form(re.compile(rf"[{HAN}A-Za-z]{{1,8}}(?:[日时時晚周週]报|新闻网?|电子报) ?(?P<names>[{HAN}]{{3,4}})$")),
    # 張貼者：王大同 於 上午 9:05   由 王大同 於 … 發表   Posted by …
    Form(
        re.compile(
            r"(?:[张張][贴貼][者人]|[发贴]帖者|发[布表][者人]|Posted by) ?:? ?"
            rf"(?P<names>{PEOPLE}{{2,30}}?)"
            r"(?: ?(?:[于於在]|at |on |@|[时時][间間]|[发發][布表]|,|\().{0,40})?$",
            re.IGNORECASE,
        ),
        sure=True,
        labelled=True,
    ),
    Form(
        re.compile(rf"由 (?P<names>{PEOPLE}{{2,30}}?) [于於在] .{{0,40}}发[布表]$"), sure=True, labelled=True
    ),
    # Author, 王大同: what a screen reader is told before a name
    Form(
        re.compile(
            rf"(?:Author|Reporter|Writer)s? ?[,:/] ?(?:{_OUTLET}{ROLE}[: ]{{1,2}})?"
            rf"(?P<names>{PEOPLE}{{2,40}})$",
            re.IGNORECASE,
        ),
        sure=True,
        labelled=True,
    ),
    Form(
        re.compile(rf"(?:(?:Text|Words|Story|Written) )?by:? (?P<names>{PEOPLE}{{2,40}})$", re.IGNORECASE),
        labelled=True,
    ),
)
"""The surer forms come first: each takes the line as it needs, and the first that names persons wins."""
