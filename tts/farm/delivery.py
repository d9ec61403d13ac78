"""The delivery of an episode by way of the far shelf: made in a folder of its own, put there, and fetched.

Whoever has fetched an episode removes it there. One that is gone, or not what its waybill says, is made anew.
"""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path

from tts import unfinished
from tts.destination import is_folder
from tts.episode_files import manifest, shelf
from tts.errors import NetworkError, OutputError, TingError, UsageError
from tts.farm import waybill
from tts.farm.errand import Made
from tts.farm.failures import Unmade
from tts.farm.far_shelf import Astray, FarShelf
from tts.farm.waybill import Waybill
from tts.fingerprint import short
from tts.model.episode import Episode
from tts.model.order import Order
from tts.narration.engine_choice import candidates
from tts.narration.order import made_before
from tts.narration.studio import Studio

DELIVERIES = 5
"""So often a story is made that is not found where its worker put it: another run may have fetched it."""

OWN = "ting."
"""How the name of such a folder begins; who has made it stands at the end."""


@asynccontextmanager
async def open_far_shelf(studio: Studio) -> AsyncIterator[tuple[FarShelf | None, str]]:
    """Open the far shelf that the settings name, if any, and give the sign that lies there meanwhile.

    What nobody has fetched for long is removed there meanwhile. Raises UsageError where these settings forbid
    it, and NetworkError where it cannot be written.
    """
    where = studio.settings.shelf
    if not where:
        yield None, ""
        return
    if studio.settings.offline and not is_folder(where):
        message = f"The shelf {where} needs the network, and --offline forbids it."
        raise UsageError(message, hint="Leave one of the two out.")
    far = FarShelf(where)
    async with far.signed() as sign:
        sweeping = asyncio.create_task(_swept(far, studio))
        try:
            yield far, sign
        finally:
            sweeping.cancel()
            await asyncio.gather(sweeping, return_exceptions=True)


async def _swept(far: FarShelf, studio: Studio) -> None:
    """Sweep beside the run, which waits for no long list."""
    try:
        await far.sweep()
    except TingError as error:
        studio.tell(f"What nobody has fetched stays on the farm's shelf: {error}")


@contextmanager
def own_folder() -> Iterator[Path]:
    """Give an empty folder of this machine's own, below its TMPDIR, that is gone at the end.

    Raises OutputError where none can be made.
    """
    try:
        _clear_forgotten()
        folder = Path(tempfile.mkdtemp(prefix=OWN, suffix=f".{unfinished.writer()}.part"))
    except OSError as error:
        message = f"Nothing can be written to the folder for temporary files: {error.strerror or error}."
        raise OutputError(message, hint="Make room, or name another folder by TMPDIR.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_forgotten() -> None:
    """Remove the folders of workers that were killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{OWN}*.part"):
        if unfinished.is_orphan(path.name):
            shutil.rmtree(path, ignore_errors=True)


async def found(far: FarShelf, order: str, studio: Studio) -> tuple[Episode, Waybill] | None:
    """Return the episode of an order that is there already, and would do; None where there is none."""
    bill = await far.standing(order)
    if bill is None:
        return None
    with suppress(Astray, TingError):
        episode = manifest.load(await far.fetch(order, bill.json))
        if episode.id == order and episode.engine in candidates(studio.settings):
            return episode, bill
    return None


async def received(
    far: FarShelf, order: Order, slug: str, studio: Studio, make: Callable[[int], Awaitable[Made]]
) -> Episode:
    """Return an order's episode, with its files on this machine's own shelf, as a worker made it.

    `make` has it made, and is told how often it was in vain. Raises what `make` and the far shelf do, Unmade
    where it is never found there, and OutputError as `shelf.draft`.
    """
    for attempt in range(DELIVERIES):
        made = await make(attempt)
        try:
            bill = _bill_of(made)
            episode = await _shelved(far, order, slug, studio, bill)
        except Astray as error:
            failure = error
            if before := made_before(order, studio):  # another run of this show was faster
                return before
        else:
            with suppress(NetworkError):  # it is swept away in a week
                await far.remove(order.id, bill)
            return episode
    raise Unmade(str(failure), hint="Run it again; let nobody else write there.") from failure


def _bill_of(made: Made) -> Waybill:
    bill = waybill.read(made.waybill)
    if bill is None:
        message = f"The worker {made.worker} does not say what it has made."
        raise Astray(message)
    return bill


async def _shelved(far: FarShelf, order: Order, slug: str, studio: Studio, bill: Waybill) -> Episode:
    output = studio.settings.show.output
    contents = bill.contents
    fetched = await asyncio.gather(*(far.fetch(order.id, one) for one in contents.values()))
    files = dict(zip(contents, fetched, strict=True))
    episode = _checked(files, order, slug, studio)
    with shelf.draft(output, order.date, short(order.id)) as draft:
        _write(draft, files)  # not in a thread, which an interrupt would leave writing
        shelf.put(draft, slug)
    path = shelf.manifest_path(output, order.date, slug)
    return replace(episode, files=shelf.absolute(episode.files, path))


def _checked(files: Mapping[str, bytes], order: Order, slug: str, studio: Studio) -> Episode:
    """Return the episode that these files are; raise Astray where it is not the one that was ordered."""
    with suppress(TingError):
        episode = manifest.load(files["json"])
        ours = (order.id, order.date, slug, shelf.names(slug))
        is_ours = (episode.id, episode.date, episode.slug, episode.files) == ours
        is_whole = len(files["mp3"]) >= episode.least_bytes
        if is_ours and is_whole and episode.engine in candidates(studio.settings):
            return episode
    message = f"What stands on the farm's shelf for {slug} is another episode."
    raise Astray(message)


def _write(draft: shelf.Draft, files: Mapping[str, bytes]) -> None:
    for field in fields(draft):
        getattr(draft, field.name).write_bytes(files[field.name])
