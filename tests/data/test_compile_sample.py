"""The fictional sample: its compiler, its gold, and what was planted in it."""

import csv
import json
import math
from collections import Counter
from pathlib import Path

import pytest
from compile_sample import (
    CompiledArticle,
    SampleError,
    Typography,
    compile_article,
    compiled_files,
    main,
    planted,
    planted_sizes,
    planted_table,
    read_sample,
    read_typographies,
    typeset,
)

from framing.study import read_study

SAMPLE = Path(__file__).parents[2] / "data" / "sample"
GUILLEMETS = Typography(("«\u00a0", "\u00a0»"), ("“", "”"), "’", "\u00a0")
STRAIGHT = Typography(('"', '"'), ("«\u00a0", "\u00a0»"), "'", " ")


@pytest.fixture(scope="module")
def articles() -> list[CompiledArticle]:
    return read_sample(SAMPLE)


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("", GUILLEMETS, ""),
        ("l'eau", GUILLEMETS, "l’eau"),
        ("l'eau", STRAIGHT, "l'eau"),
        ("«a «b» c»", GUILLEMETS, "«\u00a0a “b” c\u00a0»"),
        ("«a «b» c»", STRAIGHT, '"a «\u00a0b\u00a0» c"'),
        ("Quoi ?", GUILLEMETS, "Quoi\u00a0?"),
        ("«a\n\n\ue000b»", STRAIGHT, '"a\n\n"b"'),
    ],
)
def test_typeset(text: str, style: Typography, expected: str) -> None:
    result, offsets = typeset(text, style)
    assert result == expected
    assert len(offsets) == len(text) + 1
    assert offsets == sorted(offsets) and offsets[-1] == len(result)


@pytest.mark.parametrize("text", ["«a", "a»", "«a» b»"])
def test_typeset_refuses_marks_without_partner(text: str) -> None:
    with pytest.raises(SampleError, match="mark"):
        typeset(text, GUILLEMETS)


def compiled(tmp_path: Path, body: str, outlet: str = "phare") -> CompiledArticle:
    study, styles = read_study(SAMPLE / "study.toml"), read_typographies(SAMPLE / "typography.toml")
    path = tmp_path / f"tirsk-{outlet}.xml"
    head = f'<article id="tirsk-{outlet}" outlet="{outlet}" event="tirsk" published="2021-04-21">'
    path.write_text(f"{head}\n{body}\n</article>\n", encoding="utf-8")
    return compile_article(path, study, styles)


@pytest.mark.parametrize("outlet", ["ant", "phare", "voix", "meridienne", "continentale", "boreal"])
@pytest.mark.parametrize(
    ("body", "kind", "content"),
    [
        ('«<q id="1" by="Zed" class="citoyens">Rien</q>», dit Zed.', "direct", ["Rien"]),
        ('«<q id="1" by="Zed" class="citoyens">Rien</q>.» Zed.', "direct", ["Rien"]),
        ('«<q id="1" by="Zed" class="citoyens">Rien</q> ?» Zed.', "direct", ["Rien"]),
        ('«<q id="1" by="Zed" class="citoyens">Oui</q>, dit Zed. <q id="1">Et toi</q> ?»', "direct", ["Oui", "Et toi"]),
        ('Zed dit que <q id="1" by="Zed" class="citoyens">rien «ne va»</q>.', "mixed", None),
        ('Zed dit que <q id="1" by="Zed" class="citoyens">rien ne va</q>. «Bien.»', "indirect", ["rien ne va"]),
        ('Zed croit qu\'<q id="1" by="Zed" class="citoyens">il part</q>. «Bien.»', "indirect", ["il part"]),
    ],
)
def test_type_of_a_quotation(tmp_path: Path, outlet: str, body: str, kind: str, content: list[str] | None) -> None:
    article = compiled(tmp_path, body, outlet)
    (quote,) = article.gold["quotes"]
    assert quote["type"] == kind
    if content is not None:
        assert [article.text[start:end] for start, end in quote["content"]] == content


def test_nested_quotations_are_numbered_in_the_order_of_the_text(tmp_path: Path) -> None:
    body = '<q id="b" by="Ada" class="medias"><src q="a">Zed</src> <cue q="a">promet</cue> <q id="a" by="Zed" class="citoyens">un pont</q></q>, <cue q="b">rapporte</cue> <src q="b">Ada</src>.'  # noqa: E501
    outer, inner = compiled(tmp_path, body).gold["quotes"]
    assert (outer["id"], outer["speaker"], outer["parent"]) == ("q1", "Ada", None)
    assert (inner["id"], inner["speaker"], inner["parent"]) == ("q2", "Zed", "q1")


