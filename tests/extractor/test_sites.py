"""Pages of the sites that have an adapter, built as their readers describe them; stories are invented."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from lxml.etree import tostring

from tests.extractor import papers
from tests.extractor.papers import PAPERS, Paper, fill, page_of, skeleton
from tts.extractor.markup import read
from tts.extractor.prose import squeeze
from tts.extractor.sites import SITES, Site, site_of
from tts.extractor.sites.selectors import found_by, path_of
from tts.model.article import Article

ArticleOf = Callable[..., Article]

TITLE = "燈塔熄燈百年 漁村居民盼重現 海邊那道光"
CAPTION = "老燈塔矗立在基隆外海的小島上。（記者林小舟／攝影）"
FIGURE = f"""<figure class="article-content__image"><picture><img data-src="https://pgw.example/2.jpg"
    alt="{CAPTION}"></picture><figcaption>{CAPTION}</figcaption></figure>"""


def editor(story: Sequence[str]) -> str:
    first, second, *rest = story
    linked = first.replace(
        "燈塔", '<a class="tag" href="/search/tagging/2/燈塔"><strong> 燈塔 </strong></a>', 1
    )
    return f"""
      <p>\r\n{linked}</p>
      <div id="div-gpt-ad-1" class="inline-ads">我是廣告 請繼續往下閱讀</div>
      <p>\r\n{second}</p>
      {FIGURE}
      {"".join(f"<p>{paragraph}</p>" for paragraph in rest)}
      <p><div class="video-container"><iframe src="https://v.example"></iframe>影片／漁村的一天</div></p>
      <p style="color:red">▪ 更多燈塔新聞請看專題</p>
      <section class="keywords"><a href="/t/1">燈塔</a><a href="/t/2">基隆</a>
      <a href="/t/3">漁村</a></section>
      <section class="next-page"><p>上一則</p><h3><a href="/1">港區聯外道路動工</a></h3>
      <p>下一則</p><h3><a href="/2">夜市換新裝</a></h3></section>"""


def page(story: Sequence[str], *, json_ld: str = "", canonical: str = "", body: str = "") -> str:
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    return f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8">{link}
    <title>{TITLE} | 基隆 | 生活 | 世界新聞網</title>
    <meta property="og:title" content="{TITLE} | 基隆 | 生活 | 世界新聞網">
    <meta property="og:site_name" content="世界新聞網">
    <meta property="og:image" content="https://pgw.example/1.jpg">
    {json_ld}</head><body><header>我的頻道</header>
    <div class="wrapper-left"><section class="article-content__wrapper">
      <nav class="article-content__breadcrumb"><a class="breadcrumb-items" href="/">首頁</a>
        <a class="breadcrumb-items" href="/life">生活</a></nav>
      <h1 class="article-content__title">{TITLE}</h1>
      <div class="article-content__subinfo"><section class="authors">
        <span class="article-content__author">
        <a href="/a">記者林小舟</a>／基隆報導</span>
        <time class="article-content__time">2026-01-09 02:20</time></section></div>
      <div class="player">聽新聞 <span>test</span> 0:00 /0:00</div>
      <figure class="article-content__cover"><picture><img data-src="https://pgw.example/1.jpg"
        alt="{CAPTION}"></picture><figcaption>{CAPTION}</figcaption></figure>
      <div class="article-content__paragraph">
      <section class="article-content__editor ">{body or editor(story)}
      </section></div></section>
      <section class="related"><h3>延伸閱讀</h3><ul><li><a href="/9">全台燈塔巡禮</a></li></ul></section>
    </div><footer>版權所有</footer></body></html>"""


WORLD_JOURNAL = "https://www.worldjournal.com/wj/story/121344/9247263"
UDN = "https://udn.com/news/story/7328/9247263"
JSON_LD = """<script type="application/ld+json">[{"@context":"https://schema.org","@type":"NewsArticle",
"headline":"別的標題","datePublished":"2026-01-09T02:20:00-05:00","dateModified":"2026-01-10T03:00:00-05:00",
"author":{"@type":"Person","name":"基隆9日電"},"articleSection":"生活",
"keywords":"燈塔,基隆,漁村",
"description":"第一行
第二行	有控制字元","image":["https://pgw.example/1.jpg"],
"publisher":{"@type":"Organization","name":"世界日報"}}]
</script>"""


