"""The screen as a function of the session and the terminal's size: rows of text, none wider, none more."""

from collections import deque
from collections.abc import Iterator
from itertools import accumulate, islice

from rich.cells import cell_len
from rich.text import Text

from tts.clock import clock
from tts.episode_files.wrap import whole_until
from tts.preview.passage import lines, place_of, said_of, shown, styled, text_of
from tts.preview.session import HELP, Session
from tts.preview.transport import Transport

WIDE = 72
"""From so many columns on, the chapters have a column of their own."""

CHAPTERS_SHARE = 3
MOST_CHAPTERS_WIDTH = 44
MOST_TEXT_WIDTH = 96
"""Longer lines are tiring to read."""

READING_HEIGHT = 3
"""Above the line that is spoken stands this part of the rows, as one over it."""

TITLE_FROM, TOLD_FROM, PROMPT_FROM, AIRY_FROM = 4, 9, 7, 16
"""From so many rows on there is one for the title, for who speaks, for the prompt, and some empty."""

DIM = "dim"
PLAYED = "cyan"

Rows = list[Text]


def rows(session: Session, width: int, height: int) -> Rows:
    """Return the whole screen, from the top; each row fits the width."""
    above = _above(session, width, height)
    below = _below(session, width, height)[-height:]
    room = max(0, height - len(above) - len(below))
    middle = _middle(session, width, room)
    middle += [Text()] * (room - len(middle))
    return [_fitted(row, width) for row in (*above, *middle, *below)]


def _above(session: Session, width: int, height: int) -> Rows:
    if height < TITLE_FROM:
        return []
    above = [Text(shown(session.reel.title), "bold")]
    if height >= TOLD_FROM:
        above.append(_told(session))
        if width < WIDE:
            above.append(_chapter(session))
    if height >= AIRY_FROM:
        above.append(Text())
    return above


def _below(session: Session, width: int, height: int) -> Rows:
    prompt = _prompt(session, width)
    last = [_times(session, width)]
    if height >= PROMPT_FROM:
        last.append(prompt)
    elif session.typing or session.query:
        last = [prompt]
    bar = [Text(), _bar(session, width)] if height >= AIRY_FROM else [_bar(session, width)]
    body = [] if height <= len(last) else bar[: height - len(last) - 1]
    return [*body, *last]


def _told(session: Session) -> Text:
    """Return who speaks, and how far the making is."""
    reel = session.reel
    told = Text(shown(reel.speaker_at(session.transport.position_ms)), DIM)
    if reel.failure:
        return Text(f"The rest is missing. {shown(reel.failure)}", "yellow")
    if session.waiting:
        return told.append("  waiting for the next words …" if reel.cues else "  the first words are made …")
    if not reel.complete:
        told.append(f"  still being made, {session.ahead_ms // 1000} s ahead")
    return told


def _chapter(session: Session) -> Text:
    reel = session.reel
    current = reel.chapter_at(session.transport.position_ms)
    if current is None:
        return Text()
    label = f"{current + 1}/{len(reel.chapters)} {shown(reel.chapters[current].title)}"
    return Text(label, PLAYED)


def _times(session: Session, width: int) -> Text:
    """Return position, length, what remains, and how it is played, as much of it as fits."""
    transport, reel = session.transport, session.reel
    mark = "▶" if transport.playing else "⏸"
    more = "" if reel.complete else "+"
    left = f"-{clock(round(session.ahead_ms / transport.speed))}{more}"
    pieces = [f"{mark} {clock(transport.position_ms)}", left, *_manner(transport)]
    whole = [f"{pieces[0]} / {clock(reel.duration_ms)}{more}", *pieces[1:]]
    row = "  ".join(whole)
    while cell_len(row) > width and len(pieces) > 1:
        row = " ".join(pieces)
        pieces.pop()
    return Text(row)


def _manner(transport: Transport) -> Iterator[str]:
    if transport.speed != 1:
        yield f"{transport.speed:g}×"
    if transport.muted:
        yield "muted"
    if not transport.playing:
        yield "paused"


