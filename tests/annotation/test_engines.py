"""Where the work runs: the results of all ways are the same, and what fails or kills its worker is found and named."""

import os
import signal
from collections.abc import Iterator

import pytest

from framing.annotation.engines import DeadWorkerError, Outcome, spread

PARTS = [["a", "b", "c"], ["d"], [], ["e", "f", "g", "h", "i"]]


def work(items):
    """Upper case; an item may raise (!), lack a package (?) or kill whoever works on it (x)."""
    for item in items:
        if item == "x":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "!":
            raise ValueError("an exclamation mark")
        if item == "?":
            raise ImportError("no such package")
        if item == "*":
            raise OSError("no such model")
    return "".join(items).upper()


def done(parts, **options):
    """The results of each part as one, and its failures by item; each part comes once."""
    outcomes: list[Outcome] = list(spread(work, parts, **options))
    assert sorted(outcome.place for outcome in outcomes) == list(range(len(parts)))
    by_place = sorted(outcomes, key=lambda outcome: outcome.place)
    return ["".join(o.results) for o in by_place], {f.item: type(f.error) for o in by_place for f in o.failures}


WHOLE = (["ABC", "D", "", "EFGHI"], {})


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize("processes", [1, 2])
def test_the_results_do_not_depend_on_the_way(processes, size):
    assert done(PARTS, size=size, processes=processes) == WHOLE


def test_nothing_to_do():
    assert done([], processes=1) == ([], {})


@pytest.mark.parametrize("processes", [1, 2])
def test_an_item_that_fails_is_named_and_the_others_are_done(processes):
    parts = [["a", "!", "b"], ["c"], ["!"]]
    assert done(parts, size=2, processes=processes) == (["AB", "C", ""], {"!": ValueError})


@pytest.mark.parametrize(("item", "error"), [("?", ImportError), ("*", OSError)])
@pytest.mark.parametrize("processes", [1, 2])
def test_what_a_worker_lacks_is_no_fault_of_an_item(processes, item, error):
    with pytest.raises(error, match="no such"):
        done([["a"], [item]], processes=processes)


def test_an_item_that_kills_its_process_is_given_up_after_three():
    parts = [["a", "x", "b"], ["c", "d"], ["e"]]
    assert done(parts, size=3, processes=2) == (["AB", "CD", "E"], {"x": DeadWorkerError})


def test_parts_are_read_no_faster_than_they_are_done():
    begun = []

    def read() -> Iterator[list[str]]:
        for i in range(20):
            begun.append(i)
            yield [str(i)]

    for n, _ in enumerate(spread(work, read(), processes=2), 1):
        assert len(begun) <= n + 2


@pytest.mark.slow
def test_a_cluster_does_the_same_and_survives_a_killed_worker():
    distributed = pytest.importorskip("distributed", reason="needs `framing[cluster]`")
    import dask

    options = {"n_workers": 2, "threads_per_worker": 1, "host": "127.0.0.1", "dashboard_address": ":0"}
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        distributed.LocalCluster(**options) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert done(PARTS, size=2, client=client) == WHOLE
        parts = [["a", "x", "b"], ["!", "d"], ["e"]]
        assert done(parts, size=3, client=client) == (["AB", "D", "E"], {"x": DeadWorkerError, "!": ValueError})