def texts(article: Article) -> tuple[str, ...]:
    return tuple(paragraph.text for paragraph in article.paragraphs)


@pytest.mark.parametrize(
    ("url", "publisher", "hours"), [(WORLD_JOURNAL, "世界日報", -5), (UDN, "聯合新聞網", 8)]
)
def test_page_gives_its_story_and_what_it_says_of_it(
    article_of: ArticleOf, traditional: Sequence[str], url: str, publisher: str, hours: int
) -> None:
    article = article_of(page(traditional), url)
    assert texts(article) == traditional
    assert article.title == TITLE
    assert article.byline == "記者林小舟／基隆報導"
    assert article.publisher == publisher
    assert article.published is not None
    assert article.published.replace(tzinfo=None) == datetime(2026, 1, 9, 2, 20)  # noqa: DTZ001 - compared as written
    assert article.published.utcoffset() == timedelta(hours=hours)
    assert article.tags == ("燈塔", "基隆", "漁村")
    assert article.image_url == "https://pgw.example/1.jpg"
    assert article.url == url


def test_saved_page_is_known_by_its_canonical_link(article_of: ArticleOf, traditional: Sequence[str]) -> None:
    article = article_of(page(traditional, canonical=WORLD_JOURNAL))
    assert article.publisher == "世界日報"
    assert article.url == WORLD_JOURNAL
    assert texts(article) == traditional


def test_saved_page_without_any_address_is_read_all_the_same(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    article = article_of(page(traditional))
    assert texts(article) == traditional
    assert article.title == TITLE
    assert article.byline == "記者林小舟／基隆報導"


def test_json_ld_with_raw_control_characters_in_an_array_is_read(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    article = article_of(page(traditional, json_ld=JSON_LD), WORLD_JOURNAL)
    assert article.modified == datetime.fromisoformat("2026-01-10T03:00:00-05:00")
    assert article.section == "生活"
    assert article.byline == "記者林小舟／基隆報導"
    assert article.title == TITLE


@pytest.mark.parametrize(
    "body",
    [
        '<div class="article-body__editor">{}</div>',
        '<div class="story_body_content">{}</div>',
        '<div id="story_body_content"><div id="story_art_title">x</div>{}</div>',
        '<main class="main"><h1>燈塔</h1>{}</main>',
        '<div class="wrapper"><section class="article-content__wrapper">{}</section></div>',
    ],
)
def test_every_kind_of_udn_page_is_read(article_of: ArticleOf, traditional: Sequence[str], body: str) -> None:
    story = "".join(f"<p>\r\n{paragraph}</p>" for paragraph in traditional)
    head = "<!doctype html><html><head><title>燈塔 | 聯合新聞網</title></head>"
    assert texts(article_of(f"{head}<body>{body.format(story)}</body></html>", UDN)) == traditional


def test_block_quotes_and_sub_headings_stay_in_place(
    article_of: ArticleOf, traditional: Sequence[str]
) -> None:
    body = (
        f"<p>{traditional[0]}</p><h2>盼燈再亮 老船長落淚</h2><p>{traditional[1]}</p>"
        f'<blockquote class="article-blockquote">{traditional[2]}</blockquote><p>{traditional[3]}</p>'
        '<div class="further-reading__box"><p>延伸閱讀</p><p><a href="/1">全台燈塔，五座必看。</a></p></div>'
    )
    article = article_of(page(traditional, body=body), UDN)
    assert texts(article) == (traditional[0], "盼燈再亮 老船長落淚", *traditional[1:])
    assert article.paragraphs[1].kind == "heading"


def test_the_time_for_machines_is_more_exact(article_of: ArticleOf, traditional: Sequence[str]) -> None:
    shown = '<time class="article-content__time">2026-01-09 02:20</time>'
    told = '<time class="article-content__time" datetime="2026-01-09T02:20:45-05:00">2026-01-09</time>'
    article = article_of(page(traditional).replace(shown, told), "https://www.worldjournal.com/wj/story/1/2")
    assert article.published == datetime.fromisoformat("2026-01-09T02:20:45-05:00")


def test_members_only_stub_is_read_with_a_warning(article_of: ArticleOf, traditional: Sequence[str]) -> None:
    offer = '<div class="udn-privilege-details">訂閱會員，閱讀全文</div>'
    body = f"<p>{traditional[0]}</p><p>{traditional[1][:-1]}...</p>{offer}"
    article = article_of(page(traditional, body=body), UDN)
    assert len(article.paragraphs) == 2
    assert any("subscri" in warning for warning in article.warnings)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.host)
@pytest.mark.parametrize("has_address", [True, False], ids=["address", "name"])
def test_paper_is_read_with_or_without_its_address(
    article_of: ArticleOf, traditional: Sequence[str], paper: Paper, *, has_address: bool
) -> None:
    site = site_of(f"https://{paper.host}/")
    assert site is not None
    article = article_of(paper.page(traditional), f"https://{paper.host}/news/1" if has_address else None)
    assert texts(article) == traditional
    assert article.title == papers.TITLE
    assert article.byline == paper.byline
    assert article.publisher == site.publisher
    assert article.published is not None
    noon = datetime(2026, 1, 9, 12, 30, tzinfo=ZoneInfo(site.zone))
    assert article.published.astimezone(UTC) == noon.astimezone(UTC)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.host)
