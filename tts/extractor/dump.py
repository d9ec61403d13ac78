"""Dump: a newspaper page copied as text, read by rules over its whole lines.

Such a dump of a World Journal or UDN page has, in this order, any of: a date and the navigation, two
news flashes, the headline, the byline, the player, the lead picture's caption, the paragraphs (with
captions, and sub-headings), the tags, and then everything the page says of other stories.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from tts.errors import ArticleNotFound
from tts.extractor.byline import is_byline, is_letter_signature, is_pen_name, tidy_byline
from tts.extractor.noise import is_noise, noise_in, without_closing_credit
from tts.extractor.prose import ends_sentence, ends_statement, has_clause, tidy, tidy_paragraph
from tts.model.article import Paragraph

_CHANNELS = "我的頻道"
_FLASHES = "快訊"
_SORT_HINT = "拖拉類別可自訂排序"
_NAVIGATION = frozenset(
    {_CHANNELS, _SORT_HINT, "恢復預設", "確定", "恢復預設 確定", "設定", _FLASHES, "取消"}
)
_PLAYER = frozenset({"聽新聞", "test"})
_TAIL = frozenset(
    {
        "上一則",
        "下一則",
        "延伸閱讀",
        "熱門新聞",
        "超人氣",
        "更多 >",
        "更多",
        "FB留言",
        "留言",
        "相關新聞",
        "猜你喜歡",
    }
)
# Only World Journal's navigation has the reader sort his channels.
_WORLD_JOURNAL = frozenset({_SORT_HINT, _CHANNELS})
_DESK = re.compile(r"^(?:中國|國際|影視|美國|臺灣|台灣|財經|體育|生活|醫藥|地方)新聞組[／╱/]")
_PAPERS = re.compile(r"^(聯合報|經濟日報|聯合晚報|世界日報)[／╱/]")

_DATE_LINE = re.compile(r"^date (\d{4}-\d{2}-\d{2})\s*")
# The same without its word, glued to what follows; a byline has its time itself.
_GLUED_DATE = re.compile(r"^(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?)\s+(?=\S)")
_DAY = re.compile(r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?: \d{2}:\d{2}(?::\d{2})?)?")
_CLOCK = re.compile(r"^(?:聽新聞 )?(?:test )?\d{1,2}:\d{2}(?::\d{2})? ?/ ?\d{1,2}:\d{2}(?::\d{2})?$")
_INLINE_TAIL = re.compile(r"\S\s+(?:上一則|下一則|延伸閱讀|熱門新聞|超人氣)\s+\S|。\s+\S.{0,60}\s+FB留言")
_SPACED_SLASH = re.compile(r" ?([／╱]) ?|(?<=[\u4e00-\u9fff]) (/) (?=[\u4e00-\u9fff])")
_ELLIPSIS = re.compile(r"(?:\.{3}|…)$")
# Where a dump on one line breaks: around the page's own words, behind a sentence, behind a photo credit.
_INLINE_MARK = re.compile(
    r"(?<!\s)\s+(?=(?:上一則|下一則|延伸閱讀|熱門新聞|超人氣|FB留言|聽新聞|快訊|我的頻道|設定)\s)"
    r"|(?<=上一則|下一則|聽新聞)\s+|(?<=快訊|設定)\s+|(?<=我的頻道)\s+|(?<=\d:\d\d)\s+(?=[^\s/\d])"
    r"|(?<=[。！？」])\s+|(?<=[攝影供圖照社透]）)\s+"
)
# What a page says of other stories between two paragraphs; the rest of the tail only follows the last.
_INTERRUPTIONS = frozenset({"延伸閱讀", "相關新聞"})

MAX_LINES = 20_000  # of a page; a real one has a few hundred
HEADLINE_CHARS = 60
LONG_HEADLINE = 40  # longer, and with a comma, it is a paragraph
HEADING_CHARS = 40
TAG_CHARS = 16
CAPTION_CHARS = 70
_FLASH_LINES = 2  # World Journal shows two at a time
_MIN_SHARED = 0.2
"""Of a headline's character pairs, found again in its story; a flash of another story has hardly any."""
_MIN_MARKS = 2
_MIN_LINES_WITH_TAGS = 2
_MIN_INLINE_BYLINE = 6
_MAX_CAPTION_WORDS = 4
_MIN_REPEATED = 15  # a shorter line may be a refrain


