"""The headline is what the page's head and its lines agree on, no slogan, masthead or clipped form."""

from collections.abc import Callable, Sequence

import pytest

from tts.extractor.extract import extract
from tts.model.article import Article
from tts.model.document import Document

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]

TITLE = "老燈塔盼重新點亮"
STORY = (
    "<p>基隆外海的老燈塔今年滿一百歲，居民昨天聯名向市府陳情，希望重新點亮這座停用多年的燈塔，讓夜歸的漁船看得見。</p>"
    "<p>市府文化局表示，燈塔的結構仍然穩固，但燈具早已拆除，若要重新啟用，估計須花費新台幣三千萬元。</p>"
)


def in_paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def page(lines: str, title: str, *, og: str = "", site: str = "") -> str:
    """Return a page with these lines above a story."""
    head = "".join(
        f'<meta property="og:{key}" content="{value}">'
        for key, value in (("title", og), ("site_name", site))
        if value
    )
    return f"<html><head><title>{title}</title>{head}</head><body>{lines}<div>{STORY}</div></body></html>"


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param(page(f"<h1>港灣報</h1><h2>{TITLE}</h2>", f"{TITLE} - 港灣報"), id="masthead as h1"),
        pytest.param(page(f"<h1>生活新聞</h1><h2>{TITLE}</h2>", f"{TITLE} - 港灣報"), id="section as h1"),
        pytest.param(
            page(f"<h3>{TITLE}</h3>", "港灣報 海的聲音", og="港灣報 海的聲音", site="港灣報 海的聲音"),
            id="the head has the slogan",
        ),
        pytest.param(page(f"<div>{TITLE}</div>", "港灣新聞網"), id="the head has the site, the line no mark"),
        pytest.param(page(f"<div class=newsTitle>{TITLE}</div>", "港灣報"), id="the line has a class"),
        pytest.param(page(f"<h1>{TITLE}</h1>", f"{TITLE} 居民聯名 - 港灣報"), id="two lines"),
        pytest.param(page(f"<h1>{TITLE}</h1>", "", og="老燈塔盼…"), id="the head is clipped"),
        pytest.param(page(f"<div>{TITLE}</div>", f"港灣 - {TITLE}"), id="the site comes first"),
        pytest.param(
            page(f"<div><span>標題</span><span>{TITLE}</span></div>", f"{TITLE} - 看板 sea - 小站"),
            id="a board's label is before it",
        ),
        pytest.param(page(f"<div>{TITLE}</div>", f"{TITLE}─港灣之聲"), id="behind a dash of boxes"),
        pytest.param(page(f"<div>{TITLE}</div>", "", og=f"港灣新聞({TITLE})"), id="in brackets"),
        pytest.param(
            page(f"<h1>{TITLE} | 港灣日報</h1>", "", og=TITLE), id="the heading has the site's name too"
        ),
        pytest.param(page(f"<h1><span>社會</span>{TITLE}</h1>", "", og=TITLE), id="section in it"),
        pytest.param(
            page(f"<h1><span>生態</span>{TITLE}</h1>", f"{TITLE} | 山海角", og=f"{TITLE} | 山海角"),
            id="section in it, a site that nothing names",
        ),
        pytest.param(
            page(f"<h1>{TITLE}<small>船長：知道到家了</small></h1>", TITLE, og=TITLE),
            id="a second line in it",
        ),
        pytest.param(page(f"<div>{TITLE}</div>", f"{TITLE} @ 山海角"), id="behind an at sign"),
        pytest.param(
            page(f"<div>{TITLE}</div>", f"港灣日報 > 地方新聞 > {TITLE}"), id="at the end of a path"
        ),
        pytest.param(
            page("", f"{TITLE} | 山海角").replace("</body>", "<div>© 2026 山海角 版權所有</div></body>"),
            id="the site that has all rights",
        ),
        pytest.param(page("<div class=logo>山海角</div>", f"{TITLE} | 山海角"), id="the site of the logo"),
        pytest.param(
            page(f"<h1>海邊筆記</h1><h3 class=post-title>{TITLE}</h3>", f"海邊筆記: {TITLE}"), id="blog"
        ),
        pytest.param(
            page(f"<h1>港灣週報社</h1><h2>{TITLE}</h2>", "港灣週報社"), id="the site is all of the head"
        ),
        pytest.param(
            page(
                f"<table><tr><td><span class=headline>{TITLE}</span><br>2026-01-05</td></tr></table>",
                "港灣報",
            ),
            id="marked within a cell",
        ),
    ],
)
def test_headline_is_what_head_and_page_agree_on(article_of: ArticleOf, markup: str) -> None:
    assert article_of(markup).title == TITLE


