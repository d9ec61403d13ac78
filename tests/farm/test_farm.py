"""Many machines come to the same as one, whoever of them is there."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

import tts
from tests.emulator import EdgeEmulator
from tests.farm.farmyard import BODY, Farmyard, farmyard, stories
from tts.catalog.store import Catalog
from tts.errors import ArticleNotFound, ExitCode, TingError, UsageError
from tts.model.document import Document
from tts.model.episode import Episode
from tts.model.settings import EdgeSettings, EngineSettings
from tts.narration.engine_choice import EDGE_PACE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def one_yard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farmyard]:
    """Run two workers that both could ask Edge, and one of another program."""
    with farmyard(tmp_path_factory.mktemp("farm")) as yard:
        workers = {name: yard.worker(name, "--resources", "edge=8") for name in ("brown", "white")}
        yard.until_there(**workers, stray=yard.worker("stray", preload=False))
        yield yard


@pytest.fixture
def yard(one_yard: Farmyard, tmp_path: Path) -> Farmyard:
    """Give the farm to a newsroom of its own."""
    own = Farmyard(tmp_path)
    own.port = one_yard.port
    return own


def test_every_article_is_made_once_and_the_same_as_by_one_process(yard: Farmyard) -> None:
    told = stories(12)
    made = yard.run(told)
    assert all(isinstance(one, Episode) for one in made)
    assert yard.files() == yard.files_of_one_process(told, yard.settings)
    with Catalog.open(yard.folder / "output") as catalog:
        catalog.refresh()
        assert len(catalog.cards()) == len(told)
    lines = [line for line in yard.notes.notices if " made, " in line]
    assert {line.split()[1].rstrip(":") for line in lines} == {"brown", "white"}
    assert sum(int(line.split()[2]) for line in lines) == len(told)


def test_a_worker_of_another_program_is_left_out_by_name(yard: Farmyard) -> None:
    yard.run(stories(1))
    (told,) = [line for line in yard.notes.notices if "stray" in line]
    assert told.startswith("Left out is the worker stray. It is none of this program")


def test_an_engine_that_nobody_offers_is_a_sentence_with_what_is_offered(yard: Farmyard) -> None:
    absent = replace(yard.settings, engine="azure", engines=EngineSettings())
    failure = yard.refused(absent)
    assert f"The farm {yard.address} has no worker for this run." in failure.message
    assert "espeak, and not azure. The engine azure is not set up." in failure.hint
    assert not yard.files()


def test_auto_takes_the_first_engine_that_a_worker_offers(yard: Farmyard, emulator: EdgeEmulator) -> None:
    auto = replace(yard.edge_settings(emulator.base_url), engine="auto")
    made = yard.run(stories(2), auto)
    assert [one.engine for one in made if isinstance(one, Episode)] == ["edge", "edge"]


def test_edge_is_asked_by_one_worker_whatever_their_number(yard: Farmyard, emulator: EdgeEmulator) -> None:
    settings = yard.edge_settings(emulator.base_url)
    began_s = time.monotonic()
    made = yard.run(stories(10), settings)
    assert all(isinstance(one, Episode) for one in made), made
    assert emulator.peak_connections <= 4
    beyond = len(emulator.turns) - EDGE_PACE.burst
    assert beyond > 0
    assert max(turn.started_s for turn in emulator.turns) - began_s >= (beyond - 1) / EDGE_PACE.per_s
    assert [line for line in yard.notes.notices if "offers edge, too, and is not asked for it" in line]
    assert yard.files() == yard.files_of_one_process(stories(10), settings)


def test_more_workers_ask_edge_where_the_settings_say_so(yard: Farmyard, emulator: EdgeEmulator) -> None:
    one = yard.edge_settings(emulator.base_url)
    two = replace(one, engines=EngineSettings(edge=EdgeSettings(emulator.base_url, workers=2)))
    yard.run(stories(10), two)
    assert {line.split()[1] for line in yard.notes.notices if " made, " in line} == {"brown:", "white:"}


def test_a_run_offline_goes_to_a_farm_on_this_machine_alone(yard: Farmyard) -> None:
    offline = replace(yard.settings, offline=True)
    assert isinstance(yard.run(stories(1), offline)[0], Episode)
    with pytest.raises(UsageError, match=r"The farm tcp://farm\.example:8786 needs the network"):
        yard.run(stories(1), replace(offline, farm="tcp://farm.example:8786"))


def test_a_story_without_words_fails_as_it_does_here(yard: Farmyard) -> None:
    failure, made = yard.run([Document("……\n\n……".encode(), "silent.txt"), *stories(1)])
    assert isinstance(failure, ArticleNotFound)
    assert isinstance(made, Episode)


def test_what_a_worker_raises_comes_back_as_itself(yard: Farmyard) -> None:
    settings = yard.edge_settings("http://127.0.0.1:9")
    (failure,) = yard.run(stories(1), settings)
    assert isinstance(failure, TingError)
    assert failure.exit_code is ExitCode.NETWORK
    assert failure.hint
    assert [line for line in yard.notes.notices if "0 made" in line and "1 failed" in line]


def test_with_force_all_is_made_anew(yard: Farmyard) -> None:
    told = stories(2)
    yard.run(told)
    first = yard.times()
    yard.run(told)
    assert yard.times() == first
    yard.run(told, force=True)
    assert all(then > first[name] for name, then in yard.times().items())


def test_further_pages_and_pictures_are_fetched_here_and_once(yard: Farmyard) -> None:
    first, second, picture = (f"https://paper.example/{name}" for name in ("1", "1?page=2", "1.jpg"))
    yard.pages[second] = page(second, "第二頁的事。", "")
    drawn = BytesIO()
    Image.new("RGB", (1200, 800), "teal").save(drawn, "JPEG")
    yard.pictures[picture] = drawn.getvalue()
    head = f'<meta property="og:image" content="{picture}"><link rel="next" href="{second}">'
    told = [page(first, "第一頁的事。", head)]
    (made,) = yard.run(told)
    assert isinstance(made, Episode), made
    assert "第二頁的事" in Path(made.files.txt).read_text(encoding="utf-8")
    assert picture in Path(made.files.json).read_text(encoding="utf-8")
    assert sorted(yard.visited) == sorted([second, picture])
    assert yard.files() == yard.files_of_one_process(told, yard.settings)


def page(address: str, fact: str, head: str) -> Document:
    """Return a page of a story that goes on on another."""
    body = "".join(f"<p>{fact}{BODY}{part}。</p>" for part in "一二三四五")
    story = f"<article><h1>停班停課</h1>{body}</article>"
    told = f"<html><head><title>停班停課</title>{head}</head><body>{story}</body></html>"
    return Document(told.encode(), address, address, "text/html; charset=utf-8")


def test_a_program_has_its_articles_made_by_the_farm_that_its_settings_name(yard: Farmyard) -> None:
    sources: list[tts.Readable] = [*stories(1), tts.Article("停班停課", paragraphs=(tts.Paragraph(BODY),))]

    async def narrate(settings: tts.Settings, voice: str | None = "yunjhe") -> list[str]:
        async with tts.Narrator(settings, notice=yard.notes.notice) as narrator:
            told = (narrator.narrate(one, voice=voice) for one in sources)
            return [episode.id for episode in await asyncio.gather(*told)]

    settings = replace(yard.settings, engine="espeak", engines=EngineSettings())
    made = asyncio.run(narrate(settings))
    assert sum(int(line.split()[2]) for line in yard.notes.notices if " made, " in line) == 2
    alone = replace(settings, farm="", show=replace(settings.show, output=yard.folder / "alone"))
    assert asyncio.run(narrate(alone)) == made
    assert yard.files() == yard.files("alone")
    assert set(made).isdisjoint(asyncio.run(narrate(alone, None)))


def test_two_newsrooms_that_want_the_same_at_once_get_it_and_nothing_is_half_there(yard: Farmyard) -> None:
    told = stories(6)

    async def both() -> list[list[Episode | TingError]]:
        return [*await asyncio.gather(yard.narrate(told), yard.narrate(told, force=True))]

    for made in asyncio.run(both()):
        assert all(isinstance(one, Episode) for one in made), made
    assert yard.files() == yard.files_of_one_process(told, yard.settings)


def test_auto_falls_back_on_what_the_same_worker_has(yard: Farmyard) -> None:
    nowhere = replace(yard.edge_settings("http://127.0.0.1:9"), engine="auto")
    (made,) = yard.run(stories(1), nowhere)
    assert isinstance(made, Episode)
    assert made.engine in {"kokoro", "espeak"}
    assert made.notices[0].startswith("edge could not speak this article: ")