@dataclass(frozen=True, slots=True)
class Dump:
    """What a dump says.

    `when` is its date as written; `is_world_journal` tells whether the layout is that paper's own.
    """

    title: str | None
    byline: str | None
    when: str | None
    paragraphs: tuple[Paragraph, ...]
    tags: tuple[str, ...]
    publisher: str | None
    is_world_journal: bool


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    after_blank: bool


def is_dump(text: str) -> bool:
    """Tell whether a text is the copy of a whole page rather than somebody's plain text."""
    head = text.lstrip()
    if _DATE_LINE.match(head) or head.split("\n", 1)[0].strip() == _FLASHES:
        return True
    lines = {line.strip() for line in _one_mark_a_line(text).splitlines()}
    marks = lines & (_NAVIGATION | _PLAYER | _TAIL) - {"test", "設定", "確定", "取消", "留言", "更多"}
    if len(marks) >= _MIN_MARKS or {"上一則", _CHANNELS} & marks or any(map(_CLOCK.match, lines)):
        return True
    return bool(marks) and _ends_in_doubles(text)


def _ends_in_doubles(text: str) -> bool:
    """Tell whether a text's last two lines are one title twice, as lists of stories are copied."""
    *_, first, second = ("", "", *filter(None, map(tidy, text.split("\n"))))
    return bool(first) and first == second


def read_dump(text: str) -> Dump:
    """Return what a dump says; no paragraphs when it holds no story.

    Raises ArticleNotFound for a text far longer than any page.
    """
    day, text = _split_date(text)
    lines = _cut_tail(_lines(_bounded(_one_mark_a_line(_bounded(text)))))
    start = _body_start(lines)
    head, body = lines[:start], lines[start:]
    bylines = _bylines(head)
    byline = "、".join(tidy_byline(head[place].text) for place in bylines) or None
    title = _headline(head[: bylines.start] if bylines else head, body)
    body, tags = _split_tags(_without_captions(body))
    is_world_journal = bool({line.text for line in head} & _WORLD_JOURNAL or _DESK.match(byline or ""))
    return Dump(
        title=title,
        byline=byline,
        when=day or _day_in(head),
        paragraphs=tuple(_paragraphs(body)),
        tags=tags,
        publisher="世界日報" if is_world_journal else _paper(byline),
        is_world_journal=is_world_journal,
    )


def _bounded(text: str) -> str:
    if text.count("\n") > MAX_LINES:
        message = f"The text has more than {MAX_LINES:,} lines, which no page has."
        raise ArticleNotFound(message, hint="Give the text of a single article's page.")
    return text


def _split_date(text: str) -> tuple[str | None, str]:
    """Take the date line off; what is glued to it, navigation or paragraph, is a line of its own."""
    text = text.lstrip()
    found = _DATE_LINE.match(text) or _GLUED_DATE.match(text)
    if not found:
        return None, text
    return found.group(1), text[found.end() :]


def _day_in(head: list[_Line]) -> str | None:
    """Return the time a line begins with: UDN has it before the byline."""
    return next((found.group() for line in head if (found := _DAY.match(line.text))), None)


def _one_mark_a_line(text: str) -> str:
    """Break lines that hold a whole page, as dumps of 2020 to 2022 are, at the words of its furniture."""
    return "\n".join(
        _parts_apart(tidy(line)) if _INLINE_TAIL.search(line) else line for line in text.split("\n")
    )


def _parts_apart(text: str) -> str:
    return _byline_apart(_INLINE_MARK.sub("\n\n", _captions_apart(text)))


def _captions_apart(text: str) -> str:
    """Set what stands twice in succession, as a picture's words do, on two lines of its own."""
    words = text.split(" ")
    place = 0
    while place < min(len(words), MAX_LINES):
        for count in range(1, _MAX_CAPTION_WORDS + 1):
            first, second = words[place : place + count], words[place + count : place + 2 * count]
            if first == second and len(phrase := " ".join(first)) >= _MIN_INLINE_BYLINE:
                words[place : place + 2 * count] = [f"\n\n{phrase}\n{phrase}\n\n"]
                break
        place += 1
    return " ".join(words)


