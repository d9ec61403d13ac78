import io

import pytest
from PIL import Image, ImageDraw

from tts.episode_files import picture
from tts.episode_files.picture import CHAPTER, DIRECTORY, EMBEDDED, Frame, fitted
from tts.errors import UsageError


def saved(image: Image.Image, kind: str = "PNG", exif: Image.Exif | None = None) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **({"exif": exif} if exif else {}))
    return file.getvalue()


def seen(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    assert image.format == "JPEG"
    assert image.mode == "RGB"
    image.load()
    return image


@pytest.mark.parametrize("frame", [DIRECTORY, EMBEDDED, CHAPTER])
@pytest.mark.parametrize("size", [(3600, 2400), (500, 2000), (3, 4)])
def test_noise_is_brought_to_the_frame(frame: Frame, size: tuple[int, int]) -> None:
    data = fitted(saved(Image.effect_noise(size, 200)), frame)
    image = seen(data)
    assert len(data) <= frame.max_bytes
    assert max(image.size) <= frame.side
    assert not frame.square or image.width == image.height


def test_noise_in_all_colours_is_brought_to_the_frame(capfd: pytest.CaptureFixture[str]) -> None:
    layers = [Image.effect_noise((1400, 1400), 200) for _colour in "RGB"]
    assert len(fitted(saved(Image.merge("RGB", layers)), EMBEDDED)) <= EMBEDDED.max_bytes
    assert capfd.readouterr().err == ""


def test_a_chapter_picture_keeps_its_proportions() -> None:
    assert seen(fitted(saved(Image.new("RGB", (1200, 800), "red")), CHAPTER)).size == (300, 200)


def test_a_picture_20000_pixels_wide_becomes_its_middle() -> None:
    wide = Image.new("L", (20_000, 500), 0)
    ImageDraw.Draw(wide).rectangle((9750, 0, 10_250, 500), fill=255)
    image = seen(fitted(saved(wide), EMBEDDED))
    assert image.size == (500, 500)
    assert image.getpixel((250, 250)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode: str) -> None:
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0)).convert(mode)
    if mode == "P":
        image.info["transparency"] = image.getpixel((0, 0))
    assert seen(fitted(saved(image), CHAPTER)).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "CMYK", "I;16", "YCbCr"])
def test_any_kind_of_colour_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    seen(fitted(saved(Image.new(mode, (50, 50)), kind), CHAPTER))


def test_grey_of_sixteen_bits_stays_as_bright_as_it_was() -> None:
    image = seen(fitted(saved(Image.new("I;16", (50, 50), 30_000)), CHAPTER))
    assert image.getpixel((25, 25)) == pytest.approx((117, 117, 117), abs=2)


def test_a_photo_that_lies_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(Image.new("RGB", (200, 100)), "JPEG", exif=exif)
    assert seen(fitted(data, CHAPTER)).size == (100, 200)


def test_a_picture_of_more_pixels_than_memory_likes_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match="megapixels"):
        fitted(saved(Image.new("1", (20_000, 20_000))), EMBEDDED)


def test_the_size_of_any_picture_is_known_without_decoding_it() -> None:
    assert picture.size_of(saved(Image.new("1", (12_000, 10_000)))) == (12_000, 10_000)
    assert picture.size_of(b"no picture") == (0, 0)


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg/>", b"\xff\xd8\xff", saved(Image.effect_noise((90, 90), 99))[:2000], b"\x89PNG\r\n\x1a\n"],
    ids=["nothing", "svg", "no JPEG", "cut", "no PNG"],
)
def test_what_is_no_whole_picture_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(UsageError, match=r"not a picture|a broken picture"):
        fitted(data, EMBEDDED)


def test_the_same_picture_makes_the_same_bytes() -> None:
    data = saved(Image.effect_mandelbrot((400, 400), (-2, -1.5, 1, 1.5), 50))
    assert fitted(data, picture.EMBEDDED) == fitted(data, picture.EMBEDDED)
