"""Insets: the small boxes amid a story that say in a line of their own what they are, and are none of it.

A digest that a machine made of the story, or that the paper calls the article's; a quiz; the price of a
share, a city's weather, the sheet of a match; what a paper corrects, or asks its readers to pay for, to join
or to come to.
"""

import re
from collections.abc import Sequence

from tts.extractor.noise import fold
from tts.extractor.noise.quizzes import ANSWER, ANSWERS, GAME, PRIZE
from tts.extractor.prose import ends_sentence

_MACHINE = (
    r"(?:(?<![A-Za-z])(?:AI|A\.I\.|ChatGPT|GPT|Gemini|Copilot|DeepSeek)(?![A-Za-z])|人工智[慧能]|智[能慧]"
    r"|机器人?|大模型|语言模型)"
)
_DIGEST = (
    r"(?:摘要|重点|导[读览讀覽]|速[读览看讀]|总结|整理|懒人包|归纳|歸納|看点|要点|精[华華]|概[要括]|大纲"
    r"|提要|简介|[读讀]懂|解[读讀])"
)
_OWN = r"(?:本[文篇]|[文本]章|本?新闻|内容|全文|报[导道]|这篇(?:文章|报[导道]))"
_LABEL = re.compile(
    rf"\W{{0,3}}(?:[^。,:!?的]{{0,6}}{_MACHINE}[^。,:!?的]{{0,10}}{_DIGEST}"
    r"(?:版|一[览覽次看]{1,2}|助[手理]|区|测试版|Beta)?"
    rf"|{_OWN}的?(?:{_DIGEST}|划重点)(?:一[览覽次看]{{1,2}})?"
    r"|(?:[^。,:!?]{0,4}(?:分钟|秒)[^。,:!?]{0,3})?(?:重点摘要|划重点|TL;? ?DR|Key (?:points|takeaways)))"
    rf"(?:[ (]{{1,2}}[A-Za-z0-9. ]{{1,12}}\)?)?\W{{0,3}}",
    re.IGNORECASE,
)
# 摘要由生成式人工智慧產生，僅供參考   此摘要由 ChatGPT 產生，經編輯審核
_MADE = re.compile(
    rf"\W{{0,3}}(?:本|此|以上|上述|该|这[份段篇则]|[*※])?[^。,:「]{{0,4}}(?:{_DIGEST}|内容|文字|段落)"
    rf"[为是均皆]?(?:系)?(?:由|透过|通过|经|使用|利用|采用)?[^。,:「]{{0,12}}{_MACHINE}[^。,:「]{{0,8}}"
    r"(?:生成|产生|整理|撰写|制作|提供|协助|辅助|自动|产出|归纳)[^。,「]{0,6}(?:[,。(;].{0,40})?",
    re.IGNORECASE,
)
_MAX_LABEL = 24  # characters
# A line that opens with these may be a columnist's; a label with nothing but questions below it is a game's.
_LABELS = (
    r"(?:[想猜]一[想猜]|小?测验|(?:[读讀课課][后後]|延伸)?(?:讨论|思考)(?:题|题目|问题|一下)?|问题[与和]?讨论"
    r"|问答题|学习单|[读讀]者问答)"
)
_GAME = re.compile(rf"\W{{0,3}}(?:{GAME}|{_LABELS})(?:时间|专区|单元|区)?\W{{0,3}}")
_MAX_OPTION = 16  # characters of an answer to choose
_PLAYED = re.compile(rf"{ANSWER}|{ANSWERS}.{{0,20}}{PRIZE}|{PRIZE}.{{0,8}}(?:名|份|张|个|組|组)|截止")
_PRICE = r"(?:[A-Z]{0,3}[$＄¥￥€£] ?)?\d[\d,]{0,9}(?:\.\d{1,4})?(?: ?[元点])?"
_SIGN = r"[+−–▲▼△▽↑↓⬆⬇-]"
_CHANGE = rf"(?:[(/]? ?{_SIGN} ?\d[\d,.]{{0,9}} ?%?\)?|\(\d[\d.]{{0,6}} ?%\))"
# 某某生物 7.92 +0.72 行情僅供參考: what it is called, what it costs, by how much more or less
_QUOTE = re.compile(
    rf"(?!\d{{4}}[-/.])[^。,:!?%+]{{1,24}} {_PRICE}(?: {_CHANGE}){{1,3}}"
    r"(?: (?:成交[量额]?|最[高低]|昨收|今开|市值|实时|即时|行情|报价|数据|资料|延[迟时]|更新|截至|收[盘市]"
    r"|盘[中后]|\d{1,2}:\d\d).{0,40})?"
)
_CELSIUS = r"-?\d{1,2} ?(?:°|℃|度C)[CF]?"
_WEATHER = re.compile(
    rf"[^。,:!?\d]{{0,14}} ?{_CELSIUS}(?: ?[-~/至] ?{_CELSIUS})?"
    r"(?: ?(?:降雨|[湿濕]度|体感|體感|晴|多云|多雲|阴|陰|小?雨|AQI|空气|空氣|风|紫外).{0,24})?"
)
_SCORE = re.compile(
    r"[^。,!?\d]{1,16} \d{1,3} (?:[^。,!?\d]{1,16} \d{1,3}|[:-] \d{1,3} [^。,!?\d]{1,16})"
    r" (?:延长.{0,4} )?(?:终场|完场|结束|赛果|进行中|直播|全场|第.{1,3}[节節局]|Final|FT)\W{0,3}"
)
# What the sheet of a match has: 勝投，某某（2勝0敗）  觀眾人數：11,046  1, 2, 3, 4, 5, R, H, E
_SHEET = re.compile(
    r"\W{0,3}(?:(?:本[场場]|单[场場])?(?:胜投|败投|救援(?:点|成功|投手)?|中[继繼](?:点|投手)?|MVP|最有价值球[员員])"
    r"|[胜败]利?投手|[赛賽]后MVP|比[赛賽](?:时间|地点|球[场場]|日期|用时)|[开開][赛賽]时间"
    r"|(?:[进進入][场場]|观众|[现現][场場])(?:观众)?人[数數次]|(?:主|[边邊])?(?:裁判|[审審])[长員员]?|全[垒壘]打|[终終][场場]比[数數]"
    r"|(?:得分|助攻|[篮籃]板|[进進]球)(?:王|者|最多)?|[红紅黄黃]牌|半[场場]比[数數])(?:[,:/( ].{0,40})?"
    r"|[^\d,]{0,8}(?:, )?1, 2, 3, 4, .{0,40}|[^\d,。]{1,12}(?:, (?:\d{1,2}|[XxＸ-])){6,16}",
    re.IGNORECASE,
)
_MAX_SHEET = 60  # characters of one of its lines
_MAX_FIGURES = 90  # characters
# The last line of what asks: 成為贊助人, 我要報名
_CALL = re.compile(
    r"\W{0,3}(?:(?:立[即刻]|马上|我要|我想|点[此我]|按此|现在|免费|线上|前往|了解|一起|请)[^。,?]{0,8})?"
    r"(?:成为|加入|赞助|捐[款赠助]|支持|订阅|定期定额|单笔|报名|购[票买]|订[购票]|预[约订]|登记|抢票|索[票取])[^。,?!]{0,12}\W{0,3}"
)
_WANTED = re.compile(
    r"(?:我们|本[报刊站台社]|媒体|[读讀]者|[您你]).{0,40}(?:支持|赞助|捐|订阅|会员)"
    r"|(?:支持|赞助|捐|订阅|会员).{0,40}(?:我们|本[报刊站台社]|媒体|[读讀]者|[您你])"
)
_DETAIL = re.compile(
    r"\W{0,3}(?:活动|上课|展[览出]|演出|开课)?"
    r"(?:时间|日期|地[点址]|费用|票价|名额|对象|讲[师者]|主[讲办持]|报名|洽询|电话|优惠)[:/ ]"
)
_CORRECTION = re.compile(
    r"\W{0,3}(?:更正|勘[误誤]|[澄釐厘]清|修正)(?:[启啟]事|[声聲]明|[说說]明|公告|表)?\W{0,3}|Corrections?:?",
    re.IGNORECASE,
)
_MISTAKEN = re.compile(r"[误誤]|更正|修正|致歉|[应應][为為]|correct", re.IGNORECASE)
_SEVERAL = 2


