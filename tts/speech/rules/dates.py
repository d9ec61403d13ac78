"""Dates, years and times of day."""

import re

from tts.speech.numerals import digits
from tts.speech.rules.base import NUMBER, RANGE, Manner, Rule, after, before, rule

_LAST_DAY = 31
_LAST_MONTH = 12
_LAST_HOUR = 24
_MINUTES = 60
_LEAST_OF_PAIR = 10
_WHOLE = 100
"""What the parts of 80/20 add up to."""

_QUANTITY_BEFORE = re.compile(
    r"(?:約|近|逾|達|超過|超|至少|共|計|總計|有|以|破|上看|漲|跌|增|減|多|少|滿|剩|僅|每|約為|高|低|賣|約合|约|达|超过|总计|涨|减|花|花了|花費|花费|只要)\s?$"
)
_PRICE_BEFORE = re.compile(
    r"(?:[售定票單单原特底總总房現现][價价]|[月年日時时底]薪|薪水|[月年日學学規规][費费]|[罰罚]款?|獎金|奖金|[補补]助|[補补][貼贴])\s?$"
)
_PRICE_AFTER = re.compile(r"起?(?![一-鿿])")
_MEASURE_WORDS_BUT = (
    "座(?![談谈位右])|例(?![行如外])|所(?![得有以需])|班(?![級级機机底])|面(?![臨临對对試试向])|[檔档](?![案期])"
    "|[組组](?![織织成團团隊队閣阁合訓训])|包(?![括含裝装容養养機机])|套(?!票)|通(?![過过膨胀知車车告行])|批(?![准評评發发判])"
    "|封(?![關关王城面殺杀鎖锁后])|部(?![長长分隊队落門门署會会份])|股(?![東东市價价海權权利災灾民王])"
    "|集(?![團团資资訓训氣气會会中])|把(?![關关握])|株(?!式)|[劑剂](?!量)|盒(?![裝装馬马])|根(?![據据本])|袋(?!鼠)"
    "|挺(?![進进])|桌(?![球曆历遊游])|首(?=[歌詩诗曲])|[門门](?=[課课砲炮])|[發发](?=子[彈弹]|[砲炮火飛飞])|[平立]方[公米千英]"
)
"""Measure words that also begin other words: 2000組 but 2026組閣."""
_QUANTITY_AFTER = re.compile(
    r"\s?(?:[萬億兆餘多幾個人名位元塊張件台輛架艘次場家間棟戶票公分公英坪噸度倍歲天秒點萬美歐日韓港英兩"
    r"万亿余几个块张间栋户吨岁点两千米克级級種种項项席筆笔頁页字步枚枝支只隻頭头條条顆颗份篇本杯瓶箱棵桶罐匹尊盞盏冊册畝亩滴]"
    rf"|{_MEASURE_WORDS_BUT}"
    r"|有找|吃到[飽饱]|小時|小时|分鐘|分钟|週年|周年|年前|年後|年后|年歷史|年历史|年來|年来|年之|%)"
)
_DATE_AFTER = re.compile(
    r"\s?(?:起|開|截|舉|上午|下午|晚|早|凌晨|中午|正式|公布|登場|生效|上路|上映|發售|出爐|前|後|至|到|[-~]\s?\d|\(?[一二三四五六日週周]\)"
    r"|[一-鿿]{1,3}[節节]|開始|举|开|登场|发售|公告|宣布|當天|当天|報到|出發)"
)
_DATE_BEFORE = re.compile(
    r"(?:於|在|自|訂|定|從|至|到|今|昨|明|日期|時間|于|从|时间|本月|[-~]|週[一二三四五六日])\s?\(?$"
)
_FRACTION_BEFORE = re.compile(
    r"(?:約|近|逾|達|超過|不到|不足|佔|占|只有|僅|又|的|有|為|剩|少|多|過|约|达|超过|仅|过)\s?$"
)
_FRACTION_AFTER = re.compile(r"\s?(?:的|以上|以下|左右|強|弱|多|決賽|决赛|杯|匙|量|價|价|席|人口)")
_SCORE_BEFORE = re.compile(
    r"(?:以|比分|比數|比数|戰績|战绩|局數|局数|領先|领先|落後|落后|勝|胜|敗|败|負|负|踢|戰|战|平|和|逼|贏|赢|輸|输|扳|成|\d:\d[(（])\s?(?:為|成|是|为|了)?\s?$"
)
_PAIRS_BEFORE = re.compile(r"(?:\d{1,3}[-–:]\d{1,3}[、,，]\s?){1,12}$")
_ROUND_TIMES = re.compile(r"(?:\d{1,2}:\d[05][、,，]\s?)+$")
_LONGEST_ROW = 64
_RATIO_BEFORE = re.compile(
    r"(?:比[例值率]尺?|[賠赔匯汇]率|成[數数]|[一-鿿][師师生女別别數数齡龄格]比)[為为是約约達达僅仅]{0,2}\s?$"
)
_SCORE_AFTER = re.compile(
    r"\s?(?:的比[分數数])?\s?[一-鿿]{0,3}?(?:擊|打敗|打败|戰|战|克|取|勝|胜|敗|败|負|负|逆轉|逆转|橫掃|横扫|踢|逼|領先|领先|落後|落后"
    r"|不敵|不敌|收下|拿下|贏|赢|輸|输|氣走|淘汰|險|险|平手|完封|終場|比分|比數|擒)"
)
_RACE_BEFORE = re.compile(
    r"(?:馬拉松|成績|完賽|紀錄|跑出|马拉松|成绩|完赛|纪录|耗時|耗时|歷時|历时)[^，。]{0,4}$"
)
_BLOOD_PRESSURE = re.compile(r"(?:血壓|血压|收縮|收缩)[^，。]{0,8}$")
_HALVES = {"a": "上午", "p": "下午"}


