"""Work done several at a time, and handed over in order."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

Result = TypeVar("Result")


async def in_order(
    work: Iterable[Coroutine[Any, Any, Result]], at_once: int, *, first_alone: bool = False
) -> AsyncGenerator[Result]:
    """Yield every result, in the order of the work, as soon as it and all before it are there.

    Never more than `at_once` are begun and not yet taken by the caller, so memory is bounded. The first
    error ends it; closing the iterator, or an error, cancels whatever is under way. With `first_alone`
    nothing else is begun before the first is there.
    """
    waiting = iter(work)
    under_way: deque[asyncio.Task[Result]] = deque()
    try:
        for one in islice(waiting, 1 if first_alone else at_once):
            under_way.append(asyncio.create_task(one))
        while under_way:
            result = await under_way[0]
            under_way.popleft()
            for one in islice(waiting, at_once - len(under_way)):
                under_way.append(asyncio.create_task(one))
            yield result
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
