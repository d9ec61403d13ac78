"""Pages of the sites that have an adapter, built as their readers describe them; stories are invented."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import pytest

from tts.extractor.sites import SITES, Site, site_of
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


LTN = """<html><head><title>老燈塔盼重新點亮 - 生活 - 自由時報電子報</title></head><body>
<div class="whitecon"><h1>老燈塔盼重新點亮</h1><div class="text boxTitle boxText">
<span class="time">2026/01/09 12:30</span>
<div class="photo boxTitle"><img src=1><p>老燈塔。（記者林小舟攝）</p></div>
{}<p class="appE1121">不用抽 不用搶 現在用APP看新聞 保證天天中獎　<a>點我下載APP</a></p>
<div class="related boxText"><p>相關新聞</p><a href=/1>全台燈塔巡禮</a></div></div></div></body></html>"""
CNA = """<html><head><title>老燈塔盼重新點亮 | 生活 | 中央社 CNA</title></head><body>
<div class="centralContent"><h1><span>老燈塔盼重新點亮</span></h1>
<div class="updatetime"><span>2026/1/9 12:30</span>（1/9 15:00 更新）</div>
<div class="paragraph"><figure><img>
<div class="picinfo">圖為老燈塔。中央社記者林小舟攝 115年1月9日</div></figure>{}</div>
<div class="paragraph bottomArticleBanner"><p>本網站之文字、圖片及影音，非經授權，不得轉載。</p></div>
</div></body></html>"""
ETTODAY = """<html><head><title>老燈塔盼重新點亮 | ETtoday生活新聞 | ETtoday新聞雲</title></head><body>
<article><h1 class=title>老燈塔盼重新點亮</h1><time class=date>2026年01月09日 12:30</time>
<div class="story" itemprop="articleBody"><p><img src=1></p>
<p><strong>▲老燈塔。（圖／漁會提供）</strong></p>
<p>記者林小舟／基隆報導</p>{}<p><strong>【其他新聞】</strong><br><a href=/1>夜市名店</a></p>
<p>★圖片為版權照片，任何網站、報刊、電視台未經許可，不得部分或全部轉載！</p></div></article></body></html>"""
CHINATIMES = """<html><head><title>老燈塔盼重新點亮 - 生活 - 中時新聞網</title></head><body><article>
<h1 class="article-title">老燈塔盼重新點亮</h1>
<div class="meta-info"><time datetime="2026-01-09 12:30">12:30</time></div>
<div class="article-body"><figure><img><figcaption>老燈塔。</figcaption></figure>{}
<div class="article-hash-tag"><a href=/t>#燈塔</a></div></div></article></body></html>"""


@pytest.mark.parametrize(
    ("page_of_site", "host"),
    [
        (LTN, "news.ltn.com.tw"),
        (CNA, "www.cna.com.tw"),
        (ETTODAY, "www.ettoday.net"),
        (CHINATIMES, "www.chinatimes.com"),
    ],
)
@pytest.mark.parametrize("has_address", [True, False])
def test_taiwanese_site_is_read_with_or_without_its_address(
    article_of: ArticleOf, traditional: Sequence[str], page_of_site: str, host: str, *, has_address: bool
) -> None:
    markup = page_of_site.format("".join(f"<p>{paragraph}</p>" for paragraph in traditional))
    article = article_of(markup, f"https://{host}/news/1" if has_address else None)
    assert texts(article) == traditional
    assert article.title == "老燈塔盼重新點亮"
    assert article.published == datetime.fromisoformat("2026-01-09T12:30:00+08:00")
    assert article.publisher == next(site.publisher for site in SITES if host.endswith(site.hosts[0]))


def test_host_is_matched_whole() -> None:
    assert site_of("https://house.udn.com/house/story/1") is not None
    assert site_of("https://notudn.com/news/1") is None
    assert site_of(None) is None


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.hosts[0])
def test_adapter_selects_nothing_on_a_foreign_page_and_does_not_fail(site: Site) -> None:
    assert site.select("<html><body><p>一段文字。</p></body></html>").body in {"", "<p>一段文字。</p>"}
