"""Units of measurement by symbol, in Taiwan's words and in the mainland's."""

import re

UNITS: dict[str, tuple[str, str]] = {
    "km": ("公里", "公里"), "m": ("公尺", "米"), "cm": ("公分", "厘米"), "mm": ("毫米", "毫米"),
    "nm": ("奈米", "纳米"), "μm": ("微米", "微米"), "um": ("微米", "微米"),
    "kg": ("公斤", "千克"), "g": ("公克", "克"), "mg": ("毫克", "毫克"), "μg": ("微克", "微克"),
    "ug": ("微克", "微克"),
    "t": ("公噸", "吨"), "lb": ("磅", "磅"), "lbs": ("磅", "磅"), "oz": ("盎司", "盎司"),
    "L": ("公升", "升"), "l": ("公升", "升"), "ml": ("毫升", "毫升"), "mL": ("毫升", "毫升"),
    "cc": ("西西", "毫升"), "c.c.": ("西西", "毫升"),
    "dL": ("分升", "分升"), "dl": ("分升", "分升"),
    "km2": ("平方公里", "平方千米"), "m2": ("平方公尺", "平方米"), "cm2": ("平方公分", "平方厘米"),
    "m3": ("立方公尺", "立方米"), "cm3": ("立方公分", "立方厘米"), "km3": ("立方公里", "立方千米"),
    "ha": ("公頃", "公顷"),
    "ft": ("英尺", "英尺"), "mi": ("英里", "英里"), "yd": ("碼", "码"),
    "ft2": ("平方英尺", "平方英尺"), "sqft": ("平方英尺", "平方英尺"),
    "h": ("小時", "小时"), "hr": ("小時", "小时"), "hrs": ("小時", "小时"), "min": ("分鐘", "分钟"),
     "ms": ("毫秒", "毫秒"), "s": ("秒", "秒"),
    "W": ("瓦", "瓦"), "kW": ("千瓦", "千瓦"), "KW": ("千瓦", "千瓦"), "MW": ("百萬瓦", "兆瓦"),
    "GW": ("吉瓦", "吉瓦"), "TW": ("兆瓦", "太瓦"),
    "Wh": ("瓦時", "瓦时"), "kWh": ("千瓦時", "千瓦时"), "KWh": ("千瓦時", "千瓦时"),
    "MWh": ("百萬瓦時", "兆瓦时"), "GWh": ("吉瓦時", "吉瓦时"),
    "V": ("伏特", "伏"), "kV": ("千伏", "千伏"), "mAh": ("毫安時", "毫安时"),
    "Hz": ("赫茲", "赫兹"), "kHz": ("千赫", "千赫"), "MHz": ("百萬赫", "兆赫"), "GHz": ("吉赫", "吉赫"),
    "dB": ("分貝", "分贝"), "hPa": ("百帕", "百帕"), "kPa": ("千帕", "千帕"), "MPa": ("百萬帕", "兆帕"),
    "mmHg": ("毫米汞柱", "毫米汞柱"),
    "kcal": ("大卡", "千卡"), "cal": ("卡", "卡"), "kJ": ("千焦", "千焦"),
    "bp": ("個基點", "个基点"), "bps": ("個基點", "个基点"),
    "Nm": ("牛頓米", "牛米"), "kN": ("千牛頓", "千牛"), "kgm": ("公斤米", "千克米"),
    "lbft": ("磅呎", "磅英尺"), "Ah": ("安培小時", "安时"),
    "mA": ("毫安培", "毫安"),
    "kVA": ("千伏安", "千伏安"), "MVA": ("百萬伏安", "兆伏安"), "mV": ("毫伏", "毫伏"),
    "mW": ("毫瓦", "毫瓦"),
    "TWh": ("兆瓦時", "太瓦时"), "THz": ("兆赫", "太赫"), "MJ": ("百萬焦耳", "兆焦"),
    "GJ": ("吉焦耳", "吉焦"),
    "Pa": ("帕", "帕"), "GPa": ("吉帕", "吉帕"), "Sv": ("西弗", "希沃特"), "mSv": ("毫西弗", "毫希沃特"),
    "μSv": ("微西弗", "微希沃特"), "Bq": ("貝克", "贝克勒尔"), "Gy": ("戈雷", "戈瑞"),
    "IU": ("國際單位", "国际单位"), "lm": ("流明", "流明"), "nits": ("尼特", "尼特"),
    "hp": ("匹馬力", "马力"),
    "Km": ("公里", "公里"), "KM": ("公里", "公里"), "KG": ("公斤", "千克"), "Kg": ("公斤", "千克"),
    "CM": ("公分", "厘米"), "ML": ("毫升", "毫升"), "dm": ("公寸", "分米"), "s2": ("平方秒", "平方秒"),
    "kgCO2e": ("公斤二氧化碳當量", "千克二氧化碳当量"), "tCO2e": ("公噸二氧化碳當量", "吨二氧化碳当量"),
    "mol": ("莫耳", "摩尔"), "mmol": ("毫莫耳", "毫摩尔"), "lx": ("勒克斯", "勒克斯"),
}  # fmt: skip
"""Units by symbol, in Taiwan's words (國家教育研究院's) and in the mainland's."""

SPEEDS = {"kph": ("km", "h"), "kmh": ("km", "h"), "mph": ("mi", "h"), "rpm": ("轉", "min")}
"""Rates with a symbol of their own."""
_ONE_CHARACTER = {
    "㎡": "m2", "㎥": "m3", "㎞": "km", "㎏": "kg", "㎝": "cm", "㎜": "mm", "㎎": "mg", "㎖": "ml",
    "㏄": "cc", "㎢": "km2", "㎠": "cm2",
}  # fmt: skip
_PLAIN = str.maketrans({"²": "2", "³": "3", "µ": "μ", **dict.fromkeys("·‧・⋅∙•-", ""), **_ONE_CHARACTER})
_PRODUCT = re.compile("(?<=N)m|(?<=kg)m|(?<=lb)ft|(?<=A)h|(?<=W)h")
"""Where a point may stand for a product: N·m, kW·h."""


def _written(symbol: str) -> str:
    """Return a pattern for a unit as it may be written."""
    escaped = _PRODUCT.sub(lambda unit: "[·‧・⋅∙•-]?" + unit[0], re.escape(symbol))
    return escaped.replace("2", "[2²]").replace("3", "[3³]").replace("μ", "[μµ]")


def unit_name(symbol: str, *, mainland: bool) -> str:
    """Return a unit's name; one that is a word already stays as it is."""
    names = UNITS.get(symbol.translate(_PLAIN))
    return names[mainland] if names else symbol


UNIT = (
    "|".join(map(_written, sorted(UNITS.keys() - {"s", "s2"}, key=len, reverse=True)))
    + f"|[{''.join(_ONE_CHARACTER)}]"
)
SPEED = "|".join(SPEEDS)
