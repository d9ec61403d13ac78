"""Day forms: the ways in which papers write a day that `read_time` must be given in another."""

import re

# The Republic's year without its name, as papers of Taiwan write it beside a headline.
_REPUBLIC_DAY = re.compile(
    r"(?<![\d.])(?<!民[國国])(?:9\d|1[012]\d)(?:年\d{1,2}月\d{1,2}日|([-/.])\d{1,2}\1\d{1,2}(?![\d.]))"
)
_CLOCK_FIRST = re.compile(
    r"(?P<clock>(?<!\d)\d{1,2}:\d{2}(?: ?[ap]m)?) ?"
    r"(?P<day>(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2})"
    r"(?!\d| \d{1,2}:\d)",
    re.IGNORECASE,
)
_WEEKDAY_AMID = re.compile(
    r"\b(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}) (?P<day>\d{1,2}) "
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6} (?P<year>20\d{2})\b"
)


_UNPARTED = re.compile(r"^(20\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")


def as_read(line: str) -> str:
    """Return a line with its day as `read_time` reads it: before the clock, the Republic's year named.

    Blogs of the island set month, day, weekday, year and clock apart: Mar 08 Sat 2025 21:15.
    """
    line = _UNPARTED.sub(r"\1-\2-\3", line)
    line = _WEEKDAY_AMID.sub(r"\g<month> \g<day>, \g<year>", line)
    return _CLOCK_FIRST.sub(r"\g<day> \g<clock>", _REPUBLIC_DAY.sub(r"民國\g<0>", line))
