"""Pictures that players and directories accept: JPEG, RGB, small enough; from whatever was given."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from tts.errors import UsageError

QUALITIES = range(90, 39, -10)
SHRINK = 0.8
"""A picture that is too large at the lowest quality is drawn smaller, by steps."""

MEGAPIXELS = 89
"""What Pillow takes for a trap when it is exceeded."""

DEEP = 257
"""A level of 16 bits over the same one of 8."""

WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a picture must fit: its longest side in pixels, its size in bytes, and whether it is square."""

    side: int
    max_bytes: int
    square: bool = False


SMALLEST_OF_DIRECTORY = 1400
DIRECTORY = Frame(3000, 512_000, square=True)
"""Of a show, for directories (Apple: square, 1400 to 3000 pixels, RGB)."""

EMBEDDED = Frame(1400, 200_000, square=True)
"""Of an episode, inside the MP3: sharp on any phone, and a twentieth of a five minutes' episode."""

CHAPTER = Frame(300, 30_000)
"""Of a chapter, of which an episode has many."""

ImageFile.MAXBLOCK = 3 * DIRECTORY.side**2
"""Pillow's buffer for a whole JPEG: its own, of a byte a pixel, does not hold the roughest pictures."""


def fitted(data: bytes, frame: Frame, name: object = "The picture") -> bytes:
    """Return the picture as a JPEG that fits: its middle when it must be square, never made larger.

    What is transparent becomes white. The same picture makes the same bytes. Raises UsageError, by the
    name, when it is no picture, a broken one, or one of more than 89 megapixels.
    """
    return encoded(_reduced(_opened(data, frame, name), frame), frame.max_bytes)


def size_of(data: bytes) -> tuple[int, int]:
    """Return the width and the height of a picture; (0, 0) of what cannot be read."""
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data)) as image:
            return image.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return 0, 0


def encoded(image: Image.Image, max_bytes: int) -> bytes:
    """Return the picture as a JPEG of at most so many bytes, as good as that allows."""
    while True:
        for quality in QUALITIES:
            file = io.BytesIO()
            image.save(file, "JPEG", quality=quality, subsampling=0, optimize=True)
            if file.tell() <= max_bytes:
                return file.getvalue()
        width, height = (max(1, round(length * SHRINK)) for length in image.size)
        image = image.resize((width, height), Image.Resampling.LANCZOS)


def _opened(data: bytes, frame: Frame, name: object) -> Image.Image:
    """Return the picture upright, in RGB."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data))
        image.draft("RGB", (2 * frame.side, 2 * frame.side))  # a JPEG need not be decoded in full
        image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        message = f"{name} has more than {MEGAPIXELS} megapixels."
        raise UsageError(message, hint="Make it smaller: 3000 × 3000 is enough everywhere.") from error
    except UnidentifiedImageError as error:
        message = f"{name} is not a picture that can be read."
        raise UsageError(message, hint="Give a JPEG or a PNG.") from error
    except (OSError, SyntaxError, ValueError) as error:
        message = f"{name} is a broken picture: {error}."
        raise UsageError(message, hint="Save it again, as a JPEG or a PNG.") from error
    ImageOps.exif_transpose(image, in_place=True)
    return _opaque(image)


def _opaque(image: Image.Image) -> Image.Image:
    """Return the picture in RGB; of one that is, no copy is made: it may take 270 MB."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda level: level / DEEP, "L").convert("RGB")
    if not image.has_transparency_data:
        return image if image.mode == "RGB" else image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGB", layer.size, WHITE)
    ground.paste(layer, mask=layer.getchannel("A"))
    return ground


def _reduced(image: Image.Image, frame: Frame) -> Image.Image:
    if frame.square:
        side = min(frame.side, *image.size)
        return ImageOps.fit(image, (side, side), Image.Resampling.LANCZOS)
    image.thumbnail((frame.side, frame.side), Image.Resampling.LANCZOS)
    return image
