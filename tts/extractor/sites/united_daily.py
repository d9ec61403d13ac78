"""The papers of the United Daily News Group, whose pages are of one make."""

from dataclasses import replace

from tts.extractor.sites.site import Site

_UDN = Site(
    hosts=("udn.com",),
    publisher="聯合新聞網",
    names=("聯合新聞網", "udn 聯合新聞網", "udn", "轉角國際 udn Global"),
    zone="Asia/Taipei",
    body=(
        "section.article-content__editor",
        "div.article-content__paragraph",
        "div.article-body__editor",
        "div.story_body_content",
        "div#story_body_content",
        "section.article-content__wrapper p",
        "main.main p",
    ),
    title=(
        "h1.article-content__title",
        "h1.story_art_title",
        "h1#story_art_title",
        "h1.article-title",
    ),
    byline=(
        ".article-content__author",
        ".article-content__subinfo--authors",
        "div.story_bady_info_author",
        ".article-body__info span",
        ".story_author",
    ),
    time=(
        "time.article-content__time",
        ".article-content__subinfo--time",
        "div.story_bady_info_author span",
    ),
    tags=("section.keywords a", ".article-content__tags a"),
    remove=(
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
    ),
)

# The business paper is asked for before its house, within whose host its own lies.
UNITED_DAILY = (
    replace(
        _UDN,
        hosts=("money.udn.com",),
        publisher="經濟日報",
        names=("經濟日報", "經濟日報 - 聯合新聞網"),
        body=("section#article_body", "div#article_body", *_UDN.body),
        byline=(".article-section__info .article-section__author", *_UDN.byline),
        time=(".article-section__info time", "time.article-body__time", *_UDN.time),
    ),
    _UDN,
    replace(
        _UDN,
        hosts=("worldjournal.com",),
        publisher="世界日報",
        names=("世界新聞網", "世界日報", "World Journal"),
        zone="America/New_York",
    ),
)
