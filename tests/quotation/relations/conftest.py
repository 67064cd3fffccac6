"""The rules alone: what the judge makes of them is tested in tests/quotation/judge."""

import pytest

from framing.quotation import assembling, speakers


@pytest.fixture(autouse=True)
def rules_alone(monkeypatch):
    monkeypatch.setattr(assembling, "judge_of", lambda language: None)
    monkeypatch.setattr(speakers, "ranker_of", lambda language: None)
