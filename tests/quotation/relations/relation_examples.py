"""What the tests of the relations share: the relations of a text as words, and what they are without one rule."""

from framing.quotation.extraction import extract


def found(text):
    """(construction, cue, source, content joined by « / ») of each relation, in order; islands are none."""
    return [
        (
            q.construction,
            text[slice(*q.cue)] if q.cue else None,
            text[slice(*q.source)] if q.source else None,
            " / ".join(text[start:end] for start, end in q.spans),
        )
        for q in extract(text).quotes
    ]


def _name(rule):
    """The name of a rule, which stands alone or beside what it leads to."""
    parts = rule if isinstance(rule, tuple) else (rule,)
    return next(part.__name__ for part in parts if callable(part))


def rules_of(module, name):
    """The names of the rules of an ordered list, in order."""
    return [_name(rule) for rule in getattr(module, name)]


def decides(monkeypatch, module, name, rule, text, rows):
    """Assert what a text's relations are, and that they are not so without one rule of an ordered list."""
    assert found(text) == rows
    rest = tuple(r for r in getattr(module, name) if _name(r) != rule)
    assert len(rest) == len(getattr(module, name)) - 1
    monkeypatch.setattr(module, name, rest)
    assert found(text) != rows
