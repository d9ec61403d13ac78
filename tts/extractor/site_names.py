"""Site names: what page titles have beside the headline, the names of paper, site and section."""

import re

from tts.extractor.prose import HAN, is_chinese, size, tidy

_SECTION_CHARS = 6
_MAX_NAME = 24
_MAX_TITLE = 300
_MARKS = r"|｜│_»丨︱─―━:：‧·•@＠>＞/／\-–—－"
_SEPARATOR = re.compile(
    r"(?<!\s)(?:\s*[|｜│_»丨︱]\s*|\s+[@＠>＞]\s+|\s+[-–—－/‧·•]\s*|\s*[-–—－]\s+|\s*(?:--+|──*|―+|━+|——|::|：：)\s*)"
    r"|(?<![A-Za-z0-9-])[-－](?=[^-－]{1,16}$)|(?<=[A-Za-z0-9])[-－](?=[^-－A-Za-z0-9][^-－]{0,15}$)"
    r"|[·‧](?=[^·‧]{2,8}[網网]$)"
)
_SITE_WORD = re.compile(
    r"[网網]|新[聞闻]|日[報报]|[時时晚早][報报]|[頻频]道|\.com|\.tw|\.cn|\.hk|首[頁页]|News|Times|Post|[電电]子[報报]|APP|[門门][戶户]"
    r"|中心$|社$|通[訊讯]$|[电電]子版$|[周週]刊|[雜杂][誌志]|[傳传]媒|[電电][視视台臺]|^[A-Z]{2,5}$|^.{1,4}[報报]$|媒[體体]$|[頭头][條条]$|紀元$|[廣广]播"
    r"|^(?:生活|政治|[國国][際际]|社[會会]|地方|[財财][經经]|[體体]育|[娛娱][樂乐]|科技|健康|旅[遊游]|文化|[兩两]岸)$|^自由.{2}$"
)
_LEADING_NAME = re.compile(r"(?:[网網]|日[報报]|[時时晚][報报]|新[聞闻]|[電电]子[報报]|[電电][視视][台臺])$")
# The New Paper, 某某 Newtalk, am730, 香港01: beside a Chinese headline, Latin letters are a site's.
_LATIN_NAME = re.compile(
    rf"^(?:[{HAN}]{{0,6}} ?[A-Za-z][A-Za-z0-9 &.]{{2,}}(?: ?[{HAN}]{{2,6}})?|[{HAN}]{{2}}\d{{2}})$"
)
_HAN_MARK = re.compile(f"[{HAN}]")
_MOST_HAN = 12  # characters: a longer text with such a word in its midst is a headline (…交通網絡)
_MAX_COPYRIGHT = 120
_MIN_OWNER = 3
_COPYRIGHT = re.compile(r"©|\(c\)|copyright|版[權权]所有", re.IGNORECASE)
_COPYRIGHT_WORDS = re.compile(
    r"(?:©|\(c\)|copyright|版[權权]所有|all rights reserved|著作[權权]|(?:19|20)\d{2}|不得|未[經经]|禁止"
    r"|本[網网]站|[-–~,，.。;:：|｜/、&\s]){1,8}",
    re.IGNORECASE,
)
_OPENING_MARK = re.compile(rf"[{_MARKS})）】\]]|$")
_CLOSING_MARK = re.compile(rf"(?:^|[{_MARKS}(（【\]】])$")


def without_site_name(title: str, names: set[str] | frozenset[str] = frozenset()) -> str:
    """Return a page title without the site and section names around the headline.

    `names` are what the page calls its site.

    >>> without_site_name("某地下雪了 | 生活 | 某某新聞網")
    '某地下雪了'
    """
    title = tidy(title)[:_MAX_TITLE]
    longest = max(_SEPARATOR.split(title), key=size)
    bare = title
    for separator in reversed(list(_SEPARATOR.finditer(title))):
        name = bare[separator.end() :]
        # A short part is a section only where the site's name follows; at the end it may be a headline's.
        is_section = bare != title and len(name) <= _SECTION_CHARS
        is_latin = is_chinese(longest) and bool(_LATIN_NAME.match(name))
        if name == longest or (name and not (is_section or is_latin or is_site_name(name, names))):
            break
        bare = bare[: separator.start()]
    return _without_leading_name(bare, names)


def _without_leading_name(title: str, names: set[str] | frozenset[str]) -> str:
    found = _SEPARATOR.search(title)
    name = title[: found.start()] if found else ""
    is_name = name in names or (len(name) <= _MAX_NAME and bool(_LEADING_NAME.search(name)))
    return title[found.end() :] if found and name and is_name and size(name) * 2 <= size(title) else title


def names_in_copyright(line: str) -> list[str]:
    """Return whom a line names as the owner of all rights to a page.

    >>> names_in_copyright("© 2026 某某通訊 版權所有")
    ['某某通訊']
    """
    if len(line) > _MAX_COPYRIGHT or not _COPYRIGHT.search(line):
        return []
    names = (name.strip() for name in _COPYRIGHT_WORDS.split(line))
    return [name for name in names if _MIN_OWNER <= len(name) <= _MAX_NAME and not name.isdecimal()][:2]


def is_site_name(part: str, names: set[str] | frozenset[str] = frozenset()) -> bool:
    """Tell whether a part of a title, or a heading, names the site or a section of it."""
    if not part or len(part) > _MAX_NAME:
        return False
    found = _SITE_WORD.search(part)
    is_named = found is not None and (found.end() == len(part) or len(_HAN_MARK.findall(part)) <= _MOST_HAN)
    return is_named or any(part in name for name in names)


def first_part(title: str) -> str:
    """Return a title up to its first separator."""
    return _SEPARATOR.split(title, maxsplit=1)[0]


def openings(title: str) -> list[str]:
    """Return a title up to each of its separators, the longest first, and the whole before them."""
    return [title, *(title[: found.start()] for found in reversed(list(_SEPARATOR.finditer(title))))]


def parts_behind(title: str) -> list[str]:
    """Return the parts of a page title behind its first: names of site and sections, or what looks so."""
    return _SEPARATOR.split(tidy(title))[1:]


def opens_with_site_mark(text: str) -> bool:
    """Tell whether a text is empty or opens with a mark that parts a headline from a site's name."""
    return bool(_OPENING_MARK.match(text))


def ends_with_site_mark(text: str) -> bool:
    """Tell whether a text is empty or closes with a mark that parts a site's name from a headline."""
    return bool(_CLOSING_MARK.search(text))
