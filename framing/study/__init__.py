"""The study file: who is compared with whom, on which events, for which actors, concepts and targets."""

from framing.study.model import Actor, Concept, Event, Expectation, Fact, Outlet, Study, Target
from framing.study.reader import StudyError, new_study, parse_study, read_study
from framing.study.writing import new_id, sort_into, study_from, study_text

__all__ = [
    "Actor",
    "Concept",
    "Event",
    "Expectation",
    "Fact",
    "Outlet",
    "Study",
    "StudyError",
    "Target",
    "new_id",
    "new_study",
    "parse_study",
    "read_study",
    "sort_into",
    "study_from",
    "study_text",
]
