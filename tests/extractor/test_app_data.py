"""App data: the story that scripts hold, wherever their data keep it."""

import json
from collections.abc import Callable, Sequence

import pytest

from tts.errors import ArticleNotFound
from tts.extractor.app_data import stories_in
from tts.model.article import Article

TITLE = "老燈塔盼重新點亮"
OTHER = "海上救難隊又缺人又缺船，隊長說再這樣下去撐不久。" * 12


def marked(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def nested(story: Sequence[str]) -> dict[str, object]:
    """Return a page's data in which another story, a longer one, stands beside the one that is its own."""
    tokens = [[{"type": "text", "content": p[:6]}, {"type": "link", "content": p[6:]}] for p in story]
    return {
        "related": [{"title": "救難隊缺人", "content": OTHER}],
        "article": {"title": TITLE, "blocks": [{"htmlTokens": tokens}]},
    }


SCRIPTS: dict[str, Callable[[Sequence[str]], str]] = {
    "data of Next.js": lambda story: json.dumps({"props": {"pageProps": nested(story)}}),
    "state in a variable": lambda story: f"window.__INITIAL_STATE__ = {json.dumps(nested(story))};",
    "paragraphs as strings": lambda story: (
        f"var page={json.dumps({'a': {'headline': TITLE, 'paragraphs': list(story)}})}"
    ),
    "markup in a string": lambda story: json.dumps({"post": {"title": TITLE, "html": marked(story)}}),
    "flat values": lambda story: json.dumps([{"post": 1}, TITLE, marked(story)]),
    "a program": lambda story: (
        "window.__NUXT__=(function(a){return {title:a,html:"
        f"{json.dumps(marked(story)).replace('<', chr(92) + 'u003C')}}}}}('x'))"
    ),
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_story_in_a_pages_data_is_read_where_the_page_shows_none(
    article_of: Callable[..., Article], traditional: Sequence[str], script: Callable[[Sequence[str]], str]
) -> None:
    head = f"<title>{TITLE} | 某某新聞網</title>"
    body = f"<div id=app></div><script>{script(traditional)}</script>"
    article = article_of(f"<html><head>{head}</head><body>{body}</body></html>")
    assert [paragraph.text for paragraph in article.paragraphs] == list(traditional)


def test_story_for_readers_without_scripts_is_read(
    article_of: Callable[..., Article], traditional: Sequence[str]
) -> None:
    body = f"<div id=app></div><noscript>{marked(traditional)}</noscript>"
    article = article_of(f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>")
    assert [paragraph.text for paragraph in article.paragraphs] == list(traditional)


def test_shell_whose_data_hold_other_stories_alone_is_refused(article_of: Callable[..., Article]) -> None:
    data = json.dumps({"related": [{"title": "救難隊缺人", "content": OTHER}]})
    with pytest.raises(ArticleNotFound):
        article_of(f"<html><head><title>{TITLE}</title></head><body><script>{data}</script></body></html>")


@pytest.mark.parametrize("script", ["", "{", "a = {", "var x = [1, 2];", '"' * 9_000, "=" * 9_000 + "{"])
def test_script_without_a_story_gives_none(script: str) -> None:
    assert not any(stories_in([script], [TITLE]))
