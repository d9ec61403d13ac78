"""All files of a site, each rendered only when somebody asks for it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from itertools import groupby

import jinja2

from tts.catalog.card import Card
from tts.episode_files.figures import FIGURE
from tts.feed.addresses import EMBED_FRAME, EMBED_SCRIPT, INDEX, page_path
from tts.fingerprint import fingerprint, short
from tts.model.settings import Settings, ShowSettings
from tts.site.bare import bare
from tts.site.figures import whole
from tts.site.lists import index_view, month_path, month_view
from tts.site.search import shard, shards
from tts.site.views import episode_view

ASSETS = "assets"
STYLE, LISTS_STYLE, SCRIPT, LISTS_SCRIPT = "ting.css", "lists.css", "ting.js", "lists.js"
ASSET_FILES = (STYLE, LISTS_STYLE, SCRIPT, LISTS_SCRIPT)

MARK = "ting:"
"""What every mark begins with, so that a file of ours can be told from another's."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site, below the output folder.

    `mark` changes whenever the file's bytes do, and stands in its first line; so whether a file is
    still the same can be told without rendering it.
    """

    path: str
    mark: str
    text: Callable[[], str]

    def render(self) -> bytes:
        """Return the file's bytes: the same for the same episodes and settings."""
        return self.text().encode()


def pages(settings: Settings, cards: Sequence[Card], *, show_text: bool) -> Iterator[Page]:
    """Yield all files of the site of these episodes; the index, which links to the others, comes last.

    Without `show_text` no word of an article is in any of them: titles, chapters and the player alone.
    """
    recipe = fingerprint(_recipe(), _shown(settings.show), show_text)
    ordered = sorted(cards, key=_newest_first)
    marks = {card.slug: fingerprint(recipe, card.print) for card in ordered}
    scripts = shards(ordered)
    yield from _assets()
    yield from _embedded(settings.show)
    yield from _episode_pages(ordered, marks, settings.show, show_text=show_text)
    yield from _month_pages(ordered, marks, settings.show)
    for path, some in scripts.items():
        mark = _mark([marks[card.slug] for card in some])
        yield Page(path, mark, partial(_search_script, path, mark, some, show_text=show_text))
    mark = _mark(recipe, list(marks.values()), [source.name for source in settings.source])
    view = partial(index_view, settings, ordered, list(scripts), show_text=show_text)
    yield _html(INDEX, mark, "index.html", view)


def _episode_pages(
    ordered: Sequence[Card], marks: Mapping[str, str], show: ShowSettings, *, show_text: bool
) -> Iterator[Page]:
    for card, newer, older in zip(ordered, [None, *ordered], [*ordered[1:], None], strict=False):
        around = [(beside.slug, beside.title) for beside in (older, newer) if beside]
        view = partial(episode_view, card, show, older, newer, show_text=show_text)
        yield _html(page_path(card), _mark(marks[card.slug], around), "episode.html", view)


def _month_pages(ordered: Sequence[Card], marks: Mapping[str, str], show: ShowSettings) -> Iterator[Page]:
    months = [list(of_month) for _, of_month in groupby(ordered, key=lambda card: month_path(card.date))]
    dates = [month[0].date.replace(day=1) for month in months]
    for month, newer, older in zip(months, [None, *dates], [*dates[1:], None], strict=False):
        mark = _mark([marks[card.slug] for card in month], str(older), str(newer))
        view = partial(month_view, show, month, older, newer)
        yield _html(month_path(month[0].date), mark, "month.html", view)


def _mark(*parts: object) -> str:
    return MARK + fingerprint(*parts)


def _newest_first(card: Card) -> tuple[int, bool, float, str]:
    """Order by days, within them the digest first, then the newest."""
    return -card.date.toordinal(), card.kind != "digest", -card.issued.timestamp(), card.slug


def _html(path: str, mark: str, template: str, view: Callable[[], object]) -> Page:
    return Page(path, mark, lambda: _templates().get_template(template).render(view=view(), mark=mark))


def _search_script(path: str, mark: str, cards: Sequence[Card], *, show_text: bool) -> str:
    return f"// {mark}\n{shard(path, cards, show_text=show_text)}"


def _shown(show: ShowSettings) -> tuple[object, ...]:
    """Return the settings that any page shows."""
    return (show.title, show.description, show.url, show.secret, show.author, show.language, show.private)


def _assets() -> Iterator[Page]:
    for name in ASSET_FILES:
        text = _asset(name)
        mark = _mark(text)
        yield Page(f"{ASSETS}/{name}", mark, partial("/* {} */\n{}".format, mark, text))


def _embedded(show: ShowSettings) -> Iterator[Page]:
    """Yield what publishers put into their own pages: the player, and the page that a frame shows."""
    text = _asset(EMBED_SCRIPT)
    mark = _mark(text)
    yield Page(EMBED_SCRIPT, mark, partial("/* {} */\n{}".format, mark, text))
    yield _html(EMBED_FRAME, _mark(_recipe(), show.private), EMBED_FRAME, lambda: show)


@cache
def _asset(name: str) -> str:
    """Return a script or a style as browsers need it."""
    return bare(name, (resources.files(__package__) / ASSETS / name).read_text(encoding="utf-8"))


@cache
def _recipe() -> str:
    """Return what changes with the templates and with the code that fills them."""
    files = [*resources.files(__package__).iterdir(), *(resources.files(__package__) / "templates").iterdir()]
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files if file.is_file()]
    return fingerprint(sorted(texts), *map(_asset, ASSET_FILES), FIGURE.pattern)


@cache
def _templates() -> jinja2.Environment:
    """Return the templates; whatever they show is escaped, and what is missing is an error."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("tts.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    version = {name: f"{ASSETS}/{name}?v={short(fingerprint(_asset(name)))}" for name in ASSET_FILES}
    environment.filters["whole"] = whole
    environment.globals.update(style=version[STYLE], lists_style=version[LISTS_STYLE])
    environment.globals.update(script=version[SCRIPT], lists_script=version[LISTS_SCRIPT])
    return environment
