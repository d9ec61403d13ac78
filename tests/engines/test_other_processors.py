"""What is chosen on this processor is a test of the graph's; this is about processors that are not here."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EMULATED = ("x86 with AVX2 alone: Haswell", "x86 with AVX alone: Ivy Bridge")


@pytest.mark.slow
@pytest.mark.skipif(platform.machine() != "x86_64", reason="x86 is emulated on x86 alone")
def test_the_graph_that_is_chosen_is_exact_on_emulated_processors() -> None:
    if shutil.which("qemu-x86_64") is None:
        message = "qemu-user is not installed: tests/install-judges"
        if "CI" in os.environ:
            pytest.fail(message)
        pytest.skip(message)
    command = [str(ROOT / "tests" / "other-processors"), sys.executable]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False)
    assert done.returncode == 0, done.stdout
    for processor in EMULATED:
        assert " passed" in done.stdout.partition(f"== {processor}\n")[2].partition("== ")[0]
