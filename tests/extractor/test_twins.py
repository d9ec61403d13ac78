"""Twins: a text whose beginning a page shows, and which it keeps whole beside it until a click."""

from collections.abc import Callable, Sequence

import pytest

from tts.model.article import Article

TITLE = "老燈塔盼重新點亮"


def _paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def _texts(article: Article) -> list[str]:
    return [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize(
    "markup",
    [
        "<div>{first}{part}… <a href='#'>展開全文</a></div><div style='display:none'>{whole}</div>",
        "<p>{first} {part}...(<a>展开</a>)</p><section hidden>{whole}</section>",
        "<p>{first}</p><a>閱讀全文</a><div class='d-none'>{whole}<a>收起</a></div>",
        "<p>{part_of_first}...</p><p>2026-01-09 10:30</p><div style='display: none'><div>{whole}</div></div>",
    ],
)
def test_whole_text_is_read_once_in_place_of_its_shown_beginning(
    article_of: Callable[..., Article], traditional: tuple[str, ...], markup: str
) -> None:
    parts = {"first": traditional[0], "part_of_first": traditional[0][:30], "part": traditional[1][:14]}
    body = markup.format(whole=_paragraphs(traditional), **parts)
    assert _texts(article_of(f"<h1>{TITLE}</h1><div>{body}</div>")) == list(traditional)


@pytest.mark.parametrize(
    "hidden",
    [
        "{whole}",
        "{whole}<p>掃碼加入小鎮導覽，每月寄送港邊店家的折價券給大家。</p>",
        "<p>{first}</p>",
    ],
)
def test_hidden_copy_of_a_story_shown_to_its_end_is_not_read(
    article_of: Callable[..., Article], traditional: tuple[str, ...], hidden: str
) -> None:
    whole = _paragraphs(traditional)
    copy = hidden.format(whole=whole, first=traditional[0])
    page = f"<h1>{TITLE}</h1><div><div>{whole}</div><div style='display:none'>{copy}</div></div>"
    assert _texts(article_of(page)) == list(traditional)


def test_entries_that_each_unfold_are_read_whole_and_once(
    article_of: Callable[..., Article], traditional: tuple[str, ...]
) -> None:
    said = [f"第{n}位住戶說，海風把門吹開了，屋裡沒有人，桌上還有熱茶" for n in range(3)]
    whole = [f"{one}。他等到天黑才敢走進去，燈也沒有開，後來乾脆坐在門檻上睡著了。" for one in said]
    pairs = zip(said, whole, strict=True)
    entries = "".join(f"<p>{one}…</p><p style='display:none'>{all_of_it}</p>" for one, all_of_it in pairs)
    page = f"<h1>{TITLE}</h1><div>{_paragraphs(traditional)}{entries}</div>"
    assert _texts(article_of(page)) == [*traditional, *whole]


def test_story_that_goes_on_where_it_is_shown_keeps_its_beginning(
    article_of: Callable[..., Article], traditional: tuple[str, ...]
) -> None:
    more = "分享給朋友之前，請先確認收件人的地址，每次最多寄給五個人，以頓號隔開。" * 2
    letter = f"<div style='display:none'><h5>{TITLE}</h5><p>{traditional[0]}</p><p>{more}</p></div>"
    page = f"<h1>{TITLE}</h1><div><div>{_paragraphs(traditional)}</div><ul><li>港聞</li></ul>{letter}</div>"
    assert _texts(article_of(page)) == list(traditional)