def _byline_apart(text: str) -> str:
    """Set the first byline of a page that was on one line, a word or several, on a line of its own."""
    words = _SPACED_SLASH.sub(r"\1\2", text).replace("\n", " \n ").split(" ")
    for count in (1, 2):
        for place in range(min(len(words), MAX_LINES)):
            line = " ".join(words[place : place + count])
            if len(line) >= _MIN_INLINE_BYLINE and "\n" not in line and is_byline(line):
                words[place : place + count] = [f"\n\n{line}\n\n"]
                return " ".join(words)
    return " ".join(words)


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    after_blank = True
    for raw in text.split("\n"):
        line = tidy(raw)
        if line:
            lines.append(_Line(line.removeprefix("* "), after_blank))
        after_blank = not line
    return lines


def _is_prose(line: str) -> bool:
    """Tell a paragraph or a caption from a headline: no headline has a full stop, few are long."""
    return "。" in line or len(line) >= HEADLINE_CHARS or (len(line) >= LONG_HEADLINE and "，" in line)


def _cut_tail(lines: list[_Line]) -> list[_Line]:
    """Drop what the page says after its story: all behind the first word of the tail below a paragraph.

    What it says of other stories between two paragraphs is dropped alone.
    """
    kept: list[_Line] = []
    seen_prose = interrupted = False
    for line in lines:
        if seen_prose and line.text in _TAIL:
            if line.text not in _INTERRUPTIONS:
                break
            interrupted = True
        elif not interrupted or _is_finished(line.text):
            interrupted = False
            kept.append(line)
            seen_prose = seen_prose or _is_prose(line.text)
    return kept


def _is_finished(line: str) -> bool:
    return ends_statement(line) and not is_noise(line)


def _is_furniture(line: str) -> bool:
    return line in _NAVIGATION or line in _PLAYER or bool(_CLOCK.match(line))


def _body_start(lines: list[_Line]) -> int:
    """Return where the story begins: behind the byline, the player or the navigation, the last of them."""
    first_prose = next((i for i, line in enumerate(lines) if _is_prose(line.text)), len(lines))
    head = lines[:first_prose]
    furniture = max((i + 1 for i, line in enumerate(head) if _is_furniture(line.text)), default=0)
    if bylines := _bylines(head):
        return max(bylines.stop, furniture)
    # World Journal's player stands behind the headline and says test; UDN's stands before it.
    if any(line.text == "test" for line in head):
        return furniture
    captions = (i for i, pair in enumerate(pairwise(lines[: first_prose + 1])) if _is_caption_pair(*pair))
    return max(furniture, min(first_prose, next(captions, first_prose)))


def _bylines(head: list[_Line]) -> range:
    """Return the places of the bylines among the lines above the story: the last that read like one.

    Several reporters stand on lines one below the other. A bare pen name is taken for a byline only
    where one stands: under a headline, above nothing but the player and a caption.
    """
    worded = {i for i, line in enumerate(head) if is_byline(line.text)}
    worded = worded or {i for i, line in enumerate(head) if is_letter_signature(line.text)}
    if worded:
        first = last = max(worded)
        while first - 1 in worded:
            first -= 1
        return range(first, last + 1)
    navigation = max((i for i, line in enumerate(head) if line.text in _NAVIGATION), default=-1)
    texts = [i for i in range(navigation + 1, len(head)) if not _is_furniture(head[i].text)]
    for above, place in reversed(list(pairwise(texts))[-2:]):
        if is_pen_name(head[place].text) and len(head[above].text) > len(head[place].text):
            return range(place, place + 1)
    return range(0)