def test_adapter_finds_by_its_own_selectors_what_it_declares(
    traditional: Sequence[str], paper: Paper
) -> None:
    site = site_of(f"https://{paper.host}/")
    assert site is not None
    selection = site.select(read(paper.page(traditional)))
    assert all(paragraph in selection.body for paragraph in traditional)
    assert selection.title == (papers.TITLE if site.title else None)
    assert bool(selection.byline) == bool(site.byline)
    assert bool(selection.time) == bool(site.time)
    if paper.host != "www.ettoday.net":  # what stands around its stories has no names; the rules know it
        assert "".join(BeautifulSoup(selection.body, "lxml").get_text().split()) == "".join(traditional)


@pytest.mark.parametrize(
    ("site", "selector"),
    [(site, selector) for site in SITES for selector in site.body],
    ids=lambda value: value.hosts[0] if isinstance(value, Site) else value,
)
def test_story_is_read_from_every_body_that_is_declared(
    article_of: ArticleOf, traditional: Sequence[str], site: Site, selector: str
) -> None:
    halves = selector.split(", ")
    insides = ["[story]"] if len(halves) == 1 else ["[first]", "[rest]"]
    body = "".join(map(skeleton, halves, insides))
    markup = fill(f"<h1>[title]</h1>{body}", traditional)
    page = page_of(papers.TITLE, markup, "")
    assert texts(article_of(page, f"https://{site.hosts[0]}/news/1")) == traditional
    assert all(paragraph in site.select(read(page)).body for paragraph in traditional)


def test_every_adapter_has_a_page_here() -> None:
    of_papers = {site.hosts for paper in PAPERS if (site := site_of(f"https://{paper.host}/"))}
    assert {site.hosts for site in SITES} - of_papers == {("udn.com",), ("worldjournal.com",)}


@pytest.mark.parametrize(
    ("host", "hours"),
    [
        ("www.worldjournal.com", -5),
        ("www.epochtimes.com", -5),
        ("www.dw.com", 1),
        ("www.storm.mg", 8),
        ("www.hk01.com", 8),
        ("www.zaobao.com.sg", 8),
    ],
)
def test_clock_stands_where_the_paper_is_made(host: str, hours: int) -> None:
    site = site_of(f"https://{host}/")
    assert site is not None
    assert datetime(2026, 1, 9, tzinfo=ZoneInfo(site.zone)).utcoffset() == timedelta(hours=hours)


