"""Sites: where the parts of an article stand on the pages of the papers that readers use most.

An adapter is a declaration, not code. All selectors are CSS, tried in order; the first that finds text
wins. What an adapter does not name is found as on any other page.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True, slots=True)
class Site:
    """One newspaper's pages. `hosts` match their subdomains too; `zone` is where its clock stands."""

    hosts: tuple[str, ...]
    publisher: str
    zone: str
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    byline: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def bodies(self, soup: BeautifulSoup) -> list[Tag]:
        """Return the elements that hold the body, after taking out what is not of it; [] if there is none."""
        for selector in self.body:
            if found := soup.select(selector):
                for unwanted in soup.select(", ".join(self.remove)) if self.remove else ():
                    unwanted.extract()
                return [element for element in found if element.parent is not None]
        return []


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

SITES = (
    Site(
        hosts=("worldjournal.com",),
        publisher="世界日報",
        zone="America/New_York",
        body=_UDN_BODY,
        title=_UDN_TITLE,
        byline=_UDN_BYLINE,
        time=_UDN_TIME,
        tags=_UDN_TAGS,
        remove=_UDN_REMOVE,
    ),
    Site(
        hosts=("udn.com",),
        publisher="聯合新聞網",
        zone="Asia/Taipei",
        body=_UDN_BODY,
        title=_UDN_TITLE,
        byline=_UDN_BYLINE,
        time=_UDN_TIME,
        tags=_UDN_TAGS,
        remove=_UDN_REMOVE,
    ),
)


def site_of(url: str | None) -> Site | None:
    """Return the adapter for an address, or None."""
    host = urlsplit(url or "").hostname or ""
    return next((site for site in SITES if any(_is_within(host, known) for known in site.hosts)), None)


def _is_within(host: str, domain: str) -> bool:
    return host == domain or host.endswith("." + domain)


def texts(soup: BeautifulSoup, selectors: Iterable[str]) -> Iterator[str]:
    """Yield the texts that the selectors find, the first selector's first."""
    for selector in selectors:
        for element in soup.select(selector):
            if text := element.get_text(" ", strip=True):
                yield text
