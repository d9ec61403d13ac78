"""Killed at any moment and run again: the bytes of an uninterrupted run, and no finished work repeated.

`DRILLS=50 pytest tests/narration/test_crash.py` (make drill) kills it fifty times.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.emulator import EdgeEmulator

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("DRILLS", "5"))
ROOT = Path(__file__).parents[2]
ARTICLE = "今天的新聞有八段\n\n" + "\n\n".join(
    f"這是第{number}段，市府宣布因應颱風來襲，明天停班停課，請民眾及早準備。" for number in "一二三四五六七八"
)


@dataclass(frozen=True, slots=True)
class House:
    """One user's folders, and the service."""

    folder: Path
    emulator: EdgeEmulator

    def start(self) -> "subprocess.Popen[str]":
        """Begin to narrate the article."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
        return subprocess.Popen(
            [sys.executable, "-m", "tts.cli", "read", "article.txt", "--engine=edge", "--profile=source"],
            cwd=self.folder,
            env=self._environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self) -> None:
        """Narrate to the end."""
        process = self.start()
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors

    def kill_after(self, texts: int, seconds: float) -> None:
        """Narrate, but for no longer than these seconds from when so many texts were ordered."""
        before = len(self.emulator.texts)
        process = self.start()
        while process.poll() is None and len(self.emulator.texts) < before + texts:
            time.sleep(0.01)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
        process.communicate()

    def episode(self) -> dict[str, bytes]:
        """Return the files that a reader finds."""
        paths = (self.folder / "output").rglob("[!.]*")
        return {path.name: path.read_bytes() for path in paths if path.is_file()}

    def kept_parts(self) -> int:
        """Return how many finished parts of sound were kept."""
        return sum(path.stat().st_size > 5_000 for path in (self.folder / "cache").rglob("??/[!.]*"))

    def _environment(self) -> dict[str, str]:
        own = {
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "TING_CACHE_DIR": str(self.folder / "cache"),
            "TING_EDGE_BASE_URL": self.emulator.base_url,
            "PYTHONPATH": str(ROOT),
        }
        return {**os.environ, **own}


@pytest.fixture(scope="module")
def slow_service() -> Iterator[EdgeEmulator]:
    """Emulate a service slow enough to be killed in the middle of."""
    with EdgeEmulator(connect_delay_s=0.1, audio_speed=60) as running:
        yield running


def test_killed_at_random_moments_it_takes_up_where_it_was(
    slow_service: EdgeEmulator, tmp_path: Path
) -> None:
    whole = House(tmp_path / "whole", slow_service)
    whole.run()
    requests = len(slow_service.texts)
    chance = random.Random(os.environ.get("SEED", "1"))  # noqa: S311 - repeatable, not secret
    stages: set[int] = set()
    for kill in range(KILLS):
        house = House(tmp_path / str(kill), slow_service)
        house.kill_after(requests * kill // (KILLS - 1), chance.uniform(0, 0.3))
        assert slow_service.wait_until_idle()
        kept, before = house.kept_parts(), len(slow_service.texts)
        stages.add(kept)
        house.run()
        assert len(slow_service.texts) - before == requests - kept
        assert house.episode() == whole.episode()
    assert len(stages) > 1


def test_ctrl_c_puts_everything_away_and_leaves_with_its_code(
    slow_service: EdgeEmulator, tmp_path: Path
) -> None:
    house = House(tmp_path, slow_service)
    process = house.start()
    assert slow_service.wait_until_busy()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert errors.strip() == "ting: Interrupted; finished episodes are kept."
    assert not (tmp_path / "output").exists()
    assert slow_service.wait_until_idle()


def test_a_second_ctrl_c_leaves_at_once(slow_service: EdgeEmulator, tmp_path: Path) -> None:
    house = House(tmp_path, slow_service)
    process = house.start()
    assert slow_service.wait_until_busy()
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        assert time.monotonic() - started < 60
    process.communicate()
    assert process.returncode == 130
    assert house.episode() == {}
