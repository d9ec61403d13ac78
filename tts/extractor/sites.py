"""Sites: where the parts of an article stand on the pages of the papers that readers use most.

An adapter is a declaration, not code. All selectors are CSS, tried in order; the first that finds text
wins. What an adapter does not name is found as on any other page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


@dataclass(frozen=True, slots=True)
class Selection:
    """What an adapter found on a page; `body` is the markup of the body alone, "" if there is none."""

    title: str | None = None
    byline: str | None = None
    time: str | None = None
    tags: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """One newspaper's pages. `hosts` match their subdomains too; `zone` is where its clock stands."""

    hosts: tuple[str, ...]
    publisher: str
    zone: str
    names: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def select(self, markup: str) -> Selection:
        """Return what the selectors find on a page of this site."""
        from bs4 import BeautifulSoup  # noqa: PLC0415 - a tenth of a second, for pages of these papers alone

        soup = BeautifulSoup(markup, "lxml")
        tags = [text for selector in self.tags[:1] for text in _texts(soup, (selector,))]
        selection = Selection(
            title=next(_texts(soup, self.title), None),
            byline=next(_texts(soup, self.byline), None),
            time=next(_times(soup, self.time), None),
            tags=tuple(tags),
        )
        for unwanted in soup.select(", ".join(self.remove)) if self.remove else ():
            unwanted.extract()
        bodies = (soup.select(selector) for selector in self.body)
        return replace(selection, body="".join(map(str, next(filter(None, bodies), ()))))


_UDN_BODY = (
    "section.article-content__editor",
    "div.article-content__paragraph",
    "div.article-body__editor",
    "div.story_body_content",
    "div#story_body_content",
    "section.article-content__wrapper p",
    "main.main p",
)
_UDN_REMOVE = (
    "[id^=div-gpt-ad]",
    "[class^=udn-ads-]",
    ".udn-ads",
    ".inline-ads",
    ".article-content__ads--bd",
    "section.keywords",
    "section.next-page",
    ".further-reading__box",
    ".udn-privilege-details",
    ".video-container",
    "figure",
    "section.article-content__editor p[style]",
    "#story_art_title",
    ".photo_center",
    ".photo_pop",
    ".story_photo",
)
_UDN_TITLE = ("h1.article-content__title", "h1.story_art_title", "h1#story_art_title", "h1.article-title")
_UDN_BYLINE = (
    ".article-content__author",
    ".article-content__subinfo--authors",
    "div.story_bady_info_author",
    ".article-body__info span",
    ".story_author",
)
_UDN_TIME = (
    "time.article-content__time",
    ".article-content__subinfo--time",
    "div.story_bady_info_author span",
)
_UDN_TAGS = ("section.keywords a", ".article-content__tags a")

_UDN = Site(
    hosts=("udn.com",),
    publisher="聯合新聞網",
    names=("聯合新聞網", "udn 聯合新聞網", "udn", "轉角國際 udn Global"),
    zone="Asia/Taipei",
    body=_UDN_BODY,
    title=_UDN_TITLE,
    byline=_UDN_BYLINE,
    time=_UDN_TIME,
    tags=_UDN_TAGS,
    remove=_UDN_REMOVE,
)
SITES = (
    _UDN,
    replace(
        _UDN,
        hosts=("worldjournal.com",),
        publisher="世界日報",
        names=("世界新聞網", "世界日報", "World Journal"),
        zone="America/New_York",
    ),
    Site(
        hosts=("ltn.com.tw",),
        publisher="自由時報",
        zone="Asia/Taipei",
        names=("自由時報電子報", "自由財經", "自由娛樂", "自由健康網"),
        body=("div.text.boxTitle", "div.whitecon div.text", "div.whitecon.article div.text"),
        title=("div.whitecon h1", "h1"),
        time=("span.time", ".article_header .time"),
        remove=(".appE1121", ".photo", ".photo_bottom", ".related", ".before_ir", ".time", "[id^=ad-]"),
    ),
    Site(
        hosts=("cna.com.tw",),
        publisher="中央社",
        zone="Asia/Taipei",
        names=("中央社 CNA", "中央社CNA", "中央通訊社"),
        body=("div.centralContent div.paragraph", "article div.paragraph"),
        title=("h1",),
        time=(".updatetime span", ".updatetime"),
        tags=(".keywordTag a", ".keywordTag li"),
        remove=("figure", ".picinfo", ".bottomArticleBanner", ".shareBar", ".moreArticle", ".media"),
    ),
    Site(
        hosts=("ettoday.net",),
        publisher="ETtoday新聞雲",
        zone="Asia/Taipei",
        names=("ETtoday新聞雲",),
        body=("div.story[itemprop=articleBody]", "div.story"),
        title=("h1.title", "h1"),
        time=("time.date", "time.news-time", ".date"),
        tags=(".part_tag_1 a", ".tag a"),
        remove=(".ad_in_news", ".related-news", ".et_social_1", "figure"),
    ),
    Site(
        hosts=("chinatimes.com",),
        publisher="中時新聞網",
        zone="Asia/Taipei",
        names=("中時新聞網",),
        body=("div.article-body",),
        title=("h1.article-title",),
        byline=(".meta-info .author", ".author"),
        time=(".meta-info time", "time"),
        tags=(".article-hash-tag a",),
        remove=(
            ".article-hash-tag",
            ".promote-word",
            ".ad",
            ".article-function",
            "figure",
            "#donate-form-container",
        ),
    ),
)


def site_of(url: str | None, names: Iterable[str] = (), sites: Sequence[Site] = SITES) -> Site | None:
    """Return the adapter for an address, or failing that for a name the page gives its site; or None."""
    host = _host(url)
    called = set(names)
    by_host = (site for site in sites if any(_is_within(host, known) for known in site.hosts))
    by_name = (site for site in sites if not host and called.intersection(site.names))
    return next(by_host, None) or next(by_name, None)


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def _times(soup: "BeautifulSoup", selectors: Iterable[str]) -> Iterator[str]:
    """Yield the times that the selectors find, as machines are told them, else as readers are."""
    for selector in selectors:
        for element in soup.select(selector):
            if time := element.get("datetime") or element.get_text(" ", strip=True):
                yield str(time)


def _texts(soup: "BeautifulSoup", selectors: Iterable[str]) -> Iterator[str]:
    """Yield the texts that the selectors find, the first selector's first."""
    for selector in selectors:
        for element in soup.select(selector):
            if text := element.get_text(" ", strip=True):
                yield text
