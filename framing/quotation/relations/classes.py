"""Classes of words, marks and parts of speech that more than one rule speaks of."""

from framing.language.fr import closed, conjugate

AVOIR = frozenset(conjugate("avoir"))
CLITICS = closed("clitics")
COMMA = frozenset([",", "–", "—", "-", "(", ")"])
DE = closed("de")
ETRE = frozenset(conjugate("être"))
NE = closed("ne")
NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM"])
POSSESSIVES = closed("possessives")
POSTPOSED = closed("postposed_pronouns")
QUE = closed("que")
REFLEXIVES = closed("reflexives")
STOP_INSERT = closed("insertion_stops") | closed("weekdays")
SUBJECT_PRONOUNS = closed("subject_pronouns")
