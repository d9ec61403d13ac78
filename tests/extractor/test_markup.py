"""Markup: pages of any size become a bounded tree, or are refused."""

from collections.abc import Callable, Sequence

import pytest

from tts.errors import ArticleNotFound
from tts.extractor.markup import MAX_ELEMENTS
from tts.model.article import Article

COMMENT = "<div><a>網友{0}</a><p>我小時候就住在燈塔旁邊，真的很懷念那道光，第{0}次留言。</p></div>"


def test_page_with_thousands_of_comments_is_read(
    article_of: Callable[..., Article], page_of: Callable[..., str], traditional: Sequence[str]
) -> None:
    story = "".join(f"<p>{paragraph}</p>" for paragraph in traditional)
    comments = "".join(COMMENT.format(number) for number in range(MAX_ELEMENTS // 3))
    markup = page_of(story).replace("<footer>", f'<div id="comments">{comments}</div><footer>')
    article = article_of(markup)
    assert tuple(paragraph.text for paragraph in article.paragraphs) == tuple(traditional)


def test_page_with_far_too_many_elements_is_refused(
    article_of: Callable[..., Article], page_of: Callable[..., str]
) -> None:
    with pytest.raises(ArticleNotFound, match="elements"):
        article_of(page_of("<p>燈</p>" * MAX_ELEMENTS))
