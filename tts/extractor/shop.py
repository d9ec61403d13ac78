"""Shop: a page that sells what it tells of, told from a story about what something costs.

A shop says its price on a line of its own, right below what it sells, and its template calls it so.
"""

import re
from collections.abc import Iterator, Sequence

from tts.extractor.blocks import Block
from tts.extractor.headline import headline_at
from tts.extractor.noise import fold

_ONE = (
    r"(?:[^\d。,$¥]{1,6}[: ]{1,2})?(?:(?:NTD?|HKD?|US|RMB|RM|SG?D?|TWD|A)? ?[$¥] ?|(?:NTD|HKD|RMB|TWD|RM) ?)"
    r"\d[\d,.]{0,11}(?: ?(?:元|起|/ ?.{1,3}))?"
)
_PRICE = re.compile(rf"^{_ONE}(?: {_ONE})?$", re.IGNORECASE)  # what it was before, and what it is now
_SELLS = re.compile(
    r"(?:^|[-_ ])(?:prices?|products?|goods|cart|sku|buy|shop(?:ping)?|add-?to-?(?:cart|bag))(?=$|[-_ ])",
    re.IGNORECASE,
)
_MAX_PRICES = 65  # characters of two of them, each as long as it may be
# What a shop's page has below what it sells, in whatever elements.
_LABEL = re.compile(
    r"(?:(?:商品|[买买]家|顾客|产品|宝贝)(?:评[价论價]|规格|说明|详情|介绍|特色|问答)"
    r"|(?:配送|运送|[送取][货貨]|付款)(?:方式|说明|[与及]付款)"
    r"|退[换换]?[货貨](?:政策|说明|[须須]知)|加入[购購]物[车車]|立即[购購][买買]"
    r"|尺寸表|[运運][费費](?:说明)?|相关商品|[库庫]存)(?: ?\(?\d{1,5}\)?)?"
)
_SEVERAL = 3
_LABELS = 2
_AROUND = 3  # elements around a price that may say what they are
_MAX_NAMES = 200  # characters of a class and an id that are looked at


def is_shop(blocks: Sequence[Block], *, title: str | None, start: str) -> bool:
    """Tell whether a page sells; `start` is how its text begins, which the price stands above.

    Or several things are sold on it, each with its price.
    """
    labels = sum(bool(_LABEL.fullmatch(fold(block.text))) for block in blocks if not block.around.outside)
    prices = list(_prices(blocks, is_shop=labels >= _LABELS))
    if not prices:
        return False
    headline = headline_at(blocks, title)
    first = next((place for place, block in enumerate(blocks) if block.text.startswith(start)), 0)
    is_above = headline is not None and any(headline < place < first for place in prices)
    return is_above or len(prices) >= _SEVERAL


def _prices(blocks: Sequence[Block], *, is_shop: bool) -> Iterator[int]:
    """Yield the lines that are a price alone, in elements that say that something is sold there.

    `is_shop`: the page's labels have said so already.
    """
    for place, block in enumerate(blocks):
        is_seen = len(block.text) <= _MAX_PRICES and not block.around.hidden and not block.around.outside
        if is_seen and _PRICE.match(fold(block.text)) and (is_shop or _is_sold(block)):
            yield place


def _is_sold(block: Block) -> bool:
    around = [block.element]
    while len(around) < _AROUND and (parent := around[-1].getparent()) is not None:
        around.append(parent)
    names = (f"{one.get('class') or ''} {one.get('id') or ''}"[:_MAX_NAMES] for one in around)
    return any(map(_SELLS.search, names))
