"""A text parsed with lemmas, sentence by sentence, in a view in which the kind of marks and apostrophes does not matter."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from framing import language
from framing.text.detection import need_language
from framing.text.marks import Marks, find_marks, plain
from framing.text.sentences import sentences

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

WINDOW = 2400  # characters that the parser sees at once


class Sentence(NamedTuple):
    """A sentence, or a window of a very long one: where it starts in the text, and its parse."""

    start: int
    doc: "Doc"

    def begin(self, token: "Token") -> int:
        """Where a word starts in the text."""
        return self.start + token.idx

    def end(self, token: "Token") -> int:
        """Where a word ends in the text, end excluded."""
        return self.start + token.idx + len(token.text)


class Parsed:
    """A text with its quotation marks; its sentences are parsed when they are asked for, each once."""

    def __init__(self, text: str) -> None:
        need_language(text)
        self.text = text
        self.marks: Marks = find_marks(text)
        self.view = plain(text, self.marks)

    @cached_property
    def windows(self) -> list[tuple[int, int]]:
        """Offsets of the stretches that are parsed at once: the sentences, long ones in parts."""
        found = []
        for start, end in sentences(self.view):
            while end - start > WINDOW:
                cut = self.view.rfind(" ", start, start + WINDOW) + 1
                found.append((start, cut if cut > start else start + WINDOW))
                start = found[-1][1]
            found.append((start, end))
        return found

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences, parsed."""
        return list(self._parse(self.windows))

    def having(self, pattern: re.Pattern[str]) -> list[Sentence]:
        """The sentences in which the pattern is found in the view; no other is parsed."""
        wanted = [(s, e) for s, e in self.windows if pattern.search(self.view, s, e)]
        if "sentences" in self.__dict__:
            starts = {s for s, _ in wanted}
            return [sentence for sentence in self.sentences if sentence.start in starts]
        return list(self._parse(wanted))

    @cached_property
    def _verbatim(self) -> tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", list[int]]:
        outer = [pair for pair in self.marks.pairs if pair.depth == 0]
        return np.array([pair.open for pair in outer], dtype=np.int64), [pair.close for pair in outer]

    def in_marks(self, position: int) -> bool:
        """Whether a position stands between quotation marks."""
        opens, closes = self._verbatim
        i = int(np.searchsorted(opens, position, side="right")) - 1
        return i >= 0 and position < closes[i]

    def _parse(self, windows: list[tuple[int, int]]) -> Iterator[Sentence]:
        nlp = language.pipeline()

        def docs() -> Iterator[tuple["Doc", int]]:
            for start, end in windows:
                doc = nlp.make_doc(self.view[start:end].replace("\n", " "))
                for token in doc[1:]:
                    token.is_sent_start = False
                yield doc, start

        for doc, start in nlp.pipe(docs(), as_tuples=True, batch_size=64):
            yield Sentence(start, doc)


def parsed(text: str | Parsed) -> Parsed:
    """A text ready for the measures; one that is ready already is given back."""
    return text if isinstance(text, Parsed) else Parsed(text)
