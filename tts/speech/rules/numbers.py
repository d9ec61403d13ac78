"""Plain numbers: cardinals, and what is said digit by digit because of the words around it."""

import re

from tts.speech.numerals import digits
from tts.speech.rules.base import NUMBER, RANGE, Manner, Rule, after, before, rule

_CODE_BEFORE = re.compile(
    r"(?:電話|專線|熱線|撥打|致電|撥|打|打給|簡訊|代號|代碼|編號|號碼|帳號|統編|股號|學號|郵遞區號|郵編|邮编|密碼|驗證碼|分機|車牌"
    r"|序號|案號|電話|专线|热线|致电|拨打|拨|代号|代码|编号|号码|账号|密码|验证码|分机|车牌|[Qq][Qq]|微信|波音|空中巴士|空客|台北|[縣县鄉乡]道"
    r"|文號|航班|公車|公交车?|巴士|反詐騙?|反诈|\d轉)[為是:號号碼码\s]{0,3}$"
)
_CODE_AFTER = re.compile(
    r"(?:(?![條条個个支萬万多])[一-鿿]{0,6}?(?:專線|熱線|专线|热线)|報案|報警|派員|獲報|接獲|勤務|消防|救護|通報|人力銀行|租屋|購物網|求職|黃金眼"
    r"|路?公[車车交]|[縣县鄉乡省國国]道|空降[師师]|旅(?![客行遊游程館馆店途費费居社])|大樓|大廈|部隊|室|教室|號房|病房|航班|班機|客機|次列車|車次|报案|报警|部队|号房|客机|高地|工作制|工時|條款|条款|調查|關稅|表格"
    r"|(?:號|号)?(?:州際|高速|快速)?公路|大道|\s?MAX|[kpc](?![A-Za-z]))"
)
_ROW_BEFORE = re.compile(r"(?:\d{3,5}(?:[(（][^()（）]{1,8}[)）])?(?:[、,，/]|[或和及與与])\s?){1,12}$")
"""Codes before a code; what stands before the first holds for them all."""
_LONGEST_ROW = 48
_EVENT_AFTER = re.compile(
    r"(?![次起場场個个級级人名件宗項项種种])(?:[一-鿿]{0,3}?(?:事件|地震|強震|震災|核災|海嘯|慘案|恐攻|恐怖攻擊|恐怖襲擊|事變|事变|政變|氣爆|風災|水災|槍擊案?|枪击案?|血案|晚[會会]|就[職职])|學運|運動|砲戰|炮戰"
    r"|連假|連續假期|公投|大選|抗爭|变法|講話|国庆|國慶|紀念|纪念|和平|攻擊|遊行|大罷免|震後|震后|學潮|檔期|購物節|购物节|大促)"
)
_QUEUE = re.compile(rf"(?:\s?(?:{RANGE}|、|到|至|或|/)\s?\d[\d,.]*)+")
_NOT_COUNTED = re.compile(
    r"\s?(?:[月日號号樓楼級级期線线路段巷弄區区班等軍军胎審审讀读壘垒手戰战維维比加減减乘除是和與与及或為为的、"
    r"進进氧]|型(?![號号])|[鄰邻](?![居國国近])|年\s?[\d一二三四五六七八九十]{1,2}\s?班|局[上下]|字[頭头]|送\d|年級|年级|單元|单元|季度|分之|代(?!表)|到|至)"
)
_ORDERED_BEFORE = re.compile(
    r"(?:第|民國|民国|週|周|星期|禮拜|礼拜|初|名列|排名|排行|小數點|之|No\.|[+×*=]|[A-Za-z][-\s]?|[十百千萬億零])\s?(?:\d+\s?[-~、到至]\s?)?$"
)
_LARGE_BEFORE = re.compile(r"\d\s?[千萬億万亿]$")
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
    if _CODE_AFTER.match(after(match)) and not number.endswith("00"):
        return manner.telephone(number)
    if _names_codes(match) and (number in _EMERGENCY or not is_counted(match)):
        return manner.telephone(number)
    return None


