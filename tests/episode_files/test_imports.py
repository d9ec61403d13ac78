import subprocess
import sys

import pytest


@pytest.mark.parametrize("module", ["shelf", "transcript", "chapters", "manifest", "companions"])
def test_what_the_command_line_always_loads_is_light(module: str) -> None:
    program = f"import sys, tts.episode_files.{module}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"numpy", "pypinyin", "mutagen", "pydub", "miniaudio"} & set(done.stdout.split())
