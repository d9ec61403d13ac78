"""Who says what in a story: quotations that are speech of their own, and sentences in Latin script.

A voice changes where a sentence begins or ends, and at a colon or comma that leads to speech. What is
doubtful is the narrator's: marks that do not match, single words, a quotation amid a sentence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from tts.speech.sentences import CLOSERS, STRAIGHT, TERMINATORS, split_sentences
from tts.speech.speakers import (
    LEADING,
    LONGEST_TAG,
    ends_with_saying,
    is_named,
    known_as,
    said_before,
    said_behind,
    subject_of,
    takes_turn,
)

Role = Literal["narrator", "quotation", "latin"]

MARKS = {"「": "」", "『": "』", "“": "”", "〝": "〞", "｢": "｣", **{mark: mark for mark in STRAIGHT}}
CLOSING = "".join(MARKS.values())
SPEECH = frozenset(MARKS) - {"『"}
"""What speech is put in; 『』 stand inside it, or set a title off."""

LEAST_WHOLE, LEAST_PART = 4, 8
"""Letters of speech, with its full stop inside the marks and without; fewer are a word or a slogan."""

LEAST_BROKEN = 2
"""Letters of speech that its speaker's name interrupts: 「我想，」他說，「…」."""

LEAST_WORDS = 4
"""Of a sentence in Latin script; fewer are a name."""

LONGEST_LEAD = 60
"""Characters before a quotation that are looked at: who speaks is named in its last clause."""

_BEFORE = frozenset("：:" + TERMINATORS + CLOSING)
_COMMAS = "，,、"
_BEHIND = TERMINATORS + CLOSERS + STRAIGHT + "，、；,;"
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
    """Return each paragraph in passages; who is named as a speaker anywhere is known from the beginning."""
    known: list[str] = []
    for _ in _told(paragraphs, known):
        pass
    return _told(paragraphs, known)


def _told(paragraphs: Sequence[str], known: list[str]) -> Iterator[tuple[Passage, ...]]:
    """Yield each paragraph in passages of narrator and quotations.

    Who is not named there is whom the narration since the last quotation speaks of, else that one's speaker.
    """
    speaker, narrated, continued = "", "", False
    leads = ("", *map(_lead, paragraphs))
    for text, lead, (spans, goes_on) in zip(paragraphs, leads, _spans(paragraphs), strict=False):
        ends = frozenset(accumulate(map(len, split_sentences(text)))) if spans else frozenset()
        cuts: list[Passage] = []
        position = 0
        for start, stop in spans:
            end = _behind(text, stop)
            is_continued = continued and not text[:start].strip()
            before = text[max(position, start - LONGEST_LEAD) : start].rstrip()
            is_first = not text[:start].strip()
            before = before or (lead if is_first else "")
            place = _Place(text, start, stop, before, tuple(known), is_first=is_first, is_end=end in ends)
            said_by = "" if is_continued else _speaker(place)
            if said_by is None:
                continue
            about = subject_of(narrated + text[position:start], known)
            said_by = said_by or ("" if is_continued else about)
            speaker = known_as(said_by, known) if said_by else speaker
            cuts += (Passage(text[position:start]), Passage(text[start:end], "quotation", speaker))
            position, narrated = end, ""
        yield (*cuts, Passage(text[position:]))
        narrated += f"{text[position:]}\n"
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


def _lead(text: str) -> str:
    """Return how a paragraph ends that leads to the next one."""
    end = text.rstrip()[-LONGEST_LEAD:]
    return end if end.endswith(("：", ":")) else ""


def _opens(text: str) -> bool:
    return text.lstrip()[:1] in SPEECH


def _marked(text: str) -> tuple[list[tuple[int, int]], bool]:
    """Return the outermost spans in quotation marks, and whether the last one is left open at the end.

    There are none where marks do not match.
    """
    spans: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    unpaired = frozenset(mark for mark in STRAIGHT if text.count(mark) % 2)
    for position, character in enumerate(text):
        if waiting and waiting[-1][0] == character:
            _, start = waiting.pop()
            if not waiting:
                spans.append((start, position + 1))
        elif character in MARKS and character not in unpaired:
            waiting.append((MARKS[character], position))
        elif character in CLOSING and character not in unpaired:
            return [], False
    if len(waiting) > 1:
        return [], False
    return [*spans, *((start, len(text)) for _, start in waiting)], bool(waiting)


@dataclass(frozen=True, slots=True)
class _Place:
    """A quotation in its paragraph, and the narrator's words before it, or those of the paragraph before.

    Those `known` speak in the story. It `is_first` where the paragraph begins with it, `is_end` where a
    sentence ends with it.
    """

    text: str
    start: int
    stop: int
    before: str
    known: tuple[str, ...]
    is_first: bool
    is_end: bool

    @property
    def inside(self) -> str:
        return self.text[self.start + 1 : self.stop].rstrip(f"{CLOSING} \u3000")

    @property
    def behind(self) -> str:
        return self.text[self.stop : self.stop + 2 * LONGEST_TAG].lstrip()

    @property
    def is_whole(self) -> bool:
        return self.inside[-1:] in frozenset(TERMINATORS)

    @property
    def is_broken(self) -> bool:
        """Whether who speaks is named amid what is said."""
        return self.inside[-1:] in frozenset(f"{_COMMAS}—")

    @property
    def is_led(self) -> bool:
        """Whether what stands before it leads to something."""
        return self.before[-1:] in frozenset("：:") and not is_named(self.before)


def _speaker(place: _Place) -> str | None:
    """Return who says what is quoted there; empty where that is not told, None where it is no speech."""
    before, behind = place.before, place.behind
    turn = takes_turn(place.text[: place.start], is_alone=place.is_whole and not behind)
    lead, tag = turn or said_before(before, place.known), _tag(place)
    least = LEAST_WHOLE if place.is_whole else LEAST_PART
    if place.is_broken and tag is not None:
        least = LEAST_BROKEN
    if place.text[place.start] not in SPEECH or sum(map(str.isalnum, place.inside)) < least:
        return None
    begins = not before or before[-1] in _BEFORE or (lead is not None and before[-1] in LEADING)
    is_over = place.is_end if place.is_whole else behind[:1] in frozenset(TERMINATORS)
    ends = not behind or behind[0] in SPEECH or is_over or tag is not None
    is_told = place.is_whole or lead is not None or tag is not None or place.is_led
    return (lead or tag or "") if begins and ends and is_told and not is_named(before) else None


def _tag(place: _Place) -> str | None:
    """Return who said it by the words behind it.

    Words with a colon tell who speaks next; who is interrupted by them, or opens a paragraph so, speaks on.
    A clause that stands at a quotation without a stop or comma tells of a title, unless its sentence ends so.
    """
    opens = place.is_first and not place.before and place.is_whole and place.inside[-1] not in "？?"
    tag = said_behind(place.behind, place.known, may_lead=place.is_broken or opens)
    is_apart = place.is_whole or place.is_broken or place.behind[:1] in frozenset(_COMMAS)
    return tag if is_apart or place.is_led or ends_with_saying(place.behind) else None


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
