import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from tts.audio.pcm import to_pcm, to_samples, trimmed
from tts.engines.base import Pcm


def test_importing_pydub_prints_and_warns_nothing_where_there_is_no_ffmpeg() -> None:
    command = [sys.executable, "-W", "always", "-c", "import tts.audio.pcm"]
    done = subprocess.run(command, capture_output=True, check=True, env={"PATH": ""})
    assert done.stdout + done.stderr == b""


def test_samples_survive_the_way_to_bytes_and_back(speak: Callable[..., Pcm]) -> None:
    spoken = speak(0.5)
    assert to_pcm(to_samples(spoken), spoken.sample_rate) == spoken


def test_what_exceeds_full_scale_is_clipped_and_does_not_turn_over() -> None:
    loud = to_samples(to_pcm(np.array([1.5, -1.5], np.float32), 24000))
    assert loud[0] > 0.99
    assert loud[1] == -1


def test_a_trimmed_sound_begins_and_ends_softly(speak: Callable[..., Pcm]) -> None:
    part = to_samples(trimmed(speak(1.0, level_db=-10), 100, 600))
    assert len(part) == 12000
    edge = np.concatenate((part[:24], part[-24:]))
    assert np.abs(edge).max() < 0.2 * np.abs(part).max()
    assert all(abs(first) < 0.01 for first, _second in pairwise((part[0], part[-1], 0.0)))
