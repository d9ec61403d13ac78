"""A page of each paper that has an adapter, built as its readers describe it; the stories are invented.

In the markup, [title] stands for the headline, [story] for the paragraphs, [lines] for these with a <br>
between, [first] and [rest] for the first paragraph and the others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

TITLE = "老燈塔盼重新點亮"
FIGURE = "<figure><img src=1><figcaption>老燈塔矗立在小島上。（記者林小舟攝）</figcaption></figure>"
_LIST = "".join(
    f"<li><a href=/n/{n}>別的新聞標題第{n}則，與本文完全無關</a><p>這一則的摘要說了幾句話。</p></li>"
    for n in range(6)
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's host, what its head calls the paper, its markup, and the byline that a listener is told."""

    host: str
    name: str
    markup: str
    byline: str | None = None

    def page(self, story: Sequence[str]) -> str:
        """Return the paper's page with a story."""
        stamp = "" if "2026" in self.markup else "2026-01-09T12:30:00"
        return page_of(f"{TITLE} | 生活 | {self.name}", fill(self.markup, story), stamp)


def fill(markup: str, story: Sequence[str]) -> str:
    """Return markup with a story in the places kept for it."""
    parts = {
        "[title]": TITLE,
        "[story]": _paragraphs(story),
        "[lines]": "<br><br>".join(story),
        "[first]": _paragraphs(story[:1]),
        "[rest]": _paragraphs(story[1:]),
        "[figure]": FIGURE,
    }
    for name, text in parts.items():
        markup = markup.replace(name, text)
    return markup


def _paragraphs(story: Sequence[str]) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in story)


def page_of(title: str, markup: str, stamp: str) -> str:
    """Return a page with what surrounds a story everywhere: a menu, other stories, readers, the imprint."""
    told = f'<meta property="article:published_time" content="{stamp}">' if stamp else ""
    return f"""<!doctype html><html lang="zh-Hant"><head><meta charset="utf-8"><title>{title}</title>{told}
    </head><body><header><nav><a href=/>首頁</a><a href=/life>生活</a><a href=/video>影音</a></nav></header>
    <div class="page"><div class="column">{markup}</div>
    <aside><h3>熱門新聞</h3><ul>{_LIST}</ul></aside></div>
    <div class="comments"><p>讀者甲：我小時候也看過那座燈塔，希望它重新亮起來。</p></div>
    <footer><p>版權所有，未經許可不得轉載。</p></footer></body></html>"""


def skeleton(selector: str, inner: str) -> str:
    """Return the elements that a simple selector asks for, one within the other, around inner markup.

    >>> skeleton("div#a > section.b[lang=zh]", "…")
    '<div id="a"><section class="b" lang="zh">…</section></div>'
    """
    parts = [part for part in selector.replace(">", " ").split() if part != "p"]
    for part in reversed(parts):
        bare, *conditions = part.replace("]", "").split("[")
        tag = bare.replace("#", ".").split(".")[0] or "div"
        names = bare.replace("#", ".#").split(".")[1:]
        told = [(name[1:], "id") for name in names if name.startswith("#")]
        classes = " ".join(name for name in names if not name.startswith("#"))
        attributes = [f'id="{name}"' for name, _ in told]
        attributes += [f'class="{classes}"'] if classes else []
        attributes += ['{}="{}"'.format(*one.replace("^", "").split("=")) for one in conditions]
        inner = f"<{' '.join([tag, *attributes])}>{inner}</{tag}>"
    return inner


