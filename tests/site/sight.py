"""The numbers of a page as they are written and as they are seen: read back from its picture."""

import os
import shutil
import subprocess
from io import BytesIO

from PIL import Image, ImageOps

from tests.site.browser import absent
from tests.site.engines import Window

LINE_PX = 52
"""How high a number's line is shown to Tesseract: at 40 to 60 it read 48 pictures of three engines without
a slip, at 66 and more it took a bold 5 for a 9."""
MARGIN_PX = 40
SIGNS = "0123456789.,:/-+%"
COLOURS = {"red": (255, 0, 0), "blue": (0, 0, 255)}
TRIES = 100
PLACES = """
  const sentence = document.querySelector('SELECTOR');
  sentence.scrollIntoView({ block: "center", behavior: "instant" });
  const mark = document.querySelector("#mark") ?? document.body.appendChild(document.createElement("b"));
  const colour = mark.style.background === "red" ? "blue" : "red";
  mark.id = "mark";
  Object.assign(mark.style, {
    position: "fixed", inset: "0 auto auto 0", width: "8px", height: "8px", zIndex: 99, background: colour,
  });
  const walker = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  const places = [];
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at++) places.push([walker.currentNode, at]);
  }
  const boxes = [...sentence.textContent.matchAll(/[-+]?\\d[\\d.,:\\/]*%?/g)].flatMap((number) => {
    const range = new Range();
    const [last, at] = places[number.index + number[0].length - 1];
    range.setStart(...places[number.index]);
    range.setEnd(last, at + 1);
    return [...range.getClientRects()].filter((box) => box.width > 1)
      .map(({ left, top, right, bottom }) => [number[0], [left, top, right, bottom]]);
  });
  return [innerWidth, boxes, colour];
"""
"""Where the numbers stand, each line of one in a box; a mark in the corner, red and blue by turns, tells
a picture of now from one of before, for not every engine has painted what it is asked to picture."""


def numbers(window: Window, selector: str) -> tuple[list[str], list[str]]:
    """Return the numbers of a sentence as they are written, and what Tesseract sees in their places."""
    if shutil.which("tesseract") is None:
        absent("tesseract is not installed: tests/install-judges")
    width, found, colour = window.run(PLACES.replace("SELECTOR", selector))
    picture = painted(window, COLOURS[colour])
    scale = picture.width / width
    parts = [picture.crop((*(round(edge * scale) for edge in box),)).convert("L") for _text, box in found]
    return [text for text, _box in found], read(listed(parts))


def painted(window: Window, mark: tuple[int, int, int]) -> Image.Image:
    """Return the window's picture when the corner has this colour."""
    for _ in range(TRIES):
        picture = Image.open(BytesIO(window.picture())).convert("RGB")
        if picture.getpixel((2, 2)) == mark:
            return picture
    message = f"a mark of {mark} was not painted"
    raise AssertionError(message)


def listed(parts: list[Image.Image]) -> Image.Image:
    """Return the parts below one another, each a line of black on white."""
    lines = [ImageOps.scale(black_on_white(part), LINE_PX / part.height) for part in parts]
    width = max(line.width for line in lines) + 2 * MARGIN_PX
    sheet = Image.new("L", (width, MARGIN_PX + len(lines) * (LINE_PX + MARGIN_PX)), "white")
    for at, line in enumerate(lines):
        sheet.paste(line, (MARGIN_PX, MARGIN_PX + at * (LINE_PX + MARGIN_PX)))
    return sheet


def black_on_white(part: Image.Image) -> Image.Image:
    """Return a part of a picture whose paper is what most of it is."""
    plain = ImageOps.autocontrast(part)
    dark = sum(plain.histogram()[:128]) > plain.width * plain.height / 2
    return ImageOps.invert(plain) if dark else plain


def read(sheet: Image.Image) -> list[str]:
    """Return the numbers that are seen on a sheet, a line each."""
    file = BytesIO()
    sheet.save(file, "PNG")
    command = ["tesseract", "-", "-", "--psm", "6", "-c", f"tessedit_char_whitelist={SIGNS}"]
    one_thread = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, input=file.getvalue(), capture_output=True, check=True, env=one_thread)
    return done.stdout.decode().split()
