"""Where written Chinese sentences end: quotes stay whole, numbers and names uncut."""

import re
from collections.abc import Iterator

TERMINATORS = "。！？｡!?…."
CLOSERS = "」』”’〞〟｣）)》〉】〕］]｝}"
PAIRS = {
    "「": "」", "『": "』", "“": "”", "‘": "’", "〝": "〞", "｢": "｣", "（": "）", "(": ")",
    "《": "》", "〈": "〉", "【": "】", "〔": "〕", "［": "］", "[": "]", "｛": "｝", "{": "}",
}  # fmt: skip
OPENERS = "".join(PAIRS)
STRAIGHT = '"＂'
"""Quotation marks that open and close alike."""

LONGEST_WHOLE_QUOTE = 120
"""A quote up to this many characters is never cut; beyond it a listener needs the pauses inside."""

_ENDING = re.compile(r"[～~]*[。！？｡!?]+|…+|\.+|—{2,}|[～~]+")
_TITLE_CLOSERS = "》〉"
_NEVER_FIRST = "，、；：。！？,;:的" + "…—～"
"""What no sentence begins with, so that a quote before it belongs to the sentence around it."""

_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "st", "inc", "ltd", "co", "corp", "bros", "vs", "no", "jr", "sr",
    "gen", "sen", "rep", "gov", "col", "lt", "sgt", "capt", "rev", "hon", "dept", "est",
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
})  # fmt: skip
_CRIES = frozenset({
    "等等", "等一下", "慢著", "慢着", "且慢", "住手", "站住", "不", "不要", "小心", "救命", "快跑",
    "喂", "嘿", "啊", "哎", "唉", "咦", "欸", "哇", "天啊", "糟了", "完了", "對了", "对了",
})  # fmt: skip
"""After one of these a dash breaks the sentence off; after anything else it is a pause within it."""
_LONGEST_KNOWN = 12
"""More characters than the longest of these words has."""
_LAST_CLAUSE = re.compile(rf"[^\W_]{{0,{_LONGEST_KNOWN}}}$")
_FINAL_PARTICLES = "了啦囉喔哦噢啊呀耶吧呢嗎嘛哇欸嘿唷哈呵的好樂"
"""Behind one of these a ～ draws the word out; behind anything else it stands for a range."""
_EXCLAMATION = re.compile(r"[^，。！？!?…～~\n]{1,30}[～~]*[！!]")
_QUOTE_CLOSERS = f"」』”’〞〟｣{STRAIGHT}"
_TELLS_OF_QUOTE = re.compile(
    "是|成[為为了]|[一二三四五六七八兩两幾几數数]個?个?[字詞词句語语聲声]|[這这][句話话]|[聲声][不四此]"
)
"""Behind a quotation: it is what the sentence tells of (「憑什麼？」三個字)."""
_LIST_NUMBER = re.compile(r"(?:^|[。！？!?\s])\d{1,3}$")
_LAST_WORD = re.compile(rf"[A-Za-z]{{1,{_LONGEST_KNOWN}}}$")
_WORDS = re.compile(r"\S")


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; joined, they are the text.

    A sentence keeps its closing quotes and the white space behind it. Rules: the terminators of
    CLREQ (https://www.w3.org/TR/clreq/), no end inside a quote or title of up to
    `LONGEST_WHOLE_QUOTE` characters, a line break is always an end.
    """
    sentences: list[str] = []
    for line in text.splitlines(keepends=True):
        start = 0
        for end in _sentence_ends(line):
            if line[start:end].strip():
                sentences.append(line[start:end])
                start = end
        if line[start:].strip() or not sentences:
            sentences.append(line[start:])
        else:
            sentences[-1] += line[start:]
    return tuple(sentences)


def spoken_parts(text: str) -> tuple[str, ...]:
    """Return the sentences of a text; joined, they are the text.

    What cannot be spoken (no letter, no digit) belongs to the sentence before it, at the beginning to
    the one behind it.
    """
    parts: list[str] = []
    for sentence in split_sentences(text):
        if parts and not (_is_spoken(sentence) and _is_spoken(parts[-1])):
            parts[-1] += sentence
        else:
            parts.append(sentence)
    return tuple(parts)


def _is_spoken(text: str) -> bool:
    return any(map(str.isalnum, text))


def whole_quotes(text: str) -> list[tuple[int, int]]:
    """Return the outermost spans, from opener to after its closer, that no cut may enter.

    Only balanced pairs up to `LONGEST_WHOLE_QUOTE` characters count: an opener that is never closed
    protects nothing.
    """
    spans: list[tuple[int, int]] = []
    for start, end in sorted(_balanced_pairs(text)):
        if end - start <= LONGEST_WHOLE_QUOTE and (not spans or start >= spans[-1][1]):
            spans.append((start, end))
    return spans


def _balanced_pairs(text: str) -> Iterator[tuple[int, int]]:
    open_at: list[tuple[str, int]] = []
    for position, character in enumerate(text):
        if character in STRAIGHT:
            closes = bool(open_at) and open_at[-1][0] == character
            wanted = character
        else:
            wanted = PAIRS.get(character, "")
            closes = not wanted and any(closer == character for closer, _ in open_at)
        if closes:
            while open_at:
                closer, start = open_at.pop()
                if closer == character:
                    yield start, position + 1
                    break
        elif wanted:
            open_at.append((wanted, position))


def _sentence_ends(line: str) -> Iterator[int]:
    quotes = iter(whole_quotes(line))
    quote = next(quotes, None)
    for match in _ENDING.finditer(line):
        while quote and quote[1] <= match.start():
            quote = next(quotes, None)
        end = _after_closers(line, match.end())
        if quote and quote[0] < match.start() and end < quote[1]:
            continue
        inside = quote and end == quote[1] and _is_word_of_its_sentence(line, *quote)
        if not inside and _ends_sentence(line, match.start(), match.end(), end):
            yield _after_space(line, end)


def _is_word_of_its_sentence(line: str, start: int, end: int) -> bool:
    """Tell whether a quotation that ends in ！ or ？ is a part of the sentence around it: 說「不！」三個字.

    Nothing sets it off on either side, and its mark is no full stop.
    """
    marks = line[start:end].rstrip(_QUOTE_CLOSERS)
    return (
        line[end - 1] in _QUOTE_CLOSERS
        and marks[-1:] in "！？!?"
        and bool(_is_word(line[start - 1 : start]) or _TELLS_OF_QUOTE.match(line, end))
        and _is_word(line[end : end + 1])
    )


def _is_word(character: str) -> bool:
    return character.isalnum()


def _after_closers(line: str, position: int) -> int:
    while position < len(line) and line[position] in CLOSERS + STRAIGHT:
        position += 1
    return position


def _after_space(line: str, position: int) -> int:
    while position < len(line) and line[position].isspace():
        position += 1
    return position


def _ends_sentence(line: str, start: int, stop: int, end: int) -> bool:
    """Tell whether the terminators at [start, stop), with closers up to `end`, end the sentence."""
    following = line[end : end + 1]
    if following and following in _NEVER_FIRST:
        return False
    if any(closer in _TITLE_CLOSERS for closer in line[stop:end]):
        return False
    mark = line[start:stop].lstrip("～~")[:1] or "～"
    if mark in "—～":
        return _pause_ends(line, mark, start, end)
    if mark == ".":
        return stop - start > 1 or _full_stop_ends(line, start, following)
    if mark in "!?":
        glued = stop == end and following.isalnum() and not line[start - 1 : start].isspace()
        return not (glued and line[start - 1 : start].isascii())
    return True


def _pause_ends(line: str, mark: str, start: int, end: int) -> bool:
    """Tell whether a dash breaks a cry off, or a ～ draws a word out before an exclamation."""
    if mark == "—":
        clause = _LAST_CLAUSE.search(line, _near(start), start)
        return clause is not None and clause[0] in _CRIES
    return line[start - 1 : start] in _FINAL_PARTICLES and bool(_EXCLAMATION.match(line, end))


def _full_stop_ends(line: str, start: int, following: str) -> bool:
    if not _is_latin(line[max(0, start - 1) : start]):
        return bool(_WORDS.search(line, 0, start))
    if following and not following.isspace():
        return False
    if _LIST_NUMBER.search(line, _near(start), start):
        return False
    word = _LAST_WORD.search(line, _near(start), start)
    return word is None or not (len(word[0]) == 1 or word[0].lower() in _ABBREVIATIONS)


def _near(position: int) -> int:
    """Return where to look from for the word that ends at a position: a line may be a whole book."""
    return max(0, position - _LONGEST_KNOWN)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
