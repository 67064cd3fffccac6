"""Where the work runs: in this process, in several, or on the workers of a Dask cluster; what kills a worker is found."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, Generic, NamedTuple, TypeVar

from framing.language.encoder import EncoderError

Item = TypeVar("Item")
Result = TypeVar("Result")

MAX_DEATHS = 3  # workers that an item may kill before it is given up
AHEAD = 2  # pieces of work that a worker of a cluster has at hand: the next one travels while it works
RENEWED = 50  # pieces after which a process makes room for a new one: the words that spaCy meets stay in its memory


# What a worker lacks: a package, a model, a file of one.
NO_FAULT_OF_AN_ITEM = (ImportError, OSError, EncoderError)


class Failure(NamedTuple, Generic[Item]):
    """An item without a result, and why."""

    item: Item
    error: BaseException


class Outcome(NamedTuple, Generic[Item, Result]):
    """What became of a part: its place, its results, a piece after the other, and what failed of it."""

    place: int
    results: list[Result]
    failures: list[Failure[Item]]


class DeadWorkerError(RuntimeError):
    """The worker died while it worked on an item, as often as it was tried."""

    def __init__(self) -> None:
        super().__init__(f"killed its worker {MAX_DEATHS} times (too little memory, or a fault of a library)")


class _Piece(NamedTuple, Generic[Item]):
    """Items of a part that are worked on together, `first` the place of the first of them, the workers that they killed, and
    whether they are worked on with nothing else beside them."""

    place: int
    first: int
    items: Sequence[Item]
    deaths: int = 0
    alone: bool = False


class _Board(Generic[Item, Result]):
    """What is to be done, what came of it, and what is left of the parts that were begun."""

    def __init__(self, parts: Iterable[Sequence[Item]], size: int) -> None:
        self.waiting = enumerate(parts)
        self.size = size
        self.next_up: deque[_Piece[Item]] = deque()
        self.suspects: deque[_Piece[Item]] = deque()  # a cluster's: they, or what was on the same workers, killed these
        self.left: dict[int, int] = {}
        self.results: dict[int, dict[int, Result]] = {}
        self.failures: dict[int, dict[int, Failure[Item]]] = {}

    def next(self) -> _Piece[Item] | None:
        """The next piece of work: of a part that is begun, or else of a new one."""
        while not self.next_up:
            place, items = next(self.waiting, (None, ()))
            if place is None:
                return None
            self.left[place] = len(items)
            self.results[place], self.failures[place] = {}, {}
            starts = range(0, max(1, len(items)), self.size)
            self.next_up.extend(_Piece(place, i, items[i : i + self.size]) for i in starts)
        return self.next_up.popleft()

    def done(self, piece: _Piece[Item], future: Future[Result]) -> Outcome[Item, Result] | None:
        """Write down what became of a piece; the outcome of its part where that was the last one of it."""
        error, place = future.exception(), piece.place
        if error is None:
            self.results[place][piece.first] = future.result()
        elif isinstance(error, NO_FAULT_OF_AN_ITEM):
            raise error
        elif len(piece.items) > 1:
            alone = [_Piece(place, piece.first + i, [item]) for i, item in enumerate(piece.items)]
            self.next_up.extendleft(reversed(alone))
            return None
        elif isinstance(error, BrokenProcessPool) and piece.deaths + 1 < MAX_DEATHS:
            self.next_up.appendleft(piece._replace(deaths=piece.deaths + 1))
            return None
        elif _is_killed(error) and not piece.alone:
            self.suspects.append(piece._replace(alone=True))
            return None
        else:
            is_dead = isinstance(error, BrokenProcessPool) or _is_killed(error)
            self.failures[place][piece.first] = Failure(piece.items[0], DeadWorkerError() if is_dead else error)
        self.left[place] -= len(piece.items)
        if self.left[place]:
            return None
        results, failures = self.results.pop(place), self.failures.pop(place)
        return Outcome(place, [results[i] for i in sorted(results)], [failures[i] for i in sorted(failures)])


def _is_killed(error: BaseException) -> bool:
    """Whether Dask gave a piece up because several workers died on which it was; another piece there may be the cause."""
    return type(error).__name__ == "KilledWorker"


class _Inline:
    """This process, one piece at a time."""

    places = 1

    def submit(self, work: Callable[[Any], Any], items: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(items))
        except Exception as error:
            future.set_exception(error)
        return future

    def release(self, future: Future[Any]) -> None:
        """There is nothing to take back."""

    def close(self) -> None:
        """There is nothing to close."""


class _Processes:
    """Several processes, each an executor of its own, so that it is known whose work killed one."""

    def __init__(self, n: int) -> None:
        self.places = n
        self.free = [self._new() for _ in range(n)]
        self.busy: dict[Future[Any], ProcessPoolExecutor] = {}
        self.n_pieces: dict[ProcessPoolExecutor, int] = {}

    @staticmethod
    def _new() -> ProcessPoolExecutor:
        # A fresh process, not a copy of this one: a copy of one in which torch has run waits for threads that it has not.
        return ProcessPoolExecutor(1, mp_context=get_context("spawn"))

    def submit(self, work: Callable[[Any], Any], items: Any) -> Future[Any]:
        executor = self.free.pop()
        try:
            future = executor.submit(work, items)
        except BrokenProcessPool:  # it died with nothing to do
            executor = self._new()
            future = executor.submit(work, items)
        self.busy[future] = executor
        return future

    def release(self, future: Future[Any]) -> None:
        """Take the process of a piece back, or one in its place."""
        executor = self.busy.pop(future)
        n = self.n_pieces.pop(executor, 0) + 1
        if n >= RENEWED or isinstance(future.exception(), BrokenProcessPool):
            executor.shutdown(wait=False)
            executor = self._new()
        else:
            self.n_pieces[executor] = n
        self.free.append(executor)

    def close(self) -> None:
        for executor in [*self.free, *self.busy.values()]:
            executor.shutdown(cancel_futures=True)


class _Cluster:
    """The workers of a Dask cluster: they are started anew when they die, and a piece that killed several is given up."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.executor = client.get_executor(pure=False)

    @property
    def places(self) -> int:
        """By the workers that there are now: more may come, and some may go."""
        return AHEAD * max(1, sum(self.client.nthreads().values()))

    def submit(self, work: Callable[[Any], Any], items: Any) -> Future[Any]:
        future: Future[Any] = self.executor.submit(work, items)
        return future

    def release(self, future: Future[Any]) -> None:
        """The scheduler knows which workers are free."""

    def close(self) -> None:
        self.executor.shutdown(wait=False)


