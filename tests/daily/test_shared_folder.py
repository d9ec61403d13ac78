"""A folder that others write to: a link they put there has none of its owner's files read out."""

import datetime as dt
import os
from pathlib import Path

from tests.daily.desk import Desk
from tests.newspaper import DAYS
from tests.newspaper.stories import TAIPEI
from tts.errors import ArticleNotFound
from tts.model.settings import DailySettings, SourceSettings

WORDS = "第{}則剪報\n\n今天山上下了一場很大的雪，大家都很高興，孩子們在雪地裡玩了整個下午，{}。"
HIDDEN = "抽屜的鑰匙藏在花盆底下"


def save(path: Path, content: bytes) -> None:
    """Save a file on the day that is told."""
    path.write_bytes(content)
    moment = dt.datetime.combine(DAYS[1], dt.time(8), TAIPEI).timestamp()
    os.utime(path, (moment, moment))


def test_a_link_put_in_the_place_of_a_page_that_was_listed_is_not_followed(
    desk: Desk, tmp_path: Path
) -> None:
    folder, diary = tmp_path / "shared", tmp_path / "diary.txt"
    folder.mkdir()
    save(folder / "page.txt", b"%PDF-1.7")
    save(diary, WORDS.format(2, HIDDEN).encode())
    desk.sources = (SourceSettings("剪報", "folder", str(folder)),)
    desk.daily = DailySettings(digest=False)
    assert len(desk.run(1).report.failures) == 1
    (folder / "page.txt").unlink()
    (folder / "page.txt").symlink_to(diary)
    save(folder / "good.txt", WORDS.format(1, "晚上又下了一場雨").encode())
    run = desk.run(1)
    assert run.titles == ["第1則剪報"]
    assert [type(failure) for failure in run.report.failures] == [ArticleNotFound]
    assert not any(HIDDEN.encode() in content for content in desk.published().values())