def test_an_article_without_markup_has_no_annotation(tmp_path: Path) -> None:
    article = compiled(tmp_path, "Il pleut.")
    assert article.text == "Il pleut."
    assert article.gold["quotes"] == article.gold["islands"] == article.labels == article.stances == []
    assert {row["reported"] for row in article.facts} == {0}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<b>gras</b>", "<b> is not known"),
        ('<q id="1" qui="x">Non</q>', "no attribute qui"),
        ("<q", "not well-formed"),
        ('<q id="1">Non </q>dit-il', "white space"),
        ('<q id="1">Non.</q>', "punctuation"),
        ('dit <q id="1">«non»</q>', "leave the marks outside"),
        ('<q id="1" by="Zed">Non</q>', "does not stand in the text"),
        ('Zed : <q id="1" by="Zed">non</q>', "no actor of the study"),
        ('<cue q="2">dit</cue> <q id="1">non</q>', "no such quotation"),
        ('<island role="autre">mot</island>', "role is one of"),
        ('<label adoption="adopted">mot</label>', "no variant of a concept"),
        ('<s fact="lune">La lune.</s>', "no fact 'lune'"),
        ('<s stance="lune:+">La lune.</s>', "stance of lune"),
    ],
)
def test_a_mistake_is_told_with_its_file(tmp_path: Path, body: str, message: str) -> None:
    with pytest.raises(SampleError, match=message) as error:
        compiled(tmp_path, body)
    assert "tirsk-phare.xml" in str(error.value)


def test_labels_know_their_voice(tmp_path: Path) -> None:
    body = 'Les trois ombres. Les «<island role="comment">trois ombres</island>». Zed dit que <q id="1" by="Zed" class="citoyens">les trois ombres sont «les trois ombres»</q>. <furniture>Trois ombres</furniture>'  # noqa: E501
    found = [(label["voice"], label["speech"], label["adoption"]) for label in compiled(tmp_path, body).labels]
    assert found == [
        ("outlet", "", "adopted"), ("outlet", "", "distanced"), ("source", "reported", "quoted"),
        ("source", "direct", "quoted"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "adoption"),
    [("naming", "adopted"), ("quotation", "distanced"), ("autonymy", "distanced"), ("comment", "distanced")],
)
def test_only_the_marks_of_a_name_hold_nothing_off(tmp_path: Path, role: str, adoption: str) -> None:
    (label,) = compiled(tmp_path, f'Les «<island role="{role}">trois ombres</island>».').labels
    assert label["adoption"] == adoption


def test_stance_of_a_sentence_leaves_quoted_words_to_their_speaker(tmp_path: Path) -> None:
    body = '<s>Zed dit que <q id="1" by="Zed" class="citoyens" stance="tauvrie:-">la Tauvrie ment</q>.</s> <s>La Tauvrie dort.</s>'  # noqa: E501
    found = [(row["voice"], row["stance"]) for row in compiled(tmp_path, body).stances]
    assert found == [("source", "negative"), ("outlet", "neutral")]


def test_compiled_files_are_the_committed_ones(articles: list[CompiledArticle]) -> None:
    files = compiled_files(articles)
    committed = {
        str(p.relative_to(SAMPLE).as_posix())
        for p in [*SAMPLE.glob("*"), *SAMPLE.glob("texts/*")]
        if p.suffix in (".txt", ".csv", ".jsonl")
    }
    assert committed - {"planted_sizes.csv"} == set(files), "the planted sizes have a test of their own"
    for name, content in files.items():
        assert (SAMPLE / name).read_bytes() == content.encode(), (
            f"{name}: run python data/sample/compile_sample.py data/sample"
        )


def test_six_events_by_six_outlets(articles: list[CompiledArticle]) -> None:
    study = read_study(SAMPLE / "study.toml")
    assert study.fictional
    ids = [a.article["article_id"] for a in articles]
    assert ids == sorted(f"{event}-{outlet}" for event in study.events for outlet in study.outlets)
    for a in articles:
        assert 180 <= a.article["n_words"] <= 350, a.article
        event = study.events[a.article["event"]]
        assert event.start.isoformat() <= a.article["published"] <= event.end.isoformat()
    assert all(6 <= len(event.facts) <= 8 for event in study.events.values())


def test_spans_hold_what_they_say(articles: list[CompiledArticle]) -> None:
    for a in articles:
        rows = [*a.quotes, *a.islands, *a.labels, *a.stances, *a.frames, *a.zones, *a.hearsay, *a.copies]
        assert all(0 <= row["start"] < row["end"] <= len(a.text) for row in rows)
        quotes = {quote["id"]: quote for quote in a.gold["quotes"]}
        for quote in quotes.values():
            for start, end in filter(None, [*quote["content"], quote["cue"], quote["source"]]):
                assert a.text[start:end] == a.text[start:end].strip()
            if quote["parent"]:
                outer = quotes[quote["parent"]]["content"]
                assert any(s <= quote["content"][0][0] and quote["content"][-1][1] <= e for s, e in outer)
        for label in a.labels:
            assert a.text[label["start"] : label["end"]].replace("’", "'") == label["variant"]


def test_each_outlet_keeps_to_its_marks(articles: list[CompiledArticle]) -> None:
    styles = read_typographies(SAMPLE / "typography.toml")
    for a in articles:
        style = styles[a.article["outlet"]]
        own = set("".join([*style.outer, *style.inner]))
        assert style.outer[0] in a.text
        assert not (set("«»“”") - own) & set(a.text)
        assert ("’" in a.text) == (style.apostrophe == "’")