def spread(
    work: Callable[[Sequence[Item]], Result],
    parts: Iterable[Sequence[Item]],
    *,
    size: int = 1,
    processes: int = 1,
    client: Any = None,
) -> Iterator[Outcome[Item, Result]]:
    """The outcome of `work` for each part (some items), as they come; `parts` is read no faster than the work is done.

    `work` is given pieces of a part, at most `size` items at a time. With `client` (a `dask.distributed.Client`) its workers
    do it, else as many `processes` as are asked for. A piece that fails is split into its items: one that raises, or that
    kills its worker three times, becomes a `Failure`; the others have their results. Raises ImportError, OSError or EncoderError
    when a worker lacks a package or a model: that is no fault of an item.
    """
    board: _Board[Item, Result] = _Board(parts, size)
    doing: dict[Future[Result], _Piece[Item]] = {}
    crew = _Cluster(client) if client is not None else _Processes(processes) if processes > 1 else _Inline()
    try:
        while True:
            while len(doing) < crew.places and (piece := board.next()):
                doing[crew.submit(work, piece.items)] = piece
            if not doing and board.suspects:
                piece = board.suspects.popleft()
                doing[crew.submit(work, piece.items)] = piece
            if not doing:
                return
            for future in wait(doing, return_when=FIRST_COMPLETED).done:
                crew.release(future)
                if outcome := board.done(doing.pop(future), future):
                    yield outcome
    finally:
        crew.close()
