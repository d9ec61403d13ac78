"""What is wrong with lexicons: entries that contradict each other, never fire, or are not said as asked."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Literal

from tts.speech.accent import Accent
from tts.speech.lexicon import EMPTY, Lexicon, Pattern, Word
from tts.speech.normalizer import normalize
from tts.speech.word_list import Repeat, WordList

Kind = Literal["overridden", "never fires", "covered", "not as asked"]
"""Another place's entry holds; no text has it; it stands only within others; its syllables are others."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A lexicon, and where it stands; `lines` are those of a file, `repeats` what it has there once more."""

    name: str
    lexicon: Lexicon
    lines: Mapping[str, int] = field(default_factory=dict)
    repeats: Sequence[Repeat] = ()

    def place_of(self, written: str) -> str:
        """Return where an entry stands."""
        line = self.lines.get(written)
        return f"line {line} of {self.name}" if line else self.name


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry that does not do what its author may expect; `detail` says what stands against it."""

    kind: Kind
    written: str
    value: str
    place: str
    detail: str = ""


def sheet_of(words: WordList) -> Sheet:
    """Return a list of words as one of the sheets to be checked."""
    return Sheet(str(words.path), words.lexicon, words.lines, words.repeats)


def check(sheets: Sequence[Sheet], texts: Sequence[str], accent: Accent) -> Iterator[Finding]:
    """Yield what is wrong; the first sheet goes before the others, as a voice's does before the settings'.

    Without texts it is not asked which entries never fire.
    """
    holding = _holding(sheets)
    yield from _overridden(sheets, holding)
    whole = reduce(lambda over, sheet: over.over(sheet.lexicon), sheets, EMPTY)
    fired: set[str] = set()
    for text in texts:
        for key, finding in _fired(text, whole, accent, holding):
            if finding and key not in fired:
                yield finding
            fired.add(key)
    if texts:
        yield from _unfired(whole, texts, fired, holding)


def _entries(lexicon: Lexicon) -> Iterator[Word | Pattern]:
    yield from lexicon.words
    yield from lexicon.patterns


def _holding(sheets: Sequence[Sheet]) -> dict[str, tuple[str, str]]:
    """Return for each entry the value that holds, and where it stands."""
    holding: dict[str, tuple[str, str]] = {}
    for sheet in sheets:
        for entry in _entries(sheet.lexicon):
            holding.setdefault(entry.written, (entry.value, sheet.place_of(entry.written)))
    return holding


def _overridden(sheets: Sequence[Sheet], holding: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
    """Yield the entries that another one goes before that says something else."""
    for sheet in sheets:
        own = [(one.written, one.value, sheet.place_of(one.written)) for one in _entries(sheet.lexicon)]
        again = [(one.written, one.value, f"line {one.line} of {sheet.name}") for one in sheet.repeats]
        for written, value, place in (*own, *again):
            other, there = holding[written]
            if other != value:
                yield Finding("overridden", written, value, place, f"{other} holds, {there}")


def _fired(
    text: str, whole: Lexicon, accent: Accent, holding: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, Finding | None]]:
    """Yield what fires in a text, with a finding where it does not get the syllables that it asks for."""
    spoken = normalize(text, whole)
    read = dict(_placed(spoken.text, accent.pinyin(spoken.text)))
    found = {start: word for start, _end, word in whole.find(text)}
    for span in spoken.spans:
        word = found.get(span.written_start)
        if word is None or span.rule != word.rule:
            continue
        key = word.origin or word.written
        said = tuple(read[place] for place in range(span.start, span.end) if place in read)
        wrong = bool(word.asked) and said != word.asked
        detail = f"{word.written} is said {' '.join(one or '?' for one in said)}"
        yield key, Finding("not as asked", key, word.value, holding[key][1], detail) if wrong else None


def _placed(spoken: str, read: Sequence[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """Yield where each Chinese character stands in what is spoken, and its syllable."""
    place = -1
    for character, syllable in read:
        place = spoken.index(character, place + 1)
        yield place, syllable


def _unfired(
    whole: Lexicon, texts: Sequence[str], fired: Collection[str], holding: Mapping[str, tuple[str, str]]
) -> Iterator[Finding]:
    """Yield the entries that no text had, or only within others: longer ones, or other Latin words."""
    joined = "\n".join(texts)
    for entry in _entries(whole):
        if entry.written in fired:
            continue
        if isinstance(entry, Pattern):
            is_there = entry.next_in(joined, 0) is not None
        else:
            is_there = entry.written in joined
        kind: Kind = "covered" if is_there else "never fires"
        detail = "it stands only within other entries or longer words" if is_there else ""
        yield Finding(kind, entry.written, entry.value, holding[entry.written][1], detail)
