"""Word lists: files of words that others have collected, with a reading or without."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tts.errors import UsageError
from tts.speech.ipa import ipa
from tts.speech.lexicon import Lexicon, Pattern, Word, is_pattern, pattern, word

MOST_BYTES = 30_000_000
MOST_ENTRIES = 500_000
LONGEST_WORD = 60
"""Characters; what is longer is a sentence, which no text will have again."""

_COLUMNS = 2
_HEADS = {
    *("word", "words", "term", "name", "entry", "詞", "词", "詞語", "词语", "詞條", "词条", "字詞", "字词"),
    *("名稱", "名称", "人名", "地名", "原文", "漢字", "汉字"),
}
"""What the first line of a table calls its first column."""

_COUNTED = re.compile(r"(\S+) \d+(?: [a-z]+)?")
"""A word, how common it is, and which kind it is: the lines of jieba's dictionaries."""

_NO_WORD = re.compile(r"[]\[{}<>;|=\"]")
"""What stands between the columns of other formats: JSON, TOML, CC-CEDICT."""

_WIDE_COMMA = re.compile(r"[，、；：:](?= ?(?:[a-zü]{1,6}[1-5] ?)++$)")
"""One before a reading: it was typed for the one between two columns."""

_WIDE_SPACE = "\u3000"

_COUNT = re.compile(r"[\d.%]*")
_TONELESS = re.compile(r"[a-zü]+(?:[ '][a-zü]+)*", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A line whose word stood in the file before, with another value."""

    line: int
    written: str
    value: str


@dataclass(frozen=True, slots=True)
class WordList:
    """A file's words; `lines` says where each stands. The first line of a word holds."""

    path: Path
    lexicon: Lexicon
    lines: Mapping[str, int] = field(default_factory=dict)
    repeats: tuple[Repeat, ...] = ()


def read_word_list(path: Path) -> WordList:
    """Return the words of a file, one a line: alone, or with its value behind a tab or a comma.

    A word alone is kept whole: no rule reaches across its ends. A value is what `[lexicon]` takes. Lines that
    begin with # and a table's heading are passed over. Raises UsageError, with the line, for what is none.
    """
    words: dict[str, Word] = {}
    patterns: dict[str, Pattern] = {}
    lines: dict[str, int] = {}
    repeats: list[Repeat] = []
    for number, written, value in _entries(_text(path), path):
        known = words.get(written) or patterns.get(written)
        if known:
            if known.value != (value or written):
                repeats.append(Repeat(number, written, value or written))
            continue
        try:
            if is_pattern(written):
                patterns[written] = pattern(written, _required(value, written))
            else:
                words[written] = word(written, value) if value else Word(written, written, by_rules=True)
        except UsageError as error:
            raise _wrong(path, number, error) from error
        lines[written] = number
        if len(lines) > MOST_ENTRIES:
            message = f"The word list {path} has more than {MOST_ENTRIES:,} words."
            raise UsageError(message, hint="Keep those that you need.")
    return WordList(path, Lexicon(tuple(words.values()), tuple(patterns.values())), lines, tuple(repeats))


def _text(path: Path) -> str:
    try:
        if path.exists() and not path.is_file():  # a device or a pipe would be waited for
            raise _unreadable(path, "it is no file")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise _unreadable(path, f"it is larger than {MOST_BYTES // 1_000_000} MB")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it as UTF-8, or correct lexicon_file."
        raise _unreadable(path, "it is no text in UTF-8", hint) from error
    except (OSError, ValueError) as error:
        reason = "there is none" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None)
        raise _unreadable(path, reason or "its name is none") from error
    if "\0" in text:
        raise _unreadable(path, "it is no text")
    return text


def _entries(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield each line's number, word and value."""
    is_first = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            columns = _columns(line.strip(" \r"))
        except csv.Error as error:
            message = f"Line {number} of {path} has a quotation mark too many, or one too few."
            raise UsageError(message, hint="A column in quotation marks ends with its own.") from error
        if not is_first or columns[0].lower() not in _HEADS:
            yield number, *_checked(columns, path, number)
        is_first = False


def _columns(line: str) -> list[str]:
    if "\t" in line:
        columns = _quoted(line, "\t") if line.count('"') > 1 else line.split("\t")
    elif is_pattern(line):
        columns = [line]
    elif line.startswith("/") and "/," in line:  # a comma may stand in a pattern
        head, _, tail = line.rpartition("/,")
        columns = [f"{head}/", tail]
    elif '"' in line and "," in line:
        columns = _quoted(line, ",")
    elif counted := _COUNTED.fullmatch(line):
        columns = [counted[1]]
    else:
        columns = line.split(",")
    return [column.strip() for column in columns]


def _quoted(line: str, between: str) -> list[str]:
    """Return the columns of a table's line, some of them in quotation marks; csv.Error where one is open."""
    return next(csv.reader([line], delimiter=between, strict=True))


def _checked(columns: list[str], path: Path, number: int) -> tuple[str, str]:
    written, value, *rest = columns if len(columns) > 1 else (columns[0], "")
    if not rest and written and len(written) <= LONGEST_WORD and value[-1:].isdigit() and not value.isdigit():
        return written, value  # a reading, as most lines of a long list have one
    if _COUNT.fullmatch(value) and len(columns) == _COLUMNS and _HAN.search(written):
        value = ""  # how common the word is
    reason = ""
    if not written:
        reason = "has no word"
    elif len(written) > LONGEST_WORD and not is_pattern(written):
        reason = f"has a word of more than {LONGEST_WORD} characters"
    elif any(not _COUNT.fullmatch(one) for one in rest):
        reason = f"has {len(columns)} columns, not a word and its reading"
    elif not value:
        reason = _no_word(written)
    elif _is_toneless(written, value):
        reason = f"has a reading without tones ({value})"
    if reason:
        message = f"Line {number} of {path} {reason}."
        raise UsageError(
            message, hint="One column holds words, two a word and its reading: 曾子 and zeng1 zi3."
        )
    return written, value


def _no_word(written: str) -> str:
    """Return why what stands alone in its line is no word; empty where it is one."""
    if not is_pattern(written) and (odd := _NO_WORD.search(written)):
        return f"is no word, for it has a {odd[0]}"
    if comma := _WIDE_COMMA.search(written):
        return f"has {comma[0]} between its columns, not a comma"
    return "has a wide space between its columns, not a comma" if _WIDE_SPACE in written else ""


def _is_toneless(written: str, value: str) -> bool:
    """Tell whether a value is pinyin that somebody took the tones from: nobody wants it said as letters."""
    if not _TONELESS.fullmatch(value) or not _HAN.fullmatch(written[0]):
        return False
    syllables = value.lower().replace("ü", "v").replace("'", " ").split()
    return len(syllables) == len(written) > 1 and all(ipa(f"{one}1") for one in syllables)


def _required(value: str, written: str) -> str:
    if not value:
        message = f"The lexicon's pattern {written} has nothing to be said."
        raise UsageError(message, hint="Give in a second column what is said for what it finds.")
    return value


def _wrong(path: Path, line: int, error: UsageError) -> UsageError:
    return UsageError(f"Line {line} of {path}: {error.message}", hint=error.hint)


def _unreadable(path: Path, reason: str, hint: str = "Correct lexicon_file.") -> UsageError:
    return UsageError(f"The word list {path} cannot be read: {reason}.", hint=hint)
