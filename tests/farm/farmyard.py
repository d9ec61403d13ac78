"""A farm on this machine: a real scheduler, real workers, and what a newsroom asks of them."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.house import TODAY, Notes
from tests.plugins.distributions import install
from tts.episode_files import shelf
from tts.errors import TingError
from tts.farm.failures import FarmUnavailable
from tts.farm.job import Job
from tts.farm.local import Local
from tts.farm.opening import open_runner
from tts.model.document import Document
from tts.model.episode import Episode
from tts.model.settings import EdgeSettings, EngineSettings, Settings, ShowSettings
from tts.narration.studio import Studio
from tts.synthesizer import Gate
from tts.testing import FakeEngine

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
LOOK_S = 0.05
BODY = "市府宣布，因應颱風來襲，明天停班停課。請民眾及早準備。"


def story(name: str, body: str = BODY) -> Document:
    """Return a story that is told apart by its name."""
    return Document(f"{name}的新聞\n\n{body}{name}。".encode(), f"{name}.txt")


def stories(count: int, body: str = BODY) -> list[Document]:
    return [story(f"第{number}條", body) for number in range(1, count + 1)]


@dataclass
class Farmyard:
    """The processes of a farm, and a newsroom's folder."""

    folder: Path
    notes: Notes = field(default_factory=Notes)
    port: int = 0
    pages: dict[str, Document] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    visited: list[str] = field(default_factory=list)
    _running: ExitStack = field(default_factory=ExitStack)
    _scheduler: "subprocess.Popen[bytes] | None" = None
    _processes: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def __post_init__(self) -> None:
        self.plugins = self.folder / "plugins"
        code = (Path(__file__).parent / "barn.py").read_text(encoding="utf-8")
        (self.folder / "tmp").mkdir(exist_ok=True)
        install(self.plugins, "barn", {"tts.engines": {"barn": "barn:Barn"}}, barn=code)

    async def follow(self, address: str) -> Document:
        self.visited.append(address)
        return self.pages[address]

    async def look(self, address: str) -> bytes:
        self.visited.append(address)
        return self.pictures[address]

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def gate(self) -> Path:
        return self.folder / "gate"

    @property
    def rooms(self) -> list[Path]:
        """The folders in which workers make what they put elsewhere."""
        return list(self.folder.glob("tmp/ting.*"))

    @property
    def settings(self) -> Settings:
        engines = EngineSettings(others={"barn": {"voices": "hum", "gate": str(self.gate)}})
        return Settings(
            engine="barn",
            profile="source",
            cache_dir=self.folder / "cache",
            show=ShowSettings(self.folder / "output"),
            engines=engines,
            farm=self.address,
        )

    def edge_settings(self, address: str) -> Settings:
        return replace(self.settings, engine="edge", engines=EngineSettings(edge=EdgeSettings(address)))

    def scheduler(self, *options: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a scheduler, at the port of the one before."""
        log = self.folder / "scheduler.log"
        where = ("--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", *options)
        process = self._start("dask_scheduler", where, log, environment)
        line = self._line(log, process, "Scheduler at:")
        self.port = int(line.rpartition(":")[2])
        self._scheduler = process
        return process

    def kill_scheduler(self) -> None:
        """Kill the scheduler, and return when its port is free."""
        assert self._scheduler
        _end(self._scheduler)

    def worker(
        self, name: str, *options: str, preload: bool = True, **environment: str
    ) -> "subprocess.Popen[bytes]":
        """Begin to start a worker; without a nanny, unless an option says so."""
        ours = ("--preload", "tts.farm.worker") if preload else ()
        nanny = () if "--nanny" in options else ("--no-nanny",)
        where = (self.address, "--no-dashboard", "--nworkers", "1", "--name", name, *ours, *nanny, *options)
        return self._start("dask_worker", where, self.folder / f"{name}.log", environment)

    def until_there(self, **workers: "subprocess.Popen[bytes]") -> None:
        """Wait until these workers are known to their scheduler."""
        for name, process in workers.items():
            self._line(self.folder / f"{name}.log", process, "Registered to:")

    def until_begun(self, count: int) -> list[int]:
        """Wait until so many waiting texts are begun; return the processes that have begun one."""
        begun = Path(f"{self.gate}-begun")
        until_s = time.monotonic() + PATIENCE_S
        while not begun.exists() or len(begun.read_text().split()) < count:
            assert time.monotonic() < until_s
            time.sleep(LOOK_S)
        return list(map(int, begun.read_text().split()))

    def until_said(self, name: str, words: str) -> None:
        """Wait until a process has these words in its log."""
        until_s = time.monotonic() + PATIENCE_S
        while words not in (self.folder / f"{name}.log").read_text(encoding="utf-8"):
            assert time.monotonic() < until_s
            time.sleep(LOOK_S)

    def until_gone(self, process: int) -> None:
        """Wait until there is no such process."""
        until_s = time.monotonic() + PATIENCE_S
        with suppress(ProcessLookupError):
            while True:
                os.kill(process, 0)
                assert time.monotonic() < until_s
                time.sleep(LOOK_S)

    @contextmanager
    def reading(self, documents: Sequence[Document], *options: str) -> "Iterator[subprocess.Popen[str]]":
        """Begin `ting read` of these stories in a process of its own; it ends with the block."""
        for one in documents:
            (self.folder / one.origin).write_bytes(one.data)
        (self.folder / "ting.toml").write_text(
            f'engine = "barn"\nprofile = "source"\n[engines.barn]\nvoices = "hum"\ngate = "{self.gate}"\n'
        )
        process = subprocess.Popen(
            [sys.executable, "-m", "tts.cli", "read", *(one.origin for one in documents), *options],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,  # as a terminal starts it: its group can be sent a signal
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def manifests(self) -> list[Path]:
        return shelf.manifests(self.folder / "output")

    def other(self, name: str, code: str) -> str:
        """Return a path on which Python runs this code before all else, as on a machine with other things."""
        folder = self.folder / name
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(code, encoding="utf-8")
        return os.pathsep.join((str(folder), self.environment["PYTHONPATH"]))

    def end(self) -> None:
        self._running.close()

    async def narrate(
        self, documents: Sequence[Document], settings: Settings | None = None, *, force: bool = False
    ) -> list[Episode | TingError]:
        """Narrate all at once, in one run."""
        studio = Studio.from_settings(settings or self.settings, TODAY, self.notes.notice, force=force)
        studio = replace(studio, follow=self.follow, look=self.look)
        async with open_runner(studio) as runner:
            made = (runner.narrate(Job(one), self.notes) for one in documents)
            found = await asyncio.gather(*made, return_exceptions=True)
        assert all(isinstance(one, Episode | TingError) for one in found), found
        return [one for one in found if isinstance(one, Episode | TingError)]

    def run(
        self, documents: Sequence[Document], settings: Settings | None = None, *, force: bool = False
    ) -> list[Episode | TingError]:
        return asyncio.run(self.narrate(documents, settings, force=force))

    def refused(self, settings: Settings | None = None) -> FarmUnavailable:
        """Return what a story meets for which nobody is there."""
        (failure,) = self.run(stories(1), settings)
        assert isinstance(failure, FarmUnavailable), failure
        return failure

    def times(self) -> dict[str, int]:
        """Return when each episode was put in its place."""
        return {path.name: path.stat().st_mtime_ns for path in self.manifests()}

    def files(self, folder: str = "output") -> Mapping[str, bytes]:
        """Return everything in a folder that episodes were put into, as a run leaves it."""
        for process in self._processes:
            process.poll()  # until then one that ended counts as one that writes
        shelf.clear_forgotten(self.folder / folder)
        found = (self.folder / folder).rglob("*")
        return {path.name: path.read_bytes() for path in found if path.is_file()}

    def files_of_one_process(self, documents: Sequence[Document], settings: Settings) -> Mapping[str, bytes]:
        """Return what one process makes of the same."""
        own = replace(settings, farm="", show=ShowSettings(self.folder / "alone"))

        async def make() -> None:
            studio = Studio.from_settings(own, TODAY, self.notes.notice)
            if own.engine == "barn":  # the plug-in stands on the workers' path alone
                studio = replace(studio, gate=_humming())
            local = Local(replace(studio, follow=self.follow, look=self.look))
            await asyncio.gather(*(local.narrate(Job(one), self.notes) for one in documents))

        asyncio.run(make())
        return self.files("alone")

    def _start(
        self, module: str, arguments: Sequence[str], log: Path, environment: Mapping[str, str]
    ) -> "subprocess.Popen[bytes]":
        log.unlink(missing_ok=True)
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
                cwd=self.folder,
                env={**self.environment, **environment},
                stdout=file,
                stderr=file,
            )
        self._running.callback(_end, process)
        self._processes.append(process)
        return process

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(self.plugins))),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "TING_CACHE_DIR": str(self.folder / "takes"),
            "DASK_TEMPORARY_DIRECTORY": str(self.folder / "dask"),
            "TMPDIR": str(self.folder / "tmp"),
        }

    def _line(self, log: Path, process: "subprocess.Popen[bytes]", words: str) -> str:
        """Return the first line of a log in which these words stand, as soon as it does."""
        until_s = time.monotonic() + PATIENCE_S
        while True:
            lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
            for line in lines:
                if words in line:
                    return line
            assert process.poll() is None, lines
            assert time.monotonic() < until_s, lines
            time.sleep(LOOK_S)


def _humming() -> Callable[[str], Gate]:
    gate = Gate(FakeEngine(name="barn", concurrency=4))
    return lambda _name: gate


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()


@contextmanager
def farmyard(folder: Path) -> Iterator[Farmyard]:
    """Give a farmyard without a worker yet; all its processes end with the block."""
    yard = Farmyard(folder)
    try:
        yard.scheduler()
        yield yard
    finally:
        yard.end()
