"""Run a program as on a machine whose cores are slower, whatever instructions they have.

    python bench/processor/slower.py SHARE PROGRAM [ARGUMENT ...]

The program and all that it starts may run for this share of every fiftieth of a second, and are stopped for
the rest. What they need of the processor stays what it is, and so do their waits for a network.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

TURN_S = 0.02
"""Long against a switch between processes, short against a wait for an answer."""


def main() -> None:
    sys.exit(run_slower(float(sys.argv[1]), sys.argv[2:]))


def run_slower(share: float, command: Sequence[str]) -> int:
    """Run a command at this share of the machine's speed, and return its exit status."""
    process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 - as asked
    try:
        while process.poll() is None:
            time.sleep(TURN_S * share)
            signalled(process.pid, signal.SIGSTOP)
            time.sleep(TURN_S * (1 - share))
            signalled(process.pid, signal.SIGCONT)
    finally:
        signalled(process.pid, signal.SIGCONT)
        signalled(process.pid, signal.SIGTERM)
    return process.wait()


def signalled(group: int, number: int) -> None:
    """Send a signal to all processes of a group; it may be gone."""
    with suppress(ProcessLookupError):
        os.killpg(group, number)


if __name__ == "__main__":
    main()
