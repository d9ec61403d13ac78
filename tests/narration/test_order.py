"""An order is the same as long as the episode would be, and finds what was made of it before."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.house import TODAY, House, document
from tts.errors import UsageError
from tts.fingerprint import short
from tts.model.article import Article, Paragraph
from tts.model.episode import Episode
from tts.model.order import Order
from tts.model.programme import Programme, Segment, Words, of_article
from tts.narration.order import is_all_there, made_before, order_of, sound_prints

ARTICLE = Article("題目", (Paragraph("第一段。"),), image_url="https://news.example/1.jpg")


def id_of(house: House, programme: Programme) -> str:
    return order_of(programme, house.studio()).id


def test_another_picture_is_no_other_order_but_another_word_is(house: House) -> None:
    order = id_of(house, of_article(ARTICLE, "", TODAY))
    moved = replace(ARTICLE, image_url="https://news.example/2.jpg")
    assert id_of(house, of_article(moved, "", TODAY)) == order
    told_otherwise = replace(ARTICLE, paragraphs=(Paragraph("第二段。"),))
    assert id_of(house, of_article(told_otherwise, "", TODAY)) != order


def test_another_producer_is_another_order_for_the_file_names_it(house: House) -> None:
    order = id_of(house, of_article(ARTICLE, "", TODAY))
    house.settings = replace(house.settings, show=replace(house.settings.show, aigc_producer="甲"))
    assert id_of(house, of_article(ARTICLE, "", TODAY)) != order


def test_words_of_the_show_can_be_ordered_without_a_story(house: House) -> None:
    greetings = [
        Programme("今日", TODAY, (Segment("開場", (Words(words),)),)) for words in ("早安。", "晚安。")
    ]
    assert id_of(house, greetings[0]) != id_of(house, greetings[1])


@pytest.fixture
def made(house: House) -> Episode:
    """Narrate an episode."""
    (episode,) = house.narrate(document())
    return episode


def found(house: House, episode: Episode) -> Episode | None:
    return made_before(Order(episode.id, episode.date), house.studio())


def manifest_of(episode: Episode) -> Path:
    return Path(episode.files.mp3).with_suffix(".json")


def test_what_was_made_is_found_beside_a_damaged_one(house: House, made: Episode) -> None:
    damaged = manifest_of(made).with_name(f"0-{short(made.id)}.json")
    damaged.write_text("rubbish", encoding="utf-8")
    assert found(house, made) == made


def test_another_engines_episode_is_not_the_one_asked_for(house: House, made: Episode) -> None:
    house.settings = replace(house.settings, engine="espeak")
    assert found(house, made) is None


def test_an_episode_of_another_order_is_not_taken_for_it_though_its_name_is_alike(
    house: House, made: Episode
) -> None:
    other = replace(made, id=made.id[:-1] + "-")
    assert short(other.id) == short(made.id)
    assert found(house, other) is None


def test_an_episode_that_lacks_a_file_counts_as_none(house: House, made: Episode) -> None:
    Path(made.files.vtt).unlink()
    assert found(house, made) is None


def test_an_mp3_is_all_there_from_its_least_size_on(made: Episode) -> None:
    Path(made.files.mp3).write_bytes(bytes(made.least_bytes))
    assert is_all_there(made, made.files)
    Path(made.files.mp3).write_bytes(bytes(made.least_bytes - 1))
    assert not is_all_there(made, made.files)


def test_music_counts_where_it_sounds(house: House, tmp_path: Path) -> None:
    intro = tmp_path / "intro.wav"
    intro.write_bytes(b"music")
    show = replace(house.settings.show, intro=intro)
    heard = replace(house.settings, show=show, profile="podcast")
    first, *others = sound_prints(heard)
    assert first
    assert others == ["", ""]
    intro.write_bytes(b"other music")
    assert sound_prints(heard)[0] not in ("", first)
    assert sound_prints(replace(heard, profile="source")) == ("", "", "")


def test_music_that_is_not_there_is_named(house: House, tmp_path: Path) -> None:
    intro = tmp_path / "intro.wav"
    show = replace(house.settings.show, intro=intro)
    with pytest.raises(UsageError, match=f"The intro {intro} cannot be read: No such file or directory."):
        sound_prints(replace(house.settings, show=show, profile="podcast"))
