"""A chapter has its story's picture, small and fetched once; what cannot be had costs no episode."""

# mypy: allow-untyped-calls
# (mutagen's annotations leave its constructors out)

import asyncio
import io
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from mutagen.id3 import ID3
from PIL import Image

from tests.house import House, document
from tests.narration.test_programme import DAY, digest
from tests.newspaper import Newspaper
from tts.errors import NetworkError
from tts.model.article import Article, Paragraph
from tts.model.document import Document
from tts.model.episode import NO_IMPRINT, Episode
from tts.narration.chapter_pictures import illustrated
from tts.narration.pipeline import narrate, narrate_article, narrate_programme
from tts.sources.fetch import Fetcher
from tts.sources.page import PICTURE, Manners

ADDRESS = "https://news.example/lead.png"
STORY = Article("題目", (Paragraph("第一段。"), Paragraph("第二段。")), image_url=ADDRESS)
OTHER = replace(STORY, title="別的", image_url="https://news.example/other.png")


def png(width: int = 1200, height: int = 900) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGBA").save(file, "PNG")
    return file.getvalue()


def bomb() -> bytes:
    """Return a small file of a picture that is larger than memory should hold."""
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    return file.getvalue()


class Web:
    """Has pictures at some addresses, and remembers what it was asked for."""

    def __init__(self, **pictures: bytes) -> None:
        self.pictures = {f"https://news.example/{name}.png": data for name, data in pictures.items()}
        self.asked: list[str] = []

    async def look(self, address: str) -> bytes:
        self.asked.append(address)
        try:
            return self.pictures[address]
        except KeyError:
            message = "It is not there."
            raise NetworkError(message) from None


def told(house: House, web: Web | None, story: Article = STORY, *, force: bool = False) -> Episode:
    async def make() -> Episode:
        studio = replace(house.studio(force=force), look=web.look if web else None)
        return await narrate_article(story, studio, house.notes, NO_IMPRINT)

    return asyncio.run(make())


def pictures_in(episode: Episode) -> dict[str, bytes]:
    """Return the pictures of the chapters in the MP3, by the chapters' titles."""
    chapters = ID3(episode.files.mp3).getall("CHAP")
    return {
        str(chapter.sub_frames["TIT2"]): picture.data
        for chapter in chapters
        for picture in chapter.sub_frames.getall("APIC")
    }


def test_the_first_chapter_has_the_lead_picture_small_enough_for_a_chapter(house: House) -> None:
    episode = told(house, Web(lead=png()))
    ((title, data),) = pictures_in(episode).items()
    assert title == "題目"
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, max(image.size)) == ("JPEG", 300)
    assert len(data) <= 30_000
    assert [chapter.image for chapter in episode.chapters] == [ADDRESS, None, None]
    assert f'"img": "{ADDRESS}"' in Path(episode.files.chapters).read_text(encoding="utf-8")


def test_a_picture_is_fetched_once_and_then_needs_no_network(house: House) -> None:
    web = Web(lead=png())
    told(house, web)
    files = house.files()
    house.lose_output()
    told(house, web)
    house.lose_output()
    told(house, None)
    assert house.files() == files
    assert web.asked == [ADDRESS]
    told(house, web, force=True)
    assert web.asked == [ADDRESS] * 2


@pytest.mark.parametrize(
    "data", [b"", b"<html>", png()[:5000], bomb()], ids=["empty", "a page", "broken", "a bomb"]
)
def test_what_is_no_picture_costs_the_picture_alone(house: House, data: bytes) -> None:
    episode = told(house, Web(lead=data))
    assert pictures_in(episode) == {}
    assert {chapter.image for chapter in episode.chapters} == {None}
    assert Path(episode.files.mp3).is_file()


def test_pictures_that_come_in_time_are_not_lost_for_one_that_does_not(house: House) -> None:
    (plain,) = house.run(partial(narrate_programme, digest(house, (STORY, OTHER))))
    wanted = [
        replace(chapter, image=address)
        for chapter, address in zip(plain.chapters[1:3], (STORY.image_url, OTHER.image_url), strict=True)
    ]

    async def look(address: str) -> bytes:
        if address == OTHER.image_url:
            await asyncio.Event().wait()
        return png(10, 10)

    async def show() -> Episode:
        studio = replace(house.studio(), look=look)
        episode, pictures = await illustrated(replace(plain, chapters=tuple(wanted)), studio, 1.0)
        assert list(pictures) == [0]
        return episode

    assert [chapter.image for chapter in asyncio.run(show()).chapters] == [STORY.image_url, None]


def test_every_story_of_a_digest_has_its_picture(house: House) -> None:
    web = Web(lead=png(), other=png(30, 30))

    async def make() -> Episode:
        studio = replace(house.studio(), look=web.look)
        return await narrate_programme(digest(house, (STORY, OTHER)), studio, house.notes)

    episode = asyncio.run(make())
    assert set(pictures_in(episode)) == {"題目", "別的"}
    assert [source.image_url for source in episode.articles] == [STORY.image_url, OTHER.image_url]
    track = ID3(episode.files.mp3)["TRCK"]
    assert str(track) == str(DAY.day)


def test_an_episode_is_the_same_when_its_picture_moves(house: House) -> None:
    first = told(house, Web(lead=png()))
    moved = replace(STORY, image_url="https://news.example/moved.png")
    assert told(house, Web(), moved) == first


def test_reading_a_saved_page_goes_nowhere(house: House) -> None:
    web = Web(lead=png())
    page = f'<meta property="og:image" content="{ADDRESS}"><h1>題目</h1>'.encode()
    saved = Document(page + document().data.replace(b"\n\n", b"<p>"), "saved.html")

    async def make() -> Episode:
        return await narrate(saved, replace(house.studio(), look=web.look), house.notes)

    asyncio.run(make())
    assert web.asked == []


def test_a_real_server_is_asked_for_the_picture_as_politely_as_for_the_page(house: House) -> None:
    async def make(paper: Newspaper) -> Episode:
        story = paper.stories[0]
        manners = Manners(allow_private=True, delay_ms=0)
        async with Fetcher(manners) as fetcher:

            async def look(address: str) -> bytes:
                return (await fetcher.fetch(address, wanted=PICTURE)).data

            page = (await fetcher.fetch(paper.address(story.path))).document(story.path)
            return await narrate(page, replace(house.studio(), look=look), house.notes)

    with Newspaper() as paper:
        episode = asyncio.run(make(paper))
        assert len(pictures_in(episode)) == 1
        assert (episode.chapters[0].image or "").startswith(paper.url)