def _headline(head: list[_Line], body: list[_Line]) -> str | None:
    """Return the last line above the byline, unless it can only be a flash of another story."""
    navigation = [i for i, line in enumerate(head) if line.text in _NAVIGATION]
    texts = [line.text for line in head[max(navigation, default=-1) + 1 :]]
    texts = [line for line in texts if not _is_furniture(line) and not _DAY.fullmatch(line)]
    if not texts:
        return None
    behind_flashes = len(texts) > _FLASH_LINES
    alone = len(texts) == 1 and _FLASHES not in {line.text for line in head}
    if not navigation or behind_flashes or alone or _shares_words(texts[-1], body):
        return texts[-1]
    return None


def _shares_words(headline: str, body: list[_Line]) -> bool:
    """Tell whether the headline's character pairs are found in the story: a flash's are not."""
    pairs = ["".join(pair) for pair in pairwise(headline) if all(c.isalnum() for c in pair)]
    story = "".join(line.text for line in body)
    return bool(pairs) and sum(pair in story for pair in pairs) >= _MIN_SHARED * len(pairs)


def _is_caption_pair(first: _Line, second: _Line) -> bool:
    """Tell whether two lines are a picture's alternative text, cut when long, and its caption."""
    start = _ELLIPSIS.sub("", first.text)
    if start != first.text and second.text.startswith(start):
        return True
    if first.text == second.text:
        return not second.after_blank or len(first.text) >= _MIN_REPEATED
    is_credited = not second.after_blank and noise_in(second.text) == "caption"
    return is_credited and second.text.startswith(first.text.rstrip("。"))


def _without_captions(lines: list[_Line]) -> list[_Line]:
    dropped: set[int] = set()
    pairs = {index for index, pair in enumerate(pairwise(lines)) if _is_caption_pair(*pair)}
    for index, (first, second) in enumerate(pairwise(lines)):
        glued_caption = not second.after_blank and noise_in(second.text) == "caption"
        is_apart = first.after_blank or index == 0  # what is glued on both sides may be a sub-heading
        is_alternative = (
            glued_caption and is_apart and index + 1 not in pairs and not ends_sentence(first.text)
        )
        if index in pairs or is_alternative:
            dropped |= {index, index + 1}
    if lines and _is_lone_caption(lines):
        dropped.add(0)
    return [line for index, line in enumerate(lines) if index not in dropped]


def _is_lone_caption(lines: list[_Line]) -> bool:
    """Tell whether the first line is a caption without a credit: short, glued to byline or paragraph.

    What has two clauses below a byline is the first paragraph. Where a dump does not set its paragraphs
    apart with blank lines, only a line without a mark tells: no story begins with one.
    """
    first, rest = lines[0], lines[1:]
    if not rest or len(first.text) > CAPTION_CHARS:
        return False
    says_little = not has_clause(first.text.rstrip("。"))
    if sum(line.after_blank for line in rest) * 2 < len(rest):
        return (
            says_little and not (first.after_blank or ends_sentence(first.text)) and _is_prose(rest[0].text)
        )
    if first.after_blank:
        return not rest[0].after_blank and _is_prose(rest[0].text)
    return says_little


def _split_tags(lines: list[_Line]) -> tuple[list[_Line], tuple[str, ...]]:
    """Split off the tag line: the last, short and without a mark; above a paragraph it is a sub-heading."""
    if len(lines) < _MIN_LINES_WITH_TAGS:
        return lines, ()
    last = lines[-1].text
    if ends_sentence(last) or has_clause(last) or len(last) > HEADLINE_CHARS or last[0] in "（(":
        return lines, ()
    words = tuple(last.split(" "))
    return lines[:-1], words if all(len(word) <= TAG_CHARS for word in words) else ()


def _paragraphs(lines: list[_Line]) -> Iterator[Paragraph]:
    last = len(lines) - 1
    for index, line in enumerate(lines):
        if is_noise(line.text) or _is_furniture(line.text):
            continue
        text = without_closing_credit(
            tidy_paragraph(_GLUED_DATE.sub("", line.text) if not index else line.text)
        )
        is_heading = index < last and len(text) <= HEADING_CHARS and not ends_sentence(text)
        yield Paragraph(text, "heading" if is_heading else "body")


def _paper(byline: str | None) -> str | None:
    """Return the newspaper that a UDN byline opens with."""
    found = _PAPERS.match(byline or "")
    return found.group(1) if found else None
