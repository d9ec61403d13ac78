"""Publication time: when a page says that its story was published, told from the times of all else on it.

A page says it for readers, between headline and story, and for machines, in JSON-LD, meta and time
elements. Machines are told more exactly, but not always truly: many a page writes its local time as UTC.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import chain, islice, pairwise, takewhile
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from tts.dates import read_time, states_clock, states_day
from tts.extractor.blocks import Block
from tts.extractor.day_forms import as_read
from tts.extractor.facts import Facts, Places
from tts.extractor.headline import headline_at
from tts.extractor.passages import is_linked
from tts.extractor.prose import ends_statement, is_punctuated, tidy
from tts.extractor.script_facts import times_in
from tts.extractor.site_names import parts_behind
from tts.model.address import web_parts

MAX_LINE = 80
"""Characters of a line that may say who and when; what is longer is prose."""

_ABOVE = 3  # lines above the headline: some papers set day and section there
_TOP = 5  # lines of a page where its masthead is
_TOGETHER = 3  # times that stand together beside a headline
_MIN_STATEMENT = 20  # Han characters of a paragraph; a standfirst alone may have more
_AROUND = 6  # lines around a headline that the page does not show, above the first paragraph
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
_UPDATED = re.compile(r"更新|修改|修訂|修订|Updated|Modified", re.IGNORECASE)
_IS_CHANGE = re.compile(rf"\D{{0,16}}?(?:{_UPDATED.pattern})", re.IGNORECASE)
_CREATED = re.compile(r"建立|[發发出][佈布表版]|刊[登出]|上[架線线]|Published|Posted", re.IGNORECASE)
# A line that is a clock alone, as that below a day: 香港時間18時30分
_CLOCK_PLACE = re.compile(r"^(?:[^\d:：]{1,6}[时時][间間]|[时時][间間])\s?[:：]?\s?")
_BARE_CLOCK = re.compile(
    rf"(?:{_CLOCK_PLACE.pattern[1:]})?(?:[上下]午|凌晨|清晨|早上|傍晚|晚[上間间]|中午)?\s?"
    r"\d{1,2}(?::\d{2}(?::\d{2})?|[時时點点](?:\d{1,2}分)?)(?: ?[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_BARE_TIME = re.compile(
    r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[ T]{0,2}(?:\d{1,2}:\d{2}(?::\d{2})?)?"
)
# A forum tells of the one who wrote since when he is a member, and when he came last.
_OF_MEMBER = re.compile(
    r"^\W{0,3}(?:註冊|注册|加入|最[後后近](?:登[入錄录]|上[線线])|生日|Joined|Registered)", re.IGNORECASE
)
_LABEL = (
    r"(?:更新|修改|修[訂订]|建立|[發发出][佈布表版]|刊[登出]|上[架線线]|Updated|Modified|Published|Posted)"
)
_BETWEEN_TIMES = re.compile(
    rf"(?=(?:最[後后新])?{_LABEL}\s?(?:[時时日][間间期])?[:：﹕ 於于])", re.IGNORECASE
)
_WEEKDAY = re.compile(r"星期|[週周][一二三四五六日]")
_WEATHER = re.compile(r"[農农][曆历]|[氣气] ?[溫温]|今[天日]|天[氣气]")
_DATELINE = re.compile(
    r"[【（(\[〔](?P<line>[^】）)\]〕]{0,16}20\d{2}[^】）)\]〕]{4,16}[訊讯電电])[】）)\]〕]"
)
_HEADERS = frozenset({"header", "nav"})
_WHOLE_PAGE = frozenset({"html", "body", "main", "article"})
_HEADER_NAME = re.compile(
    r"(?:^|[-_ ])(?:top(?:bar|data)?|header|masthead|nav(?:bar)?|weather)(?:$|[-_ ])", re.IGNORECASE
)
_COPY = timedelta(minutes=15)  # portals copy a story to their other pages within these
_MAX_NAMES = 200  # characters of a class and an id that are looked at


def published(
    facts: Facts, blocks: Sequence[Block], *, title: str | None, url: str | None, zone: str
) -> Places:
    """Yield the answers that may be the time of publication, as the page writes them, the best first.

    `zone` is that of a time that states none.
    """
    start = _story_at(blocks, title)
    lines = (_below(blocks[:start], title), _datelines(blocks[start:]), _below(blocks, title))
    shown = next(filter(None, map(_shown, lines)), [])
    told = list(
        timed(chain(facts.linked_data("datePublished", "uploadDate"), facts.meta(*_PUBLISHED_META)), zone)
    )
    elements = list(timed(facts.times(), zone))
    day = _day_of(url)
    if shown and (told or elements):
        yield _agreed([*told, *elements], shown, day, zone)
    yield from told
    # A change is told of below the headline, and the publication above it perhaps.
    yield from (answer for answer in shown if not _IS_CHANGE.match(answer[1]))
    yield from _shown(_above(blocks, title)) if shown else ()
    yield from shown
    yield from timed(facts.linked_data("dateCreated"), zone)
    yield from (answer for answer in elements if day in {None, _read(answer[1], zone).date()})
    scripted = (("script", _local(time, zone)) for time in times_in(facts.scripts, title))
    written = list(timed(scripted, zone)) if day else []
    yield from (answer for answer in written if _read(answer[1], zone).date() == day)
    if day:
        yield "address", day.isoformat()
    yield from _shown(_labelled(blocks, title))
    yield from _shown(_above(blocks, title))
    yield from _shown(part for _, title in facts.named("title") for part in parts_behind(title))
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
            is_copy = _differ_a_little(moment, seen) and not _UPDATED.search(text)
            is_truer = states_clock(text) and (is_copy or not _has_clock(answer[1]))
            return shown[0] if is_truer else (answer[0], _as_seen(answer[1], moment, seen))
    if _UPDATED.search(text) or day == _read(told[0][1], zone).date():
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


def _shown(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return the times that readers are shown in these lines, in order, but one of publication first."""
    dated = [
        tidy(part)
        for line in _with_clocks(lines)
        if len(line) <= MAX_LINE and not (ends_statement(line) or _OF_MEMBER.search(line))
        for part in _BETWEEN_TIMES.split(as_read(line))
        if states_day(part) and read_time(part)
    ]
    first = next((line for line in dated[:_TOGETHER] if _CREATED.search(line)), None)
    return [("text", line) for line in ((first, *dated) if first else dated)]


