"""Numbers said digit by digit because of the words around them: codes, hotlines, days that are names."""

import re

from tts.speech.numerals import digits
from tts.speech.rules.base import Manner, Rule, after, before, rule
from tts.speech.rules.numbers import is_counted, is_measured

_CODE_BEFORE = re.compile(
    r"(?:[簡短][訊信][一-鿿]{0,3}[至到給给]|TEL|Tel|[傳传]真|電話|專線|熱線|撥打|致電|撥|打|打給|簡訊|代號|代碼|編號|號碼|帳號|統編|股號|學號|郵遞區號|郵編|邮编|密碼|驗證碼|分機|車牌"
    r"|序號|案號|電話|专线|热线|致电|拨打|拨|代号|代码|编号|号码|账号|密码|验证码|分机|车牌|[Qq][Qq]|微信|波音|空中巴士|空客|台北|[縣县鄉乡]道"
    r"|文號|航班|公車|公交车?|巴士|反詐騙?|反诈|\d轉)[為是:號号碼码\s]{0,3}$"
)
_CODE_ALONE_BEFORE = re.compile(
    r"(?:郵遞區號|邮政编码|郵編|邮编|統編|统编|學號|学号|案號|案号|序號|序号|帳號|账号|車牌|车牌)[為为是:\s]{0,3}$"
)
"""Behind one of these a number is a code, whatever stands behind it."""
_CODE_AFTER = re.compile(
    r"(?:(?![條条個个支萬万多])[一-鿿]{0,6}?(?:專線|熱線|专线|热线)|報案|報警|檢舉|检举|投[訴诉]|申[訴诉]|求助|派員|獲報|接獲|勤務|消防|救護|通報|人力銀行|租屋|購物網|求職|黃金眼"
    r"|路?公[車车交]|[縣县鄉乡省國国]道|空降[師师]|旅(?![客行遊游程館馆店途費费居社])|大樓|大廈|部隊|室|教室|號房|病房|航班|班機|客機|次列車|車次|报案|报警|部队|号房|客机|高地|工作制|工時|條款|条款|調查|關稅|表格|(?:[報报申退][報报税稅]?|所得)?[稅税]?表(?![示現现明演達达決决彰揚扬面白述態态情率格])"
    r"|(?:號|号)?(?:州際|高速|快速)?公路|大道|\s?MAX|[kpc](?![A-Za-z]))"
)
_ROW_BEFORE = re.compile(r"(?:\d{2,5}(?:[(（][^()（）]{1,8}[)）])?(?:[、,，/]|[或和及與与])\s?){1,12}$")
"""Codes before a code; what stands before the first holds for them all."""
_LONGEST_ROW = 48
_EVENT_AFTER = re.compile(
    r"(?![次起場场個个級级人名件宗項项種种])(?:[一-鿿]{0,3}?(?:事件|地震|強震|震災|核災|海嘯|慘案|恐攻|恐怖攻擊|恐怖襲擊|暴動|暴动|騷亂|骚乱|事變|事变|政變|氣爆|風災|水災|槍擊案?|枪击案?|血案|晚[會会]|就[職职])|學運|運動|砲戰|炮戰"
    r"|連假|連續假期|公投|大選|抗爭|变法|講話|国庆|國慶|紀念|纪念|和平|攻擊|遊行|大罷免|震後|震后|學潮|檔期|購物節|购物节|大促)"
)
_TAIL_BEFORE = re.compile(
    r"(?:尾[號号數数碼码]|(?:末|[後后])[\d一二三四五六七八兩两]{1,2}[碼码位][數数]?|[獎奖][號号]|中[獎奖][號号][碼码])[為为是:「『“\s]{0,3}$"
)
_SALE = r"(?:618|818|1111|1212)"
_SALE_BEFORE = re.compile(r"(?:[今去明]年|京[東东]|天[貓猫]|淘[寶宝]|年中|迎[戰战接]|[電电]商)\s?$")
_SALE_AFTER = re.compile(
    r"(?:大促|[戰战][報报]|年中|[預预]售|期[間间]|[購购]物|狂[歡欢]|活[動动]|[優优]惠|[檔档]期|[銷销]售|[開开][跑賣卖搶抢]|[當当]天|前夕|[來来]了|[節节])"
)
_DAYS = (
    r"(?:38(?=婦女|妇女|女[神王]|[節节](?![車车課课]))|51(?=[勞劳][動动]|假期|[連连]假|[黃黄]金[週周])|54(?=青年)"
    r"|61(?=[兒儿]童|[節节](?![車车課课]))|71(?=建[黨党])|81(?=建[軍军])|88(?=父[親亲]))"
)
"""Days that are called by month and day."""
_REMEMBERED = "9/11|3/11|2/28|9/21|7/7|1/6(?=[國国][會会])"
"""Days that are called so only with what happened on them (9/11恐攻), and else are dates."""
_PLANS = (
    r"(?:(?:529|457)(?=[計计][畫划劃]|[帳账][戶户]|[儲储]蓄|方案)|1031(?=交[換换])"
    r"|(?:211|985)(?=(?:[、和及與与](?:211|985))?(?:[大高][學学校]|院校|工程|名校)))"
)
"""Accounts, plans and lists of universities that are called by number."""
_STREET = (
    r"\s(?:[A-Z0-9][A-Za-z0-9.'’]{0,20}\s){0,4}(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Drive|Lane|Ln|Place|Pl|Parkway|Pkwy"
    r"|Way|Broadway|Terrace|Court|Highway|Hwy|Turnpike|Square|Plaza)(?![A-Za-z])"
)
_ISOTOPE = "[鈾铀銫铯碘鈽钚鎘镉釷钍銥铱鎦镥錒锕]"
_SHORTEST_CODE = 3
_LONGEST_COUNT = 8
_EMERGENCY = frozenset(
    {"110", "112", "113", "119", "120", "165", "911", "1922", "1955", "1966", "1925", "1995"}
)
_HOTLINES = frozenset({"10010", "10086", "12306", "12315", "12333", "12345", "95588"})


