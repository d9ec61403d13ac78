"""Moments in a sound, as a player shows them."""


def clock(milliseconds: int) -> str:
    """Return a moment as minutes and seconds, with hours where there are some: 3:36, 1:02:05."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
