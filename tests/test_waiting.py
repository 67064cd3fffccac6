"""A bar for who waits, and not a letter where nobody does."""

import subprocess
import sys

import pytest

RUN = """
import sys, time
{before}
import framing.tables.waiting as waiting
waiting.PATIENCE = 0.05
for _ in waiting.progress(range(3), desc="lu", mininterval=0):
    time.sleep({seconds})
"""
KERNEL = "import types; sys.modules['ipykernel.kernelapp'] = types.ModuleType('kernelapp')"


@pytest.mark.parametrize(
    ("before", "quiet", "seconds", "shown"),
    [
        ("", "", 0.1, False),  # a file or a pipe
        (KERNEL, "", 0.1, True),  # a notebook
        (KERNEL, "1", 0.1, False),  # a notebook that a program runs
        (KERNEL, "", 0, False),  # a notebook that is soon done
    ],
)
def test_who_sees_a_bar(before, quiet, seconds, shown, monkeypatch):
    monkeypatch.setenv("FRAMING_QUIET", quiet)
    code = RUN.format(before=before, seconds=seconds)
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ("lu" in told.stderr) == shown and not told.stdout
