"""Which feeds a show has, and what is in each."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tts.catalog.card import Card
from tts.episode_files.credit import narrator_of
from tts.feed.addresses import DIGEST_FEED, FEED, INBOX_FEED, series_feeds, voice_feeds
from tts.feed.items import Item
from tts.feed.rhythm import DAILY, Rhythm, rhythm
from tts.model.episode import BETWEEN_VOICES
from tts.model.settings import Settings

DIGESTS = "每日彙整"
LATER = "稍後聽"


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed to subscribe to: where it stands below the output folder, and its items, newest first.

    `rhythm` is how often it has something new, where that is known.
    """

    path: str
    title: str
    items: tuple[Item, ...]
    rhythm: Rhythm | None = None


def channels(settings: Settings, items: Iterable[Item]) -> Iterator[Channel]:
    """Yield the show's feeds, in whatever order its items come.

    They are: all, the digests, what was sent to be heard later, each source, each voice. A source has its
    feed before its first episode, digests and what was sent have theirs from the first one on; an episode of
    several voices is in the feed of each. In no feed two items share a guid.
    """
    shelf = _newest_first(items)
    title = settings.show.title
    often = rhythm(settings.daily)
    yield Channel(FEED, title, shelf, often)
    digests = tuple(item for item in shelf if item.card.kind == "digest")
    if digests:
        yield Channel(DIGEST_FEED, f"{title}：{DIGESTS}", digests, often and DAILY)
    sent = tuple(item for item in shelf if item.card.sent)
    if sent:
        yield Channel(INBOX_FEED, f"{title}：{LATER}", sent)
    by_series = _sorted_by(shelf, lambda card: [card.series])
    series = paths_of_series(settings, by_series)
    for name, path in series.items():
        yield Channel(path, f"{title}：{name}", by_series.get(name, ()), often)
    if settings.show.feed_per_voice:
        by_voice = _sorted_by(shelf, lambda card: card.voice.split(BETWEEN_VOICES))
        called = _called(by_voice)
        for name, path in voice_feeds(by_voice, series.values()).items():
            yield Channel(path, f"{title}：{called[name]}", by_voice[name], often)


def paths_of_series(settings: Settings, series: Iterable[str | None]) -> dict[str, str]:
    """Return where the feed of each source stands, and of each other series that has episodes.

    A source that is added below the others takes no address from them: subscribers would get its episodes.
    """
    return series_feeds([*(source.name for source in settings.source), *sorted(filter(None, series))])


def _called(by_voice: Mapping[str, tuple[Item, ...]]) -> dict[str, str]:
    """Return what listeners call each voice; with its engine, where a persona has several."""
    episodes = {voice: items[0].card.read() for voice, items in by_voice.items()}
    names = {voice: narrator_of(episode, voice) for voice, episode in episodes.items()}
    shared = Counter(names.values())
    return {
        voice: f"{name}（{episodes[voice].engine}）" if shared[name] > 1 else name
        for voice, name in names.items()
    }


def _newest_first(items: Iterable[Item]) -> tuple[Item, ...]:
    ordered = sorted(items, key=lambda item: item.card.slug)
    ordered.sort(key=lambda item: item.card.issued, reverse=True)  # stable: slugs stay in order
    first_of_guid: dict[str, Item] = {}
    for item in ordered:
        first_of_guid.setdefault(item.card.guid, item)
    return tuple(first_of_guid.values())


def _sorted_by(
    items: Iterable[Item], names_of: Callable[[Card], Iterable[str | None]]
) -> dict[str, tuple[Item, ...]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        for name in filter(None, names_of(item.card)):
            found[name].append(item)
    return {name: tuple(those) for name, those in found.items()}
