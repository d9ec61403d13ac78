"""Doubts: what the user should be told of an article that may not be all there."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tts.extractor.noise import noise_in
from tts.extractor.prose import size
from tts.model.article import Paragraph

if TYPE_CHECKING:
    from tts.extractor.blocks import Block

SHORT_BODY = 60  # Han characters: agency briefs are longer than this, teasers are not
_CUT = re.compile(r"(?:\.{3,}|…+)[」』”）)]?$")


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
    if paid or (is_cut and any(noise_in(block.text) == "paywall" for block in blocks)):
        yield "Only the free part of the article is on the page; the rest is for subscribers."
    elif is_cut:
        yield "The last paragraph breaks off; the article may go on elsewhere."
    if next_page_url:
        yield f"The article goes on on another page: {next_page_url}"
    if (length := sum(size(paragraph.text) for paragraph in paragraphs)) < SHORT_BODY:
        yield f"The body is very short ({length} characters); it may not be the whole article."
