"""Episodes to play, and a terminal to play them on."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.preview.terminal import Terminal
from tts.audio import info_header, mp3
from tts.episode_files import manifest, shelf
from tts.model.episode import Chapter, Cue, Episode
from tts.preview.reel import Reel

DAY = dt.date(2026, 11, 23)
FRAME_MS = 24

TITLE = "市府宣布明天停班停課"
SENTENCES = (
    ("以下新聞由人工智慧語音播報。", None),
    (TITLE, None),
    ("市政府昨天晚間宣布，因應颱風來襲，明天全市停班停課。", 0),
    ("請民眾及早準備。", 0),
    ("氣象署指出，風雨將在清晨達到高峰，下午以後逐漸減弱。", 1),
    ("山區仍須慎防坍方，海邊不宜前往。", 1),
    ("捷運公司表示，列車照常行駛，請旅客留意公告。", 2),
)
CUE_MS = 10_000

MakeEpisode = Callable[..., Episode]


def cues_of(
    sentences: tuple[tuple[str, int | None], ...] = SENTENCES, cue_ms: int = CUE_MS
) -> tuple[Cue, ...]:
    """Return the sentences, spoken one after the other for so long each."""
    return tuple(
        Cue(at * cue_ms, (at + 1) * cue_ms, text, paragraph) for at, (text, paragraph) in enumerate(sentences)
    )


def chapters_of(cues: tuple[Cue, ...]) -> tuple[Chapter, ...]:
    """Return a chapter at each paragraph's beginning."""
    starts = [cue for at, cue in enumerate(cues) if not at or cue.paragraph != cues[at - 1].paragraph]
    ends = [cue.start_ms for cue in starts[1:]] + [cues[-1].end_ms]
    return tuple(Chapter(cue.start_ms, end, cue.text[:12]) for cue, end in zip(starts, ends, strict=True))


@pytest.fixture
def reel() -> Reel:
    """An episode of seventy seconds."""
    cues = cues_of()
    return Reel(TITLE, cues, chapters_of(cues), cues[-1].end_ms, "espeak", "cmn")


@pytest.fixture
def make_episode(tmp_path: Path) -> MakeEpisode:
    """Put an episode of silence on the shelf: `cues` and `title` as given, its sound as long as they are."""

    def make(
        cues: tuple[Cue, ...] | None = None, *, title: str = TITLE, duration_ms: int = 0, mark: str = "abc"
    ) -> Episode:
        cues = cues_of() if cues is None else cues
        duration_ms = duration_ms or cues[-1].end_ms
        slug = shelf.slug(DAY, "", mark)
        fmt = mp3.FORMATS["podcast"]
        frames = duration_ms // FRAME_MS + 2
        with shelf.draft(tmp_path / "output", DAY, slug) as draft:
            for path in (
                draft.vtt,
                draft.srt,
                draft.lrc,
                draft.chapters,
                draft.transcript,
                draft.txt,
                draft.md,
            ):
                path.touch()
            draft.mp3.write_bytes(info_header.header_frame(fmt, frames, 0) + fmt.silent_frame * frames)
            episode = Episode(
                id=mark,
                slug=slug,
                title=title,
                date=DAY,
                language="zh-Hant",
                duration_ms=duration_ms,
                profile="podcast",
                engine="espeak",
                voice="cmn",
                disclosure="",
                chapters=chapters_of(cues) if cues else (),
                cues=cues,
                articles=(),
                files=shelf.names(slug),
            )
            draft.json.write_text(manifest.dump(episode), encoding="utf-8")
            shelf.put(draft, slug)
        return episode

    return make


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Open a terminal, on which `ting play` runs with these arguments."""
    opened: list[Terminal] = []

    def open_terminal(*arguments: str, columns: int = 80, lines: int = 24, **environment: str) -> Terminal:
        opened.append(Terminal(tmp_path, arguments, (columns, lines), environment))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.close()
