"""What is made of the tables of a language."""

import pytest

from framing.language import load


@pytest.fixture(scope="module")
def pattern(tmp_path_factory):
    folder = tmp_path_factory.mktemp("xx")
    (folder / "language.toml").write_text('code = "xx"\nname = "X"\n', "utf-8")
    rows = ["after Z,neutral,before-source,-", "as Z,neutral,before-source,as one|at first", "à vrai,neutral,after,-"]
    table = "\n".join(["phrase,class,kind,search,source", *(f"{row},own" for row in rows)])
    (folder / "attribution_phrases.csv").write_text(table, "utf-8")
    return load(folder).phrase_pattern


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he came after z.", True),
        ("thereafter z came", False),
        ("after zed", False),
        ("as one says", True),
        ("at first", True),
        ("as such", False),
        ("afirst", False),
        ("c'est à vrai dire", True),
    ],
)
def test_phrases_are_found_whichever_share_a_letter(pattern, text, found):
    assert (pattern.search(text) is not None) == found