def _date(match: re.Match[str], manner: Manner) -> str | None:
    year, month, day = match["year"], int(match["month"]), int(match["day"])
    if not (0 < month <= _LAST_MONTH and 0 < day <= _LAST_DAY):
        return None
    return f"{digits(year)}年{manner.cardinal(str(month))}月{manner.cardinal(str(day))}日"


def _date_of_republic(match: re.Match[str], manner: Manner) -> str | None:
    """Return a date of Taiwan's calendar, whose year is said as a number."""
    if re.search(r"(?:版本?|[A-Za-z])\s?$", before(match)):
        return None
    year, month, day = (manner.cardinal(str(int(match[part]))) for part in ("year", "month", "day"))
    return f"{year}年{month}月{day}日"


def _year_and_month(match: re.Match[str], manner: Manner) -> str | None:
    month = int(match["month"])
    if not 0 < month <= _LAST_MONTH:
        return None
    return f"{digits(match['year'])}年{manner.cardinal(str(month))}月"


def _season(match: re.Match[str], _manner: Manner) -> str:
    return f"{digits(match[1])}到{digits(match[2])}"


def _year(match: re.Match[str], manner: Manner) -> str | None:
    """Return a year by digits, and a span of years (一千年前) as a number."""
    number = match[1]
    thousands = number.endswith("000") and number != "2000"
    span = number.endswith("00") and re.match(r"\s?年(?:[前來来]|之久|歷史|历史|以[上前])", after(match))
    return manner.cardinal(number) if thousands or span else digits(number)


def _bare_year(match: re.Match[str], _manner: Manner) -> str | None:
    preceding, following = before(match), after(match)
    if _QUANTITY_AFTER.match(following) or _QUANTITY_BEFORE.search(preceding):
        return None
    priced = _PRICE_BEFORE.search(preceding) and _PRICE_AFTER.match(following)
    return None if priced else digits(match[0])


def _decade(match: re.Match[str], manner: Manner) -> str:
    decade = match[1]
    if "民國" in before(match) or (manner.mainland and not decade.startswith("0")):
        return manner.cardinal(decade)
    return digits(decade)


def _by_digits(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[1])


def _decade_in_english(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[1]) + "年代"


