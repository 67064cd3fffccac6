"""What tests of this folder share: a text with its tables."""

from framing.tables import SCHEMA, Annotations, as_table, sha256

TEXT = "Le barrage de Kadrine ouvrira ses vannes lundi matin, a dit Mme Orsel devant la presse réunie."


def annotations(**changes):
    rows = {
        "articles": [("a1", "voix", "state", None, None, "fr", 17, 1, sha256(TEXT))],
        "sentences": [("a1", "s1", 0, 0, len(TEXT), 17)],
        "quotes": [
            ("a1", "q1", "indirect", 0, 52, "0-52", 54, 59, "dire", "neutral", 60, 69, "name", "Mme Orsel", None)
            + ("other", None, 9, "name", 0.9)
        ],
    } | changes
    return Annotations({name: as_table(name, rows.get(name, [])) for name in SCHEMA}, {"a1": TEXT})
