"""Two numbers side by side: scores, ratios, fractions."""

import re

from tts.speech.rules.base import NUMBER, Manner, Rule, after, before, rule
from tts.speech.rules.measures import QUANTITY_AFTER

_LEAST_OF_PAIR = 10
_WHOLE = 100
"""What the parts of 80/20 add up to."""

FRACTION_BEFORE = re.compile(
    r"(?:約|近|逾|達|超過|不到|不足|佔|占|只有|僅|又|的|有|為|剩|少|多|過|约|达|超过|仅|过)\s?$"
)
FRACTION_AFTER = re.compile(r"\s?(?:的|以上|以下|左右|強|弱|多|決賽|决赛|杯|匙|量|價|价|席|人口)")
_SCORE_BEFORE = re.compile(
    r"(?:以|比分|比數|比数|戰績|战绩|局數|局数|領先|领先|落後|落后|勝|胜|敗|败|負|负|踢|戰|战|平|和|逼|贏|赢|輸|输|扳|成|\d:\d[(（])\s?(?:為|成|是|为|了)?\s?$"
)
_PAIRS_BEFORE = re.compile(r"(?:\d{1,3}[-–:]\d{1,3}[、,，]\s?){1,12}$")
_ROUND_TIMES = re.compile(r"(?:\d{1,2}:\d[05][、,，]\s?){1,12}$")
_LONGEST_ROW = 64
_VERSE_BEFORE = re.compile(
    r"(?:福音|[詩诗]篇|箴言|[創创]世[記纪紀]|埃及[記记]|[羅罗林加弗腓撒彼提][前後后馬马多太所立迦摩得]{0,3}[書书]|[啟启]示[錄录])\s?$"
)
RATIO_BEFORE = re.compile(
    r"(?:比[例值率]尺?|[賠赔匯汇]率|成[數数]|[一-鿿][師师生女別别數数齡龄格]比)[為为是約约達达僅仅]{0,2}\s?$"
)
_SCORE_AFTER = re.compile(
    r"\s?(?:的比[分數数])?\s?[一-鿿]{0,3}?(?:擊|打敗|打败|戰|战|克|取|勝|胜|敗|败|負|负|逆轉|逆转|橫掃|横扫|踢|逼|領先|领先|落後|落后"
    r"|不敵|不敌|收下|拿下|贏|赢|輸|输|氣走|淘汰|險|险|平手|完封|終場|比分|比數|擒)"
)
_ABOUT_BEFORE = re.compile(r"(?:[約约]|[將将]?近|逾|[達达]|[超]?[過过]|不到|不足|佔|占|[僅仅])\s?$")
_TEAM = (
    r"(?:(?:中|美|英|法|德|泰|韓|韩)[國国]|日本|[南北][韓韩]|朝[鮮鲜]|伊朗|伊拉克|[澳沙].{1,3}[亞亚洲]|巴西|阿根廷|西班牙|葡萄牙|[義意]大利|荷[蘭兰]|比利[時时]"
    r"|克[羅罗]埃西亞|克罗地亚|墨西哥|加拿大|越南|印度|印尼|[馬马][來来]西[亞亚]|[烏乌][茲兹][別别]克|卡[達达塔][爾尔]?|台[灣湾]|中[華华]|香港|摩洛哥|[丹芬波瑞][麥麦蘭兰典士]|[隊队])"
)
_TEAM_BEFORE = re.compile(rf"{_TEAM}\s?$")
_RATED_BEFORE = re.compile(r"(?:GPA|[評评][分價价等]|[滿满]意度|[評评][鑑鉴])[^\d，。]{0,4}$")
_LOSES = re.compile(r"[%]?\s?(?:小幅|些微)?(?:落後|落后|不敵|不敌|[輸输敗败])")
_FELL_BEFORE = re.compile(r"[從从由降減减幅折][^，。]{0,3}$")
_BLOOD_PRESSURE = re.compile(r"(?:血壓|血压|收縮|收缩)[^，。]{0,8}$")


def _verse(match: re.Match[str], manner: Manner) -> str | None:
    if not _VERSE_BEFORE.search(before(match)):
        return None
    last = f"到{manner.cardinal(match[3])}" if match[3] else ""
    return f"{manner.cardinal(match[1])}章{manner.cardinal(match[2])}{last}節"


def _fractions(match: re.Match[str], manner: Manner) -> str | None:
    """Return a range of two fractions, which are no dates: 約1/3~1/2."""
    if not _ABOUT_BEFORE.search(before(match)):
        return None
    low, below, high, above = map(manner.cardinal, match.groups())
    return f"{below}分之{low}到{above}分之{high}"


def _ratio(match: re.Match[str], manner: Manner) -> str:
    return f"{manner.cardinal(match[1])}比{manner.cardinal(match[2])}"


