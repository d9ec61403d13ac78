"""Days and lengths as a page says them, in Chinese and for machines."""

import datetime as dt

WEEKDAYS = "一二三四五六日"


def day(date: dt.date) -> str:
    """Return a day as a newspaper dates itself: 2026年1月9日　星期五."""
    return f"{date.year}年{date.month}月{date.day}日　星期{WEEKDAYS[date.weekday()]}"


def month(date: dt.date) -> str:
    """Return the month of a day: 2026年1月."""
    return f"{date.year}年{date.month}月"


def length(ms: int) -> str:
    """Return how long something takes, to the minute: 4 分鐘, 1 小時 2 分鐘; never none at all."""
    hours, minutes = divmod(max(1, round(ms / 60_000)), 60)
    parts = (f"{hours} 小時" if hours else "", f"{minutes} 分鐘" if minutes else "")
    return " ".join(filter(None, parts))


def iso_duration(ms: int) -> str:
    """Return a length as ISO 8601 writes it: PT216S."""
    return f"PT{round(ms / 1000)}S"
