"""The time of publication is the one beside the headline, told exactly where machines are told truly."""

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from tts.model.article import Article

ArticleOf = Callable[..., Article]
PageOf = Callable[..., str]

URL = "https://news.example.tw/a/1"
STORY = (
    "<p>基隆外海的老燈塔今年滿一百歲，居民昨天聯名向市府陳情，希望重新點亮這座停用多年的燈塔，讓夜歸的漁船看得見，"
    "也讓遊客在岸邊看見百年前的光，市府表示會研究，但經費有限，需要中央補助。</p>"
    "<p>市府文化局表示，燈塔的結構仍然穩固，但燈具早已拆除，若要重新啟用，估計須花費新台幣三千萬元。</p>"
)


def in_paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def page(below: str = "", *, above: str = "", told: str = "", behind: str = "") -> str:
    """Return a page with lines above and below its headline, and what machines are told of its time."""
    meta = f'<meta property="article:published_time" content="{told}">' if told else ""
    return (
        f"<html><head><title>老燈塔盼重新點亮 | 某某日報</title>{meta}</head><body>{above}"
        f"<h1>老燈塔盼重新點亮</h1>{below}<div>{STORY}</div>{behind}</body></html>"
    )


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("2026-01-05 10:20", "2026-01-05T10:20+08:00"),
        ("2026/01/05 下午 06:20 某某日報 記者林小舟", "2026-01-05T18:20+08:00"),
        ("<a href=/2026/01/>2026-01-05</a>", "2026-01-05T00:00+08:00"),
        ("發佈日期 : 2026.01.05", "2026-01-05T00:00+08:00"),
        ("2026年01月05日10:20 來源：某某網", "2026-01-05T10:20+08:00"),
        ("發布時間：2026-01-05 10:20 更新時間：2026-01-06 09:00", "2026-01-05T10:20+08:00"),
        ("最後更新：2026-01-06 09:00 建立時間：2026-01-05 10:20", "2026-01-05T10:20+08:00"),
        ("更新於 2026年01月06日09:00 • 發布於 2026年01月05日10:20", "2026-01-05T10:20+08:00"),
        ("最後更新 2026/01/05 10:20", "2026-01-05T10:20+08:00"),
        ("05/01/2026 10:20", "2026-01-05T10:20+08:00"),
        ("5 Jan 2026 10:20", "2026-01-05T10:20+08:00"),
        ("發布: 6:20pm 05/01/2026", "2026-01-05T18:20+08:00"),
        ("10:20 2026/01/05", "2026-01-05T10:20+08:00"),
        ("103年12月1日", "2014-12-01T00:00+08:00"),
        ("日期：103/12/01", "2014-12-01T00:00+08:00"),
        ("中華民國103年12月1日", "2014-12-01T00:00+08:00"),
        ("週一, 05 一月 2026 10:20", "2026-01-05T10:20+08:00"),
        ("由 小舟 » 週一 1月 05, 2026 10:20 am", "2026-01-05T10:20+08:00"),
        ("中華民國一一五年一月五日", "2026-01-05T00:00+08:00"),
        ("<span>發布：6:20pm 05/01/2026</span><span>2.1k點閱</span>", "2026-01-05T18:20+08:00"),
        ("2026年1月5日（星期一）<br>香港時間18時20分", "2026-01-05T18:20+08:00"),
        ("<p>2026-01-05</p><p>10:20</p><p>0 則留言</p>", "2026-01-05T10:20+08:00"),
        ("<p>註冊時間: 2009-08-14 15:12</p><p>發表於 2026-01-05 10:20</p>", "2026-01-05T10:20+08:00"),
    ],
)
def test_line_below_the_headline_tells_the_time(article_of: ArticleOf, line: str, time: str) -> None:
    assert article_of(page(f"<div>{line}</div>"), URL).published == at(time)


def test_local_time_that_is_marked_as_universal_is_local(article_of: ArticleOf) -> None:
    markup = page("<div>2026-01-05 10:20</div>", told="2026-01-05T10:20:33Z")
    assert article_of(markup, URL).published == at("2026-01-05T10:20:33+08:00")


def test_universal_time_comes_as_the_local_one_that_readers_are_told(article_of: ArticleOf) -> None:
    markup = page("<div>2026-01-05 10:20</div>", told="2026-01-05T02:20:33Z")
    published = article_of(markup, URL).published
    assert published is not None
    assert published.isoformat() == "2026-01-05T10:20:33+08:00"


