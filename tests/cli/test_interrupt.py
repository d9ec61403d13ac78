"""A signal is heeded at once, whichever thread the system gives it to."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import asyncio, signal, threading
from tts.cli import interrupt

async def wait():
    def take():  # the thread that waits for events is not woken by this
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)
    threading.Timer(0.3, take).start()  # when the loop waits
    await asyncio.sleep(600)

try:
    interrupt.run(wait())
except KeyboardInterrupt:
    print("put away")
"""


def test_a_signal_that_another_thread_took_ends_the_wait() -> None:
    own = {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout == "put away\n"
