"""Publication time: when a page says that its story was published, told from the times of all else on it.

A page says it for readers, between headline and story, and for machines, in JSON-LD, meta and time
elements. Machines are told more exactly, but not always truly: many a page writes its local time as UTC.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, islice
from zoneinfo import ZoneInfo

from tts.dates import read_time, states_clock
from tts.extractor.blocks import Block
from tts.extractor.facts import Facts, Places
from tts.extractor.script_facts import times_in
from tts.extractor.shown_times import (
    IS_CHANGE,
    UPDATED,
    datelines,
    labelled_lines,
    lines_above,
    lines_below,
    shown_in,
    story_at,
)
from tts.extractor.site_names import parts_behind
from tts.model.address import web_parts

_PUBLISHED_META = (
    "article:published_time",
    "og:article:published_time",
    "og:release_date",
    "pubdate",
    "publishdate",
    "publish_date",
    "publishtime",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "weibo: article:create_at",
    "apub:time",
)
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified")
_DAY_IN_ADDRESS = re.compile(
    r"(?<!\d)(20\d{2})[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d))"
    r"|(?<!\d)(20\d{2})/(\d{1,2})/(\d{1,2})(?!\d)"
)
# /2012/new/jun/5/today-life3.htm
_NAMED_DAY_IN_ADDRESS = re.compile(
    r"/(?P<year>20\d{2})/(?:[a-z]{1,8}/)?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
    r"[-/](?P<day>\d{1,2})(?!\d)",
    re.IGNORECASE,
)
_COPY = timedelta(minutes=15)  # portals copy a story to their other pages within these


def published(
    facts: Facts, blocks: Sequence[Block], *, title: str | None, url: str | None, zone: str
) -> Places:
    """Yield the answers that may be the time of publication, as the page writes them, the best first.

    `zone` is that of a time that states none.
    """
    start = story_at(blocks, title)
    lines = (lines_below(blocks[:start], title), datelines(blocks[start:]), lines_below(blocks, title))
    shown = next(filter(None, map(shown_in, lines)), [])
    told = list(
        timed(chain(facts.linked_data("datePublished", "uploadDate"), facts.meta(*_PUBLISHED_META)), zone)
    )
    elements = list(timed(facts.times(), zone))
    day = _day_of(url)
    if shown and (told or elements):
        yield _agreed([*told, *elements], shown, day, zone)
    yield from told
    # A change is told of below the headline, and the publication above it perhaps.
    yield from (answer for answer in shown if not IS_CHANGE.match(answer[1]))
    yield from shown_in(lines_above(blocks, title)) if shown else ()
    yield from shown
    yield from timed(facts.linked_data("dateCreated"), zone)
    yield from (answer for answer in elements if day in {None, _read(answer[1], zone).date()})
    scripted = (("script", _local(time, zone)) for time in times_in(facts.scripts, title))
    written = list(timed(scripted, zone)) if day else []
    yield from (answer for answer in written if _read(answer[1], zone).date() == day)
    if day:
        yield "address", day.isoformat()
    yield from shown_in(labelled_lines(blocks, title))
    yield from shown_in(lines_above(blocks, title))
    yield from shown_in(part for _, title in facts.named("title") for part in parts_behind(title))
    yield from written or timed(scripted, zone)


def _local(answer: str, zone: str) -> str:
    """Return the time of a program's data, which counts in Greenwich's, as the paper's own."""
    moment = read_time(answer, zone)
    return moment.astimezone(ZoneInfo(zone)).isoformat() if moment and not moment.utcoffset() else answer


def timed(places: Places, zone: str) -> Iterator[tuple[str, str]]:
    """Keep the answers that are times."""
    return ((place, answer) for place, answer in places if read_time(answer, zone))


def modified(facts: Facts) -> Places:
    """Yield the answers that may be the time of the last change, the best first."""
    yield from facts.linked_data("dateModified")
    yield from facts.meta(*_MODIFIED_META)


def _agreed(
    told: Sequence[tuple[str, str]], shown: Sequence[tuple[str, str]], day: date | None, zone: str
) -> tuple[str, str]:
    """Return the answer that the others bear out: for machines, for readers, and the day in the address."""
    text = shown[0][1]
    seen = _read(text, zone)
    for answer in told:
        moment = _read(answer[1], zone)
        # 16:07Z where readers are told 16:07: local time, marked as if it were Greenwich's.
        if states_clock(text) and moment.utcoffset() != seen.utcoffset() and _clock(moment) == _clock(seen):
            return answer[0], moment.replace(tzinfo=None).isoformat()
        if moment.astimezone(seen.tzinfo).date() == seen.date():
            is_copy = _differ_a_little(moment, seen) and not UPDATED.search(text)
            is_truer = states_clock(text) and (is_copy or not _has_clock(answer[1]))
            return shown[0] if is_truer else (answer[0], _as_seen(answer[1], moment, seen))
    if UPDATED.search(text) or day == _read(told[0][1], zone).date():
        return told[0]
    return shown[0] if _is_weak(told[0][0]) or day == seen.date() else told[0]


def _as_seen(answer: str, moment: datetime, seen: datetime) -> str:
    """Return an answer in Greenwich's time in the zone that readers are told the same moment in."""
    local = moment.astimezone(seen.tzinfo)
    is_same = not moment.utcoffset() and _clock(local) == _clock(seen)
    return local.isoformat() if is_same else answer


def _differ_a_little(told: datetime, seen: datetime) -> bool:
    """Tell whether machines are told of a later copy of the story; whole hours would be another zone's."""
    return _clock(told.astimezone(seen.tzinfo)) != _clock(seen) and abs(told - seen) < _COPY


def _has_clock(answer: str) -> bool:
    return ":" in answer or len(answer) > len("2026年12月31日")


def _is_weak(place: str) -> bool:
    """Tell whether a place may belong to another story, or to the page as a whole."""
    return place in {"page time", "meta date", "meta dc.date"}


def _read(answer: str, zone: str) -> datetime:
    """Return the time of an answer, which has one."""
    moment = read_time(answer, zone)
    if moment is None:
        raise ValueError(answer)
    return moment


def _clock(moment: datetime) -> tuple[int, ...]:
    return moment.date().toordinal(), moment.hour, moment.minute


def _day_of(url: str | None) -> date | None:
    """Return the day that an address names."""
    parts = web_parts(url)
    path = parts.path if parts else ""
    if named := _NAMED_DAY_IN_ADDRESS.search(path):
        moment = read_time(f"{named['month'].title()} {named['day']}, {named['year']}")
        return moment.date() if moment else None
    for found in islice(_DAY_IN_ADDRESS.finditer(path), 3):
        try:
            return date(*(int(part) for part in found.groups() if part))
        except ValueError:
            continue
    return None
