"""Thread: a forum's page, on which the first post may be the story, and what others answer never is.

A post names its writer and says when it was written, on which floor, and how it can be answered. The
entries of a live report have no floor and no answers: a thread has those, or its software's names.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from string import digits
from typing import NamedTuple

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.extents import Extent, row_of
from tts.extractor.passages import is_linked, is_prose
from tts.extractor.prose import squeeze

MAX_NAME = 16
"""Characters of the name above a reader's words."""

CLOCK = re.compile(r"^(\d{1,2}):(\d\d)(?!\d)")
"""How the entries of a live report open, whose day is its own."""

_MAX_MARK = 40  # characters of a line about a post
_MOST = 0.9
_MAX_NAMES = 400  # characters of a class and an id that are looked at
_WHEN = re.compile(
    r"[分天時时]鐘?钟?[之]?前|\d{1,2}:\d\d|\d{4}[-/.年]\s?\d|\d{1,2}月\d{1,2}日|昨天|前天|剛剛|刚刚"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? [\d']"
)
# What only a forum says of a post: its floor, its writer's standing, the ways to answer.
_ANSWERED = re.compile(
    r"^#\s?\d{1,4}$|^\d{1,4}\s?[#樓楼]|[樓楼]主|沙[發发]|[樓楼]$|[發发]表[於于][:：]?\s?\d|只看[該该]作者"
    r"|^(?:回[覆复應应]|引用|檢?舉報?|举报|Reply|Quote|Report|Like)\b|^(?:主[題题]|帖子|[積积]分|文章)\s?[:：]?\s?\d"
    r"|(?:[註注][冊册]|加入|Joined|Registered)\s?(?:日期|[時时][間间]|Date)?\s?[:：]|^Posts?:|^Re:"
)
# The names that forums' software gives to posts: Discuz, phpBB, vBulletin, XenForo, Discourse, Invision,
# Flarum, Tieba, Bahamut.
_SOFTWARE = re.compile(
    r"(?:^|\s)(?:plhin|postcontainer|postbit\S*|post_wrapper|message--post|topic-post|crawler-post|l_post|ipsComment"
    r"|PostStream-item|c-section|(?:post|pid|p|msg|message|floor|elComment|post_message)[-_]?\d+)(?=\s|$)"
)
# The entries of a live report, and WordPress's list of stories.
_NO_POST = re.compile(r"live|timeline|\bhentry\b|\btype-post\b", re.IGNORECASE)
_MIN_ENTRIES = 3
_SIGNED = re.compile(
    r"(?:^|[-_\s])(?:sig|sign|signature|user|profile|edited|attach\w*|foot\w*)(?=[-_\s]|$)", re.IGNORECASE
)
_RE = re.compile(r"^(?:Re|RE|回[覆复應应])[:：]\s?")


class Thread(NamedTuple):
    """The places of a thread's first message and of all else in it, and the elements around the message."""

    message: frozenset[int] = frozenset()
    rest: frozenset[int] = frozenset()
    around: frozenset[HtmlElement] = frozenset()


def thread_in(blocks: Sequence[Block], extents: Mapping[HtmlElement, Extent], title: str) -> Thread:
    """Return the thread that a page shows below its headline; `title` is the headline, squeezed.

    It is empty where the page shows none.
    """
    for parent, row in _rows(extents) if title else ():
        posts = [post for post in row if _is_post(blocks, post, title)]
        if len(posts) > 1 and _is_thread(blocks, posts, title):
            message = _message_of(blocks, extents, posts[0])
            if message is not None:
                own = frozenset(message.indices)
                rest = frozenset(range(posts[0].first, extents[parent].last + 1)) - own
                return Thread(own, rest, frozenset(message.element.iterancestors()))
    return Thread()


def _rows(extents: Mapping[HtmlElement, Extent]) -> Iterator[tuple[HtmlElement, list[Extent]]]:
    """Yield rows of like elements, the outermost first: even and odd ones are alike."""
    rows: dict[tuple[HtmlElement, str, str], list[Extent]] = defaultdict(list)
    for element, extent in extents.items():
        parent = element.getparent()
        if parent is not None and extent.first < extent.last:
            tag, name = row_of(element)
            rows[parent, tag, name.rstrip(digits)].append(extent)
    several = [(key[0], row) for key, row in rows.items() if len(row) > 1]
    several.sort(key=lambda found: found[1][0].depth)
    yield from several


def _is_post(blocks: Sequence[Block], extent: Extent, title: str) -> bool:
    """Tell whether an element has some prose, and lines that say when it was written or on which floor."""
    part = blocks[extent.first : extent.last + 1]
    if not any(map(_is_said, part)) or any(_is_headed(block, title) for block in part):
        return False
    return any(_WHEN.search(mark) or _ANSWERED.search(mark) for mark in _marks(part))


def _is_said(block: Block) -> bool:
    return not is_linked(block) and is_prose(block)


def _is_headed(block: Block, title: str) -> bool:
    """Tell whether a block is the headline of another story, and neither the thread's nor a writer's name."""
    is_long = block.around.heading and len(block.text) > MAX_NAME
    return is_long and not _is_title(block, title)


def _is_title(block: Block, title: str) -> bool:
    """Tell whether a block has a thread's title, or the most of it: a forum's name may follow it."""
    text = squeeze(_RE.sub("", block.text))
    return bool(text) and (title in text or (text in title and len(text) * 2 > len(title)))


def _marks(part: Sequence[Block]) -> list[str]:
    return [block.text for block in part if len(block.text) <= _MAX_MARK and not _is_said(block)]


def _is_thread(blocks: Sequence[Block], posts: Sequence[Extent], title: str) -> bool:
    """Tell whether posts are a thread's: below its headline, and answered."""
    above = blocks[: _first_said(blocks, posts[0])]
    if not any(_is_title(block, title) for block in above):
        return False
    if any(_NO_POST.search(_names(post.element)) for post in posts) or _is_newest_first(blocks, posts):
        return False
    answered = [post for post in posts if _is_answered(blocks, post)]
    return len(answered) * 2 > len(posts)


def _is_newest_first(blocks: Sequence[Block], posts: Sequence[Extent]) -> bool:
    """Tell whether each of several posts opens with an hour, earlier than the one above: a live report."""
    opening = (CLOCK.match(blocks[post.first].text) for post in posts)
    clocks = [tuple(map(int, clock.groups())) for clock in opening if clock]
    is_falling = all(later > earlier for later, earlier in pairwise(clocks))
    return len(clocks) == len(posts) >= _MIN_ENTRIES and is_falling


def _first_said(blocks: Sequence[Block], post: Extent) -> int:
    return next((i for i in post.indices if _is_said(blocks[i])), post.last)


def _is_answered(blocks: Sequence[Block], post: Extent) -> bool:
    if _SOFTWARE.search(_names(post.element)):
        return True
    return any(map(_ANSWERED.search, _marks(blocks[post.first : post.last + 1])))


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:_MAX_NAMES]


