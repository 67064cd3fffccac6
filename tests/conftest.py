"""What all tests share."""

import os


def pytest_configure(config):
    os.environ["FRAMING_LANGUAGE"] = "en"  # messages are compared, on a machine that speaks French too
    config.addinivalue_line("markers", "slow: takes seconds; leave out with -m 'not slow'")
    config.addinivalue_line("markers", "timing: measures seconds, so it runs with the benchmarks: make bench")
