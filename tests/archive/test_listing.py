"""All lists of an archive are read, each once; one that is bad costs itself alone."""

import datetime as dt
import io
import os
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive.desk import NOW, Desk
from tests.archive.paper import Answer, Paper, index, sitemap
from tts.catalog.worklist import Bounds, Part, Tries, Worklist
from tts.errors import ExitCode, UsageError
from tts.model.settings import SourceSettings
from tts.sources.entry import Entry

MANY = 100_000


def listed(desk: Desk, *words: str) -> list[str]:
    """Return the addresses that are open, in their order."""
    desk.run(*words, only_list=True)
    with Worklist.open(desk.output) as worklist:
        number = worklist.number(words[0])
        return [entry.url for entry in worklist.open_work(number, Bounds(), Tries(5, NOW))]


def test_a_hundred_thousand_addresses_are_listed_by_date(desk: Desk, paper: Paper) -> None:
    def address(number: int) -> tuple[str, str]:
        day = dt.date(2000, 1, 1) + dt.timedelta(days=(number * 7919) % 9000)
        return f"https://paper.example/story/{number}.html", day.isoformat()

    for part in range(4):
        some = range(part * MANY // 4, (part + 1) * MANY // 4)
        paper.answers[f"/{part}.xml"] = sitemap(map(address, some))
    paper.answers["/index.xml"] = index([(paper.at(f"/{part}.xml"), "") for part in range(4)])
    run = desk.run(paper.at("/index.xml"), only_list=True)
    assert (sum(run.years.values()), run.report.left) == (MANY, MANY)
    assert list(run.years)[::24] == ["2000", "2024"]
    with Worklist.open(desk.output) as worklist:
        number = worklist.number(paper.at("/index.xml"))
        days = [entry.published for entry in worklist.open_work(number, Bounds(), Tries(5, NOW))]
    assert len(days) == MANY
    assert days == sorted(day for day in days if day)


def test_of_what_is_noted_nothing_is_held(tmp_path: Path) -> None:
    def entries(count: int) -> Iterator[Entry]:
        return (Entry(f"https://paper.example/{number}.html") for number in range(count))

    peaks = []
    for count in (2_000, 8_000):
        with Worklist.open(tmp_path / str(count)) as worklist:
            number = worklist.number("a")
            tracemalloc.start()
            worklist.note(number, "a", Part(read=NOW), entries(count))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


def test_a_bad_list_costs_itself_alone(desk: Desk, paper: Paper) -> None:
    paper.answers |= {
        "/good.xml": sitemap(paper.years(2021)),
        "/page.xml": Answer(b"<!doctype html><html><p>moved</p></html>"),
        "/packed.xml.gz": Answer(b"\x1f\x8b no", "application/gzip"),
        "/down.xml": Answer(status=500),
    }
    paths = ("/page.xml", "/packed.xml.gz", "/down.xml", "/none.xml", "/good.xml")
    paper.answers["/index.xml"] = index([(paper.at(path), "") for path in paths])
    run = desk.run(paper.at("/index.xml"))
    assert (run.report.made, run.report.unlisted, run.report.lists) == (3, 4, 2)
    assert run.report.exit_code is ExitCode.SOME_FAILED


def test_what_a_list_once_named_stays_named_while_it_cannot_be_read(desk: Desk, paper: Paper) -> None:
    paper.answers["/a.xml"] = sitemap(paper.years(2021))
    paper.answers["/index.xml"] = index([(paper.at("/a.xml"), "")])
    desk.run(paper.at("/index.xml"), only_list=True)
    paper.answers["/index.xml"] = Answer(status=503)
    run = desk.run(paper.at("/index.xml"))
    assert (run.report.made, run.report.exit_code) == (3, ExitCode.SOME_FAILED)


def test_no_list_at_all_is_the_networks_failure(desk: Desk) -> None:
    run = desk.run("http://127.0.0.1:9/sitemap.xml")
    assert run.report.exit_code is ExitCode.NETWORK


def test_a_list_that_has_changed_is_read_anew_and_its_new_stories_are_told(desk: Desk, paper: Paper) -> None:
    urls = paper.years(2021)
    paper.answers["/a.xml"] = sitemap(urls[:1])
    assert len(listed(desk, paper.at("/a.xml"))) == 1
    paper.answers["/a.xml"] = sitemap(urls)
    assert len(listed(desk, paper.at("/a.xml"))) == 3
    paper.answers["/a.xml"] = sitemap(urls[1:])
    assert len(listed(desk, paper.at("/a.xml"))) == 3  # what fell off a list is still to be told


def test_a_list_that_its_index_says_is_long_the_same_is_not_asked_for(desk: Desk, paper: Paper) -> None:
    urls = paper.years(2021)
    paper.answers["/old.xml"], paper.answers["/new.xml"] = sitemap(urls[:2]), sitemap(urls[2:])
    dated = [(paper.at("/old.xml"), "2021-03-01"), (paper.at("/new.xml"), NOW.date().isoformat())]
    paper.answers["/index.xml"] = index(dated)
    for _ in range(2):
        assert len(listed(desk, paper.at("/index.xml"))) == 3
    asked = [(path, status) for path, status in paper.asked if path != "/robots.txt"]
    assert asked[3:] == [("/index.xml", 304), ("/new.xml", 304)]
    paper.answers["/index.xml"] = index([(paper.at("/old.xml"), "2022-03-01")])
    assert len(listed(desk, paper.at("/index.xml"))) == 3
    assert paper.asked[-1] == ("/old.xml", 304)


def test_an_index_without_end_is_followed_only_so_deep(desk: Desk, paper: Paper) -> None:
    for depth in range(20):
        paper.answers[f"/{depth}.xml"] = index([(paper.at(f"/{depth + 1}.xml"), "")])
    desk.run(paper.at("/0.xml"), only_list=True)
    assert [path for path, _ in paper.asked if path != "/robots.txt"][-1] == "/5.xml"


def test_a_list_that_asks_for_a_rest_is_waited_for(desk: Desk, paper: Paper) -> None:
    paper.answers["/a.xml"] = Answer(status=429, headers={"Retry-After": "30"})
    run = desk.run(paper.at("/a.xml"), only_list=True)
    assert run.waits == (30.0,) * 4  # and is given up after five failures in a row
    assert run.report.exit_code is ExitCode.NETWORK


def test_one_address_in_two_archives_is_told_once(desk: Desk, paper: Paper) -> None:
    urls = paper.years(2021)
    paper.answers["/a.xml"], paper.answers["/b.xml"] = sitemap(urls[:2]), sitemap(urls[1:])
    run = desk.run(paper.at("/a.xml"), paper.at("/b.xml"), paper.at("/a.xml"))
    assert (run.report.made, len(run.episodes), run.report.before, run.report.left) == (3, 3, 0, 0)


def test_standard_input_and_pipes_are_read(
    desk: Desk, paper: Paper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    [one, two, *_] = paper.years(2021)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(one[0].encode())))
    assert listed(desk, "-") == [one[0]]
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(sitemap([two]).body,))
    writer.start()
    assert listed(desk, str(pipe)) == [two[0]]
    writer.join()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_what_windows_saves_as_unicode_is_read(desk: Desk, tmp_path: Path, encoding: str) -> None:
    urls = ["https://paper.example/新聞1.html", "https://paper.example/2.html"]
    markup = '<?xml version="1.0" encoding="UTF-16"?>' + sitemap([(url, "") for url in urls]).body.decode()
    for name, text in (("a.txt", "\r\n".join(urls)), ("a.xml", markup)):
        (tmp_path / name).write_bytes(("\ufeff" + text).encode(encoding))
        run = desk.run(str(tmp_path / name), only_list=True)
        assert (run.years, run.notices) == ({"": 2}, ())


