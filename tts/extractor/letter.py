"""A letter's article: a newsletter, or what somebody wrote; its subject is the title.

A letter is one sender's from end to end, so that nothing in it must be found: all is read but what letters
have around their text, which is known by its wording, and by standing at the end.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import takewhile

from tts.errors import ArticleNotFound
from tts.extractor.blocks import Block, read_blocks
from tts.extractor.decode import decode
from tts.extractor.doubts import doubts
from tts.extractor.footnotes import drop_footnotes
from tts.extractor.language import language_of
from tts.extractor.letter_frame import end_of, is_frame, without_answered, without_heads
from tts.extractor.letter_quotes import drop_quoted
from tts.extractor.markup import parse
from tts.extractor.noise import fold
from tts.extractor.page import read_page
from tts.extractor.passages import MIN_BODY, is_half_linked, is_linked, is_own_prose
from tts.extractor.prose import ends_sentence, is_chinese, tidy, tidy_paragraph
from tts.letter import Head, Letter, Part, Text, read_letter
from tts.model.address import on_web
from tts.model.article import Article, Paragraph, ParagraphKind

_BAR = 60  # columns: a line that is as wide was broken there by a program
_MAX_LABEL = 12
_MIN_HEADLINE = 8  # Han characters: more than a button has
_BETWEEN = 2  # blocks below a headline: the paper's name may stand before the story
_ADDRESS = re.compile(r"https?://[^\s<>）」』】，。；]+|<(?:mailto:)?[^\s<>]{1,200}>", re.IGNORECASE)
_WEB = re.compile(r"(?<![\w/])https?://[^\s<>\"'（）「」『』，。、；]+", re.IGNORECASE)
_SIGNED = re.compile(r"-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:[A-Za-z]{1,20}: [^\n]{0,200}\n){0,9}")
_SEAL = re.compile(r"-----BEGIN PGP (?:SIGNATURE|MESSAGE)-----")
"""What OpenPGP has around a text, and for one that is encrypted: RFC 9580, chapters 6 and 7."""

_SHIFTED = {"iso-2022-jp": "iso2022_jp_ext", "iso-2022-kr": "iso2022_kr", "hz-gb-2312": "hz"}
"""RFC 1468, RFC 1557, RFC 1843. Browsers read the first alone; letters still come in all."""

_QUOTED = re.compile(r"[>｜|]")
_RULE = re.compile(r"[-=_*~—─━＝＿＊.·• ]{3,}")
_ITEM = re.compile(r"[-*•·●▪◆■▶]\s|\(?\d{1,2}[.、)]\s?|[（(]?[一二三四五六七八九十]{1,3}[、)）]")


def article_of_letter(data: bytes) -> Article:
    """Return a letter's article, its title empty where it has no subject; of a page saved as MHTML that.

    Raises ArticleNotFound for a letter without words.
    """
    letter = read_letter(data)
    if letter.head.page_url:
        return _saved_page(letter)
    paragraphs = tuple(paragraph for part in letter.parts for paragraph in _read(part, letter.head))
    if not any(character.isalnum() for paragraph in paragraphs for character in paragraph.text):
        raise _wordless(letter)
    head, body = letter.head, "".join(paragraph.text for paragraph in paragraphs)
    name = tidy(head.sender)
    return Article(
        title=tidy(head.subject),
        paragraphs=paragraphs,
        byline=None if head.circular else name or None,
        publisher=(name or None) if head.circular else None,
        published=head.sent,
        language=language_of(body),
        warnings=tuple(doubts(paragraphs)),
    )


def first_address(data: bytes) -> str | None:
    """Return the first address of the web in a letter's own text; None when it has none."""
    for part in read_letter(data).parts:
        written = part.plain or part.page
        text = unescape(_decoded(written)) if written else ""
        for found in _WEB.finditer(text):
            address = on_web(found[0].rstrip(".,;:!?)\"'*>"))
            if address:
                return address
    return None


def _saved_page(letter: Letter) -> Article:
    page = next((part.page for part in letter.parts if part.page), None)
    if page is None:
        raise _wordless(letter)
    return read_page(decode(page.data, page.content_type), letter.head.page_url)


def _wordless(letter: Letter) -> ArticleNotFound:
    if letter.locked or any(part.plain and _SEAL.search(_read_whole(part.plain)) for part in letter.parts):
        message = "The letter is encrypted, and cannot be read here."
        return ArticleNotFound(message, hint="Save its text in the program that opens it, and give that.")
    has_page = any(part.page and b"<img" in part.page.data.lower() for part in letter.parts)
    what = "pictures alone" if has_page else "no text of its own"
    message = f"The letter holds {what}, and nothing to read out."
    return ArticleNotFound(message, hint="Give the page that it shows, if the web has it.")


