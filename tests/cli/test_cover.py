"""`ting cover` makes a picture that directories accept."""

from pathlib import Path

from PIL import Image

from tests.cli.conftest import Ting


def test_a_cover_is_drawn_and_its_path_printed(ting: Ting) -> None:
    result = ting("cover")
    assert result.code == 0
    path = Path(result.out.strip())
    with Image.open(path) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (3000, 3000))
    assert path.stat().st_size < 512_000


def test_a_title_that_cannot_be_set_is_told(ting: Ting) -> None:
    result = ting("cover", "--title", "新聞\U0010fffd")
    assert result.code == 0
    assert "No font of this machine has all of the title" in result.err


def test_a_picture_of_ones_own_is_made_to_fit(ting: Ting) -> None:
    Image.new("RGBA", (4000, 3500), (0, 0, 255, 128)).save("own.png")
    (told,) = ting("cover", "--from", "own.png", "--out", "mine.jpg", "--json").objects
    with Image.open(told["cover"]) as image:
        assert image.size == (3000, 3000)
    assert told["bytes"] == Path("mine.jpg").stat().st_size


def test_a_picture_too_small_for_directories_is_told(ting: Ting) -> None:
    Image.new("RGB", (900, 640)).save("small.png")
    result = ting("cover", "--from", "small.png")
    assert result.code == 0
    assert "640 × 640: directories refuse covers below 1400 pixels" in result.err
    Image.new("RGB", (1400, 1400)).save("enough.png")
    assert ting("cover", "--from", "enough.png").err == ""


def test_what_cannot_be_is_one_sentence_and_no_file(ting: Ting) -> None:
    Path("text.jpg").write_text("no picture", encoding="utf-8")
    for arguments in (["--font", "none.ttf"], ["--from", "text.jpg"], ["--font", "text.jpg"]):
        result = ting("cover", *arguments)
        assert result.code == 2
        assert "Traceback" not in result.err
        assert not Path("cover.jpg").exists()
