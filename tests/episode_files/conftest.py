"""Episodes to publish, and judges that are not ours."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import strategies as st

from tts.audio.info_header import header_frame
from tts.audio.mp3 import FORMATS
from tts.episode_files.shelf import names
from tts.model.episode import Chapter, Cue, Episode, Loudness, Persona, Source

decibels = st.floats(allow_nan=False, allow_infinity=False)
st.register_type_strategy(Loudness, st.builds(Loudness, decibels, decibels, st.integers()))

FRAMES = 500
"""Twelve seconds of silence."""


@pytest.fixture
def mp3(tmp_path: Path) -> Path:
    """Write an MP3 without tags."""
    podcast = FORMATS["podcast"]
    path = tmp_path / "episode.mp3"
    path.write_bytes(header_frame(podcast, FRAMES, 0) + podcast.silent_frame * FRAMES)
    return path


@pytest.fixture
def episode() -> Episode:
    """A story of three chapters and four sentences."""
    title = "中再祭稀土牌？ 停審查銷日許可"
    slug = "2026-01-09-zhong-zai-ji-xi-tu-pai-0123abcd"
    cues = (
        Cue(240, 1500, "本節目由 AI 語音朗讀。"),
        Cue(2000, 4100, title),
        Cue(5000, 7250, "北京外交部說：「A<B & C>D」。", 0),
        Cue(7600, 11000, "他說，價格上漲30%。", 1),
    )
    chapters = (
        Chapter(0, 5000, title, "https://www.worldjournal.com/wj/story/121468/9244518?from=wj_cate"),
        Chapter(5000, 7600, "北京外交部說，這是一個比其他都長得多的標題"),
        Chapter(7600, 12000, "漲價"),
    )
    source = Source(
        title=title,
        byline="中國新聞組／北京9日電",
        publisher="世界日報",
        url="https://www.worldjournal.com/wj/story/121468/9244518",
        published=dt.datetime(2026, 1, 9, tzinfo=dt.timezone(dt.timedelta(hours=-5))),
        fingerprint="0123abcd4567",
    )
    return Episode(
        id="0123abcd4567",
        slug=slug,
        title=title,
        date=dt.date(2026, 1, 9),
        language="zh-Hant",
        duration_ms=12000,
        profile="podcast",
        engine="kokoro",
        voice="zf_xiaoni",
        disclosure="本節目由 AI 語音朗讀。",
        chapters=chapters,
        cues=cues,
        articles=(source,),
        files=names(slug),
        notices=("edge could not be used.",),
        narrators=(Persona("zf_xiaoni", "小霓"),),
    )
