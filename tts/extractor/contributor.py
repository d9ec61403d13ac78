"""Contributor: the reader or columnist whom an opinion page names with what he does, as no reporter is.

Amid a story such a line heads what one of several says. So it is asked for beside the headline and at the
story's ends alone.
"""

import re

from tts.extractor.person_names import HAN, are_names
from tts.extractor.prose import tidy
from tts.extractor.signature import folded

_MAX_CHARS = 60
_NAME = rf"(?P<name>[{HAN}]{{2,4}}|[A-Z][A-Za-z.'-]{{1,20}} [A-Z][A-Za-z.'-]{{1,20}})"
# What opinion pages say their writers do; of people whom stories tell of, they have other words.
_CALLING = (
    r"(?:教授|[讲講老教导]师|(?:护理|[医药藥]|律|会计|建[筑築]|工程|治[疗療]|心理|[谘諮]商|营养|[厨廚]|设计|社工|分析)师"
    r"|医生|[护律]士|学生|研究[生员]|博士(?:生|候选人)?|[硕碩]士生?|作家|[院校所会社处馆系]长|主任|主[编笔]|执行长|理事长?|秘书长?"
    r"|董事长?|总[监裁]|[顾顧]问|[议委]员|[里村]长|专员|志[工愿]|义工|[工写创]作者|评论[员家人]|撰稿人|[导導]演|编[剧劇]"
    r"|家长|[父母][亲親]|[妈媽]{2}|[市乡农渔漁国]民|主妇|上班族|家管|自由[业業]|公务[员人]|服务业|媒体人|创[办辦]人|经理|工人|读者|[职職]员"
    r"|警[官员察]|[军軍][官人]|退休人?员?|投书|专栏|学者|导览员|社[工运]|负责人|店主|商人|牧师|[诗詩]人)"
)
_LIFE = re.compile(
    r"现[为任]|曾任|毕业|著有|[编译]有|作品(?:有|包括|曾)|[年月日]出?生(?:于|,|$)|作家|撰稿人|教授|讲师|博士|硕士|记者|编辑|主编|研究[员生]|律师|医[师生]"
    r"|译者|创办人|工作者"
)
_MAX_LIFE = 120  # characters of what a paper says of a person below a story
_FORMS = (
    # 口述：某某／整理：某某: who wrote it down
    re.compile(
        rf"口述[:/ ][^:/]{{2,14}}[/ ,、]{{1,3}}(?:采访|文字)?[、/及]?"
        rf"(?:整理|撰[文稿]|执[笔筆]|文字)[:/ ]{{1,2}}{_NAME}$"
    ),
    re.compile(rf"(?:本文)?(?:作者|笔者)(?:是|为|系)[: ]{{1,2}}{_NAME}$"),
    # run together, a word for what somebody is may stand there: 作者為高中生
    re.compile(rf"(?:本文)?(?:作者|笔者)(?:是|系|为(?!何)){_NAME}(?<![生人员家者师长工手客民星徒迷友])$"),
    re.compile(
        r"(?:(?:读者|民意|论坛|本期)?(?:投书|来[函信]|投稿|来稿)[人者]?|读者|执[笔筆][人者]?|撰述)[:/ ]{1,2}"
        rf"{_NAME}(?:[(/, ] ?[^。:!?]{{1,30}})?$"
    ),
    # 專欄作家 某某某
    re.compile(
        rf"(?:专栏作[家者]|特约(?:作[家者]|撰[稿述]人?)|撰稿人|客座作[家者]|评论员)[:/ ]{{1,2}}{_NAME}$"
    ),
    # 回信／長照專員 某某某: who answers a letter
    re.compile(
        r"(?:回[信答覆复]|解[答惑]|答[覆复]|主答|[谘諮咨][询詢])[人者]?[:/ ]{1,2}"
        rf"(?:[^。:!?「 ]{{2,14}} )?{_NAME}(?:[(/,] ?[^。:!?]{{1,30}})?$"
    ),
    # 某某某／鐵路迷（苗栗三義）: whatever he is, he writes from somewhere
    re.compile(rf"(?P<name>[{HAN}]{{3,4}}) ?/ ?[{HAN}]{{2,12}} ?\([{HAN}]{{2,8}}\)$"),
    re.compile(rf"{_NAME} ?\((?:本文)?作者[为是系现任][^()]{{1,40}}\)$"),
    re.compile(
        rf"(?:本文)?(?:作者|笔者){_NAME} ?(?:[为是系现]|,)[^。:!?「]{{0,24}}{_CALLING}"
        r"(?:[,;。] ?(?:著有|现[居任职職为]|曾|[毕畢][业業]|[编译編譯]有|作品)[^!?「]{0,40})?\)?$"
    ),
    # 某某／大學教授（某地）   （某某，某地，教師）   某某 律師
    re.compile(rf"{_NAME} ?[/(, ] ?[^。:!?「]{{0,24}}{_CALLING}(?:[ ,/(、)][^。:!?「]{{0,14}})?$"),
)
_DAY = re.compile(r"(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?[ |/·]+")
_AROUND = " 　()[]■□◎○●◆◇▲△★☆▪►▶·※"


def contributor(line: str) -> str | None:
    """Return the name in a line that is nothing but a contributor's name with what he does, or None."""
    line = tidy(line)
    if len(line) > _MAX_CHARS:
        return None
    whole = folded(line)
    day = _DAY.match(whole)
    start = day.end() if day else 0
    start += len(whole) - start - len(whole[start:].lstrip(_AROUND))
    for form in _FORMS:
        if (found := form.match(whole, start)) and are_names(found["name"], sure=False):
            return line[slice(*found.span("name"))]
    return None


def tells_life(line: str) -> bool:
    """Tell whether a line is as short as what a paper says of a person below a story, and says what he is."""
    return len(line) <= _MAX_LIFE and bool(_LIFE.search(folded(line)))
