"""What all tests share."""

import os

import pytest

ROOM = 3 * 2**30  # bytes that a process of the tests has in the end: two models of language, and what was read


def pytest_configure(config):
    os.environ["FRAMING_LANGUAGE"] = "en"  # messages are compared, on a machine that speaks French too
    config.addinivalue_line("markers", "slow: takes seconds; leave out with -m 'not slow'")
    config.addinivalue_line("markers", "timing: measures seconds, so it runs with the benchmarks: make bench")


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist, which may lack
def pytest_xdist_auto_num_workers():
    """As many processes as there are cores, if they have room."""
    import psutil

    return max(1, min(psutil.cpu_count() or 1, psutil.virtual_memory().available // ROOM))