def test_every_construction_is_there(articles: list[CompiledArticle]) -> None:
    quotes = [quote for a in articles for quote in a.gold["quotes"]]
    types = Counter(quote["type"] for quote in quotes)
    assert min(types[t] for t in ("direct", "indirect", "mixed")) >= 100
    assert sum(quote["parent"] is not None for quote in quotes) >= 10
    assert sum(len(quote["content"]) > 1 for quote in quotes) >= 10
    assert sum(quote["cue"] is None for quote in quotes) >= 20
    assert {row["role"] for a in articles for row in a.islands} == {"naming", "quotation", "autonymy", "comment"}
    assert {row["zone"] for a in articles for row in a.zones} == {"headline", "dateline", "source", "body", "furniture"}


def test_links_join_articles_of_one_event_within_and_across_groups() -> None:
    group = {row["article_id"]: (row["event"], row["group"]) for row in read_csv("articles.csv")}
    crossing: dict[str, set[bool]] = {"reuse": set(), "statement": set()}
    for link in read_csv("gold_links.csv"):
        (event, one), (other_event, other) = group[link["article_id"]], group[link["other_article_id"]]
        assert event == other_event
        crossing[link["kind"]].add(one == other)
    assert crossing == {"reuse": {True, False}, "statement": {True, False}}


def test_near_miss_events_share_actors_but_not_dates() -> None:
    events = read_study(SAMPLE / "study.toml").events
    first, second = events["sommet-nachtal"], events["sommet-orvenne"]
    assert 0 < (second.start - first.end).days < 14
    actors = {
        name: {
            row["actor"] for row in read_csv("gold_quotes.csv") if row["article_id"].startswith(name) and row["actor"]
        }
        for name in (first.id, second.id)
    }
    shared = actors[first.id] & actors[second.id]
    assert {"vastine", "okhave", "dreval", "temrek", "maslek"} <= shared


def read_csv(name: str) -> list[dict[str, str]]:
    with (SAMPLE / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_gold_has_the_columns_of_the_shared_gold() -> None:
    with (SAMPLE / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in map(json.loads, lines):
            assert list(line) == ["id", "sha256", "quotes", "islands"]
            for quote in line["quotes"]:
                assert list(quote)[:7] == ["id", "type", "cue", "content", "source", "speaker", "parent"]


SIZES = {(row["measure"], row["of"]): row for row in planted(SAMPLE)}


@pytest.mark.parametrize(
    ("measure", "of", "state", "wire"),
    [
        ("share of quoted words", "officials", 0.80, 0.43),
        ("labels adopted in the outlet's voice", "all three", 0.90, 0.24),
        ("facts reported", "left out by state", 0.0, 1.0),
        ("facts reported", "left out by wire", 1.0, 0.06),
        ("positive stances in the outlet's voice", "tauvrie", 0.73, 0.05),
        ("negative stances in the outlet's voice", "hesperie", 0.90, 0.20),
        ("positive stances in the outlet's voice", "route", 0.60, 0.0),
    ],
)
def test_planted_differences(measure: str, of: str, state: float, wire: float) -> None:
    row = SIZES[measure, of]
    assert (row["state"], row["wire"]) == pytest.approx((state, wire), abs=0.01)


@pytest.mark.parametrize(
    ("measure", "tolerance"),
    [
        ("trap: articles with guillemets", 0.0),
        ("trap: articles with the apostrophe ’", 0.0),
        ("trap: quoted words among all words", 0.03),
        ("trap: words of the sample", 0.04),
    ],
)
def test_traps_are_no_differences(measure: str, tolerance: float) -> None:
    row = SIZES[measure, "all"]
    assert abs(row["state"] - row["wire"]) <= tolerance


def test_lengths_differ_by_outlet(articles: list[CompiledArticle]) -> None:
    words: Counter[str] = Counter()
    for a in articles:
        words[a.article["outlet"]] += a.article["n_words"]
    for short, long in (("voix", "ant"), ("boreal", "meridienne")):
        assert words[short] < 0.8 * words[long]


def test_readme_shows_the_sizes_that_there_are() -> None:
    table = planted_table(planted(SAMPLE))
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert table in readme, "run python data/sample/compile_sample.py data/sample --planted and paste the table"
    relations = read_csv("gold_quotes.csv")
    types = Counter(row["type"] for row in relations)
    counted = f"{len(relations)} attribution relations: " + ", ".join(f"{types[t]} {t}" for t in sorted(types))
    assert counted in readme, counted
    assert not any(math.isnan(row[group]) for row in SIZES.values() for group in ("state", "wire"))


def test_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SAMPLE), "--planted"]) == 0
    assert capsys.readouterr().out.startswith("| measure |")


def test_command_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 1
    assert "study.toml" in capsys.readouterr().err


def test_the_planted_sizes_are_kept_for_the_notebooks():
    kept = (SAMPLE / "planted_sizes.csv").read_text("utf-8")
    assert kept == planted_sizes(planted(SAMPLE)), "run python data/sample/compile_sample.py data/sample"
