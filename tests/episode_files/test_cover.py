import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from tts.episode_files import cover, lettering, picture
from tts.episode_files.cover_drawing import draw
from tts.episode_files.front_cover import front
from tts.errors import UsageError


def seen(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_the_default_cover_is_what_directories_ask_for() -> None:
    data = cover.drawn()
    image = seen(data)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert len(data) < 512_000


def test_the_cover_in_an_mp3_is_small_and_the_one_that_is_drawn() -> None:
    kept, now = front(None), cover.drawn(frame=picture.EMBEDDED)  # differs? write the latter to front.jpg
    assert seen(kept).size == (1400, 1400)
    assert len(kept) < 200_000
    difference = ImageChops.difference(seen(kept), seen(now))
    assert max(ImageStat.Stat(difference).mean) < 0.5


def test_the_cover_shows_a_page_and_not_one_flat_colour() -> None:
    small = draw(100)
    assert small.getpixel((50, 15)) == (248, 239, 222)  # paper
    assert small.getpixel((3, 50)) != small.getpixel((50, 15))
    assert len(small.getcolors(10_000) or ()) > 30


def test_without_a_font_the_cover_is_drawn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "FOLDERS", ())
    assert draw(300, "聽新聞").tobytes() == draw(300).tobytes()


def font_with(character: str) -> Path:
    """Return any font of this machine that has the character; skip where there is none."""
    folders = [Path(folder).expanduser() for folder in lettering.FOLDERS]
    fonts = [path for folder in folders for path in folder.rglob("*.[to]t[fc]")]
    for path in fonts:
        try:
            if lettering.Lettering.find(character, path):
                return path
        except UsageError:
            continue
    pytest.skip(f"no font on this machine has {character}")


@pytest.mark.parametrize("title", ["A", "News from Taipei and the world", "A" * 200])
def test_a_title_is_set_in_the_font_that_is_named(title: str) -> None:
    assert draw(300, title, font_with("A")).tobytes() != draw(300).tobytes()


def test_a_title_is_broken_between_words_intoeven_lines() -> None:
    title = "The Long English Title of a Show about Chinese News"
    assert lettering.even_lines(title, 3, len) == [
        "The Long English",
        "Title of a Show",
        "about Chinese News",
    ]
    assert lettering.even_lines("我的聽新聞 Morning", 2, len) == ["我的聽新聞", "Morning"]
    assert lettering.even_lines("世界日報：每日新聞", 2, len) == ["世界日報：", "每日新聞"]


def test_a_title_too_long_to_be_read_is_cut_and_one_with_emoji_goes_without_them() -> None:
    assert draw(300, "字" * 20_000).tobytes() == draw(300, "字" * 59 + "…" * 2).tobytes()
    assert draw(300, "🎧🏽 聽新聞").tobytes() == draw(300, "聽新聞").tobytes()


def test_a_font_without_the_titles_characters_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="has no \U0010fffd"):
        draw(300, "A\U0010fffd", font_with("A"))


def test_a_file_that_is_no_font_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "font.ttf"
    path.write_bytes(b"no font")
    with pytest.raises(UsageError, match="not a font"):
        draw(300, "聽", path)


def test_ones_own_cover_takes_the_place_of_the_default(tmp_path: Path) -> None:
    path = tmp_path / "own.png"
    Image.new("RGBA", (2000, 1000), (0, 80, 160, 255)).save(path)
    image = seen(front(path))
    assert image.size == (1000, 1000)
    assert image.getpixel((500, 500)) == pytest.approx((0, 80, 160), abs=2)


def test_a_cover_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        front(tmp_path / f"none-{os.getpid()}.jpg")
