"""What search engines and assistants read of a page: schema.org objects, as plain values for JSON-LD."""

from collections.abc import Mapping, Sequence

from tts.episode_files.credit import reporters
from tts.feed.addresses import COVER, FEED, INDEX, page_path, public, sound_path, web
from tts.model.episode import Episode, Source
from tts.model.settings import ShowSettings
from tts.site.wording import iso_duration

CONTEXT = "https://schema.org"
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
BY_RULES = frozenset({"espeak"})
"""The engines whose sound is worked out; the others' models learnt from recordings."""

LONGEST_HEADLINE = 110
"""Longer headlines are cut in results (https://developers.google.com/search/docs/appearance/structured-data/article)."""

Thing = Mapping[str, object]


def news_article(episode: Episode, show: ShowSettings, summary: str, speakable: Sequence[str]) -> Thing:
    """Return the episode as a NewsArticle with its sound; `speakable` are selectors of what to read out."""
    page, sound = public(show, page_path(episode)), public(show, sound_path(episode))
    issued = episode.issued.isoformat()
    return _known(
        {
            "@context": CONTEXT,
            "@type": "NewsArticle",
            "headline": episode.title[:LONGEST_HEADLINE],
            "description": summary,
            "inLanguage": episode.language,
            "datePublished": issued,
            "url": page,
            "mainEntityOfPage": page,
            "image": public(show, COVER),
            "author": _authors(episode),
            "publisher": _organization(show.author or show.title),
            "isPartOf": _series(show),
            "isBasedOn": [_based_on(source) for source in episode.articles if web(source.url)],
            "speakable": {"@type": "SpeakableSpecification", "cssSelector": list(speakable)},
            "audio": _known(
                {
                    "@type": "AudioObject",
                    "contentUrl": sound or episode.files.mp3.rpartition("/")[2],
                    "encodingFormat": "audio/mpeg",
                    "duration": iso_duration(episode.duration_ms),
                    "name": episode.title,
                    "uploadDate": issued,
                    "inLanguage": episode.language,
                    "digitalSourceType": _source_type(episode),
                }
            ),
        }
    )


def podcast_series(show: ShowSettings) -> Thing:
    """Return the show as a PodcastSeries with its feed."""
    return _known(
        {
            "@context": CONTEXT,
            **_series(show),
            "description": show.description,
            "inLanguage": show.language,
            "image": public(show, COVER),
            "author": _organization(show.author) if show.author else None,
        }
    )


def _series(show: ShowSettings) -> Thing:
    return _known(
        {
            "@type": "PodcastSeries",
            "name": show.title,
            "url": public(show, INDEX),
            "webFeed": public(show, FEED),
        }
    )


def _source_type(episode: Episode) -> str:
    """Return the IPTC's word for how the sound came about; of the words that are read it says nothing."""
    return SOURCE_TYPES + ("algorithmicMedia" if episode.engine in BY_RULES else "trainedAlgorithmicMedia")


def _based_on(source: Source) -> Thing:
    publisher = _organization(source.publisher) if source.publisher else None
    return _known(
        {"@type": "NewsArticle", "headline": source.title, "url": web(source.url), "publisher": publisher}
    )


def _organization(name: str) -> Thing:
    return {"@type": "Organization", "name": name}


def _authors(episode: Episode) -> list[Thing]:
    """Return who wrote the stories, each once; where that is not known, who published them."""
    persons = reporters(episode)
    names = persons or dict.fromkeys(source.publisher for source in episode.articles if source.publisher)
    kind = "Person" if persons else "Organization"
    return [{"@type": kind, "name": name} for name in names]


def _known(thing: Thing) -> Thing:
    """Return the object without what is not known."""
    return {name: value for name, value in thing.items() if value}