def _code(match: re.Match[str], manner: Manner) -> str | None:
    number = match[0]
    if len(number) > _LONGEST_COUNT and not is_counted(match):
        return manner.telephone(number)
    if len(number) < _SHORTEST_CODE:
        return None
    if number in _HOTLINES and not is_counted(match):
        return manner.telephone(number)
    by_what_follows = _CODE_AFTER.match(after(match)) and not number.endswith("00")
    if by_what_follows or _CODE_ALONE_BEFORE.search(before(match)):
        return manner.telephone(number)
    if _names_codes(match) and (number in _EMERGENCY or not is_counted(match)):
        return manner.telephone(number)
    return None


def _names_codes(match: re.Match[str]) -> bool:
    preceding = match.string[max(0, match.start() - _LONGEST_ROW) : match.start()]
    return bool(_CODE_BEFORE.search(_ROW_BEFORE.sub("", preceding)))


def _tail(match: re.Match[str], manner: Manner) -> str | None:
    preceding = match.string[max(0, match.start() - _LONGEST_ROW) : match.start()]
    in_row = _TAIL_BEFORE.search(_ROW_BEFORE.sub("", preceding))
    return manner.telephone(match[0]) if in_row else None


def _dashed(match: re.Match[str], manner: Manner) -> str:
    return manner.telephone(match[0])


def _house(match: re.Match[str], manner: Manner) -> str:
    """Return the number of a house in an American street; Queens has two with a hyphen."""
    if not match[2] and len(match[1]) < _SHORTEST_CODE:
        return manner.cardinal(match[1])
    return digits(match[1]) + (f"，{digits(match[2])}" if match[2] else "")


def _house_in_chinese(match: re.Match[str], _manner: Manner) -> str | None:
    falls = int(match[1]) > int(match[2]) or match[2].startswith("0")
    return f"{digits(match[1])}，{digits(match[2])}" if falls else None


def _sale(match: re.Match[str], _manner: Manner) -> str | None:
    called = _SALE_AFTER.match(after(match)) or (
        _SALE_BEFORE.search(before(match)) and not is_measured(match)
    )
    return digits(match[0]) if called else None


def _day(match: re.Match[str], manner: Manner) -> str:
    """Return the digits of month and day; a pair of the same (11·11) is 雙十一."""
    if match[1] == match[2] and len(match[1]) == len("11"):
        return "雙" + manner.cardinal(match[1])
    return digits(match[1] + match[2])