def _read(part: Part, head: Head) -> list[Paragraph]:
    """Return the paragraphs of a part, out of its page if that has words."""
    found: list[Paragraph] = []
    if part.page and (text := _decoded(part.page)):
        found = list(_of_page(text, head))
    if not found and part.plain and (text := _decoded(part.plain)):
        found = list(_of_plain(text, head, part.plain.content_type))
    return found


def _decoded(text: Text) -> str:
    return _SIGNED.sub("", _SEAL.split(_read_whole(text), maxsplit=1)[0])


def _read_whole(text: Text) -> str:
    try:
        return _of_shifts(text) or decode(text.data, text.content_type)
    except ArticleNotFound:  # an empty part; a picture that is called a text
        return ""


def _of_shifts(text: Text) -> str:
    """Return a text in a charset of seven bits, which shifts by escapes; "" for any other."""
    codec = next((codec for label, codec in _SHIFTED.items() if label in text.content_type.lower()), "")
    if not codec or not text.data.isascii():
        return ""
    return text.data.decode(codec, "replace").replace("\r\n", "\n")


def _of_page(text: str, head: Head) -> Iterator[Paragraph]:
    root = parse(text).root
    drop_quoted(root, answers=head.answers)
    drop_footnotes(root)
    blocks = read_blocks(root)
    shown = [block for block in blocks if not block.around.hidden and not block.around.caption]
    kept = list(_without_frame(shown, head))
    for number, block in enumerate(kept, 1):
        if block.is_heading or _is_headline(block, kept[number : number + _BETWEEN]):
            yield Paragraph(block.text, "heading")
        elif not is_linked(block) or is_half_linked(block):
            kind: ParagraphKind = "list_item" if block.element.tag == "li" else "body"
            text = _ADDRESS.sub("", block.text)
            if any(map(str.isalnum, text)):
                yield Paragraph(tidy_paragraph(text), kind)


def _is_headline(block: Block, below: list[Block]) -> bool:
    """Tell whether a link stands above how the story begins that it leads to, as in digests and alerts."""
    is_title = is_linked(block) and block.size >= _MIN_HEADLINE and not ends_sentence(block.text)
    beginning = next((other for other in below if not is_linked(other)), None)
    is_above = beginning is not None and beginning.size >= MIN_BODY and is_own_prose(beginning)
    return is_title and is_above and "|" not in fold(block.text)


def _without_frame(blocks: list[Block], head: Head) -> Iterator[Block]:
    written = [block.text for block in blocks]
    lines = without_heads(without_answered(written) if head.answers else written)
    end, is_begun = end_of(lines), False
    for block, line in zip(blocks[:end], lines[:end], strict=True):
        if line and not is_frame(line, head.subject, is_begun=is_begun):
            is_begun = is_begun or ends_sentence(line)
            yield block


def _of_plain(text: str, head: Head, content_type: str) -> Iterator[Paragraph]:
    written = list(takewhile(lambda line: line not in {"-- ", "--"}, text.split("\n")))
    own = [line for line in written if not _QUOTED.match(line)]
    rows = own if any(map(str.strip, own)) else [line.lstrip("> ") for line in written]
    rows = without_heads(without_answered(rows) if head.answers else rows)
    lines = list(_joined(rows, flowed="flowed" in content_type, delsp="delsp" in content_type))
    is_begun = False
    for line in lines[: end_of(lines)]:
        said = tidy_paragraph(_ADDRESS.sub("", line))
        is_label = said != line and len(said) <= _MAX_LABEL and said.endswith(("：", ":"))  # 全文：
        if (
            any(map(str.isalnum, said))
            and not is_label
            and not is_frame(said, head.subject, is_begun=is_begun)
        ):
            is_begun = is_begun or ends_sentence(said)
            yield Paragraph(said)


def _joined(rows: list[str], *, flowed: bool, delsp: bool) -> Iterator[str]:
    """Yield the paragraphs of a text whose lines a program may have broken where they grew too wide.

    A flowed text (RFC 3676) says so by the space at a line's end; with `delsp` that is none of the text's.
    """
    line, is_open, is_joint = "", False, False
    for row in rows:
        text = row.strip()
        if not text or _RULE.fullmatch(text):
            yield line
            line, is_open = "", False
            continue
        if is_open and not _ITEM.match(text):
            is_apart = line and not (is_joint or is_chinese(line[-1:]) or is_chinese(text[:1]))
            line += (" " if is_apart else "") + text
        else:
            yield line
            line = text
        is_joint = delsp and row.endswith(" ") and not row.endswith("  ")
        is_open = row.endswith(" ") if flowed else _columns(text) >= _BAR and not ends_sentence(text)
    yield line


def _columns(text: str) -> int:
    return len(text) + sum(character > "\u2e7f" for character in text)
