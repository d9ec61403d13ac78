"""Print how this project and the tools of the field say the same Chinese news, in one run.

    python bench/spoken.py [FOLDER] [--only expressions|polyphones|sentences|speed]

Tools that are not installed are left out, and named. FOLDER holds news_tn.tsv, polyphones.tsv,
sentences.txt and gsd.txt; by default ../shared/bench/spoken beside this repository.
"""

import argparse
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.spoken_rivals import front_end, normalizers, readers, splitters
from bench.spoken_sets import Sets, digest, load_sets, same_pieces

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "bench" / "spoken"
Row = tuple[str, str]


def expressions(sets: Sets) -> list[Row]:
    cases = sets.expressions
    return [
        (name, f"{sum(case.accepts(say(case.written)) for case in cases)} of {len(cases)}")
        for name, say in normalizers().items()
    ]


def polyphones(sets: Sets) -> list[Row]:
    cases = sets.polyphones
    return [
        (
            name,
            f"{sum(read(case.sentence)[case.han_index] == case.reading for case in cases)} of {len(cases)}",
        )
        for name, read in readers().items()
    ]


def sentences(sets: Sets) -> list[Row]:
    cases = sets.sentences
    return [
        (name, f"{sum(same_pieces(split(''.join(case)), case) for case in cases)} of {len(cases)}")
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


TABLES = {
    "expressions": ("Numbers, dates, units and names said right", expressions),
    "polyphones": ("Hard readings right", polyphones),
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
            print(f"  {tool:<34}{score:>12}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
