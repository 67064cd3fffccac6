"""Where the work runs: in this process, in several, or on the workers of a Dask cluster; the order stays."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from tqdm import tqdm

Item = TypeVar("Item")
Result = TypeVar("Result")


def run(
    work: Callable[[Item], Result], items: Sequence[Item], *, processes: int = 1, client: Any = None
) -> Iterator[Result]:
    """The result of `work` for each item, in order, with a progress bar on a terminal.

    With `client` (a `dask.distributed.Client`) its workers do the work, else as many `processes` as are asked for.
    """

    def shown(results: Iterator[Result]) -> Iterator[Result]:
        return iter(tqdm(results, total=len(items), unit="batch", disable=None, desc="annotate"))

    if client is not None:
        yield from shown(future.result() for future in client.map(work, items))
    elif processes > 1:
        # A fresh process, not a copy of this one: a copy of one in which torch has run waits for threads that it has not.
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            yield from shown(pool.map(work, items))
    else:
        yield from shown(map(work, items))
