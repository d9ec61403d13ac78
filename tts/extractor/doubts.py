"""Doubts: what the user should be told of an article that may not be all there."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, starmap
from typing import TYPE_CHECKING

from tts.extractor.noise import fold, noise_in
from tts.extractor.prose import beginning, size, squeeze
from tts.model.article import Paragraph

if TYPE_CHECKING:
    from tts.extractor.blocks import Block

SHORT_BODY = 60  # Han characters: agency briefs are longer than this, teasers are not
FREE_PART = "Only the free part of the article is on the page; the rest is for subscribers."
_MAX_WALL = 80
_MAX_OFFER = 16  # characters of a heading that offers the rest
_NEAR = 4  # blocks below a story where a wall stands
# An offer that speaks of the story's rest; one that does not stands on every page of a paper that has one.
_THE_REST = re.compile(
    r"全文|完整|继续|解锁|剩余|其余|余下|未读|下文|the rest|continue|full (?:story|article)", re.IGNORECASE
)
_PAID = re.compile(r"会员|订阅|订户|付费|购买|VIP|paying|members only|subscri|sign in|log in", re.IGNORECASE)
# 本文僅限付費會員閱讀, This post is for paying subscribers only: what is said of this very story.
_THIS_ALONE = re.compile(
    r"^.{0,4}(?:本|[这此])(?:篇|则)?(?:文章?|内容|报[导道]|新闻|[为是])"
    r".{0,6}(?:[仅只限]|专[属享]|会员|订[阅户]|付费).{0,10}(?:阅[读览]|观看|限[定阅]|专[属享区]|独享)"
    r"|^\W{0,3}This (?:post|article|story|content|piece) is (?:\w+ )?for"
    r" (?:paying |paid )?(?:subscribers|members)",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:\.{3}|…)[」』”）)]?$")


def doubts(
    paragraphs: Sequence[Paragraph],
    blocks: Sequence["Block"] = (),
    *,
    paid: bool = False,
    next_page_url: str | None = None,
) -> Iterator[str]:
    """Yield a sentence for each reason to think that these paragraphs are not the whole article.

    `blocks` are the page's, where offers to subscribe may stand; `paid` is the page's own word that not
    all of it is free.
    """
    is_cut = bool(paragraphs) and bool(_CUT.search(paragraphs[-1].text))
    is_walled = is_cut and any(noise_in(block.text) == "paywall" for block in blocks)
    below = _below(paragraphs, blocks)
    if paid or is_walled or any(map(_is_wall, below)) or any(starmap(_is_offered, pairwise(below))):
        yield FREE_PART
    elif is_cut:
        yield "The last paragraph breaks off; the article may go on elsewhere."
    if next_page_url:
        yield f"The article goes on on another page: {next_page_url}"
    if (length := sum(size(paragraph.text) for paragraph in paragraphs)) < SHORT_BODY:
        yield f"The body is very short ({length} characters); it may not be the whole article."


def _below(paragraphs: Sequence[Paragraph], blocks: Sequence["Block"]) -> Sequence["Block"]:
    """Return the blocks right below the last paragraph."""
    start = beginning(paragraphs[-1].text) if paragraphs else ""
    upward = range(len(blocks) - 1, -1, -1)
    places = (place for place in upward if squeeze(blocks[place].text).startswith(start))
    last = next(places, len(blocks)) + 1
    return blocks[last : last + _NEAR]


def _is_offered(head: "Block", below: "Block") -> bool:
    """Tell whether a heading offers the story's rest, and the line below it says to whom."""
    is_bare = head.is_heading and not head.linked and len(head.text) <= _MAX_OFFER
    return is_bare and bool(_THE_REST.search(fold(head.text)) and _PAID.search(fold(below.text[:_MAX_WALL])))


def _is_wall(block: "Block") -> bool:
    line = fold(block.text[:_MAX_WALL])
    speaks_of_it = _THE_REST.search(line) or _THIS_ALONE.search(line)
    return bool(speaks_of_it and _PAID.search(line))