def test_change_below_the_headline_is_no_publication_where_one_is_told_above(article_of: ArticleOf) -> None:
    markup = page("<p>最後修改於 2026-01-06 09:00</p>", above="<div><p>2026-01-05 10:20</p></div>")
    assert article_of(markup, URL).published == at("2026-01-05T10:20+08:00")


def test_day_that_no_calendar_has_is_none(article_of: ArticleOf) -> None:
    markup = page("<div>2026-13-45 10:20</div>", told="2026-01-05T10:20:33+08:00")
    assert article_of(markup, URL).published == at("2026-01-05T10:20:33+08:00")
    assert article_of(page("<div>2026-13-45 10:20</div>"), URL).published is None


def test_universal_time_of_a_page_that_shows_none_stays(article_of: ArticleOf) -> None:
    assert article_of(page(told="2026-01-05T10:20:33Z"), URL).published == at("2026-01-05T10:20:33+00:00")


def test_time_of_day_is_taken_where_machines_are_told_the_day_alone(article_of: ArticleOf) -> None:
    markup = page("<div>2026-01-05 10:20</div>", told="2026-01-05")
    assert article_of(markup, URL).published == at("2026-01-05T10:20+08:00")


def test_time_that_readers_are_shown_is_truer_than_a_copys_soon_after(article_of: ArticleOf) -> None:
    markup = page("<div>2026-01-05 10:20</div>", told="2026-01-05T10:24:33+08:00")
    assert article_of(markup, URL).published == at("2026-01-05T10:20+08:00")
    markup = page("<div>更新：2026-01-05 10:30</div>", told="2026-01-05T10:20:33+08:00")
    assert article_of(markup, URL).published == at("2026-01-05T10:20:33+08:00")


def test_shown_update_does_not_replace_the_publication_that_machines_are_told(article_of: ArticleOf) -> None:
    markup = page("<div>更新時間：2026-01-06 09:00</div>", told="2026-01-05T10:20:00+08:00")
    assert article_of(markup, URL).published == at("2026-01-05T10:20:00+08:00")


@pytest.mark.parametrize(
    "masthead", ["<header>2026年3月1日</header>", "<div>2026年3月1日 星期日 氣溫 21 度</div>"]
)
def test_day_of_the_masthead_is_none(article_of: ArticleOf, masthead: str) -> None:
    assert article_of(page(above=masthead), URL).published is None
    dated = "https://news.example.tw/2026/0105/1.html"
    assert article_of(page(above=masthead), dated).published == at("2026-01-05T00:00+08:00")


def test_line_right_above_the_headline_tells_the_time(article_of: ArticleOf) -> None:
    markup = page(above="<div>生活 2026-01-05 10:20</div>")
    assert article_of(markup, URL).published == at("2026-01-05T10:20+08:00")


def test_edition_right_above_a_headline_down_the_page_tells_the_day(article_of: ArticleOf) -> None:
    menu = "".join(f"<div>版面{n}</div>" for n in range(8))
    markup = page(above=f"{menu}<div>2026年1月5日星期一</div><h3>港聞</h3>")
    assert article_of(markup, URL).published == at("2026-01-05T00:00+08:00")


def test_labelled_line_below_the_story_tells_the_time(article_of: ArticleOf) -> None:
    markup = page(behind="<div>刊登日期：2026-01-05 10:20</div>")
    assert article_of(markup, URL).published == at("2026-01-05T10:20+08:00")


def test_time_in_json_ld_may_be_written_with_entities(article_of: ArticleOf) -> None:
    told = '{"@type": "NewsArticle", "datePublished": "2026-01-05T10:20:00&#x2B;09:00"}'
    markup = page(above=f'<script type="application/ld+json">{told}</script>')
    assert article_of(markup, URL).published == at("2026-01-05T10:20:00+09:00")


def test_time_of_another_story_is_none(article_of: ArticleOf) -> None:
    others = "<ul><li><a href=/2>漁港封閉</a> <time>2026-03-01 08:00</time></li></ul>"
    markup = page("<div>2026-01-05 10:20</div>", behind=others)
    assert article_of(markup, URL).published == at("2026-01-05T10:20+08:00")