TAIWAN = (
    Paper(
        "money.udn.com",
        "經濟日報",
        """<section class="article-section"><h1 class="article-content__title">[title]</h1>
        <div class="article-section__info"><time>2026/01/09 12:30</time>
        <span class="article-section__author">經濟日報 記者林小舟／基隆報導</span></div>
        <section id="article_body" class="article-body__editor">[first][figure][rest]
        <div class="udn-ads">你可能有興趣</div></section></section>""",
        "經濟日報 記者林小舟／基隆報導",
    ),
    Paper(
        "news.ltn.com.tw",
        "自由時報電子報",
        """<div class="whitecon"><h1>[title]</h1><div class="text boxTitle boxText">
        <span class="time">2026/01/09 12:30</span>
        <div class="photo boxTitle"><img src=1><p>老燈塔。（記者林小舟攝）</p></div>
        [story]<p class="appE1121">不用抽 不用搶 現在用APP看新聞 保證天天中獎　<a>點我下載APP</a></p>
        <div class="related boxText"><p>相關新聞</p><a href=/1>全台燈塔巡禮</a></div></div></div>""",
    ),
    Paper(
        "www.cna.com.tw",
        "中央社 CNA",
        """<div class="centralContent"><h1><span>[title]</span></h1>
        <div class="updatetime"><span>2026/1/9 12:30</span>（1/9 15:00 更新）</div>
        <div class="paragraph"><figure><img>
        <div class="picinfo">圖為老燈塔。中央社記者林小舟攝 115年1月9日</div></figure>[story]</div>
        <div class="paragraph bottomArticleBanner"><p>本網站之文字、圖片及影音，非經授權，不得轉載。</p></div>
        </div>""",
    ),
    Paper(
        "www.ettoday.net",
        "ETtoday新聞雲",
        """<article><h1 class=title>[title]</h1><time class=date>2026年01月09日 12:30</time>
        <div class="story" itemprop="articleBody"><p><img src=1></p>
        <p><strong>▲老燈塔。（圖／漁會提供）</strong></p>
        <p>記者林小舟／基隆報導</p>[story]<p><strong>【其他新聞】</strong><br><a href=/1>夜市名店</a></p>
        <p>★圖片為版權照片，任何網站、報刊、電視台未經許可，不得部分或全部轉載！</p></div></article>""",
        "記者林小舟／基隆報導",
    ),
    Paper(
        "www.chinatimes.com",
        "中時新聞網",
        """<article><h1 class="article-title">[title]</h1>
        <div class="meta-info"><time datetime="2026-01-09 12:30">12:30</time>
        <div class="author">林小舟</div></div>
        <div class="article-body">[figure][story]
        <div class="article-hash-tag"><a href=/t>#燈塔</a></div></div></article>""",
        "林小舟",
    ),
    Paper(
        "tw.nextapple.com",
        "壹蘋新聞網",
        """<div id="main-content"><article><header><h1>[title]</h1><div class="post-meta">
        <span class="category">生活</span><time datetime="2026-01-09T12:30:00">01/09 12:30</time></div>
        </header>
        <div class="post-content">[figure][story]</div>
        <div class="post-comments"><p>留言：燈塔快亮起來，我們都在等。</p></div></article></div>""",
    ),
    Paper(
        "tw.appledaily.com",
        "蘋果日報",
        """<article class="ndArticle_leftColumn"><hgroup><h1>[title]</h1>
        <div class="ndArticle_creat">出版時間：2026/01/09 12:30</div></hgroup>
        <div class="ndArticle_margin">[figure][story]<div class="fb">按讚加入粉絲團</div></div></article>""",
    ),
    Paper(
        "www.nownews.com",
        "NOWnews今日新聞",
        """<h1 class="article-title">[title]</h1><a data-sec="reporter" href=/r>林小舟</a>
        <span aria-label="出版時間">2026-01-09 12:30</span>
        <div id="articleContent">[figure][lines]</div>""",
        "林小舟",
    ),
    Paper(
        "newtalk.tw",
        "Newtalk新聞",
        """<div class="news_content"><h1 class="content_title">[title]</h1>
        <a class="author" href=/r>林小舟</a><p class="publish"><span>發布 2026.01.09 12:30</span></p>
        <div class="articleBody clearfix"><div class="news_img"><img src=1><p>老燈塔。圖：漁會提供</p></div>
        [story]</div></div>""",
        "林小舟",
    ),
    Paper(
        "www.storm.mg",
        "風傳媒",
        """<div id="article_inner_wrapper"><h1 id="article_title">[title]</h1>
        <div id="author_block"><span class="info_author">林小舟</span></div>
        <span id="info_time">2026-01-09 12:30</span><article><div id="CMS_wrapper">[figure][story]
        <div class="related_copy_content"><p>燈塔學者也曾說過，港口的光不該熄滅。</p></div>
        <div id="premium_block"><p>加入會員，繼續閱讀全文。</p></div></div></article></div>""",
        "林小舟",
    ),
    Paper(
        "www.mirrormedia.mg",
        "鏡週刊",
        """<main><h1 class="story__Title-sc-1">[title]</h1>
        <section class="article-content__Wrapper-sc-a27b hWz">[figure][story]
        <ul class="related-article-list__Wrapper-sc-5"><li><a href=/1>全台燈塔巡禮，五座必看。</a></li></ul>
        </section></main>""",
    ),
    Paper(
        "www.upmedia.mg",
        "上報",
        """<div id="news-info"><h2 id="ArticleTitle">[title]</h2>
        <div class="editor">[figure][story]</div></div>""",
    ),
    Paper(
        "www.thenewslens.com",
        "The News Lens 關鍵評論網",
        """<h1 class="article-title">[title]</h1><article itemprop="articleBody">
        <div class="article-img-container"><img src=1><p>老燈塔。照片來源：漁會</p></div>[story]
        <div class="ad-section">贊助內容</div>
        <div class="navigation-content"><p>下一篇：夜市換了新裝，攤商都說好。</p></div></article>""",
    ),
    Paper(
        "tw.news.yahoo.com",
        "Yahoo奇摩新聞",
        """<article><header class="caas-header"><h1>[title]</h1></header>
        <div class="caas-attr-time-style"><time datetime="2026-01-09T04:30:00.000Z">2026年1月9日</time></div>
        <div class="caas-body">[figure][story]
        <div id="sda-inbody-1"><p>廣告，請繼續往下閱讀。</p></div></div></article>""",
    ),
    Paper(
        "news.tvbs.com.tw",
        "TVBS新聞網",
        """<div class="article_new"><h1 class="title">[title]</h1>
        <div class="article_content" id="news_detail_div">
        <div class="img_box"><img src=1><p>老燈塔。（圖／漁會提供）</p></div>[lines]
        <div class="guangxuan"><p>看新聞也要保護眼睛，專家推薦這一款。</p></div>
        <span class="endtext">更新時間：2026/01/09 15:00</span></div></div>
        <time datetime="2026-01-09T12:30:00+08:00"></time>""",
    ),
    Paper(
        "www.setn.com",
        "三立新聞網 SETN.COM",
        """<div id="contFix"><h1 class="news-title-3">[title]</h1>
        <div class="page-title-text"><time class="page-date">2026/01/09 12:30:00</time></div>
        <span class="reporter">記者林小舟／基隆報導</span><div id="ckuse"><article><div id="Content1">
        [figure][story]<div id="gad_setn_innity_oop_1x1">廣告</div></div></article></div></div>""",
        "記者林小舟／基隆報導",
    ),
    Paper(
        "www.ftvnews.com.tw",
        "民視新聞網",
        """<div class="col-article"><h1 class="text-center">[title]</h1>
        <span class="date">發佈時間：2026/01/09 12:30</span>
        <div class="fixed_img"><img src=1><p>老燈塔。（圖／漁會提供）</p></div>
        <div id="preface">[first]</div><p>我是廣告 請繼續往下閱讀</p>
        <div id="newscontent">[rest]</div></div>""",
    ),
    Paper(
        "news.pts.org.tw",
        "公視新聞網 PNN",
        """<h1 class="article-title">[title]</h1><div class="article-time">
        <span class="text-nowrap">發布時間：<time>2026-01-09 12:30</time></span></div>
        <div class="reporter-container"><a href=/r>林小舟</a></div>
        <article class="post-article">[figure][story]</article>
        <div class="tag-list"><a class="blue-tag">燈塔</a></div>""",
        "林小舟",
    ),
    Paper(
        "news.cts.com.tw",
        "華視新聞網",
        """<div class="news-artical"><h1 class="artical-title">[title]</h1>
        <time class="artical-time">2026/01/09 12:30</time>
        <div class="artical-content">[figure][story]</div></div>""",
    ),
    Paper(
        "news.ttv.com.tw",
        "台視新聞網",
        """<div class="article-body"><h1>[title]</h1><ul><li class="date time">2026.01.09 12:30</li></ul>
        <div id="newscontent">[figure][story]</div></div>""",
    ),
    Paper(
        "news.ebc.net.tw",
        "東森新聞",
        """<div class="article_container"><h1>[title]</h1>
        <div class="article_info_date"><div>2026/01/09</div><div>12:30</div></div>
        <div class="article_content">[first]
        <div class="inline_box"><a href=/1>夜市換新裝，攤商說好。</a></div>
        [rest]</div></div>""",
    ),
)