def test_section_that_a_headline_begins_with_is_not_the_headline(article_of: ArticleOf) -> None:
    title = "港灣論壇：老燈塔盼重新點亮"
    assert article_of(page(f"<h2>港灣論壇</h2><div>{title}</div>", f"{title} - 港灣報")).title == title


@pytest.mark.parametrize("stated", ["燈塔&lt;新規&gt; - 港灣臺", "燈塔<新規> - 港灣臺"])
def test_heading_wins_over_a_head_that_broke_off(article_of: ArticleOf, stated: str) -> None:
    markup = page("<h1>燈塔&lt;新規&gt;上路 遊客叫好</h1>", stated, og=stated)
    assert article_of(markup).title == "燈塔<新規>上路 遊客叫好"


@pytest.mark.parametrize("title", ["🔥老燈塔亮了！【有片】", "快訊／老燈塔亮了", "專訪｜守燈塔的人"])
def test_what_editors_put_into_a_headline_stays(article_of: ArticleOf, title: str) -> None:
    assert article_of(page(f"<h1>{title}</h1>", f"{title} | 港灣新聞網", og=title)).title == title


def test_entities_of_a_head_are_read_once_more(article_of: ArticleOf) -> None:
    markup = page("", "", og="市府&amp;quot;燈塔&amp;quot;計畫上路")
    assert article_of(markup).title == '市府"燈塔"計畫上路'


def test_a_line_of_another_story_is_not_the_headline(article_of: ArticleOf) -> None:
    other = "<h3>老燈塔</h3><h3>漁港今起封閉三天</h3>"
    markup = page(f"<h1>{TITLE}</h1>", f"{TITLE} - 港灣報").replace("</body>", f"{other}</body>")
    assert article_of(markup).title == TITLE


@pytest.mark.parametrize("title", ["燈塔節開跑 - 本周日報到", "老燈塔重新點亮 | 新聞回顧"])
def test_headline_on_which_head_and_heading_agree_is_whole(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], title: str
) -> None:
    head = f'<meta property="og:title" content="{title}">'
    assert article_of(page_of(in_paragraphs(traditional), title=title, head=head)).title == title


def test_heading_of_the_page_is_preferred_for_its_pauses(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    markup = page_of(in_paragraphs(traditional), title="老燈塔 盼重新點亮")
    markup = markup.replace("<title>老燈塔 盼重新點亮", "<title>老燈塔盼重新點亮")
    assert article_of(markup).title == "老燈塔 盼重新點亮"


def test_logo_in_a_heading_is_not_the_title(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str]
) -> None:
    markup = page_of(in_paragraphs(traditional)).replace("<h1>", "<h1>某某新聞網</h1><h1>", 1)
    assert article_of(markup).title == "老燈塔盼重新點亮"


def test_a_lone_heading_is_the_title_where_the_head_has_one_for_all_pages() -> None:
    html = (
        "<html><head><title>新聞內容 - 某某醫院</title></head><body><h1>門診時間明起調整 晚上也看診</h1>"
        "<div><p>醫院今天宣布，門診時間自明天起調整，晚上也看診，請病友留意時間，並提早上網掛號。</p>"
        "<p>院方表示，急診不受影響，二十四小時照常開放，病友若有疑問可以打電話詢問服務台。</p></div></body></html>"
    )
    article = extract(Document(html.encode(), "page.html"))
    assert article.title == "門診時間明起調整 晚上也看診"
    assert "門診時間" not in article.paragraphs[0].text[:4]


def test_headline_with_a_papers_word_in_it_is_no_masthead(article_of: ArticleOf) -> None:
    title = "交通部說要在三年裡織成京津冀的綜合交通網絡"
    markup = page(f"<h1>{title}</h1>", f"{title}-股票頻道-港灣網")
    assert article_of(markup.replace(STORY, f"<h3>熱銷產品</h3>{STORY}")).title == title


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("某某縣政府文化局-新聞稿-老燈塔盼重新點亮 居民聯名陳情", "<dl><dt>{0}</dt></dl>"),
        ("某某縣政府文化局", "<table><tr><th>主旨</th><td>{0}</td></tr></table>"),
        ("某某縣政府文化局", "<h3>{0}</h3>"),
    ],
)
def test_office_is_not_the_headline_of_its_release(
    article_of: Callable[..., Article], traditional: Sequence[str], title: str, line: str
) -> None:
    headline = "老燈塔盼重新點亮 居民聯名陳情"
    body = line.format(headline) + "".join(f"<p>{paragraph}</p>" for paragraph in traditional)
    masthead = "<header><h1><a href=/>某某縣政府文化局</a></h1></header>"
    page = f"<html><head><title>{title}</title></head><body>{masthead}<div>{body}</div></body></html>"
    assert article_of(page).title == headline