def is_inset(lines: Sequence[str]) -> bool:
    """Tell whether the lines of a small box are a digest, a quiz, a share's price or a call to its readers.

    Each line has a space between what stands in elements of its own.
    """
    if not lines:
        return False
    label, *rest = map(fold, lines)
    whole = (label, *rest)
    if _CORRECTION.fullmatch(label) and any(map(_MISTAKEN.search, rest)):
        return True
    return (
        _is_digest(label, rest)
        or _is_quiz(label, rest)
        or _is_figures(whole)
        or _is_sheet(whole)
        or _calls(whole)
    )


def _is_digest(label: str, rest: Sequence[str]) -> bool:
    """Tell whether a label or the last line says that the story's points are told here by themselves."""
    is_labelled = len(label) <= _MAX_LABEL and bool(_LABEL.fullmatch(label))
    return bool(rest) and (is_labelled or bool(_MADE.fullmatch(rest[-1])))


def _is_quiz(label: str, rest: Sequence[str]) -> bool:
    """Tell whether below a game's name are questions, answers to choose and prizes, and nothing else."""
    if not _GAME.fullmatch(label) or not any("?" in line or "？" in line for line in rest):
        return False
    return all(map(_is_of_quiz, rest))


def _is_of_quiz(line: str) -> bool:
    is_asked = line.endswith(("?", "？"))
    is_option = len(line) <= _MAX_OPTION and not ends_sentence(line)
    return is_asked or is_option or bool(_PLAYED.search(line))


def _is_figures(lines: Sequence[str]) -> bool:
    """Tell whether the lines are what a service has of the moment: a share's price, the weather, a score."""
    whole = " ".join(lines)
    return len(whole) <= _MAX_FIGURES and any(form.fullmatch(whole) for form in (_QUOTE, _WEATHER, _SCORE))


def _is_sheet(lines: Sequence[str]) -> bool:
    """Tell whether most lines are those of a match's sheet, and none is a sentence."""
    if any(len(line) > _MAX_SHEET or line.endswith(("。", "!", "?")) for line in lines):
        return False
    known = sum(bool(_SHEET.fullmatch(line)) for line in lines)
    return known >= _SEVERAL and known * 2 >= len(lines)


def _calls(lines: Sequence[str]) -> bool:
    """Tell whether the last line calls to join or come, and those above say what for, or when and where."""
    if len(lines) < _SEVERAL or not _CALL.fullmatch(lines[-1]):
        return False
    details = sum(bool(_DETAIL.match(line)) for line in lines)
    return details >= _SEVERAL or bool(_WANTED.search(" ".join(lines[:-1])))