def is_score(match: re.Match[str]) -> bool:
    """Tell whether the words around two numbers speak of a game."""
    return bool(_SCORE_BEFORE.search(before(match)) or _SCORE_AFTER.match(after(match)))


def is_proportion(match: re.Match[str]) -> bool:
    """Tell whether two numbers with a colon are a score or ratio, by their words or by those of their row."""
    if RATIO_BEFORE.search(before(match)):
        return True
    preceding = match.string[max(0, match.start() - _LONGEST_ROW) : match.start()]
    row = _PAIRS_BEFORE.search(preceding)
    if ":0" in (row[0] if row else "") + match[0]:
        return False
    if is_score(match):
        return True
    if not row:
        return False
    on_the_clock = _ROUND_TIMES.fullmatch(row[0]) and match["minute"][1] in "05"
    return not on_the_clock or bool(_SCORE_BEFORE.search(preceding[: row.start()]))


def _score(match: re.Match[str], manner: Manner) -> str | None:
    """Two numbers with a hyphen are a score if words say so, or if they fall and nothing is counted."""
    counted = re.match(r"\s?[一-鿿]", after(match)) and QUANTITY_AFTER.match(after(match))
    falling = int(match[1]) >= int(match[2])
    words = is_score(match) or bool(_TEAM_BEFORE.search(before(match)))
    if counted and not _SCORE_AFTER.match(after(match)):
        return None
    in_row = _PAIRS_BEFORE.search(before(match))
    if words or ((falling or in_row) and not re.match(r"\s?[月日年號号時时分%]", after(match))):
        return _ratio(match, manner)
    return None


def _polled(match: re.Match[str], manner: Manner) -> str | None:
    """Return 比 between two shares of a poll: the first is larger, or words say that it loses."""
    first, second = (float(number.replace(",", "")) for number in match.groups())
    if _FELL_BEFORE.search(before(match)) or not (first > second or _LOSES.match(after(match))):
        return None
    return f"百分之{manner.cardinal(match[1])}比百分之{manner.cardinal(match[2])}"


def _difference(match: re.Match[str], manner: Manner) -> str:
    return f"{manner.cardinal(match[1])}減{manner.cardinal(match[2])}"


def _inserted(match: re.Match[str], manner: Manner) -> str | None:
    """Return 八之一 for what stands behind number 8; rising numbers are a range."""
    if int(match[1]) < int(match[2]):
        return None
    return f"{manner.cardinal(match[1])}之{manner.cardinal(match[2])}"


def _fraction(match: re.Match[str], manner: Manner) -> str | None:
    """Return a fraction; a pair if it is a blood pressure or above one, a ratio if both make a hundred."""
    if match[2].strip("0.") == "":
        return None
    if RATIO_BEFORE.search(before(match)):
        return _ratio(match, manner)
    if _RATED_BEFORE.search(before(match)):
        return f"{manner.cardinal(match[1])}、{manner.cardinal(match[2])}"
    whole = match[1].isdigit() and match[2].isdigit()
    if whole and int(match[1]) + int(match[2]) == _WHOLE:
        return _ratio(match, manner)
    above_one = whole and int(match[1]) > int(match[2]) >= _LEAST_OF_PAIR
    if above_one or match["pressure"] or _BLOOD_PRESSURE.search(before(match)):
        unit = "毫米汞柱" if match["pressure"] else ""
        return f"{manner.cardinal(match[1])}、{manner.cardinal(match[2])}{unit}"
    return f"{manner.cardinal(match[2])}分之{manner.cardinal(match[1])}"


PAIRS_BEFORE_DATES: tuple[Rule, ...] = (
    rule("verse", r"(\d{1,3}):(\d{1,3})(?:-(\d{1,3}))?(?![\d:])", _verse),
    rule("fraction", r"([1-9])/([2-9]|10)\s?[-~–至到]\s?([1-9])/([2-9]|10)(?![\d/])", _fractions),
)
POLLS: tuple[Rule, ...] = (rule("poll", rf"({NUMBER})%?\s?[-–:]\s?({NUMBER})%", _polled),)
PAIRS: tuple[Rule, ...] = (
    rule("ratio", rf"({NUMBER}):({NUMBER})(?![:\d])", _ratio),
    rule("operator", rf"({NUMBER})-({NUMBER})(?=\s?=)", _difference),
    rule("number", r"(\d{1,4})-(\d{1,3})(?=地?[號号]|[條条])", _inserted),
    rule("score", r"(\d{1,3})[-–](\d{1,3})(?![-\d.%/:,])", _score),
    rule("fraction", rf"({NUMBER})(?:/| / )({NUMBER})(?![/\d])(?P<pressure>\s?mmHg)?", _fraction),
)