ELSEWHERE = (
    Paper(
        "www.hk01.com",
        "香港01",
        """<h1 id="articleTitle">[title]</h1><div data-testid="article-author"><span>撰文：</span>
        <span>林小舟</span></div><div data-testid="article-publish-info">出版：
        <time datetime="2026-01-09T12:30:00+08:00">2026-01-09 12:30</time></div>
        <article id="article-content-section">[figure][story]</article>""",
        "林小舟",
    ),
    Paper(
        "news.mingpao.com",
        "明報新聞網",
        """<h1>[title]</h1><div class="date" itemprop="datePublished">2026年1月9日星期五 12:30</div>
        <article class="txt4"><div id="topvideo"><p>短片：漁村的一天，由本報攝製。</p></div>
        <div id="upper">[first]</div><div id="lower"><div class="articlelogin">[rest]</div>
        <div id="pnsautornews"><p>相關報道：全城燈塔逐一看，五座必到。</p></div></div></article>""",
    ),
    Paper(
        "hd.stheadline.com",
        "頭條日報 Headline Daily",
        """<h1>[title]</h1><div class="detail-heading-bar"><span class="date">
        <time datetime="2026-01-09T12:30:00Z">2026-01-09 12:30</time></span></div>
        <div id="news-content">[story]</div>""",
    ),
    Paper(
        "www.stheadline.com",
        "星島頭條",
        """<h1 class="article-title">[title]</h1><article><section class="content-body">[figure][story]
        </section></article>""",
    ),
    Paper(
        "orientaldaily.on.cc",
        "東方日報",
        """<div id="contentCTN-top"><div id="leadin"><h1>[title]</h1>
        <div class="leadin">[first]</div></div></div>
        <div id="contentCTN"><div id="contentCTN-right"><div class="photo">小島上的老燈塔。（林小舟攝）</div>
        [rest]<div class="footerAds">第一手消息請下載 APP</div></div></div>""",
    ),
    Paper(
        "www2.hkej.com",
        "信報網站 hkej.com",
        """<h1 class="article-title">[title]</h1><div id="article-content">
        <div class="hkej_detail_thumb_2014"><p>小島上的老燈塔，停用多年。</p></div>[story]
        <div class="hkej_sub_ex_article_nonsubscriber_ad_2014"><p>訂戶登入，可閱讀全文。</p></div></div>""",
    ),
    Paper(
        "inews.hket.com",
        "香港經濟日報",
        """<h1>[title]</h1><div class="article-detail-body-container">
        <p class="article-detail_caption">小島上的老燈塔，停用多年。</p>[story]
        <div class="loyalty-promotion-container"><p>立即登記成為會員，換領獎賞。</p></div>
        <div class="contentTags-container"><a href=/t>燈塔</a></div></div>""",
    ),
    Paper(
        "skypost.ulifestyle.com.hk",
        "晴報",
        """<h3 class="article-details__main-headline">[title]</h3>
        <div class="article-details__date-time">2026/01/09 12:30</div>
        <div class="article-details__body"><div class="article-detail__img-container"><img src=1>
        <p>小島上的老燈塔，停用多年。</p></div>[story]</div>""",
    ),
    Paper(
        "www.am730.com.hk",
        "am730",
        """<h1 class="article__head-title">[title]</h1>
        <div class="article__head-time">發佈時間：2026-01-09 12:30</div>
        <div class="article__body">[figure][story]</div>""",
    ),
    Paper(
        "news.rthk.hk",
        "RTHK",
        """<h2 class="itemTitle">[title]</h2><div class="createddate">2026-01-09 HKT 12:30</div>
        <div class="itemBody"><div class="itemFullText">[lines]</div></div>""",
    ),
    Paper(
        "www.wenweipo.com",
        "香港文匯報",
        """<h1>[title]</h1><time class="publish-date">2026-01-09 12:30</time>
        <div class="post-content">[figure][story]</div>""",
    ),
    Paper(
        "www.takungpao.com",
        "大公報",
        """<h1 class="tkp_con_title">[title]</h1><h2 class="tkp_con_author">2026-01-09 12:30大公報</h2>
        <div class="tkp_content">[story]</div>""",
    ),
    Paper(
        "news.now.com",
        "Now 新聞",
        """<h1 class="newsTitle">[title]</h1><div class="newsTime"><time class="published"
        datetime="2026-01-09T12:30:00+0800">18 小時前</time></div><div class="newsLeading">[story]</div>""",
    ),
    Paper(
        "www.epochtimes.com",
        "大紀元",
        """<h1 class="title">[title]</h1><div class="info"><time datetime="2026-01-09T12:30:00-05:00">更新
        2026-01-09 12:30 PM</time></div><div id="artbody">[figure][story]</div>""",
    ),
    Paper(
        "www.dw.com",
        "德國之聲",
        """<h1>[title]</h1><div class="content-area"><div class="rich-text">[figure][story]</div></div>""",
    ),
    Paper(
        "www.rfa.org",
        "自由亞洲電台",
        """<h1>[title]</h1><span id="story_date">2026-01-09 12:30</span>
        <div id="headerimg"><p>小島上的老燈塔，停用多年。</p></div><div id="storytext">[story]</div>""",
    ),
    Paper(
        "www.voachinese.com",
        "美國之音",
        """<h1 class="title pg-title">[title]</h1>
        <time pubdate="pubdate" datetime="2026-01-09T12:30:00-05:00">
        2026年1月9日</time><div id="article-content"><div class="wsw">[first]
        <div class="wsw__embed"><p>請看美國之音記者的報導，全長三分鐘。</p></div>[rest]</div></div>""",
    ),
    Paper(
        "www.zaobao.com.sg",
        "聯合早報",
        """<h1>[title]</h1><div class="article-body">[first]
        <div class="bff-recommend-article"><p>延伸閱讀：本地燈塔的百年故事，值得一讀。</p></div>
        [rest]</div>""",
    ),
    Paper(
        "www.sinchew.com.my",
        "星洲網",
        """<h1>[title]</h1><div class="article-page-content">[first]<div class="ads-frame">廣告</div>[rest]
        <div class="read-more-msg"><p>打開全文，閱讀更多內容。</p></div></div>""",
    ),
)

PAPERS = (*TAIWAN, *ELSEWHERE)