def _ten_thousands(match: re.Match[str], manner: Manner) -> str | None:
    """Return 萬 for the w of the mainland's net: 300w, 10w+."""
    if not match[2] and not (manner.mainland and match[0].endswith("w")):
        return None
    return f"{manner.counted(match[1])}萬{'加' * len(match[2])}"


def _event(match: re.Match[str], _manner: Manner) -> str | None:
    return digits(match[0]) if _EVENT_AFTER.match(after(match)) else None


def _event_without_slash(match: re.Match[str], _manner: Manner) -> str | None:
    return digits(match[1].replace("/", "")) if _EVENT_AFTER.match(after(match)) else None


def _event_with_point(match: re.Match[str], _manner: Manner) -> str | None:
    return digits(match[1] + match[2]) if _EVENT_AFTER.match(after(match)) else None


def _by_digits(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[0])


def _bracketed(match: re.Match[str], _manner: Manner) -> str | None:
    """Four to six digits alone in brackets are a stock's code, or a year."""
    return digits(match[1]) if re.search(r"[(（]$", before(match)) else None


def _dotted(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[0])


CODES_BEFORE_DATES: tuple[Rule, ...] = (
    rule("code", r"\d{5}-\d{4}(?![\d-])", _dashed),
    rule("code", r"\d{1,7}(?:-\d{1,7}){3,6}(?![\d-])", _dashed),
    rule("code", r"\d{2,8}(?![\d.,])", _tail),
    rule("street", rf"(\d{{1,5}})(?:-(\d{{2,3}}))?(?={_STREET})", _house),
    rule("street", r"(\d{2,3})-(\d{2})(?=\s?[一-鿿]{0,4}?(?:街|大道))", _house_in_chinese),
    rule("number", r"(\d+(?:\.\d+)?)[wW](\+?)(?![A-Za-z])", _ten_thousands),
    rule("event", rf"({_REMEMBERED})(?![\d/])", _event_without_slash),
    rule("event", r"(1[0-2]|[1-9])[·‧・•]([12]\d|3[01]|[1-9])(?![\d月萬億万亿元級级%])", _day),
)
CODES: tuple[Rule, ...] = (
    rule("code", r"\d{1,7}(?:-\d{1,7}){2,6}(?![\d-])", _dashed),
    rule("event", rf"{_SALE}(?![\d,.])", _sale),
    rule("event", _DAYS, _by_digits),
    rule("form", r"\d{3,4}(?=-[A-Z]{1,4}表)", _by_digits),
    rule("form", r"(?:1040|109[5-9])(?=(?:[、和及與与/][A-Z]{0,2}-?\d{1,4}){1,3}表)", _by_digits),
    rule("plan", _PLANS, _by_digits),
    rule("model", r"(?<!第)\d\d(?=年[式款])", _by_digits),
    rule("event", r"(?:1[0-2]|0?[1-9])(?:[0-2]\d|3[01])(?![\d,.])", _event),
    rule("event", r"(\d{1,2})[.·](\d\d)(?!\d)", _event_with_point),
    rule("number", r"(?<=\d[秒米成])\d\d(?![\d.])", _by_digits),
    rule("number", r"(?:9[258](?=無鉛|无铅|汽油)|[1-9][1-9](?=折(?![返合射線线衷舊旧騰腾])))", _by_digits),
    rule("number", r"(?<=日[經经])225", _by_digits),
    rule(
        "number", rf"(?:(?<={_ISOTOPE})|(?<={_ISOTOPE}-))\d{{3}}(?![\d.,%]|\s?[公噸吨斤克毫元])", _by_digits
    ),
    rule("number", r"(?<=[紅藍綠棕橘红蓝绿])2(?=公[車车交])", _by_digits),
    rule(
        "event",
        r"(?:64|77|88|89)(?=事件|事變|事变|風災|风灾|水災|學運|学运|天安門|天安门|民運|民运)",
        _dotted,
    ),
    rule("code", r"(\d{4,6})(?=[)）]|[.-](?:TW|TWO|HK|US|SS|SZ|SH|T)[)）])", _bracketed),
    rule("version", r"\d+(?:\.\d+){2,}", _dotted),
    rule("code", r"\d+(?!,?\d{0,16}\.\d|,\d{3}(?!\d))", _code),
)
