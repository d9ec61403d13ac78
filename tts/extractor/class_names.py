"""Class names: what an element's class and id say, by words that mean the same on many sites."""

import re
from functools import lru_cache
from typing import NamedTuple


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text, for tables of names."""
    return frozenset(words.split())


# Words of class and id, as pages choose them, that mean: not of this story.
_OUTSIDE_WORDS = word_set(
    "comment comments cmt cmts reply replies disqus consent gdpr privacy onetrust didomi cookiebot cmp"
)
_FURNITURE_WORDS = word_set(
    "related relate relevant recommend recommended recommendation recommendations sidebar footer foot"
    " copyright disclaimer statement share sharing social sns nav navi navigation navbar menu breadcrumb"
    " breadcrumbs crumb crumbs tag tags keyword keywords rank ranking ad ads adsense advert advertisement"
    " banner promo promotion donate donation donations sponsor sponsored popup modal login register subscribe"
    " subscription newsletter"
    " toolbar tool tools pagination pager prev next outbrain taboola cookie qrcode qr"
    " download vote poll feedback gg player videolist tweet instagram facebook twitter weibo topbar"
    " search guess popular trending vjs fb toc relatedposts relatedlink sharedaddy bio"
)
# The same, but editors choose them for parts of a story too: a teaser, a text side by side with another.
_DOUBTFUL_WORDS = word_set("side copy hot further more readmore video teaser")
# Beside the word author, of a card on the writer; what he says may be in an element of his as well.
_CARD_WORDS = word_set("about avatar bio box card count counter info meta profile")
# Beside the word latest, of a list of other stories; alone it may stand for what is new in this one.
_LISTED_WORDS = word_set("articles news post posts stories")
_CAPTION_WORDS = word_set("caption figcaption descr credit")
_CAPTION_WORDS_BY_PICTURE = word_set("desc description intro tip")
_TELLING_WORDS = (
    _OUTSIDE_WORDS,
    _FURNITURE_WORDS,
    _DOUBTFUL_WORDS,
    _CAPTION_WORDS,
    _CAPTION_WORDS_BY_PICTURE,
)
# Editors of the portals write headings as paragraphs of such a class.
_HEADING_CLASS = re.compile(
    r"(?:^|[-_\s])(?:h[1-6]|sub-?title|sub-?head(?:ing)?|crosshead)(?=$|[-_\s])", re.IGNORECASE
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
# WordPress writes a post's tags and categories into its class; they are no words of a template's
# (https://developer.wordpress.org/reference/functions/get_post_class/).
_POST = re.compile(r"(?:^|\s)(?:hentry|type-post|post-\d+)(?:\s|$)")
_TERM = re.compile(r"(?:^|\s)(?:tag|category)-\S+")
# Tailwind's for lines kept as they are, and that of the web pages of the island's largest bulletin board.
_KEEPS_LINES_CLASS = re.compile(
    r"(?:^|\s)(?:whitespace-(?:pre|break)\S*|pre-(?:wrap|line)|bbs-content)(?=\s|$)"
)
# Classes of Bootstrap, WordPress, Tailwind and others for what no screen shows, or a screen reader alone
# says; with one such as d-md-block beside it, wider screens show it after all.
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|(?:is-|u-)?visually-?hidden(?:-style|-text)?|screen-reader-(?:text|only)|u-hidden-?visually"
    r"|a11y-(?:hidden|only|text)|assistive-text|d-none(?!.*\bd-\w+-(?!none)))(?=\s|$)",
    re.IGNORECASE,
)


class Said(NamedTuple):
    """What an element's class and id say, by words that mean the same on many sites."""

    hidden: bool
    heading: bool
    keeps_lines: bool
    outside: bool
    furniture: bool
    doubtful: bool
    caption: bool
    caption_by_picture: bool


@lru_cache(maxsize=4096)
def said_by(names: str) -> Said | None:
    """Return what the class and the id of an element say, or None for the most, which say nothing."""
    own = _TERM.sub("", names) if _POST.search(names) else names
    words = frozenset(" ".join(_WORD.findall(own)).lower().split())
    said = Said(
        *(bool(sign.search(names)) for sign in (_HIDDEN_CLASS, _HEADING_CLASS, _KEEPS_LINES_CLASS)),
        *(not words.isdisjoint(known) for known in _TELLING_WORDS),
    )
    if _is_card(words) or _is_latest(words):
        said = said._replace(doubtful=True)
    return said if any(said) else None


def _is_card(words: frozenset[str]) -> bool:
    """Tell whether these are the names of a card on the writer."""
    return "author" in words and not words.isdisjoint(_CARD_WORDS)


def _is_latest(words: frozenset[str]) -> bool:
    """Tell whether these are the names of a list of the latest stories."""
    return "latest" in words and not words.isdisjoint(_LISTED_WORDS)
