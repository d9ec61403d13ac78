"""A small show as a user makes it, with what every client must find in it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tts.episode_files import manifest, shelf
from tts.feed.addresses import FEED, beside, sound_path
from tts.model.episode import Episode

ROOT = Path(__file__).parents[2]
SOUND = "audio/mpeg"
SOURCE = """
[[source]]
name = "剪報"
kind = "folder"
location = "news"
"""


@dataclass(frozen=True, slots=True)
class Story:
    """A page that somebody saved: its headline is what clients must show."""

    title: str
    body: str


STORIES = (
    Story(
        "港務局<財報>：AT&T與3M公司承租率達68.4%",
        "記者林若梅／基隆報導\n\n港務局今天公布第三季財報，倉庫承租率達68.4%，比去年同期多出4.125個百分點。\n\n"
        "局長說，新簽下的租約介於12月1日到明年2月28日，租金合計18億5,000萬元，其中R&D大樓占三成。",
    ),
    Story(
        "燈塔滿一百歲 居民盼重新點亮",
        "外海的老燈塔今年滿一百歲，當地居民希望重新點亮，市府說經費還要再找。\n\n"
        "守塔人的孫女說：「小時候只要看見光，就知道爸爸快到家了。」",
    ),
    Story(
        "「5 < 7」是什麼意思？數學課搬進菜市場",
        "國小老師把數學課搬進菜市場，孩子用秤子比較蘿蔔的重量，再把「5 < 7」寫在紙板上。\n\n"
        "攤商阿姨笑著說，她做了三十年生意，第一次有人向她要收據來算平均數。",
    ),
    Story(
        "夜班公車試辦三個月 平均一班載客11人",
        "市府試辦夜班公車三個月，平均一班載客11人，最多的一班有46人。\n\n"
        "交通局表示，明年1月起加開到凌晨2:30，並在三處轉運站設候車亭。",
    ),
    Story(
        "古道步道整修完成 週末開放 & 免預約",
        "海拔1,200公尺的古道整修完成，這個週末開放，不必預約。\n\n林務人員提醒，山區午後常有雷雨，請在下午3點以前下山。",
    ),
)
LATER = Story(
    "今晚快訊：跨海渡輪明天恢復行駛",
    "跨海渡輪停駛兩天，明天上午7點恢復行駛。\n\n船公司說，已經買票的旅客可以免費改期一次，也可以全額退費。",
)


@dataclass(frozen=True)  # without slots: its episodes are read once
class Show:
    """The folder of a show, and where it is served (with a slash at its end)."""

    folder: Path
    address: str = ""

    @property
    def output(self) -> Path:
        """Where its files are."""
        return self.folder / "output"

    @property
    def feed(self) -> str:
        """Where its feed is served."""
        return self.address + FEED

    @cached_property
    def episodes(self) -> list[Episode]:
        """What was made, as the manifests have it."""
        return [manifest.read(path) for path in shelf.manifests(self.output)]

    @property
    def digest(self) -> Episode:
        """The episode that has most to find: a chapter a story, and two voices."""
        return next(episode for episode in self.episodes if episode.kind == "digest")

    def url(self, episode: Episode) -> str:
        """Return the address of an episode's MP3."""
        return self.address + sound_path(episode)

    def beside(self, episode: Episode, name: str) -> str:
        """Return the address of another file of an episode."""
        return self.address + beside(episode, name)

    def sound(self, episode: Episode) -> Path:
        """Return where the MP3 of an episode is."""
        return self.output / sound_path(episode)

    def file(self, episode: Episode, name: str) -> Path:
        """Return where another file of an episode is."""
        return self.output / beside(episode, name)

    def ting(self, *words: str, **environment: str) -> str:
        """Run a command in the show's folder, and return what it prints.

        Raises CalledProcessError when it fails.
        """
        done = subprocess.run(
            command(*words),
            cwd=self.folder,
            env=self.environment | environment,
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the machine's own settings, voices and finished parts."""
        own = {"XDG_CONFIG_HOME": self.folder / "config", "TING_CACHE_DIR": self.folder / "cache"}
        return {**os.environ, **{name: str(path) for name, path in own.items()}, "PYTHONPATH": str(ROOT)}

    def tell(self, *stories: Story) -> None:
        """Save these pages, and make the day of them."""
        for story in stories:
            path = self.folder / "news" / f"{len(list((self.folder / 'news').iterdir()))}.txt"
            path.write_text(f"{story.title}\n\n{story.body}\n", encoding="utf-8")
        self.ting("daily", "--engine", "espeak")

    def copy(self, folder: Path) -> "Show":
        """Return another show that begins where this one is."""
        shutil.copytree(self.folder, folder)
        return Show(folder)


def command(*words: str) -> list[str]:
    """Return how `ting` is run by the interpreter that runs this."""
    return [sys.executable, "-c", "from tts.cli.app import main; main()", *words]


def make(folder: Path) -> Show:
    """Make the show in a folder that is not there yet; its headlines are then what was written."""
    show = Show(folder)
    (folder / "news").mkdir(parents=True)
    show.ting("init")
    with (folder / "ting.toml").open("a", encoding="utf-8") as settings:
        settings.write(SOURCE)
    show.tell(*STORIES)
    made = {episode.title for episode in show.episodes if episode.kind == "article"}
    if made != {story.title for story in STORIES}:
        message = f"The show has other headlines than its pages: {made}"
        raise ValueError(message)
    return show


@contextmanager
def served(show: Show) -> Iterator[Show]:
    """Serve a show by `ting serve`, and give it with its address."""
    with subprocess.Popen(
        command("serve", "--port", "0"),
        cwd=show.folder,
        env=show.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            said = re.search(r"(http://127\.0\.0\.1:\d+/)", process.stdout.readline())
            assert said is not None
            yield Show(show.folder, said[1])
        finally:
            process.terminate()