def test_a_file_may_be_a_sitemap_and_what_is_no_address_in_it_is_named(desk: Desk, tmp_path: Path) -> None:
    odd = [("javascript:alert(1)", ""), ("https://paper.example/1.html", "yesterday"), ("", "")]
    (tmp_path / "a.xml").write_bytes(sitemap(odd).body)
    run = desk.run(str(tmp_path / "a.xml"), only_list=True)
    assert run.years == {"": 1}
    assert any("no address: javascript:alert(1)" in notice for notice in run.notices)


@pytest.mark.parametrize("word", ["", "nowhere.txt", "ftp://paper.example/", "https://", "\0"])
def test_what_names_nothing_is_said_before_anything_is_asked(desk: Desk, word: str) -> None:
    with pytest.raises(UsageError):
        desk.run(word)


def test_a_folder_of_the_settings_is_an_archive_of_what_it_holds(desk: Desk, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "a.txt").write_text(
        "停課\n\n市府宣布，因應颱風來襲，明天停班停課，請民眾及早準備。", encoding="utf-8"
    )
    desk.house.settings = replace(desk.house.settings, source=(SourceSettings("剪報", "folder", str(saved)),))
    run = desk.run("剪報")
    assert [episode.imprint.series for episode in run.episodes] == ["剪報"]
    assert desk.run("剪報").report.made == 0


def test_a_time_that_is_yet_to_come_is_none(desk: Desk, paper: Paper) -> None:
    [story, *_] = paper.years(2021)
    paper.answers["/a.xml"] = sitemap([(story[0], "2099-01-01")])
    assert desk.run(paper.at("/a.xml")).days == ["2021-01-09"]