def _message_of(
    blocks: Sequence[Block], extents: Mapping[HtmlElement, Extent], post: Extent
) -> Extent | None:
    """Return the element in a post that has what its writer says."""
    said = {
        i: blocks[i].size for i in post.indices if _is_said(blocks[i]) and not _is_signed(blocks[i], post)
    }
    if not said:
        return None
    least = _MOST * sum(said.values())
    inner = [extents[element] for element in post.element.iter() if element in extents]
    most = (one for one in inner if sum(said.get(i, 0) for i in one.indices) >= least)
    message = max(most, key=lambda extent: extent.depth)
    return _widened(extents, message, post, said)


def _widened(
    extents: Mapping[HtmlElement, Extent], message: Extent, post: Extent, said: Mapping[int, int]
) -> Extent:
    """Return the element around a message that adds nothing to it but further paragraphs."""
    while message.element is not post.element:
        around = extents[message.element.getparent()]
        added = set(around.indices).difference(message.indices)
        if around.element is post.element or not added.issubset(said):
            break
        message = around
    return message


def _is_signed(block: Block, post: Extent) -> bool:
    """Tell whether a block stands in a part of a post that its writer has below all of his posts."""
    for element in (block.element, *block.element.iterancestors()):
        if element is post.element:
            return False
        if _SIGNED.search(_names(element)):
            return True
    return False
