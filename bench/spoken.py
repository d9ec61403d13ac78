"""Print how this project and the tools of the field say the same Chinese news, in one run.

    python bench/spoken.py [FOLDER] [--only TABLE]

Tools that are not installed are left out, and named. FOLDER holds the sets that `spoken_sets.FILES`
names; by default ../shared/bench/spoken beside this repository. bench/cedict.py has the words of a
dictionary, said alone.
"""

import argparse
import logging
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.spoken_rivals import Reader, front_end, normalizers, readers, splitters
from bench.spoken_sets import Expression, Polyphone, Sets, Target, Word, digest, load_sets, same_pieces

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "bench" / "spoken"
Row = tuple[str, str]


def said(cases: Sequence[Expression | Target]) -> list[Row]:
    """Return how many of the texts each tool says right."""
    return [
        (name, _share(sum(case.accepts(say(case.written)) for case in cases), len(cases)))
        for name, say in normalizers().items()
    ]


def read(cases: Sequence[Polyphone | Word], tools: Mapping[str, Reader]) -> list[Row]:
    """Return how many of the characters or words each tool reads right."""
    return [
        (name, _share(sum(case.is_read_by(tool) for case in cases), len(cases)))
        for name, tool in tools.items()
    ]


def _share(right: int, of: int) -> str:
    return f"{right} of {of}, {right / of:.1%}"


def sentences(sets: Sets) -> list[Row]:
    cases = sets.sentences
    return [
        (name, _share(sum(same_pieces(split("".join(case)), case) for case in cases), len(cases)))
        for name, split in splitters().items()
    ]


def speed(sets: Sets) -> list[Row]:
    tools: list[tuple[str, Callable[[str], object]]] = [
        ("tingxinwen, all of it", front_end),
        *((f"{name}, numbers", say) for name, say in normalizers().items()),
        *((f"{name}, readings", read) for name, read in readers().items()),
    ]
    return [(name, f"{_characters_a_second(work, sets.running_text):,.0f}") for name, work in tools]


def _characters_a_second(work: Callable[[str], object], text: tuple[str, ...]) -> float:
    work(text[0])
    start = time.perf_counter()
    for line in text:
        work(line)
    return sum(map(len, text)) / (time.perf_counter() - start)


TABLES: dict[str, tuple[str, Callable[[Sets], list[Row]]]] = {
    "expressions": ("Numbers, dates, units and names said right", lambda sets: said(sets.expressions)),
    "forms": ("What newer news writes, said right", lambda sets: said(sets.forms)),
    "targets": ("CN-NewsTTS Bench, development set: stretches said right", lambda sets: said(sets.targets)),
    "polyphones": ("Hard readings right", lambda sets: read(sets.polyphones, readers())),
    "readings": ("More hard readings right", lambda sets: read(sets.readings, readers())),
    "labelled": (
        "Chinese Polyphones with Pinyin, development set, Traditional",
        lambda sets: read(sets.labelled, readers()),
    ),
    "taiwan": ("Words that Taiwan reads its own way", lambda sets: read(sets.taiwan, readers(taiwan=True))),
    "sentences": ("Texts split exactly", sentences),
    "speed": ("Characters a second, warm", speed),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare tools that say written Chinese.")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    parser.add_argument("--only", choices=TABLES)
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"The development sets are not in {options.folder}. Name their folder.", file=sys.stderr)
        return 2
    logging.disable(logging.WARNING)
    sets = load_sets(options.folder)
    print(f"sets {digest(options.folder)}")
    for name in [options.only] if options.only else TABLES:
        title, table = TABLES[name]
        print(f"\n{title}")
        for tool, score in table(sets):
            print(f"  {tool:<34}{score:>22}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