def _names_codes(match: re.Match[str]) -> bool:
    preceding = match.string[max(0, match.start() - _LONGEST_ROW) : match.start()]
    return bool(_CODE_BEFORE.search(_ROW_BEFORE.sub("", preceding)))


def _event(match: re.Match[str], _manner: Manner) -> str | None:
    return digits(match[0]) if _EVENT_AFTER.match(after(match)) else None


def _event_with_point(match: re.Match[str], _manner: Manner) -> str | None:
    return digits(match[1] + match[2]) if _EVENT_AFTER.match(after(match)) else None


def _by_digits(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[0])


def _bracketed(match: re.Match[str], _manner: Manner) -> str | None:
    """Four to six digits alone in brackets are a stock's code, or a year."""
    return digits(match[1]) if re.search(r"[(（]$", before(match)) else None


def is_counted(match: re.Match[str]) -> bool:
    """Tell whether a Chinese word that can be counted follows the number."""
    return bool(re.match(r"\s?[一-鿿]", _following(match)) and not _NOT_COUNTED.match(_following(match)))


def _following(match: re.Match[str]) -> str:
    """Return what stands behind the number, or behind the whole range it begins."""
    following = after(match)
    queue = _QUEUE.match(following)
    return following[queue.end() :] if queue else following


def _cardinal(match: re.Match[str], manner: Manner) -> str:
    number = match[0]
    if number != "2":
        return manner.cardinal(number)
    preceding, following = before(match), after(match)
    if _LARGE_BEFORE.search(preceding) and re.match("[百千]", following):
        return "二" if manner.mainland or following[0] == "百" else "兩"
    if is_counted(match) and not _ORDERED_BEFORE.search(preceding):
        return "兩"
    return manner.cardinal(number)


def _listed(match: re.Match[str], manner: Manner) -> str | None:
    at_line_start = re.search(r"(?:^|[\n。！？])\s{0,3}$", before(match)[-3:])
    return manner.cardinal(match[1]) + "，" if at_line_start else None


def _english_ordinal(match: re.Match[str], manner: Manner) -> str:
    return "第" + manner.cardinal(match[1])


def _dotted(match: re.Match[str], _manner: Manner) -> str:
    return digits(match[0])


CODES: tuple[Rule, ...] = (
    rule("event", r"(?:1[0-2]|0?[1-9])(?:[0-2]\d|3[01])(?![\d,.])", _event),
    rule("event", r"(\d{1,2})[.·](\d\d)(?!\d)", _event_with_point),
    rule("number", r"(?<=\d[秒米成])\d\d(?![\d.])", _by_digits),
    rule("number", r"(?:9[258](?=無鉛|无铅|汽油)|[1-9][1-9](?=折(?![返合射線线衷舊旧騰腾])))", _by_digits),
    rule("number", r"(?<=日[經经])225", _by_digits),
    rule(
        "number", rf"(?:(?<={_ISOTOPE})|(?<={_ISOTOPE}-))\d{{3}}(?![\d.,%]|\s?[公噸吨斤克毫元])", _by_digits
    ),
    rule("number", r"(?<=[紅藍綠棕橘红蓝绿])2(?=公[車车交])", _by_digits),
    rule("event", r"(?:64|77|88)(?=事件|事變|事变|風災|风灾|水災|學運|学运)", _dotted),
    rule("code", r"(\d{4,6})(?=[)）]|[.-](?:TW|TWO|HK|US|SS|SZ|SH|T)[)）])", _bracketed),
    rule("version", r"\d+(?:\.\d+){2,}", _dotted),
    rule("code", r"\d+(?!,?\d{0,16}\.\d|,\d{3}(?!\d))", _code),
)
NUMBERS: tuple[Rule, ...] = (
    rule("list", r"(\d{1,2})\.(?=\s?[^\d\s])", _listed),
    rule("ordinal", r"(\d+)(?:st|nd|rd|th)(?![A-Za-z])", _english_ordinal),
    rule("number", NUMBER, _cardinal),
)
