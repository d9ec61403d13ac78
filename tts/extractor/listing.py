"""Listing: a page that leads to stories, told from a page that has one.

Its text comes in entries: each a link with a few sentences of what stands behind it, or a few sentences with
a link to the rest, or with a date of its own. A list has many of them and little else.
"""

import re
from collections.abc import Collection, Sequence
from itertools import chain

from lxml.html import HtmlElement

from tts.extractor.blocks import Block
from tts.extractor.noise import fold, noise_in
from tts.extractor.passages import is_linked, is_numbered, is_own_prose, is_page_line, is_prose, leads_away
from tts.extractor.reading import Reading

_MIN_ENTRIES = 3
_MOST = 0.6  # of what is read, in entries
_MAX_TEASER = 160  # Han characters
_MIN_LINK = 6  # characters: shorter ones are names and labels
_MIN_HEADING = 4  # of a link that is a heading
_NEAR = 3  # blocks between a link and what is said of it: a date, a section
_MAX_DATE = 24  # characters of a line that is a date and little else
_MORE = re.compile(r"(?:详?全文|更多|详情|[Mm]ore|继续阅读|阅读全文|看全文|详细)[.…>»]{0,3}[)\]]?$")
# What pages without a story are called, beside their site's name.
_KINDS = (
    r".{0,12}(?:首页|主页)|.{0,16}[搜检][寻索](?:结果)?|影音(?:新闻)?|图[辑集]|讨论区|留言板|Home|Search.{0,12}",
    r"(?:标签|关键[字词]|分类|作者|专栏|搜[寻索]|Tags?|Category)[: /].{0,16}",
    r".{1,16}的(?:文章|专栏|新闻|最新文章|相关新闻)|.{0,6}(?:新闻|文章|影音|图片)(?:列表|总览)",
    r".{0,8}(?:会员)?(?:登[入录陆]|注册|忘记密码)|Log ?in|Sign in",
    r"购物车|结[帐账]|.{0,8}(?:线上购物|购物中心|商城|商品(?:列表|目录|介绍)).{0,8}",
    r".{0,12}(?:隐私权?(?:政策|声明|保护政策)|(?:服务|使用|会员|网站)(?:条款|协[议定]))",
    r"免责声明|著作权声明|版权声明|Cookie ?政策|网站(?:地图|导航|导览)",
    r"(?:关于|联[络系])(?:我们|本[站报网]|.{2,6}(?:[报网社刊]|新闻|电视|通讯))",
    r"(?:4\d\d|50\d)(?: ?[-:—]? ?(?:找不到|错误|Not Found|Error|Forbidden|[页网]).{0,16})?",
    r".{0,8}找不到.{0,4}[网页].{0,4}|.{0,4}(?:页面|网页)(?:不存在|错误)|错误|系统维[护修].{0,6}",
    r"Not Found|Error.{0,12}|.{0,8}(?:天气|气象)预报|.{0,8}(?:个股|台股|港股|股市|行情)(?:行情|报价|资讯)?",
)
_NO_STORY = re.compile("|".join(_KINDS), re.IGNORECASE)


def names_no_story(title: str) -> bool:
    """Tell whether a page is called by what it is, a list, a form, an error, and not by a story."""
    return bool(_NO_STORY.fullmatch(fold(title)))


def is_listing(reading: Reading, body: HtmlElement) -> bool:
    """Tell whether what is read of a body comes in entries that lead elsewhere."""
    extent = reading.extents[body]
    visible = [i for i in extent.indices if not reading.blocks[i].around.hidden]
    blocks = [reading.blocks[i] for i in visible]
    read = [place for place, i in enumerate(visible) if reading.is_read(i) and is_own_prose(blocks[place])]
    ways = _holders_of_ways(body)
    entries = sum(_is_entry(blocks, place, ways) for place in read)
    return entries >= _MIN_ENTRIES and entries >= _MOST * len(read)


def _is_entry(blocks: Sequence[Block], place: int, ways: Collection[HtmlElement]) -> bool:
    """Tell whether a text stands below a link or a dated headline, or has the way to its rest behind it."""
    block = blocks[place]
    if block.size > _MAX_TEASER:
        return False
    after = blocks[place + 1 : place + 2]
    if any(one.linked and _MORE.search(fold(one.text)) for one in (block, *after)):
        return True
    is_dated, is_headed = any(map(_is_date, after)), False
    for one in reversed(blocks[max(0, place - _NEAR) : place]):
        if is_linked(one) and len(one.text) >= (_MIN_HEADING if one.around.heading else _MIN_LINK):
            return noise_in(one.text) is None and _is_way(one, ways)
        if is_prose(one):
            break
        is_dated, is_headed = is_dated or _is_date(one), is_headed or not _is_date(one)
    return is_dated and is_headed


def _holders_of_ways(body: HtmlElement) -> set[HtmlElement]:
    """Return the elements of a body that are or hold a link to another page; each is met but once."""
    holders: set[HtmlElement] = set()
    for link in filter(leads_away, body.iter("a")):
        for element in chain((link,), link.iterancestors()):
            if element in holders:
                break
            holders.add(element)
    return holders


def _is_way(block: Block, ways: Collection[HtmlElement]) -> bool:
    """Tell whether a linked block leads to another page, and is no numbered part of this one."""
    leads = block.element in ways or any(map(leads_away, block.element.iterancestors("a")))
    return leads and not is_numbered(block.text)


def _is_date(block: Block) -> bool:
    return len(block.text) <= _MAX_DATE and is_page_line(block.text)