def test_no_host_and_no_name_tells_two_papers() -> None:
    for values in ([h for site in SITES for h in site.hosts], [n for site in SITES for n in site.names]):
        assert len(values) == len(set(values))
    for site in SITES:
        for host in site.hosts:
            assert site_of(f"https://{host}/news/1") is site


def test_every_selector_and_every_zone_is_one() -> None:
    nothing = BeautifulSoup("", "lxml")
    for site in SITES:
        assert ZoneInfo(site.zone)
        for selector in (*site.body, *site.title, *site.byline, *site.time, *site.tags, *site.remove):
            assert nothing.select(selector) == []


def test_list_of_stories_is_no_body(traditional: Sequence[str]) -> None:
    links = "".join(f"<li><a href=/{n}>{text}</a></li>" for n, text in enumerate(traditional))
    markup = page_of("即時新聞", f"<h1>即時新聞</h1><ul class='list'>{links}</ul>", "")
    assert [site.hosts[0] for site in SITES if site.select(read(markup)).body] == []


def test_empty_element_is_no_body_and_what_lies_within_one_is_not_read_twice() -> None:
    site = Site(hosts=("a.example",), publisher="甲報", zone="Asia/Taipei", body=("div.now", "div.then"))
    markup = (
        '<div class="now"> <img src=1></div><div class="then"><div class="then"><p>一句話。</p></div></div>'
    )
    assert site.select(read(markup)).body.count("一句話。") == 1


@pytest.mark.parametrize(
    "selector",
    [
        "h1",
        "div.story p",
        "div.story > p.last",
        "#lead, div.story",
        "h1 + p",
        "h1 ~ div",
        "p:first-of-type",
        "div.story p + p",
        "[data-part=lead]",
        "[class^=st] p",
        "[class~=story]",
        "body > h1",
        "*",
        ":is(h1, #lead)",
        "div:has(p.last) p",
        "H1",
        "aside .story",
        "[data-part=lead]:has(b)",
        "aside:has(b)",
        "div.story.wide aside",
        "[class]",
        "div.stor",
        "[data-part='lead'], h1",
    ],
)
def test_selector_finds_what_beautiful_soup_finds(selector: str) -> None:
    markup = """<html><head><title>一</title></head><body><h1>老燈塔</h1><p id=lead data-part=lead>導言。</p>
    <div class="story wide"><p>第一段。</p>段外<p class=last>第二段。</p><aside>旁<b>欄</b></aside></div>
    <div><p>別的。</p></div></body></html>"""
    tree = read(markup)
    before = tostring(tree)
    found = [squeeze("".join(one.itertext())) for one in found_by(selector, tree)]
    assert found == [squeeze(one.get_text()) for one in BeautifulSoup(markup, "lxml").select(selector)]
    assert tostring(tree) == before


def test_declared_sites_are_selected_without_beautiful_soup() -> None:
    for site in SITES:
        for selector in (*site.body, *site.title, *site.byline, *site.time, *site.tags, *site.remove):
            assert path_of(selector), selector


def test_unwanted_is_found_by_what_lies_around_the_body() -> None:
    site = Site(
        hosts=("a.example",), publisher="甲報", zone="Asia/Taipei", body=("p",), remove=("div.page .ad", "i")
    )
    markup = '<div class="page"><p>一句話。<b class="ad">廣告</b><i>圖說</i></p></div>'
    assert site.select(read(markup)).body == "<p>一句話。</p>"


def test_host_is_matched_whole() -> None:
    assert site_of("https://house.udn.com/house/story/1") is not None
    assert site_of("https://notudn.com/news/1") is None
    assert site_of(None) is None


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.hosts[0])
def test_adapter_selects_nothing_on_a_foreign_page_and_does_not_fail(site: Site) -> None:
    assert site.select(read("<html><body><p>一段文字。</p></body></html>")).body in {"", "<p>一段文字。</p>"}
