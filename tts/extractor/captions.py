"""Captions: the lines of a story that describe its pictures, told by where they stand.

Where nothing but its shortness speaks against a line, how the page writes its paragraphs decides.
"""

import re
from collections.abc import Sequence

from tts.extractor.blocks import Block
from tts.extractor.extents import Extent, place_of
from tts.extractor.noise import fold, may_be_caption, without_closing_credit
from tts.extractor.passages import is_long, is_numbered
from tts.extractor.prose import ends_sentence, ends_statement, has_sentence
from tts.extractor.reading import Reading

MAX_CAPTION = 40
SURE_CAPTION = 14  # a line this short beside a picture is its caption even with a full stop
_MAX_SENTENCE = 80
_MIN_BROKEN = 3  # lines that end with a comma, and with no mark, where a story is broken like verse
_FEW = 2  # bold captions that make the others on the page captions too
_QUOTED = re.compile(r"[「“『][^「“『]*[。！？…][」”』]")
_CREDIT = re.compile(r"[图摄]|照片|影像|Photo", re.IGNORECASE)
_PAUSE = re.compile(r"[，、,]$")
_INTRODUCES = re.compile(r"[：:]$")
# What takes up the sentence before it is the story's, and describes no picture.
_GOES_ON = re.compile(
    r"(?:[这那此](?:也|都|才|就|可|无疑|一|意味|样)|对此|因此|所以|于是|然而|但|不过|而且|而|何况|此外|同时|当然|其实|显然|果然"
    r"|结果|可见|总之|除此)"
)


def without_captions(reading: Reading, body: Extent, blocks: Sequence[Block]) -> list[Block]:
    """Drop the lines that are captions by where they stand: under a picture, or in grey."""
    plain = [block for block in blocks if reading.is_prose(block) and not block.after_picture]
    unmarked = sum(not ends_sentence(block.text) for block in plain) * 2 >= len(plain)
    marks_tell = not (unmarked or _is_broken(blocks))
    places = {place_of(block, body.element) for block in plain}
    has_middle = any(b.around.centred for b in blocks if not (b.after_picture or b.is_heading))
    kept = [
        block
        for block in blocks
        if not _is_caption(
            block,
            marks_tell=marks_tell,
            stands_apart=(bool(places) and place_of(block, body.element) not in places)
            or (marks_tell and not has_middle and _is_sentence_in_middle(block)),
        )
    ]
    return _without_bold_captions(kept)


def _is_sentence_in_middle(block: Block) -> bool:
    """Tell whether a line in the middle is a sentence; one without a stop may be a verse of the story."""
    return block.around.centred and (ends_sentence(block.text) or len(block.text) > MAX_CAPTION)


def _is_broken(blocks: Sequence[Block]) -> bool:
    """Tell whether a story's sentences run over its lines, so that one without a mark is a part of some."""
    lines = [block.text for block in blocks if not (block.after_picture or block.is_heading)]
    pauses = sum(bool(_PAUSE.search(line)) for line in lines)
    bare = sum(not ends_sentence(line) for line in lines)
    return min(pauses, bare) >= _MIN_BROKEN


def _is_caption(block: Block, *, marks_tell: bool, stands_apart: bool) -> bool:
    """Tell whether a line is a caption; how it is written tells only where paragraphs have full stops.

    `stands_apart` is said of a line where no paragraph of the story stands.
    """
    if not (block.after_picture or block.around.grey) or block.is_heading:
        return False
    if _QUOTED.fullmatch(block.text) or is_numbered(block.text):
        return False
    is_short = block.after_picture and len(block.text) <= _MAX_SENTENCE
    if is_short and (may_be_caption(block.text) or _is_credited(block.text)):
        return True
    if is_short and stands_apart and not is_long(block):
        return True
    if len(block.text) > MAX_CAPTION or not marks_tell or _leads_on(block.text):
        return False
    return len(block.text) <= SURE_CAPTION or not (has_sentence(block.text) or ends_sentence(block.text))


def _is_credited(line: str) -> bool:
    """Tell whether a line ends with the credit of a picture, behind what it says of it."""
    credit = line[len(without_closing_credit(line)) :]
    return bool(_CREDIT.search(fold(credit)))


def _leads_on(line: str) -> bool:
    """Tell whether a line belongs to what stands before or behind it, by its first words or its colon."""
    if _INTRODUCES.search(line):
        return True
    return ends_statement(line) and bool(_GOES_ON.match(fold(line)))


def _without_bold_captions(blocks: list[Block]) -> list[Block]:
    """Drop the bold lines below pictures where most of them head nothing: a heading has paragraphs below."""
    bold = [place for place, block in enumerate(blocks) if _may_be_bold_caption(block)]
    idle = [place for place in bold if not _heads(blocks, place)]
    if len(idle) < _FEW or len(idle) * 2 <= len(bold):
        return blocks
    return [block for place, block in enumerate(blocks) if place not in bold]


def _may_be_bold_caption(block: Block) -> bool:
    return block.after_picture and block.is_heading and not block.around.heading


def _heads(blocks: Sequence[Block], place: int) -> bool:
    """Tell whether text of its own stands right below a line."""
    below = next(iter(blocks[place + 1 :]), None)
    return below is not None and not below.is_heading and not below.after_picture
