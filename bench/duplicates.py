"""Print how alike different news pages are, and how alike a page and its shortened retelling.

    python bench/duplicates.py [../shared/bench/extract-zh]

The first is what the thresholds of tts/daily/duplicates.py must stay above, the second what they should
reach: no two of the pages tell the same story.
"""

import sys
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tts.catalog.simhash import shingles, simhash
from tts.daily.duplicates import LIKE, NEAR, SHARED, same

SHARES = (0.9, 0.8, 0.7, 0.6, 0.5)


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/bench/extract-zh")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.gold.txt"))]
    if not texts:
        sys.exit(f"There are no pages in {folder}.")
    pairs = list(combinations(texts, 2))
    shared = max(
        len(shingles(one) & shingles(other)) / min(len(shingles(one)), len(shingles(other)))
        for one, other in pairs
    )
    print(f"{len(texts)} pages, {len(pairs)} pairs: {shared:.3f} of their shingles shared at most ({SHARED})")
    merged = sum(same(shingles(one), shingles(other)) for one, other in pairs)
    print(
        f"taken for the same story: {merged}; SimHashes apart: {min(apart(*pair) for pair in pairs)} or more"
    )
    for share in SHARES:
        bits = sorted(apart(text, text[: int(len(text) * share)]) for text in texts)
        print(
            f"first {share:.0%} of a page: {bits[0]} to {bits[-1]} bits apart ({NEAR} without text, {LIKE})"
        )


def apart(one: str, other: str) -> int:
    return (simhash(one) ^ simhash(other)).bit_count()


if __name__ == "__main__":
    main()