def _bar(session: Session, width: int) -> Text:
    """Return the time as a line, with a tick where each chapter begins."""
    reel, transport = session.reel, session.transport
    end_ms = max(1, reel.duration_ms)
    played = min(width, width * transport.position_ms // end_ms)
    ticks = {chapter.start_ms * width // end_ms for chapter in reel.chapters if chapter.start_ms}
    cells = [
        ("┿" if at in ticks else "━") if at < played else "┼" if at in ticks else "─" for at in range(width)
    ]
    row = Text("".join(cells), DIM)
    row.stylize(f"not dim bold {PLAYED}", 0, played)
    return row


def _prompt(session: Session, width: int) -> Text:
    if session.typing:
        return Text(f"/{session.query}▏  {len(session.found)} found")
    if session.query:
        found = session.found
        if not found:
            return Text(f"/{session.query}  not found, Esc ends")
        current = session.reel.cue_at(session.transport.position_ms)
        which = f"{found.index(current) + 1} of " if current in found else ""
        return Text(f"/{session.query}  {which}{len(found)}, Enter: next, Esc: end")
    hint = "space pause  ←→ 15 s  ↑↓ chapter  0 start  [ ] speed  / search  ? keys  q quit"
    return Text(hint if cell_len(hint) <= width else "? keys  q quit", DIM)


def _middle(session: Session, width: int, height: int) -> Rows:
    if session.helping:
        return list(islice(_help(), height))
    if width < WIDE or not session.reel.chapters:
        return list(_words(session, min(width, MOST_TEXT_WIDTH), height))
    left = min(width // CHAPTERS_SHARE, MOST_CHAPTERS_WIDTH)
    right = min(width - left - 3, MOST_TEXT_WIDTH)
    chapters = _chapters(session, left, height)
    chapters += [_padded(Text(), left)] * (height - len(chapters))
    words = list(_words(session, right, height))
    words += [Text()] * (height - len(words))
    between = Text(" │ ", DIM)
    return [Text.assemble(chapter, between, word) for chapter, word in zip(chapters, words, strict=True)]


def _help() -> Iterator[Text]:
    for keys, meaning in HELP:
        yield Text.assemble((f" {keys:<9}", "bold"), meaning)


def _chapters(session: Session, width: int, height: int) -> Rows:
    """Return the chapters about the current one, each on a row of exactly this width."""
    reel = session.reel
    current = reel.chapter_at(session.transport.position_ms)
    first = max(0, min((current or 0) - height // 2, len(reel.chapters) - height))
    shown_rows: Rows = []
    for at, chapter in enumerate(reel.chapters[first : first + height], first):
        mark, style = ("▸", f"bold {PLAYED}") if at == current else (" ", "")
        label = f"{mark}{clock(chapter.start_ms):>5} {shown(chapter.title)}"
        shown_rows.append(_padded(Text(label, style), width))
    return shown_rows


def _words(session: Session, width: int, height: int) -> Iterator[Text]:
    """Yield the lines about the sentence that is spoken, which stands a third of the way down."""
    reel, position_ms = session.reel, session.transport.position_ms
    if not reel.cues:
        if reel.complete and height:
            yield Text("There are no words with this sound.", DIM)
        return
    current = reel.cue_at(position_ms) or 0
    passage = reel.passage_of(current)
    layout = _Layout(session, width)
    spoken = layout.line_of(current, position_ms)
    before = islice(layout.before(passage, spoken), height // READING_HEIGHT)
    above = deque[Text]()
    above.extendleft(before)
    yield from islice((*above, *layout.onwards(passage, spoken, height)), height)


class _Layout:
    """The text in lines of a width, reached from the sentence that is spoken, up and down."""

    def __init__(self, session: Session, width: int) -> None:
        self._reel = session.reel
        self._position_ms = session.transport.position_ms
        self._query = session.query
        self._width = width
        self._current = session.reel.cue_at(self._position_ms)

    def line_of(self, cue: int, position_ms: int) -> int:
        """Return which line of its passage holds the word of the cue that is spoken."""
        passage = self._reel.passages[self._reel.passage_of(cue)]
        cues = self._reel.cues[passage.start : passage.stop]
        place = place_of(cues, cue - passage.start)
        word = place.start + min(said_of(self._reel.cues[cue], position_ms).start, max(0, len(place) - 1))
        spans = lines(text_of(cues), self._width)
        return next((at for at, span in enumerate(spans) if span.start <= word < span.stop), 0)

    def before(self, passage: int, line: int) -> Iterator[Text]:
        """Yield the lines above one of a passage, the nearest first."""
        yield from reversed(self._passage(passage)[:line])
        for earlier in range(passage - 1, -1, -1):
            yield Text()
            yield from reversed(self._passage(earlier))

    def onwards(self, passage: int, line: int, most: int) -> Iterator[Text]:
        """Yield the lines from one of a passage on."""
        yield from self._passage(passage)[line:]
        for later in range(passage + 1, min(passage + most, len(self._reel.passages))):
            yield Text()
            yield from self._passage(later)

    def _passage(self, number: int) -> Rows:
        passage = self._reel.passages[number]
        cues = self._reel.cues[passage.start : passage.stop]
        text = text_of(cues)
        sentence, said = range(0), 0
        if self._current is not None and self._current in passage:
            sentence = place_of(cues, self._current - passage.start)
            said = said_of(self._reel.cues[self._current], self._position_ms).stop
        return [styled(text, line, sentence, said, self._query) for line in lines(text, self._width)]


def _fitted(row: Text, width: int) -> Text:
    """Return the row, cut where it is too wide; the ellipsis stands close to what is left of it."""
    if row.cell_len <= width:
        return row
    ends = accumulate(map(cell_len, row.plain))
    kept = row[: whole_until(row.plain, sum(end < width for end in ends))]
    kept.rstrip()
    return kept.append("…"[:width])


def _padded(row: Text, width: int) -> Text:
    row = _fitted(row, width)
    row.pad_right(width - row.cell_len)
    return row