def _time(match: re.Match[str], manner: Manner) -> str | None:
    hour, minute, second, half = int(match["hour"]), match["minute"], match["second"], match["half"]
    if hour > _LAST_HOUR or int(minute) >= _MINUTES or (second and int(second) >= _MINUTES):
        return None
    if not (second or half) and _is_proportion(match):
        return None
    if second and _RACE_BEFORE.search(before(match)):
        return (
            f"{manner.counted(str(hour))}小時{_two_digits(minute, manner)}分{_two_digits(second, manner)}秒"
        )
    said = _clock(hour, minute, manner)
    if second and second != "00":
        said += ("零分" if minute == "00" else "") + _two_digits(second, manner) + "秒"
    if half and not re.search(r"[午晚晨早]\s?$", before(match)):
        said = _HALVES[half[0].lower()] + said
    return said


def _lap(match: re.Match[str], manner: Manner) -> str | None:
    """Return minutes and seconds of a race."""
    if _RATIO_BEFORE.search(before(match)):
        return None
    return f"{manner.counted(match[1])}分{_two_digits(match[2], manner)}秒{digits(match[3])}"


def _hour_with_half(match: re.Match[str], manner: Manner) -> str | None:
    hour = int(match["hour"])
    if not 0 < hour <= _LAST_MONTH:
        return None
    return _HALVES[match["half"][0].lower()] + _clock(hour, "00", manner)


def _clock(hour: int, minute: str, manner: Manner) -> str:
    return manner.counted(str(hour)) + "點" + ("" if minute == "00" else _two_digits(minute, manner) + "分")


def _two_digits(number: str, manner: Manner) -> str:
    return digits(number) if number[0] == "0" else manner.cardinal(number)


def _ratio(match: re.Match[str], manner: Manner) -> str:
    return f"{manner.cardinal(match[1])}比{manner.cardinal(match[2])}"


def is_score(match: re.Match[str]) -> bool:
    """Tell whether the words around two numbers speak of a game."""
    return bool(_SCORE_BEFORE.search(before(match)) or _SCORE_AFTER.match(after(match)))


def _is_proportion(match: re.Match[str]) -> bool:
    """Tell whether two numbers with a colon are a score or ratio, by their words or by those of their row."""
    if _RATIO_BEFORE.search(before(match)):
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
    counted = re.match(r"\s?[一-鿿]", after(match)) and _QUANTITY_AFTER.match(after(match))
    falling = int(match[1]) > int(match[2])
    words = is_score(match)
    if counted and not _SCORE_AFTER.match(after(match)):
        return None
    in_row = _PAIRS_BEFORE.search(before(match))
    if words or ((falling or in_row) and not re.match(r"\s?[月日年號号時时分%]", after(match))):
        return _ratio(match, manner)
    return None


def _difference(match: re.Match[str], manner: Manner) -> str:
    return f"{manner.cardinal(match[1])}減{manner.cardinal(match[2])}"


def _inserted(match: re.Match[str], manner: Manner) -> str | None:
    """Return 八之一 for what stands behind number 8; rising numbers are a range."""
    if int(match[1]) < int(match[2]):
        return None
    return f"{manner.cardinal(match[1])}之{manner.cardinal(match[2])}"


def _month_day(match: re.Match[str], manner: Manner) -> str | None:
    """Return a date unless this is a fraction: words decide, then the size of the numbers."""
    first, second = int(match[1]), int(match[2])
    if not (0 < first <= _LAST_MONTH and 0 < second <= _LAST_DAY) or match[1].startswith("00"):
        return None
    preceding, following = before(match), after(match)
    dated = _DATE_AFTER.match(following) or _DATE_BEFORE.search(preceding)
    fraction = _FRACTION_AFTER.match(following) or _FRACTION_BEFORE.search(preceding)
    common = 1 < second <= 10 and first < second and not match[2].startswith("0")  # noqa: PLR2004
    if not dated and (fraction or common or manner.mainland) and not match[2].startswith("0"):
        return None
    return f"{manner.cardinal(str(first))}月{manner.cardinal(str(second))}日"


