"""Numbers in Chinese words: cardinals, digit by digit, decimals, and when 2 is 兩."""

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_HUNDRED = 2
_GROUPS = ("", "萬", "億", "兆")
MOST_DIGITS = 16
"""Beyond 千兆 nobody says a number in words; longer ones are read digit by digit."""

_TO_DIGITS = str.maketrans("0123456789", _DIGITS)
_TO_DIGITS_AND_POINT = str.maketrans("0123456789.", _DIGITS + "點")


def digits(number: str) -> str:
    """Return the number digit by digit, as years, telephones and codes are said; a point is 點."""
    return number.translate(_TO_DIGITS_AND_POINT)


def cardinal(number: str, *, liang: bool = True) -> str:
    """Return an unsigned ASCII number, with or without decimals, in words.

    2 before 百, 千, 萬, 億 and 兆 is 兩 where the number begins. Inside it, 千 and the larger ones keep
    兩 in Taiwan (一萬兩千, 一千二百), and are 二 on the mainland (`liang=False`), where 百 has 二 always. A
    whole number that begins with zero is a code, said by digits.
    """
    whole, _, fraction = number.replace(",", "").partition(".")
    if len(whole) > MOST_DIGITS or (len(whole) > 1 and whole[0] == "0"):
        said = whole.translate(_TO_DIGITS)
    else:
        said = _whole(whole or "0", liang=liang)
    return f"{said}點{digits(fraction)}" if fraction else said


def _whole(number: str, *, liang: bool) -> str:
    if not number.strip("0"):
        return "零"
    padded = number.zfill(-(-len(number) // 4) * 4)
    groups = [padded[start : start + 4] for start in range(0, len(padded), 4)]
    said = ""
    skipped = False
    for name, group in zip(reversed(_GROUPS[: len(groups)]), groups, strict=True):
        if group == "0000":
            skipped = bool(said)
            continue
        zero = "零" if said and (skipped or group[0] == "0") else ""
        said += zero + _group(group, first=not said, liang=liang, named=bool(name)) + name
        skipped = False
    return said


def _group(group: str, *, first: bool, liang: bool, named: bool) -> str:
    """Return four digits in words, without zeros at either end."""
    said = ""
    pending_zero = False
    for place, digit in zip((3, 2, 1, 0), group, strict=True):
        if digit == "0":
            pending_zero = bool(said)
            continue
        word = _DIGITS[int(digit)]
        leads = first and not said
        keeps_liang = (leads and (liang or place != _HUNDRED)) or (liang and place != _HUNDRED)
        if digit == "2" and keeps_liang and (place > 1 or (named and group == "0002")):
            word = "兩"
        if digit == "1" and place == 1 and leads:
            word = ""
        said += ("零" if pending_zero else "") + word + _PLACES[place]
        pending_zero = False
    return said


def counted(number: str, *, liang: bool = True) -> str:
    """Return the number as said before a measure word: 2 alone is 兩."""
    return "兩" if number == "2" else cardinal(number, liang=liang)