def test_sentence_with_a_day_tells_no_time(article_of: ArticleOf) -> None:
    assert article_of(page("<p>他在2019年3月5日說過，這件事不急。</p>"), URL).published is None


@pytest.mark.parametrize(
    "path",
    [
        "20260105/1.html",
        "n1/2026/0105/c1.html",
        "2026-01/05/c_1.htm",
        "202601050012.aspx",
        "2026/1/5/33",
        "2026/new/jan/5/life3.htm",
    ],
)
def test_address_tells_the_day(article_of: ArticleOf, path: str) -> None:
    article = article_of(page(), f"https://news.example.tw/{path}")
    assert article.published == at("2026-01-05T00:00+08:00")


def test_day_in_the_address_comes_before_a_time_that_may_be_another_storys(article_of: ArticleOf) -> None:
    other = "<aside><time>2026-03-01 08:00</time></aside>"
    article = article_of(page(behind=other), "https://news.example.tw/2026/0105/1.html")
    assert article.published == at("2026-01-05T00:00+08:00")


def test_day_in_eight_digits_below_the_headline_is_read(article_of: ArticleOf) -> None:
    markup = f"<title>老燈塔盼重新點亮</title><h1>老燈塔盼重新點亮</h1><p>20260105</p>{in_paragraphs(BRIEF)}"
    assert article_of(markup).published == at("2026-01-05T00:00+08:00")


def test_day_whose_weekday_stands_before_its_year_is_read(article_of: ArticleOf) -> None:
    day = (
        "<ul><li><span>Jan</span><span>05</span><span>Mon</span><span>2026</span><span>21:15</span></li></ul>"
    )
    assert article_of(page(above=day), URL).published == at("2026-01-05T21:15+08:00")


def test_day_over_a_blogs_post_is_its_own(article_of: ArticleOf) -> None:
    above = "<div>海邊筆記</div><h2 class=date-header>2026年1月5日 星期一</h2>"
    assert article_of(page(above=above), URL).published == at("2026-01-05T00:00+08:00")


def test_day_behind_the_headline_in_the_title_tells_the_day(article_of: ArticleOf) -> None:
    markup = page().replace(" | 某某日報", " - 2026年01月05日 - 港聞")
    assert article_of(markup, URL).published == at("2026-01-05T00:00+08:00")


@pytest.mark.parametrize(
    "script",
    [
        'var ct = "1767579600";',
        '{"title": "老燈塔盼重新點亮", "publishedAt": "2026-01-05T10:20:00+08:00"}',
        '{"publish_time": "2026-01-05 10:20", "title": "老燈塔盼重新點亮"}',
        '{"headlines": {"basic": "老燈塔盼重新點亮"}, "display_date": "2026-01-05T02:20:00Z"}',
    ],
)
def test_script_tells_the_time_that_the_page_does_not_show(article_of: ArticleOf, script: str) -> None:
    published = article_of(page(behind=f"<script>{script}</script>"), URL).published
    assert published == at("2026-01-05T10:20+08:00")


def test_script_tells_the_hour_of_the_day_in_the_address(article_of: ArticleOf) -> None:
    for key in ("pubTime", "releaseTime", "display_time", "ctime"):
        data = (
            f'{{"title": "老燈塔盼重新點亮", "{key}": "2026-01-05 10:20", "next": {{"title": "漁港封閉"}}}}'
        )
        address = "https://news.example.tw/20260105/7"
        found = article_of(page(behind=f"<script>{data}</script>"), address).published
        assert found == at("2026-01-05T10:20+08:00")


def test_script_of_another_day_than_the_address_is_not_believed(article_of: ArticleOf) -> None:
    data = '{"title": "老燈塔盼重新點亮", "pubTime": "2026-02-07 10:20"}'
    address = "https://news.example.tw/20260105/7"
    published = article_of(page(behind=f"<script>{data}</script>"), address).published
    assert published == at("2026-01-05T00:00+08:00")


def test_programs_data_names_who_is_credited(article_of: ArticleOf) -> None:
    data = '{"headlines": {"basic": "老燈塔盼重新點亮"}, "credits": {"by": [{"id": "a", "name": "林小舟"}]}}'
    assert article_of(page(behind=f"<script>{data}</script>"), URL).byline == "林小舟"


