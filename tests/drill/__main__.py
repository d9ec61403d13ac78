"""Do to `ting` all that can happen to a program, and print how often each promise was kept.

    python -m tests.drill [NAME ...] [--trials 20] [--seed 1]

Needs Linux; what mounts (a full disk, a folder that cannot be written) needs user namespaces or root. The
table is kept in docs/promises.md. Exit code 1 when a promise was broken, with what was found.
"""

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.drill.bench import Bench
from tests.drill.drills import DRILLS


def main() -> int:
    """Run the drills that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(DRILLS))
    parser.add_argument("--trials", type=int, default=20, help="of each that falls at a random moment")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    broken: list[str] = []
    print("| drill | what must hold | what is done | tried | kept | s |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="ting-drill-") as folder:
        for name in asked.names or DRILLS:
            drill = DRILLS[name]
            started = time.monotonic()
            bench = Bench(Path(folder) / name, random.Random(asked.seed), asked.trials)  # noqa: S311 - repeatable
            breaches = list(drill.run(bench))
            kept = breaches.count("")
            took = time.monotonic() - started
            row = f"`{name}`", drill.holds, drill.happens, str(len(breaches)), str(kept), f"{took:.0f}"
            print(f"| {' | '.join(row)} |", flush=True)
            broken += [f"{name}: {breach}" for breach in breaches if breach]
    print(*broken, sep="\n", file=sys.stderr)
    return int(bool(broken))


if __name__ == "__main__":
    raise SystemExit(main())
