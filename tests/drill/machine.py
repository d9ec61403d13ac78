"""A user's machine that things happen to: its folders, its runs of `ting`, and what must hold after each."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tts.audio import inspection
from tts.episode_files import manifest, shelf
from tts.errors import ExitCode, TingError

ROOT = Path(__file__).parents[2]
CODES = {code.value for code in ExitCode}
UNSHARED = ("unshare", "--user", "--map-root-user", "--mount")
"""What a command is begun with to mount something for itself alone."""
CANNOT_MOUNT = 77
"""Its exit code where that cannot be."""

STORIES = (
    "市政府昨天晚間宣布，因應颱風來襲，明天全市停班停課，請民眾及早準備。",
    "基隆外海的老燈塔今年滿一百歲，當地居民希望重新點亮，市府說經費還要再找。",
    "捷運公司表示，列車照常行駛，班距則視風雨大小調整，請旅客留意公告。",
)
SETTINGS = """engine = "espeak"
profile = "source"
[show]
url = "https://podcast.example.org/"
[[source]]
name = "剪報"
kind = "folder"
location = "news"
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run of `ting` ended: its exit code (below 0: the signal), and what it printed."""

    code: int
    out: str
    said: str

    def breach(self) -> str:
        """Return what a run may never do and this one did; empty when it kept to its promises."""
        if "Traceback (most recent call last)" in self.said:
            return f"a traceback: {self.said.splitlines()[-1]}"
        if self.code >= 0 and self.code not in CODES:
            return f"exit code {self.code}: {self.said[-200:]}"
        return "failed without a word" if self.code in {1, 2, 3, 4} and not self.said.strip() else ""


@dataclass(frozen=True, slots=True)
class Machine:
    """One user's folder, with three stories in it; `environment` is added to that of its runs."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    settings: str = SETTINGS

    def __post_init__(self) -> None:
        news = self.folder / "news"
        news.mkdir(parents=True, exist_ok=True)
        for number, story in enumerate(STORIES, 1):
            path = news / f"{number}.txt"
            if not path.exists():
                path.write_text(
                    f"第{number}則新聞今天公布\n\n{story}\n\n{story[::-1][1:]}。\n", encoding="utf-8"
                )
        if not (self.folder / "ting.toml").exists():
            (self.folder / "ting.toml").write_text(self.settings, encoding="utf-8")

    @property
    def output(self) -> Path:
        """Where its episodes are."""
        return self.folder / "output"

    @property
    def cache(self) -> Path:
        """Where its sound is kept."""
        return self.folder / "cache"

    def start(
        self, *words: str, before: str = ":", then: str = "", preamble: str = "", wrap: Sequence[str] = ()
    ) -> "subprocess.Popen[str]":
        """Begin a run; `before` is shell that sets its limits, `then` what looks at what it left.

        `preamble` is Python that runs ahead of it.
        """
        program = (
            f"{preamble}\nfrom tts.cli.app import main\nmain()"
            if preamble
            else "from tts.cli.app import main; main()"
        )
        shell = f'{before}; "$0" "$@"; code=$?; {then}; exit $code' if then else f'{before}; exec "$0" "$@"'
        command = [*wrap, "/bin/sh", "-c", shell, sys.executable, "-c", program, *words]
        own = {
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "TING_CACHE_DIR": str(self.cache),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.environment,
        }
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )

    def run(
        self, *words: str, before: str = ":", then: str = "", preamble: str = "", wrap: Sequence[str] = ()
    ) -> Ran:
        """Run to the end."""
        return ended(self.start(*words, before=before, then=then, preamble=preamble, wrap=wrap))

    def copy(self, folder: Path) -> "Machine":
        """Return another machine, with all that is on this one."""
        shutil.copytree(self.folder, folder, symlinks=True)
        return Machine(folder, self.environment, self.settings)

    def breach(self) -> str:
        """Return what is wrong with what a listener would find now; empty when all is whole."""
        for path in shelf.manifests(self.output):
            try:
                told = manifest.read(path)
                faults = list(inspection.faults(inspection.survey(path.parent / told.files.mp3)))
            except TingError as error:
                return f"{path.name}: {error}"
            if faults:
                return f"{path.name}: {faults[0]}"
        return ""

    def episodes(self) -> dict[str, bytes]:
        """Return the files of its episodes and feeds that a listener finds."""
        found = (path for path in self.output.rglob("[!.]*") if path.is_file())
        return {
            str(path.relative_to(self.output)): path.read_bytes()
            for path in found
            if not path.name.startswith("catalog.db")
        }


def ended(process: "subprocess.Popen[str]", timeout_s: float = 120) -> Ran:
    """Wait for a run; one that does not end is killed, and has the code of a time-out (124)."""
    try:
        out, said = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        out, said = process.communicate()
        return Ran(124, out, f"It did not end within {timeout_s:g} s. {said}")
    return Ran(process.returncode, out, said)
