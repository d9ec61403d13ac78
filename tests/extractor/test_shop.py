"""A page that sells is refused; a story about a price, or beside what its paper sells, is read."""

from collections.abc import Callable

import pytest

from tts.errors import ArticleNotFound
from tts.model.article import Article

ArticleOf = Callable[..., Article]

TITLE = "銅製船燈 手工打造"
ABOUT = (
    "<p>船燈以黃銅打造，燈罩可以拆洗，附兩公尺的麻繩，適合掛在門廊。</p>"
    "<p>商品七日內可以退換，包裝請保持完整。</p>"
)
STORY = (
    "手工打造銅製船燈的老師傅林小舟昨天說，一盞船燈要敲三天，他從十六歲敲到今天，敲了五十年。",
    "他的船燈一盞賣一萬兩千元，訂單排到明年，徒弟卻只有一人，市府表示願意補助。",
)


def page(body: str) -> str:
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body></html>"


@pytest.mark.parametrize(
    "price", ["NT$1,280", "HK$ 320", "售價：NT$ 1,280元", "$1,280", "RM 88.00", "NT$1,500 NT$1,280"]
)
def test_page_with_a_price_above_its_text_is_refused(article_of: ArticleOf, price: str) -> None:
    with pytest.raises(ArticleNotFound, match="sells"):
        article_of(page(f"<div class=price>{price}</div><div class=desc>{ABOUT}</div>"))


def test_page_with_a_shops_labels_is_refused(article_of: ArticleOf) -> None:
    said = "<h3>商品評價 (12)</h3><p>船燈很亮，包裝也仔細，會再回購。</p>"
    labels = f"{said}<h3>配送方式</h3><p>宅配一百元，離島另計。</p>"
    with pytest.raises(ArticleNotFound, match="sells"):
        article_of(page(f"<div>NT$ 480</div>{ABOUT}{labels}"))


def test_list_of_things_with_prices_is_refused(article_of: ArticleOf) -> None:
    goods = "".join(
        f"<div class=goods><h3>{name}</h3><p>黃銅打造，{name}附兩公尺的麻繩，適合掛在門廊。</p>"
        f"<b>${price}</b></div>"
        for name, price in (("小船燈", 980), ("大船燈", 1680), ("燭台", 450))
    )
    with pytest.raises(ArticleNotFound):
        article_of(page(goods))


@pytest.mark.parametrize(
    "beside",
    [
        "<div class=note>NT$12,000 一盞</div>",
        "<p>船燈一盞</p><p>NT$12,000</p>",
        "<div class=cart><a href=/cart>購物車</a></div>",
    ],
    ids=["in a sentence", "in no shop", "cart"],
)
def test_story_about_what_something_costs_is_read(article_of: ArticleOf, beside: str) -> None:
    told = article_of(page(f"{beside}<div>{''.join(f'<p>{text}</p>' for text in STORY)}</div>"))
    assert [paragraph.text for paragraph in told.paragraphs][-2:] == list(STORY)


def test_story_above_what_its_paper_sells_is_read(article_of: ArticleOf) -> None:
    story = "".join(f"<p>{text}</p>" for text in STORY)
    sold = "<div class=shop><span class=price>NT$280</span></div>"
    told = article_of(page(f"<div class=text>{story}</div>{sold}"))
    assert [paragraph.text for paragraph in told.paragraphs] == list(STORY)
