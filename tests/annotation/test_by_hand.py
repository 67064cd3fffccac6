"""Pages that were coded by hand become tables; what is wrong with them is told with file, page and value."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

from framing import measures, read_study
from framing.annotation import coded_pages, common_length, read_selection
from framing.study import parse_study
from framing.tables import AnnotationError

DATA = Path(__file__).parents[2] / "data"
STUDY = parse_study("""
study = {name = "essai", title = "Essai"}
groups.state = {name = "État"}
groups.wire = {name = "Agences"}
outlets.voix = {name = "Voix", group = "state"}
outlets.ant = {name = "Antenne", group = "wire"}
classes.etat = {name = "État"}
classes.ong = {name = "ONG"}
actors.orsel = {name = "Élise Orsel", class = "etat"}
concepts.camps = {name = "camps", variants = ["camps"]}
[events.crue]
name = "Crue"
start = 2026-03-01
end = 2026-03-04
[[events.crue.facts]]
id = "vannes"
text = "Les vannes sont ouvertes."
patterns = ["vannes"]
family = "etat"
""")
PAGES = pd.DataFrame(
    [("p1", "voix", "state", "crue", "2026-03-02"), ("p2", "ant", "wire", "crue", "")],
    columns=["article_id", "outlet", "group", "event", "published"],
)
TABLES = {
    "pages": "article_id,n_sentences,cut,voices,reader\np1,3,1,SMO,first\np2,2,0,OO,first\np1,1,1,O,second\n",
    "quotes": "article_id,quote_id,parent,sentence,type,cue,speaker,actor_class,reader\n"
    "p1,q1,,1,direct,dire,Élise Orsel,etat,first\np1,q2,q1,2,indirect,selon,Lanterne,ong,first\n"
    "p1,h1,,0,indirect,annoncer,Élise Orsel,etat,first\n",
    "labels": "article_id,concept,variant,sentence,quote_id,held_off,reader\n"
    "p1,camps,camps,1,q1,denied,first\np1,camps,camps,3,,,first\np2,camps,camps,2,,marks,first\n",
    "facts": "article_id,fact,told,reader\np1,vannes,source,first\np2,vannes,denied,first\n",
    "stances": "article_id,sentence,target,stance,reader\np1,2,etat,positive,first\n",
}


def folder(tmp_path, **changed):
    for name, text in (TABLES | changed).items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def test_tables_of_coded_pages(tmp_path):
    tables, sentences = coded_pages(folder(tmp_path), PAGES, STUDY)
    assert tables.check().empty
    assert tables.articles["published"].tolist()[0] == "2026-03-02" and tables.articles[
        "published"
    ].isna().tolist() == [False, True]
    assert tables.quotes["actor"].fillna("").tolist() == ["orsel", ""] and tables.quotes["parent"].fillna(
        ""
    ).tolist() == ["", "q1"]
    assert tables.quotes["start"].isna().all()
    labels = tables.labels[["voice", "speech", "adoption", "marker"]].fillna("").values.tolist()
    assert labels == [
        ["source", "direct", "quoted", "denied"],
        ["outlet", "", "adopted", ""],
        ["outlet", "", "distanced", "marks"],
    ]
    assert tables.facts[["family", "told"]].values.tolist() == [["etat", "source"], ["etat", "denied"]]
    assert tables.stances[["article_id", "passage_id", "stance"]].values.tolist() == [
        ["p1", "s2", "positive"], ["p1", "s3", "neutral"], ["p2", "s1", "neutral"], ["p2", "s2", "neutral"]
    ]  # fmt: skip
    assert sentences["voice"].tolist() == ["source", "mixed", "outlet", "outlet", "outlet"]
    assert sentences["adopted"].fillna("").tolist() == ["", "", "camps", "", ""]


def test_the_first_sentences_and_the_pages_that_have_them(tmp_path):
    tables, sentences = coded_pages(folder(tmp_path), PAGES, STUDY, n_sentences=3)
    assert (
        tables.articles["article_id"].tolist() == ["p1"]
        and len(sentences) == 3
        and set(tables.facts["article_id"]) == {"p1"}
    )
    tables, _ = coded_pages(folder(tmp_path), PAGES, STUDY, n_sentences=1)
    assert tables.quotes["quote_id"].tolist() == ["q1"] and len(tables.labels) == 1
    outer = TABLES["quotes"].replace("q1,,1,", "q1,,2,").replace("q2,q1,2,", "q2,q1,1,")
    tables, _ = coded_pages(folder(tmp_path, quotes=outer), PAGES, STUDY, n_sentences=1)
    assert tables.quotes["parent"].isna().all()  # the outer one lies beyond the cut


def test_another_reader(tmp_path):
    tables, _ = coded_pages(folder(tmp_path), PAGES, STUDY, reader="second")
    assert len(tables.articles) == 1 and tables.quotes.empty
    assert tables.stances["stance"].tolist() == ["neutral"]  # judged of every target that any reader coded
    with pytest.raises(AnnotationError, match=r"pages.csv: none of these pages was read by 'third'"):
        coded_pages(folder(tmp_path), PAGES, STUDY, reader="third")
    tables, _ = coded_pages(folder(tmp_path), PAGES[:1], STUDY)
    assert tables.articles["article_id"].tolist() == ["p1"]


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("quotes", "direct", "directe", "quotes.csv, page p1: type 'directe' is not known"),
        ("quotes", "etat,first", "roi,first", "actor_class 'roi' is not known"),
        ("quotes", "q2,q1", "q2,q9", "parent 'q9' is no quotation of the page"),
        ("quotes", "p1,q1,,1", "p1,q1,,4", "quotes.csv, page p1: there is no sentence 4"),
        ("labels", "p1,camps", "p1,camp", "concept 'camp' is not known: correct it, or list it in the study"),
        ("labels", "denied", "nié", "held_off 'nié' is not known"),
        ("labels", "1,q1", "1,q7", "quote_id 'q7' is no quotation"),
        ("facts", "vannes,source", "crue,source", "the study lists no fact 'crue' for the event crue"),
        ("facts", "denied", "peut-être", "told 'peut-être' is not known"),
        ("stances", "positive", "bon", "stance 'bon' is not known"),
        ("pages", "SMO", "SM", "pages.csv, page p1: voices 'SM': write one of O, M, S for each of its 3 sentences"),
        ("pages", "p2,2,0,OO,first", "p1,3,0,OOO,first", "page p1 stands twice"),
        ("pages", "n_sentences", "sentences", "no table of coded pages"),
        ("quotes", ",1,direct", ",un,direct", "no table of coded pages"),
    ],
)
def test_mistakes_are_told_with_file_and_page(tmp_path, name, old, new, message):
    changed = {name: TABLES[name].replace(old, new, 1)}
    with pytest.raises(AnnotationError) as error:
        coded_pages(folder(tmp_path, **changed), PAGES, STUDY)
    assert message in str(error.value)


def test_a_table_that_is_not_there(tmp_path):
    folder(tmp_path)
    (tmp_path / "facts.csv").unlink()
    with pytest.raises(AnnotationError, match=r"facts.csv: no table of coded pages"):
        coded_pages(tmp_path, PAGES, STUDY)


@pytest.mark.parametrize(("lengths", "length"), [([4], 4), ([9] * 9 + [1], 9), ([9] * 8 + [2, 1], 2), ([3, 5], 3)])
def test_common_length(lengths, length):
    assert common_length(pd.Series(lengths)) == length


LOG = "article_id,event,group,outlet,published,url,keep,reason\n"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("p1,e,state,voix,,u1,yes,\np1,e,state,voix,,u2,no,gone\n", "page p1 (u2) stands twice"),
        ("p1,e,state,voix,,u1,yes,\np2,e,state,voix,,u1,yes,\n", "page p2 (u1) stands twice"),
        ("p1,e,state,voix,,u1,no,\n", "page p1 is left out without a reason"),
    ],
)
def test_a_log_with_a_mistake(tmp_path, rows, message):
    (tmp_path / "log.csv").write_text(LOG + rows, "utf-8")
    with pytest.raises(AnnotationError) as error:
        read_selection(tmp_path / "log.csv")
    assert message in str(error.value)


def test_a_log_that_is_none(tmp_path):
    (tmp_path / "log.csv").write_text("a,b\n1,2\n", "utf-8")
    for path in (tmp_path / "log.csv", tmp_path / "none.csv"):
        with pytest.raises(AnnotationError, match="no log of pages"):
            read_selection(path)


def test_the_comparison_of_the_study():
    """The committed tables: every coded page is kept in the log, every kept one was read, and the study knows its outlets."""
    log, study = read_selection(DATA / "selection.csv"), read_study(DATA / "study.toml")
    kept = log[log["keep"] == "yes"]
    pages = pd.read_csv(DATA / "comparison" / "pages.csv")
    assert (
        set(pages["article_id"]) == set(kept["article_id"]) == set(pages.loc[pages["reader"] == "first", "article_id"])
    )
    assert all(
        study.outlets[outlet].group == group for outlet, group in zip(kept["outlet"], kept["group"], strict=True)
    )
    assert (kept["tells_event"] != "no").all() and (kept["copy_of"] == "").all()
    assert not (kept["machine_translated"] == "yes").any()
    dated = kept[kept["published"].str.len() == 10]
    outside = [
        id_
        for id_, event, day in dated[["article_id", "event", "published"]].itertuples(index=False, name=None)
        if not study.events[event].start <= dt.date.fromisoformat(day) <= study.events[event].end
    ]
    assert outside == [] and len(dated) > 100
    coded = coded_pages(DATA / "comparison", kept, study, n_sentences=5)
    assert coded.annotations.check().empty
    assert all(len(measures.observations(coded.annotations, measure)) for measure in study.primary)
    assert [e.measure for e in study.expected] == list(study.primary)
