"""Try a small show in real clients, and print what each made of it.

    python -m tests.clients [NAME ...]

`make clients` installs them first, where that can be done. A client that is not here is skipped by its name.
Exit code 1 when one has something else than the show.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from tests.clients import parsers, players, podcatchers, servers, transcripts
from tests.clients.client import Client, Verdict, judge
from tests.clients.show import Show, make, served

KINDS = (podcatchers, parsers, players, transcripts, servers)
CLIENTS: tuple[Client, ...] = tuple(client for kind in KINDS for client in kind.CLIENTS)


def verdicts(clients: Iterable[Client], show: Show) -> list[Verdict]:
    """Try all, printing each verdict when it is there."""
    found = []
    for client in clients:
        found.append(judge(client, show))
        print(found[-1], flush=True)
    return found


def summary(found: list[Verdict]) -> tuple[str, int]:
    """Return a line that counts the verdicts, and the exit code."""
    count = {outcome: sum(one.outcome == outcome for one in found) for outcome in ("ok", "failed", "skipped")}
    return ", ".join(f"{number} {outcome}" for outcome, number in count.items()), int(count["failed"] > 0)


def main() -> int:
    """Try the clients that were named, or all."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.clients", description=(__doc__ or "").split("\n")[0]
    )
    names = [client.name for client in CLIENTS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    asked = parser.parse_args().names or names
    if unknown := set(asked) - set(names):
        parser.error(f"no client is called {min(unknown)}")
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    started = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="ting-clients-") as folder,
        served(make(Path(folder) / "show")) as show,
    ):
        found = verdicts([client for client in CLIENTS if client.name in asked], show)
    line, code = summary(found)
    print(f"{line}, in {time.monotonic() - started:.0f} s")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
