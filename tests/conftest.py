"""What all tests share."""


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: takes seconds; leave out with -m 'not slow'")
    config.addinivalue_line("markers", "timing: measures seconds, so it runs with the benchmarks: make bench")
