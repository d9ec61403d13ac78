"""The order: what is to be made, known by name before it is made, so that it is made once."""

import stat
from dataclasses import astuple, replace
from functools import lru_cache
from pathlib import Path

import msgspec

import tts.extractor
from tts.entry_points import SITE_GROUP, plugins
from tts.episode_files import manifest, shelf
from tts.errors import TingError, UsageError
from tts.fingerprint import fingerprint, short
from tts.model.article import Article
from tts.model.document import Document
from tts.model.episode import Episode, Files, Imprint, Source
from tts.model.order import Order
from tts.model.programme import Programme
from tts.model.settings import Settings
from tts.narration.engine_choice import candidates
from tts.narration.studio import Studio, code_fingerprint, word_list

RECIPE = "6"
"""Changes whenever the same programme and settings make another episode than before."""


def order_of(programme: Programme, studio: Studio) -> Order:
    """Return the order of a programme; its id changes with anything that decides what is heard or shown.

    A picture does not: papers move theirs, and the story is the same.
    """
    segments = [
        (
            segment.lead,
            segment.story and replace(source_of(segment.story), image_url=None),
            studio.cast(segment.voice).voice,
        )
        for segment in programme.segments
    ]
    made_with = _made_with(studio.settings)
    identity = fingerprint(RECIPE, programme.title, programme.imprint, segments, made_with, *_others(studio))
    return Order(identity, programme.date)


def slug_of(programme: Programme, order: Order) -> str:
    """Return how the files of a programme's episode are called."""
    name = "digest" if programme.kind == "digest" else programme.title
    return shelf.slug(order.date, name, order.id)


def source_of(article: Article) -> Source:
    """Return where a text came from, for the manifest."""
    return Source(
        title=article.title,
        byline=article.byline,
        publisher=article.publisher,
        url=article.url,
        published=article.published,
        fingerprint=fingerprint(article.title, article.paragraphs),
        section=article.section,
        image_url=article.image_url,
    )


def made_before(order: Order, studio: Studio) -> Episode | None:
    """Return the episode that the order would make again; a damaged or partial one counts as none.

    It is found by the fingerprint in its name: to spell the rest of the name would take as long as all
    the rest. With force there is none.
    """
    if studio.force:
        return None
    folder = shelf.folder(studio.settings.show.output, order.date)
    for path in sorted(folder.glob(f"*-{short(order.id)}.json")):
        try:
            episode = manifest.read(path)
        except TingError:
            continue
        files = shelf.absolute(episode.files, path)
        same = episode.id == order.id and episode.engine in candidates(studio.settings)
        if same and all(Path(file).is_file() for file in astuple(files)) and is_all_there(episode, files):
            return replace(episode, files=files)
    return None


def is_all_there(episode: Episode, files: Files) -> bool:
    """Tell whether the MP3 of these files is as long as the episode says."""
    return Path(files.mp3).stat().st_size >= episode.least_bytes


def remember(document: Document, imprint: Imprint, order: Order, studio: Studio, voice: str | None) -> None:
    """Keep what a document came to, by that voice, so that it need not be parsed again."""
    studio.cache.put(_request(document, imprint, studio, voice), msgspec.json.encode(order))


def remembered(document: Document, imprint: Imprint, studio: Studio, voice: str | None) -> Order | None:
    """Return what the same document came to before, with the same settings and on the same day."""
    kept = studio.cache.get(_request(document, imprint, studio, voice))
    try:
        return msgspec.json.decode(kept, type=Order) if kept else None
    except msgspec.DecodeError:
        return None


def _request(document: Document, imprint: Imprint, studio: Studio, voice: str | None) -> str:
    """Return a name that changes with anything that decides what is to be made."""
    extracting = code_fingerprint(*tts.extractor.__path__)
    made_with = studio.cast(voice).voice, _made_with(studio.settings)
    others = (*_others(studio), *_sites(document))
    return fingerprint(RECIPE, extracting, document, imprint, made_with, studio.today, *others)


def _sites(document: Document) -> tuple[object, ...]:
    """Return the sites of plug-ins that the document might be read by; they change with their plug-ins."""
    if b"<" not in document.data or not plugins(SITE_GROUP):  # a text without a tag is no page
        return ()
    from tts.extractor.plugin_sites import plugged_sites  # noqa: PLC0415 - only where there is a plug-in

    return plugged_sites()


def _others(studio: Studio) -> tuple[object, ...]:
    """Return the voices besides the narrators'; where there are none, nothing, as before there could be."""
    quotes, latin = studio.settings.quote_voices, studio.settings.latin_voice
    found = [studio.cast(name).voice for name in quotes], studio.cast(latin).voice if latin else None
    return found if quotes or latin else ()


def _made_with(settings: Settings) -> tuple[object, ...]:
    """Return the settings that decide what is heard and shown, by any engine."""
    own = settings.show.cover
    cover = shelf.read_cover(own) if own else None
    spoken = settings.disclosure, settings.lexicon, settings.reading, settings.third_tone
    lists = tuple(_list_print(path) for path in settings.lexicon_file)
    label = filter(None, [settings.show.aigc_producer])  # without one, names stay what they were
    return settings.profile, settings.loudness, *spoken, cover, sound_prints(settings), *lists, *label


def sound_of(studio: Studio) -> str:
    """Return a fingerprint of all that decides the sound and is no part of a programme.

    Two machines where it is the same make the same of a programme: its files of settings and its voices are
    as this machine has them. Raises UsageError when one cannot be read.
    """
    settings = studio.settings
    named = (*settings.daily.voices, *(source.voice for source in settings.source if source.voice))
    voices = [_voice_print(studio, name) for name in (None, *named)]
    return fingerprint(RECIPE, _made_with(settings), _others(studio), voices)


def _voice_print(studio: Studio, name: str | None) -> str:
    """Return a fingerprint of a voice; empty where there is none, which is told when it is to speak."""
    try:
        return fingerprint(studio.cast(name).voice)
    except UsageError:
        return ""


def _list_print(path: Path) -> str:
    """Return a fingerprint of a list of words; UsageError when it cannot be read."""
    word_list(path)
    status = path.stat()
    return _content_print(path, status.st_mtime_ns, status.st_size)


def sound_prints(settings: Settings) -> tuple[str, str, str]:
    """Return a fingerprint of the show's intro, outro and bed; empty for one that will not sound.

    None does in the source profile: it leaves an engine's frames as they are. Raises UsageError when a
    file cannot be read.
    """
    show, mixes = settings.show, settings.profile == "podcast"
    return (
        _print("intro", show.intro if mixes else None),
        _print("outro", show.outro if mixes else None),
        _print("bed", show.bed if mixes else None),
    )


def _print(setting: str, path: Path | None) -> str:
    if path is None:
        return ""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            message = f"The {setting} {path} is no file."
            raise UsageError(message, hint=f"Correct [show] {setting} in the settings.")
        return _content_print(path, status.st_mtime_ns, status.st_size)
    except OSError as error:
        message = f"The {setting} {path} cannot be read: {error.strerror or error}."
        raise UsageError(message, hint=f"Correct [show] {setting} in the settings.") from error


@lru_cache
def _content_print(path: Path, mtime_ns: int, size: int) -> str:  # noqa: ARG001 - a changed file is another
    return fingerprint(path.read_bytes())