def _with_clocks(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, each with the clock that stands alone on the line below it."""
    for line, below in pairwise((*map(tidy, lines), "")):
        yield f"{line} {_CLOCK_PLACE.sub('', below)}" if _BARE_CLOCK.fullmatch(below) else line


def _labelled(blocks: Sequence[Block], title: str | None) -> list[str]:
    """Return the lines anywhere below the headline that say themselves that they tell of publication."""
    below = blocks[headline_at(blocks, title) or 0 :]
    return [block.text for block in below if _CREATED.match(block.text) and not is_linked(block)]


def _above(blocks: Sequence[Block], title: str | None) -> list[str]:
    """Return the lines right above the headline, the nearest first; all above a story without one.

    The masthead's day is today's: it stands in the page's header, with its weekday or the weather.
    """
    at = headline_at(blocks, title)
    if at is None:
        lines = list(enumerate(takewhile(lambda block: not _is_story(block), blocks)))
    else:
        lines = list(enumerate(blocks))[max(0, at - _ABOVE) : at][::-1]
    return [block.styled for place, block in lines if not (is_linked(block) or _is_masthead(block, place))]


def _is_masthead(block: Block, place: int) -> bool:
    if block.is_heading:
        return False  # a blog's day stands over its posts
    if not states_clock(block.text) and (
        (place < _TOP and _WEEKDAY.search(block.text)) or _WEATHER.search(block.text)
    ):
        return True
    around = (block.element, *block.element.iterancestors())
    header = next((one for one in around if one.tag in _HEADERS or _is_named_header(one)), None)
    return header is not None and header.tag not in _WHOLE_PAGE and header.find(".//h1") is None


def _is_named_header(element: HtmlElement) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return bool(_HEADER_NAME.search(names[:_MAX_NAMES]))


def _below(blocks: Sequence[Block], title: str | None) -> list[str]:
    """Return the lines from the headline to the story, without the headline."""
    at = headline_at(blocks, title)
    first = next((i for i, block in enumerate(blocks) if i > (at or 0) and _is_story(block)), len(blocks))
    if at is None:
        return [block.styled for block in blocks[max(0, first - _AROUND) : first] if not _leads_on(block)]
    lines = [block.styled for block in blocks[at + 1 : first] if not _leads_on(block)]
    return [blocks[at].text.replace(title or "", " ", 1), *lines]


def _story_at(blocks: Sequence[Block], title: str | None) -> int:
    """Return where two statements follow each other below the headline: there a story has begun."""
    start = (headline_at(blocks, title) or 0) + 1
    told = (not block.linked and _is_statement(block) for block in blocks[start:])
    return next((start + i for i, pair in enumerate(pairwise(told)) if all(pair)), len(blocks))


def _is_statement(block: Block) -> bool:
    return block.size >= _MIN_STATEMENT and ends_statement(block.text) and is_punctuated(block.text)


def _datelines(story: Sequence[Block]) -> list[str]:
    """Return the dateline with its year in brackets that opens a story (【某報2026年1月2日訊】…)."""
    return [found["line"] for block in story[:1] if (found := _DATELINE.match(block.text))]


def _leads_on(block: Block) -> bool:
    """Tell whether a block is a link, and no day or hour alone: that leads to the story or its day's."""
    return is_linked(block) and not _BARE_TIME.fullmatch(block.text)


def _is_story(block: Block) -> bool:
    return block.size > MAX_LINE and is_punctuated(block.text) and not block.linked


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
