"""Who says what in a story: quotations that are speech of their own, and sentences in Latin script.

A voice changes where a sentence begins or ends, and at a colon or comma that leads to speech. What is
doubtful is the narrator's: marks that do not match, single words, a quotation amid a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from tts.speech.sentences import CLOSERS, TERMINATORS, split_sentences
from tts.speech.speakers import LEADING, LONGEST_TAG, known_as, said_before, said_behind

Role = Literal["narrator", "quotation", "latin"]

MARKS = {"「": "」", "『": "』", "“": "”"}
CLOSING = "".join(MARKS.values())
SPEECH = frozenset("「“")
"""What speech is put in; 『』 stand inside it, or set a title off."""

LEAST_WHOLE, LEAST_PART = 4, 8
"""Letters of speech, with its full stop inside the marks and without; fewer are a word or a slogan."""

LEAST_WORDS = 4
"""Of a sentence in Latin script; fewer are a name."""

LONGEST_LEAD = 60
"""Characters before a quotation that are looked at: who speaks is named in its last clause."""

_BEFORE = frozenset("：:" + TERMINATORS + CLOSING)
_BEHIND = TERMINATORS + CLOSERS + "，、；,;"
_OTHER_SCRIPT = re.compile(
    "[\u2e80-\u2fdf\u3040-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’-][A-Za-zÀ-ɏ]+)*+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a paragraph in one role; `speaker` is as the text names who is quoted, or empty."""

    text: str
    role: Role = "narrator"
    speaker: str = ""


def passages(
    paragraphs: Sequence[str], *, quotes: bool = True, latin: bool = False
) -> tuple[tuple[Passage, ...], ...]:
    """Return each paragraph's passages: joined they are the paragraph, and each can be spoken if that can.

    With `quotes` speech is set apart; what goes on over paragraphs, each with an opening mark and the last
    alone with a closing one, is one speaker's. With `latin` so are sentences of four words and more in Latin.
    """
    found = _quoted(paragraphs) if quotes else ((Passage(text),) for text in paragraphs)
    if latin:
        found = (tuple(part for one in told for part in _latin(one)) for told in found)
    return tuple(map(_whole, found))


def _quoted(paragraphs: Sequence[str]) -> Iterator[tuple[Passage, ...]]:
    """Yield each paragraph in passages of narrator and quotations; unnamed, the last speaker goes on."""
    speaker, continued = "", False
    known: list[str] = []
    for text, (spans, goes_on) in zip(paragraphs, _spans(paragraphs), strict=True):
        ends = frozenset(accumulate(map(len, split_sentences(text)))) if spans else frozenset()
        cuts: list[Passage] = []
        position = 0
        for start, stop in spans:
            end = _behind(text, stop)
            is_continued = continued and not text[:start].strip()
            said_by = "" if is_continued else _speaker(text, (position, start, stop), is_end=end in ends)
            if said_by is None:
                continue
            speaker = known_as(said_by, known) if said_by else speaker
            cuts += (Passage(text[position:start]), Passage(text[start:end], "quotation", speaker))
            position = end
        yield (*cuts, Passage(text[position:]))
        continued = goes_on


def _spans(paragraphs: Sequence[str]) -> list[tuple[list[tuple[int, int]], bool]]:
    """Return what stands in quotation marks in each paragraph, and whether its last goes on in the next one.

    One that is not closed goes on where the next one opens again, up to one that closes; otherwise nothing
    there is believed to be quoted.
    """
    found: list[tuple[list[tuple[int, int]], bool]] = []
    is_followed = False
    for text in reversed(paragraphs):
        spans, is_open = _marked(text)
        goes_on = is_open and is_followed
        found.append(([], False) if is_open and not goes_on else (spans, goes_on))
        is_followed = _opens(text) and bool(found[-1][0])
    return found[::-1]


def _opens(text: str) -> bool:
    return text.lstrip()[:1] in SPEECH


def _marked(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Return the outermost spans in quotation marks, and whether the last one is left open at the end.

    There are none where marks do not match.
    """
    spans: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for position, character in enumerate(text):
        if character in MARKS:
            waiting.append((MARKS[character], position))
        elif character in CLOSING:
            if not waiting or waiting[-1][0] != character:
                return [], False
            _, start = waiting.pop()
            if not waiting:
                spans.append((start, position + 1))
    if len(waiting) > 1:
        return [], False
    return [*spans, *((start, len(text)) for _, start in waiting)], bool(waiting)


def _speaker(text: str, places: tuple[int, int, int], *, is_end: bool) -> str | None:
    """Return who says what is quoted there; empty where that is not told, None where it is no speech.

    The places are where the narrator's words before it begin, where it begins, and where it ends.
    """
    position, start, stop = places
    inside = text[start + 1 : stop].rstrip(f"{CLOSING} \u3000")
    is_whole = bool(inside) and inside[-1] in TERMINATORS
    letters = sum(map(str.isalnum, inside))
    if text[start] not in SPEECH or letters < (LEAST_WHOLE if is_whole else LEAST_PART):
        return None
    before = text[max(position, start - LONGEST_LEAD) : start].rstrip()
    behind = text[stop : stop + 2 * LONGEST_TAG].lstrip()
    lead, tag = said_before(before), said_behind(behind)
    begins = not before or before[-1] in _BEFORE or (lead is not None and before[-1] in LEADING)
    ends = not behind or behind[0] in SPEECH or (is_end if is_whole else behind[0] in TERMINATORS)
    is_told = is_whole or lead is not None or tag is not None or before[-1:] in ("：", ":")
    return (lead or tag or "") if begins and (ends or tag is not None) and is_told else None


def _behind(text: str, stop: int) -> int:
    """Return where the signs and spaces have ended that stand behind a quotation: they are heard with it."""
    while stop < len(text) and (text[stop] in _BEHIND or text[stop].isspace()):
        stop += 1
    return stop


def _latin(passage: Passage) -> Iterator[Passage]:
    """Yield the passage with sentences in Latin script apart; a quotation is only as a whole."""
    if passage.role == "quotation":
        yield Passage(passage.text, "latin") if _is_latin(passage.text) else passage
        return
    for sentence in split_sentences(passage.text):
        yield Passage(sentence, "latin" if _is_latin(sentence) else "narrator")


def _is_latin(sentence: str) -> bool:
    return not _OTHER_SCRIPT.search(sentence) and sum(1 for _ in _WORD.finditer(sentence)) >= LEAST_WORDS


def _whole(told: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages, neighbours in one role as one; what has no letters goes with its neighbour."""
    whole: list[Passage] = []
    for one in told:
        last = whole[-1] if whole else Passage("")
        is_same = (one.role, one.speaker) == (last.role, last.speaker)
        if whole and (is_same or not (_is_spoken(one.text) and _is_spoken(last.text))):
            kept = last if _is_spoken(last.text) else one
            whole[-1] = Passage(last.text + one.text, kept.role, kept.speaker)
        elif one.text:
            whole.append(one)
    return tuple(whole)


def _is_spoken(text: str) -> bool:
    return any(map(str.isalnum, text))
