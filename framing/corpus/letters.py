"""Letters that an earlier conversion broke: put right where that is certain, told of where it is not."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

# What UTF-8 read in a wrong encoding is looked for: the characters beyond ASCII that texts in Latin letters have.
_MARKS = "".join(map(chr, [*range(0xA0, 0xC0), *range(0x2009, 0x2027), 0x202F, 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122]))
_ALONE = _MARKS + "àÀ\ufeff\ufffd"  # what stands between spaces; any other letter alone is one that a text speaks of
_CHARACTERS = _ALONE + "".join(map(chr, range(0xC0, 0x100))) + "ŒœŸŠšŽž"
_CHARSETS = {"latin-1": "Latin-1", "sloppy-windows-1252": "cp1252", "macroman": "Mac Roman"}  # in ftfy's names
_SURE_WORDS = 3  # broken words in a paragraph, where other paragraphs are in order
_MAX_UNESCAPED = 3  # times that a text was escaped
# Of a closing mark ” (E2 80 9D in UTF-8) cp1252 cannot read the last byte: it is gone, or U+FFFD stands there.
_GONE = (
    re.compile("Ã¢â‚¬(?:ï¿½|Â\ufffd|(?![ÂÅÆËâA-Za-z]))"),
    re.compile("â€(?:\ufffd|(?![\x80-\xbfŠ-žƒˆ˜–-„†-•…‰‹›€™Œ-œŸA-Za-z]))"),
)
_MARK_THERE = ("Ã¢â‚¬Â\x9d", "â€\x9d")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_BLANK = re.compile(r"[ \t\r\n]+")  # a no-break space may be half of a broken letter
_STOPS = ".,;:!?"
_WRAPPED = re.compile(r"[\"'(\[«“‘`].*[\"')\]»”’`]", re.DOTALL)
_CONTROL = re.compile("[\x80-\x9f]")
# What cp1252 has no mark for, or one that stands in no word so: the text was in another encoding, such as Mac Roman.
_OF_ANOTHER = re.compile("[\x81\x83\x88\x8d\x8f\x90\x98\x9d]|[a-z\xdf-\xff][\x8a\x8c\x8e\x9f]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,23});")
_NAMES = re.compile(r"&amp; ?[A-Z0-9]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_LOST = "letters were lost in an earlier conversion"


class Repaired(NamedTuple):
    """A text with its letters put right, and what was changed or is still wrong (empty for a text in good order)."""

    text: str
    note: str


class _Fixed(NamedTuple):
    text: str
    how: str  # UTF-8 was read as what, and how often
    n_gone: int  # closing quotation marks of which a byte was gone


def repaired(text: str, *, is_markup: bool = False) -> Repaired:
    """`text` with its letters put right where that is certain; a text in good order comes back as it is.

    Put right: UTF-8 that was read as cp1252, Latin-1 or Mac Roman, once or twice, when the whole text or whole paragraphs
    are so; control characters for which cp1252 has marks; HTML entities, unless `is_markup`. `note` says what and in how
    many places, and warns of what looks broken and is not certain.

    >>> repaired("Le prÃ©fet n'a rien dÃ©cidÃ©.").text
    "Le préfet n'a rien décidé."
    >>> repaired("Le préfet a écrit « Ã© » au lieu de « é ».")
    Repaired(text='Le préfet a écrit « Ã© » au lieu de « é ».', note='')
    """
    notes = []
    for repair in (_misread, _controls) if is_markup else (_entities, _misread, _controls):
        text, note = repair(text)
        notes.append(note)
    return Repaired(text, _joined([*notes, doubt(text)]))


def doubt(text: str) -> str:
    """What makes a text look as if letters were lost on the way to it; empty when nothing does.

    >>> doubt("Le prÃ©fet")
    'letters were lost in an earlier conversion (such as « Ã© » for « é ») in 1 place'
    """
    if text.isascii():
        return ""
    notes = []
    if _sequence().search(text):
        words, n = _broken_words(text), len(_sequence().findall(text))
        if words or n > 1:
            notes.append(f"{_LOST} (such as « Ã© » for « é ») in {_places(n)}")
    if n := text.count("\ufffd"):
        notes.append(f"letters were lost for good (they are \ufffd now) in {_places(n)}")
    return _joined(notes)


def _joined(notes: Iterable[str]) -> str:
    return "; ".join(note for note in notes if note)


def _places(n: int) -> str:
    return f"{n:,} place{'' if n == 1 else 's'}"


# --- UTF-8 read as something else ---------------------------------------------------------------------------------------------


def _misread(text: str) -> tuple[str, str]:
    """The text with what was UTF-8 read again as UTF-8: all of it, else the paragraphs of which that is certain."""
    if text.isascii() or not _sequence().search(text):
        return text, ""
    whole = _read_again(text)
    if whole and (_broken_words(text) or _broken_marks(text) > 1 or _put_back(text)[1]):
        return whole.text, _restored([(text, whole)])
    lines = text.split("\n")
    fixed = [(line, _read_again(line)) for line in lines]
    done = [(line, again) for line, again in fixed if again and _broken_words(line)]
    if not any(_broken_words(line) >= _SURE_WORDS for line, _ in done):
        return text, ""
    return "\n".join(again.text if again and _broken_words(line) else line for line, again in fixed), _restored(done)


def _restored(done: list[tuple[str, _Fixed]]) -> str:
    n = sum(len(_BEYOND_ASCII.findall(before)) for before, _ in done)
    hows = ", ".join(dict.fromkeys(after.how for _, after in done))
    n_gone = sum(after.n_gone for _, after in done)
    gone = f"; a byte was gone in {_places(n_gone)} of them, taken for the closing mark ”" if n_gone else ""
    return f"{_LOST} ({hows}) and are put back in {_places(n)}{gone}"


def _read_again(text: str) -> _Fixed | None:
    """A text every letter of which was UTF-8 read in one wrong encoding (or two, one after the other), read again."""
    if not _sequence().search(text):
        return None
    import ftfy  # seldom needed

    n_gone = 0
    for gone, mark in zip(_GONE, _MARK_THERE, strict=True):
        text, n = gone.subn(mark, text)
        n_gone += n
    config = ftfy.TextFixerConfig(decode_inconsistent_utf8=False, fix_c1_controls=False)
    found = ftfy.fix_encoding_and_explain(text, config)
    steps = [(step.action, step.parameter) for step in found.explanation or ()]
    charsets = [name for action, name in steps if action == "encode"]
    decoded = [name for action, name in steps if action == "decode"]
    if not decoded or not decoded[0].startswith("utf-8") or not set(charsets) <= set(_CHARSETS):
        return None
    # A last step may have read control characters as cp1252.
    read = [_CHARSETS[a] for a, b in zip(charsets, decoded, strict=False) if b.startswith("utf-8")]
    again = {1: "", 2: ", twice"}.get(len(read), ", several times")
    return _Fixed(found.text, f"UTF-8 read as {' and '.join(dict.fromkeys(read))}{again}", n_gone)


def _broken_words(text: str) -> int:
    """The number of words with a broken letter in them; one alone in quotation marks is one that the text speaks of."""
    return sum(
        bool(_in_word().search(word)) and not _WRAPPED.fullmatch(word.rstrip(_STOPS))
        for word in _BLANK.split(text)
        if not word.isascii()
    )


def _broken_marks(text: str) -> int:
    """The number of broken characters that stand between spaces where such characters do."""
    words = (word.rstrip(_STOPS) for word in _BLANK.split(text) if not word.isascii())
    return sum(bool(_broken_mark().fullmatch(word)) for word in words)


@cache
def _sequence() -> re.Pattern[str]:
    return re.compile(_sequences(_CHARACTERS))


@cache
def _latin_sequence() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(misread) for misread in (c.encode().decode("latin-1") for c in _CHARACTERS)))


@cache
def _in_word() -> re.Pattern[str]:
    broken = _sequences(_CHARACTERS)
    return re.compile(f"(?<=[A-Za-z])(?:{broken})|(?:{broken})(?=[A-Za-z])")


@cache
def _broken_mark() -> re.Pattern[str]:
    return re.compile(f"(?:{_sequences(_ALONE)})+")


def _sequences(characters: str) -> str:
    """A regular expression for what characters become when their UTF-8 is read in one of the wrong encodings."""
    rests: dict[str, set[str]] = defaultdict(set)
    for character in characters:
        data = character.encode()
        for misread in (_latin, _cp1252, _mac):
            read = "".join(map(misread, data))
            rests[read[0]].add(read[1:])
    parts = []
    for first, all_rests in sorted(rests.items()):
        one = "".join(sorted(re.escape(rest) for rest in all_rests if len(rest) == 1))
        longer = sorted(re.escape(rest) for rest in all_rests if len(rest) > 1)
        parts.append(f"{re.escape(first)}(?:{'|'.join([*([f'[{one}]'] if one else []), *longer])})")
    return "|".join(parts)


def _latin(byte: int) -> str:
    return chr(byte)


def _cp1252(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "ignore") or chr(byte)


def _mac(byte: int) -> str:
    return bytes([byte]).decode("mac_roman")


# --- control characters -------------------------------------------------------------------------------------------------------


def _controls(text: str) -> tuple[str, str]:
    """The text with the marks that cp1252 has where Latin-1 has control characters; U+0085 alone ends a line.

    A control character that is a part of a broken letter makes it certain that UTF-8 was read as Latin-1.
    """
    if text.isascii() or not _CONTROL.search(text):
        return text, ""
    text, n = _put_back(text)
    back = f"{_LOST} (UTF-8 read as Latin-1) and are put back in {_places(n)}" if n else ""
    found = _CONTROL.findall(text)
    if not set(found) - {"\x85"}:
        return text, back
    if _OF_ANOTHER.search(text):
        return text, _joined(
            [back, f"control characters in {_places(len(found))}: the text was read in a wrong encoding"]
        )
    import ftfy.fixes  # seldom needed

    how = "control characters (cp1252 read as Latin-1) are replaced by the marks they stood for"
    return ftfy.fixes.fix_c1_controls(text), _joined([back, f"{how} in {_places(len(found))}"])


def _put_back(text: str) -> tuple[str, int]:
    """The text with the broken letters put back in which there is a control character, and their number."""
    n = 0

    def letter(broken: re.Match[str]) -> str:
        nonlocal n
        if not _CONTROL.search(broken[0]):
            return broken[0]
        n += 1
        return broken[0].encode("latin-1").decode("utf-8")

    return _latin_sequence().sub(letter, text), n


# --- HTML entities ------------------------------------------------------------------------------------------------------------


def _entities(text: str) -> tuple[str, str]:
    """The text with the characters that HTML entities stand for, unless the text may be speaking of entities."""
    if "&" not in text or not _ENTITY.search(text):
        return text, ""
    from ftfy.fixes import unescape_html  # seldom needed

    first, total = "", 0
    for _ in range(_MAX_UNESCAPED):
        found = [entity for entity in _ENTITY.findall(text) if unescape_html(entity) != entity]
        if not found or not _are_left_over(text, unescape_html):
            break
        without = _unescaped(text, unescape_html)
        if without == text:
            break
        first, total, text = first or found[0], max(total, len(found)), without
    rest = [entity for entity in _ENTITY.findall(text) if unescape_html(entity) != entity]
    done = f"HTML entities (such as {first}) are replaced in {_places(total)}" if total else ""
    left = f"HTML entities (such as {rest[0]}) are left in {_places(len(rest))}" if rest else ""
    return text, _joined([done, left])


def _are_left_over(text: str, unescape: Callable[[str], str]) -> bool:
    """Whether entities stand in words or touch them, or marks stand between spaces that the text writes no other way."""
    words = Counter(word.rstrip(_STOPS.replace(";", "")) for word in _BLANK.split(text) if _ENTITY.search(word))
    alone = 0
    for word, n in words.items():
        if not _ENTITY.fullmatch(word):
            if not _WRAPPED.fullmatch(word):
                return True
        elif (mark := unescape(word)) == "&" or mark in _ALONE and mark not in text:
            alone += n
    return alone > 1 or _NAMES.search(text) is not None


def _unescaped(text: str, unescape: Callable[[str], str]) -> str:
    """The text without entities, but with those that would make a tag."""
    without = unescape(text)
    if len(_TAG.findall(without)) == len(_TAG.findall(text)):
        return without
    return _ENTITY.sub(lambda entity: entity[0] if unescape(entity[0]) in "<>" else unescape(entity[0]), text)
