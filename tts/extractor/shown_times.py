"""Shown times: the days and hours that a page shows its readers, and the lines where its story's stand.

A page shows other times as well: today's in its masthead, those of its other stories, of its members.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

from lxml.html import HtmlElement

from tts.dates import read_time, states_clock, states_day
from tts.extractor.blocks import Block
from tts.extractor.day_forms import as_read
from tts.extractor.headline import headline_at
from tts.extractor.passages import is_linked
from tts.extractor.prose import ends_statement, is_punctuated, tidy

_MAX_LINE = 80  # characters of a line that may say who and when; what is longer is prose
_ABOVE = 3  # lines above the headline: some papers set day and section there
_TOP = 5  # lines of a page where its masthead is
_TOGETHER = 3  # times that stand together beside a headline
_MIN_STATEMENT = 20  # Han characters of a paragraph; a standfirst alone may have more
_AROUND = 6  # lines around a headline that the page does not show, above the first paragraph
UPDATED = re.compile(r"更新|修改|修訂|修订|Updated|Modified", re.IGNORECASE)
"""What a page calls the last change of its story."""
IS_CHANGE = re.compile(rf"\D{{0,16}}?(?:{UPDATED.pattern})", re.IGNORECASE)
"""How the line of a time opens that is the last change's."""
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
_MAX_NAMES = 200  # characters of a class and an id that are looked at


def shown_in(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return the times that readers are shown in these lines, in order, but one of publication first."""
    dated = [
        tidy(part)
        for line in _with_clocks(lines)
        if len(line) <= _MAX_LINE and not (ends_statement(line) or _OF_MEMBER.search(line))
        for part in _BETWEEN_TIMES.split(as_read(line))
        if states_day(part) and read_time(part)
    ]
    first = next((line for line in dated[:_TOGETHER] if _CREATED.search(line)), None)
    return [("text", line) for line in ((first, *dated) if first else dated)]


def _with_clocks(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines, each with the clock that stands alone on the line below it."""
    for line, below in pairwise((*map(tidy, lines), "")):
        yield f"{line} {_CLOCK_PLACE.sub('', below)}" if _BARE_CLOCK.fullmatch(below) else line


def labelled_lines(blocks: Sequence[Block], title: str | None) -> list[str]:
    """Return the lines anywhere below the headline that say themselves that they tell of publication."""
    below = blocks[headline_at(blocks, title) or 0 :]
    return [block.text for block in below if _CREATED.match(block.text) and not is_linked(block)]


def lines_above(blocks: Sequence[Block], title: str | None) -> list[str]:
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


def lines_below(blocks: Sequence[Block], title: str | None) -> list[str]:
    """Return the lines from the headline to the story, without the headline."""
    at = headline_at(blocks, title)
    first = next((i for i, block in enumerate(blocks) if i > (at or 0) and _is_story(block)), len(blocks))
    if at is None:
        return [block.styled for block in blocks[max(0, first - _AROUND) : first] if not _leads_on(block)]
    lines = [block.styled for block in blocks[at + 1 : first] if not _leads_on(block)]
    return [blocks[at].text.replace(title or "", " ", 1), *lines]


def story_at(blocks: Sequence[Block], title: str | None) -> int:
    """Return where two statements follow each other below the headline: there a story has begun."""
    start = (headline_at(blocks, title) or 0) + 1
    told = (not block.linked and _is_statement(block) for block in blocks[start:])
    return next((start + i for i, pair in enumerate(pairwise(told)) if all(pair)), len(blocks))


def _is_statement(block: Block) -> bool:
    return block.size >= _MIN_STATEMENT and ends_statement(block.text) and is_punctuated(block.text)


def datelines(story: Sequence[Block]) -> list[str]:
    """Return the dateline with its year in brackets that opens a story (【某報2026年1月2日訊】…)."""
    return [found["line"] for block in story[:1] if (found := _DATELINE.match(block.text))]


def _leads_on(block: Block) -> bool:
    """Tell whether a block is a link, and no day or hour alone: that leads to the story or its day's."""
    return is_linked(block) and not _BARE_TIME.fullmatch(block.text)


def _is_story(block: Block) -> bool:
    return block.size > _MAX_LINE and is_punctuated(block.text) and not block.linked