BRIEF = (
    "老燈塔停用四十年之後，基隆市公所昨天決定重新把它點亮。",
    "守塔人的女兒保存了當年的日誌，一共三十七本，全都交給市公所。",
    "工程預計明年春天動工，到時候燈塔旁邊也會開一間小小的展覽室。",
)


def test_day_amid_a_story_of_brief_paragraphs_is_not_its_own(article_of: ArticleOf) -> None:
    book = "<p>書名：《燈塔日誌》</p><p>出版日期：2024/05/06</p>"
    lines = f"<h1>老燈塔盼重新點亮</h1><div>2026/01/09</div>{in_paragraphs(BRIEF)}{book}"
    published = article_of(f"<title>老燈塔盼重新點亮</title><div>{lines}</div>").published
    assert published == at("2026-01-09T00:00+08:00")


@pytest.mark.parametrize("line", ["【港灣報2026年01月09日訊】", "（2026年1月9日電）"])
def test_dateline_with_its_year_tells_the_day_before_the_days_of_its_sources(
    article_of: ArticleOf, line: str
) -> None:
    story = in_paragraphs((line + BRIEF[0], *BRIEF[1:]))
    sources = "<h2>消息來源</h2><ul><li>Harbour Post, 2026年1月7日</li></ul>"
    markup = f"<title>老燈塔盼重新點亮</title><div><h1>老燈塔盼重新點亮</h1>{story}{sources}</div>"
    assert article_of(markup).published == at("2026-01-09T00:00+08:00")


def test_day_below_a_standfirst_is_the_storys(article_of: ArticleOf) -> None:
    lines = f"<h1>老燈塔盼重新點亮</h1><p>{BRIEF[0]}</p><div>2026/01/09</div>{in_paragraphs(BRIEF[1:])}"
    published = article_of(f"<title>老燈塔盼重新點亮</title><div>{lines}</div>").published
    assert published == at("2026-01-09T00:00+08:00")


def test_day_of_the_first_post_of_a_thread_is_the_storys(article_of: ArticleOf) -> None:
    posts = [f"<div>發表於 2026-1-9 21:07</div><div>{in_paragraphs(BRIEF)}</div>"]
    posts += [
        f"<div>發表於 2026-1-{n} 08:00</div><div>我也住在燈塔旁邊，小時候常常去玩。</div>" for n in (10, 11)
    ]
    markup = f"<title>老燈塔盼重新點亮</title><h1>老燈塔盼重新點亮</h1><div>{''.join(posts)}</div>"
    assert article_of(markup).published == at("2026-01-09T21:07+08:00")


def test_script_tells_no_time_of_another_story(article_of: ArticleOf) -> None:
    data = '{"title": "老燈塔盼重新點亮", "next": {"title": "漁港封閉", "publishedAt": "2026-03-01 08:00"}}'
    assert article_of(page(behind=f"<script>{data}</script>"), URL).published is None


def test_number_of_a_story_is_no_day(article_of: ArticleOf) -> None:
    assert article_of(page(), "https://news.example.tw/story/2026013345").published is None


def test_the_time_of_a_ticker_is_not_the_storys(article_of: ArticleOf, traditional: Sequence[str]) -> None:
    article = article_of(
        "<body><ul><li><time>2026-01-10 09:00</time> 快訊</li></ul><article><h1>燈塔重新點亮了</h1>"
        f"<time datetime='2026-01-09T12:30:00+08:00'>今天</time>{in_paragraphs(traditional)}</article></body>"
    )
    assert article.published == datetime.fromisoformat("2026-01-09T12:30:00+08:00")


@pytest.mark.parametrize(
    ("url", "offset"),
    [
        ("https://news.example.tw/1", "+08:00"),
        ("https://news.example.com.cn/1", "+08:00"),
        ("https://news.example.hk/1", "+08:00"),
        ("https://www.worldjournal.com/wj/story/1/2", "-05:00"),
        (None, "+08:00"),
    ],
)
def test_time_without_a_zone_is_local_to_its_paper(
    article_of: ArticleOf, page_of: PageOf, traditional: Sequence[str], url: str | None, offset: str
) -> None:
    article = article_of(page_of(in_paragraphs(traditional)), url)
    assert article.published == datetime.fromisoformat(f"2026-01-09T12:30:00{offset}")
