"""Releases: what an office or a company sets below its news: whom to ask, line by line, and what it is."""

import re
from collections.abc import Iterator, Sequence

from tts.extractor.blocks import Block
from tts.extractor.noise import fold
from tts.extractor.prose import ends_statement, squeeze

_MOST_LINES = 12
_MAX_LINE = 60  # characters
_MOST_SAID = 3  # paragraphs by which a company tells of itself
_HEAD = re.compile(
    r"^\W{0,3}(?:[^。,:]{0,8}(?:联[络系]人|发言人|窗口)|(?:媒体|新闻|公关|采访|业务|本案)[^。,:]{0,4}(?:联[络系]|洽询)[^。,:]{0,4}"
    r"|(?:Media|Press) (?:Contacts?|[EI]nquir)[^。,:]{0,12})\W{0,2}(?:$|[:/])",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{2,4}[) -]{0,2}\d{3,4}|\d{6,}|[\w.+-]{1,40}@[\w-]{1,40}\.")
_ABOUT = re.compile(r"^\W{0,3}(?:关于|About) ?(?P<name>[^。,:?!]{2,20})\W{0,2}$", re.IGNORECASE)


def below_release(blocks: Sequence[Block]) -> Iterator[int]:
    """Yield the places, among a body's blocks, of the lines below its news that say whom to ask."""
    start = _contacts_at(blocks)
    yield from range(start, len(blocks))
    yield from range(_about_at(blocks[:start]), start)


def _contacts_at(blocks: Sequence[Block]) -> int:
    """Return where the lines that end a body begin to say whom to ask; they have a number or a mailbox."""
    start = end = len(blocks)
    while start > max(0, end - _MOST_LINES) and _is_line(blocks[start - 1]):
        start -= 1
    heads = [place for place in range(start, end) if _HEAD.match(fold(blocks[place].text))]
    is_told = bool(heads) and any(_NUMBER.search(fold(block.text)) for block in blocks[heads[0] :])
    return heads[0] if is_told else end


def _is_line(block: Block) -> bool:
    return len(block.text) <= _MAX_LINE and not ends_statement(block.text)


def _about_at(blocks: Sequence[Block]) -> int:
    """Return where a body's last paragraphs tell, below a line "about" it, of the company they begin with."""
    end = len(blocks)
    first = next((place for place, block in enumerate(blocks) if ends_statement(block.text)), end)
    for place in range(max(first, end - _MOST_SAID - 1), end - 1):
        found = _ABOUT.match(fold(blocks[place].text))
        if found and squeeze(fold(blocks[place + 1].text)).startswith(squeeze(found["name"])):
            return place
    return end