def _fraction(match: re.Match[str], manner: Manner) -> str | None:
    """Return a fraction; a pair if it is a blood pressure or above one, a ratio if both make a hundred."""
    if match[2].strip("0.") == "":
        return None
    whole = match[1].isdigit() and match[2].isdigit()
    if whole and int(match[1]) + int(match[2]) == _WHOLE:
        return _ratio(match, manner)
    above_one = whole and int(match[1]) > int(match[2]) >= _LEAST_OF_PAIR
    if above_one or match["pressure"] or _BLOOD_PRESSURE.search(before(match)):
        unit = "毫米汞柱" if match["pressure"] else ""
        return f"{manner.cardinal(match[1])}、{manner.cardinal(match[2])}{unit}"
    return f"{manner.cardinal(match[2])}分之{manner.cardinal(match[1])}"


def _half_of_day(match: re.Match[str], _manner: Manner) -> str:
    return _HALVES[match["half"].lower()]


_YEAR = r"(?:1[5-9]|20|21)\d\d"
_MONTH_AND_DAY = r"(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>0?[1-9]|[12]\d|3[01])"
_SEASON_WORDS = "年|學年|学年|球季|賽季|赛季|財年|财年|會計|会计|季"

HALVES_OF_DAY: tuple[Rule, ...] = (
    rule("time", r"(?P<half>[aApP])\.?[mM]\.?\s?(?=\d{1,2}:\d\d)", _half_of_day),
)
HOURS: tuple[Rule, ...] = (
    rule("time", r"(?P<hour>\d{1,2})\s?(?P<half>[aApP])\.?[mM](?![A-Za-z])\.?", _hour_with_half),
)
DATES: tuple[Rule, ...] = (
    rule(
        "date",
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d|(?P=mark))(?:T(?=\d\d:))?",
        _date,
    ),
    rule(
        "date",
        rf"(?P<year>1[0-2]\d)(?P<mark>/|\.(?=\d\d\.\d\d)){_MONTH_AND_DAY}(?![\d/.])",
        _date_of_republic,
    ),
    rule("date", rf"(?<=民國)(?P<year>\d{{2,3}})(?P<mark>[/.-]){_MONTH_AND_DAY}(?!\d)", _date_of_republic),
    rule("date", r"(?P<year>(?:19|20)\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d)(?![\d.,])", _date),
    rule("date", rf"(?P<year>{_YEAR})[/.](?P<month>0[1-9]|1[0-2])(?![\d./])", _year_and_month),
    rule("year", rf"({_YEAR})[-/~–](\d\d|{_YEAR})(?=\s?(?:{_SEASON_WORDS}))(?!\s?季度)", _season),
    rule("year", r"(\d\d)/(\d\d)(?=\s?(?:賽季|赛季|球季))", _season),
    rule("year", rf"({_YEAR})(?=\s?(?:至|到|及|和|與|、|/|{RANGE})\s?{_YEAR}(?![\d,]))", _by_digits),
    rule("year", r"(\d{4})(?=\s?(?:年|學年|学年)(?!級|级))", _year),
    rule("year", r"(\d0)(?=(?:、|到|至|-|~)?(?:\d0)?年代)", _decade),
    rule("year", r"([5-9][05]|[0-2][05])(?=[後后](?![天日月]))", _by_digits),
    rule("year", r"(\d{4}|\d0)['’]?s(?![A-Za-z])", _decade_in_english),
    rule("year", rf"{_YEAR}(?![\d,.]*\d)", _bare_year),
    rule(
        "time",
        r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?:(?<=T\d\d:\d\d:\d\d)(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d:]|\.\d)(?:\s?(?P<half>[aApP])\.?[mM](?![A-Za-z])\.?)?",
        _time,
    ),
    rule("time", r"(\d{1,2}):(?=\d\d\.\d\d|0\d\.)([0-5]\d)\.(\d{1,3})(?![\d.])", _lap),
    rule("ratio", rf"({NUMBER}):({NUMBER})(?![:\d])", _ratio),
    rule("operator", rf"({NUMBER})-({NUMBER})(?=\s?=)", _difference),
    rule("number", r"(\d{1,4})-(\d{1,3})(?=地?[號号]|[條条])", _inserted),
    rule("score", r"(\d{1,3})[-–](\d{1,3})(?![-\d.%/:,])", _score),
    rule("date", r"(\d{1,2})/(\d{1,2})(?![\d/.%])", _month_day),
    rule("fraction", rf"({NUMBER})/({NUMBER})(?![/\d])(?P<pressure>\s?mmHg)?", _fraction),
)
