"""The report in a browser: every page on three screens, in light and in dark; by keyboard alone; and without script."""

import shutil
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pandas as pd
import pytest
from study_examples import DATA

from framing.report import concordance_page, kwic, reading_view, side_by_side
from framing.report.build import build_site
from framing.study import read_study
from framing.tables import Annotations

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
AXE = pytest.importorskip("axe_playwright_python.base", reason="axe-playwright-python is not installed").AXE_SCRIPT
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning"),  # of Sphinx
]

ROOT = Path(__file__).parents[2]
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTHS = {360: 740, 768: 1024, 1280: 800}  # a phone, a tablet, a laptop
LOCAL = ("file:", "data:", "blob:", "about:", "http://127.0.0.1", "http://localhost")

NOTEBOOKS = sorted(path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
ARTICLES = ("barrage-ant", "barrage-boreal")  # of the sample, as if they were the study's texts
READING = ["reading/index", "reading/_concordance", *(f"reading/{id_}" for id_ in ARTICLES)]
PROSE = ["index", "your_own_corpus", "data", "method", "recipes", "reference", "genindex", "search", "versions"]
ENGLISH = [*NOTEBOOKS, *PROSE, *READING]
SITE = [*ENGLISH, *(f"fr/{name}" for name in ENGLISH)]
ALONE = ["alone/reading", "alone/side-by-side", "alone/concordance"]

UNFOLDED = (
    "09_five_articles"  # where axe sees code and long tables too; they are alike on all pages and take it seconds
)

PAPER = "Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3))"
OPEN = "window.folded = [...document.querySelectorAll('details:not([open])')]; folded.forEach((fold) => { fold.open = true; })"
FOLD = "folded.forEach((fold) => { fold.open = false; })"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Axe comes when the page has come to rest: it takes a colour on its way to another for that of the page. It would read style
# sheets anew, which a file may not.
LOOK = """(rules) => new Promise(requestAnimationFrame).then(() => new Promise(requestAnimationFrame))
  .then(() => Promise.allSettled(document.getAnimations().map((moving) => moving.finished)))
  .then(() => axe.run({ resultTypes: ['violations'], preload: false, rules }))"""
SHAPES = {"color-contrast": {"enabled": False}}  # the rules of axe but the one of colours, which takes it longest
OFF = "[...document.querySelectorAll('.run.off')].map((run) => run.dataset.speaker)"
TINTED = """[...document.querySelectorAll('.run > .direct')]
  .filter((words) => getComputedStyle(words).backgroundColor !== 'rgba(0, 0, 0, 0)')
  .map((words) => words.parentElement.dataset.speaker)"""
CODE = "[...document.querySelectorAll('.bd-article details.hide')].map((fold) => fold.open)"
TABLES = """[...document.querySelectorAll('.framing-table')].map(
  (box) => [box.tagName, box.tagName === 'DETAILS' && !box.open, box.querySelectorAll('tbody tr').length])"""


@pytest.fixture(scope="module")
def sample():
    tables = Annotations.load(DATA / "sample" / "annotations")
    ids = tables.articles["article_id"]
    return Annotations(tables.tables, {i: (DATA / "sample" / "texts" / f"{i}.txt").read_bytes().decode() for i in ids})


@pytest.fixture(scope="module")
def built(tmp_path_factory, sample):
    """The site, of the notebooks as they are committed and with two articles of the sample to read; and views alone."""
    root, study = tmp_path_factory.mktemp("study"), read_study(DATA / "sample" / "study.toml")
    for name in ("notebooks", "figures"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copytree(DATA / "sample" / "annotations", root / "data" / "annotations")
    shutil.copy(DATA / "sample" / "study.toml", root / "data")
    (root / "data" / "texts").mkdir()
    for id_ in ARTICLES:
        shutil.copy(DATA / "sample" / "texts" / f"{id_}.txt", root / "data" / "texts")
    site = build_site(root).parent
    reading, concordance = reading_view(sample, "barrage-boreal"), concordance_page(sample, study)
    beside = side_by_side(sample, "barrage-meridienne", "barrage-ant", sample.links)
    for name, view in zip(ALONE, (reading, beside, concordance), strict=True):
        view.save(site / f"{name}.html", Path(name).stem)
    return site


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield opened
        opened.close()


@contextmanager
def tab(browser, path, width=1280, scheme="light", script=True):
    """A page as one sees it who has never been there, without a network; and what went wrong in it."""
    size = {"width": width, "height": WIDTHS[width]}
    context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script, offline=True)
    context.set_default_timeout(5_000)
    page, wrong = context.new_page(), []
    page.on("console", lambda said: wrong.append(f"{said.type}: {said.text}") if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith(LOCAL) else wrong.append(f"asked: {asked.url}"))
    page.goto(path.as_uri())
    try:
        yield page, wrong
    finally:
        context.close()


@pytest.fixture
def view(browser, built):
    """Opens pages; nothing may go wrong in them until the test ends."""
    told = []
    with ExitStack() as tabs:

        def opened(name, **options):
            page, wrong = tabs.enter_context(tab(browser, built / f"{name}.html", **options))
            told.append(wrong)
            return page

        yield opened
    assert not any(told), told


def too_wide(page):
    """The screens on which a page is wider than the screen, as it opens and with all that is folded open."""
    found = set()
    for script in ("0", OPEN):
        page.evaluate(script)
        for width, height in WIDTHS.items():
            page.set_viewport_size({"width": width, "height": height})
            found |= {width} if page.evaluate(WIDE) else set()
    page.evaluate(FOLD)
    return found


def barriers(page, rules=None):
    """What keeps readers out, as axe finds it: rule and first place of each that is serious or critical."""
    found = page.evaluate(LOOK, rules or {})["violations"]
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


def press_until(page, selector, key="Tab"):
    """Go on with a key until what the selector names has the focus."""
    for _ in range(300):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector}")


# First that the checks see what they are for.


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>Il pleut.</p>", []),
        ("<script>console.error('non')</script>", ["error: non"]),
        ("<script>throw new Error('non')</script>", ["error: non"]),
        ("<img alt='' src='https://autre.example/a.png'>", ["asked: https://autre.example/a.png"]),
    ],
)
def test_what_goes_wrong_is_seen(browser, tmp_path, body, found):
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html><title>a</title>{body}", "utf-8")
    with tab(browser, tmp_path / "a.html") as (_, wrong):
        assert wrong[:1] == found


@pytest.mark.parametrize(
    ("body", "wide", "rules"),
    [
        ("<p>Il pleut.</p>", set(), []),
        ("<p style='width: 500px'>Il pleut.</p>", {360}, []),
        ("<details><summary>a</summary><p style='width: 900px'>b</p></details>", {360, 768}, []),
        ("<button></button>", set(), ["button-name"]),
        ("<p style='color: #bbb; background: #fff'>Il pleut.</p>", set(), ["color-contrast"]),
    ],
)
def test_what_keeps_readers_out_is_seen(browser, tmp_path, body, wide, rules):
    head = "<title>a</title><meta name='viewport' content='width=device-width'>"
    (tmp_path / "a.html").write_text(f"<!DOCTYPE html><html lang='fr'>{head}{body}</html>", "utf-8")
    with tab(browser, tmp_path / "a.html") as (page, _):
        page.evaluate(AXE)
        assert [rule for rule, _ in barriers(page)] == rules
        assert too_wide(page) == wide


# Every page.


def test_every_page_is_looked_at(built):
    pages = {str(page.relative_to(built).with_suffix("")) for page in built.rglob("*.html")}
    assert {page for page in pages if "_static" not in page.split("/")} == {*SITE, *ALONE}


@pytest.mark.parametrize("name", [*SITE, *ALONE])
def test_a_page_keeps_nobody_out_and_fits_every_screen(view, name):
    page = view(name, scheme="dark")
    if name.endswith("concordance"):
        page.locator("[name=word]").fill("barrage*")
    elif page.locator(".sign").count():
        page.locator(".sign").first.focus()
    if name == UNFOLDED:
        page.evaluate(OPEN)
    page.evaluate(AXE)
    page.set_viewport_size({"width": 360, "height": WIDTHS[360]})
    assert barriers(page, SHAPES) == []
    page.set_viewport_size({"width": 1280, "height": WIDTHS[1280]})
    found = {}
    for scheme in ("dark", "light"):  # the machine changes while the page is open
        page.emulate_media(color_scheme=scheme)
        found[scheme] = barriers(page), too_wide(page), page.evaluate(PAPER) > 127
    assert found == {"dark": ([], set(), False), "light": ([], set(), True)}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_what_is_long_is_folded_and_the_keyboard_opens_it(view, name):
    page = view(name)
    code, tables = page.evaluate(CODE), page.evaluate(TABLES)
    assert code and not any(code)
    assert [n > 10 for _, _, n in tables] == [tag == "DETAILS" and folded for tag, folded, _ in tables]
    press_until(page, ".framing-all")
    for says, is_open in (("Hide all code", True), ("Show all code of this page", False)):
        page.keyboard.press("Enter")
        assert set(page.evaluate(CODE)) == {is_open}
        assert page.locator(".framing-all").inner_text() == says
    if any(folded for _, folded, _ in tables):
        press_until(page, "details.framing-table > summary")
        for key, is_open in (("Enter", True), ("Enter", False), ("Space", True)):
            page.keyboard.press(key)
            assert page.locator("details.framing-table").first.locator("table").is_visible() == is_open


@pytest.mark.parametrize("selector", ["div.framing-table[tabindex='0']", ".framing-drawing[tabindex='0']"])
def test_the_keyboard_scrolls_what_is_wider_than_a_phone(view, selector):
    page = view("03_who_speaks", width=360)
    press_until(page, selector)
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_what_fits_is_no_stop_for_the_keyboard(view):
    page = view("03_who_speaks", width=360)
    stops = "[...document.querySelectorAll('.framing-drawing')].map((box) => box.hasAttribute('tabindex'))"
    assert all(page.evaluate(stops))
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function(f"!{stops}.some(Boolean)")


# Search.


@pytest.mark.parametrize(
    ("speaker", "found"),
    [
        ("Sarrin Okhave", {"barrage-ant", "barrage-boreal", "1. From text to tables"}),
        ("Alban Krest", {"barrage-ant"}),
        ("Nemo Nullepart", set()),
    ],
)
def test_the_search_finds_a_speaker(view, speaker, found):
    page = view("index")
    page.keyboard.press("Control+k")
    page.keyboard.type(speaker)
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.search-summary')?.textContent.trim()")
    results = page.locator("#search-results ul.search > li > a")
    titles = {title.split(" · ")[-1] for title in results.all_inner_texts()}  # of a reading page, its id
    assert found <= titles and bool(found) == bool(titles)
    for title in sorted(found):
        with page.expect_navigation():
            results.filter(has_text=title).first.click()
        assert speaker in page.locator("article").text_content()
        page.go_back()


# The reading view.

VIEWS = ("alone/reading", "reading/barrage-boreal", "01_from_text_to_tables")
in_all_views = pytest.mark.parametrize("name", VIEWS)


@in_all_views
def test_the_keyboard_chooses_speakers(view, name):
    page = view(name)
    said = page.evaluate(TINTED)
    assert said.count("B") and page.evaluate(OFF) == []
    press_until(page, "input[name=speaker][value=B]")
    page.keyboard.press("Space")
    assert set(page.evaluate(OFF)) == {"B"} and page.evaluate(TINTED) == [letter for letter in said if letter != "B"]
    page.keyboard.press("Space")
    assert page.evaluate(OFF) == [] and page.evaluate(TINTED) == said
    press_until(page, "input[name=all]", "Shift+Tab")
    page.keyboard.press("Space")
    assert page.evaluate(TINTED) == []
    page.keyboard.press("Space")
    assert page.evaluate(OFF) == [] and page.evaluate(TINTED) == said


def words(annotations, quote):
    """Who speaks in a quotation, and the words of its cue."""
    text = annotations.texts[quote["article_id"]]
    cue = "" if pd.isna(quote["cue_start"]) else text[quote["cue_start"] : quote["cue_end"]]
    return quote["speaker"], " ".join(cue.split())


def quotes(annotations, article_id="barrage-boreal"):
    """The quotations of an article, in the order in which they stand in it."""
    return annotations.quotes[annotations.quotes["article_id"] == article_id].sort_values("start").to_dict("records")


@pytest.mark.parametrize("how", ["hover", "focus"])
@pytest.mark.parametrize(
    ("name", "script"),
    [*((name, True) for name in VIEWS), (VIEWS[0], False)],
)
def test_a_letter_shows_who_speaks_and_with_which_cue(view, sample, name, how, script):
    page = view(name, script=script)
    cards = page.locator(".about:visible")
    for quote in quotes(sample):
        page.mouse.move(0, 0)  # what is shown may lie over the next letter
        getattr(page.locator(f"[id='barrage-boreal-{quote['quote_id']}']"), how)()
        speaker, cue = words(sample, quote)
        assert speaker in cards.inner_text() and f"cue: {cue}" in cards.inner_text()
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    assert cards.count() == 0


@in_all_views
def test_the_keyboard_leads_from_quotation_to_quotation(view, sample, name):
    page = view(name)
    ids = page.evaluate("[...document.querySelectorAll('.sign[id]')].map((sign) => sign.id)")
    assert sorted(ids) == sorted(f"barrage-boreal-{quote['quote_id']}" for quote in quotes(sample))
    focused = "document.activeElement.id"
    press_until(page, ".sign")
    assert page.evaluate(focused) == ids[0]
    for key, expected in (("n", ids[1]), ("n", ids[2]), ("p", ids[1])):
        page.keyboard.press(key)
        assert page.evaluate(focused) == expected
    for link, expected in (("next", ids[2]), ("previous", ids[1])):
        press_until(page, f".about a:nth-of-type({1 if link == 'previous' else 2})")
        assert page.locator(":focus").inner_text() == link
        page.keyboard.press("Enter")
        page.wait_for_function("(id) => document.activeElement.id === id", arg=expected)
    assert page.locator(".about:visible").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".about:visible").count() == 0


@in_all_views
def test_without_script_the_text_and_its_voices_are_there(view, sample, name):
    page = view(name, script=False)
    shown = page.evaluate(
        """() => { const copy = document.querySelector('.framing-reading .text').cloneNode(true);
        copy.querySelectorAll('.sign, .about').forEach((added) => added.remove()); return copy.textContent; }"""
    )
    assert shown == sample.texts["barrage-boreal"]
    assert page.locator(".framing-reading .text").is_visible()
    assert page.locator(".framing-reading input:visible").count() == 0
    told = page.locator(".framing-reading .speakers").inner_text()
    for quote in quotes(sample):
        assert page.locator(f"[id='barrage-boreal-{quote['quote_id']}']").is_visible()
        assert pd.isna(quote["speaker"]) or quote["speaker"] in told
    lines = page.evaluate(
        """[...document.querySelectorAll('.direct, .reported')].map((words) => [words.className,
        getComputedStyle(words).textDecorationLine, getComputedStyle(words).textDecorationStyle])"""
    )
    assert {tuple(line) for line in lines} == {("direct", "underline", "solid"), ("reported", "underline", "dotted")}


def test_the_theme_that_a_reader_chooses_is_that_of_the_text(view):
    page = view("reading/barrage-boreal")
    paper = "getComputedStyle(document.querySelector('.framing-reading')).backgroundColor"
    light = page.evaluate(paper)
    press_until(page, ".theme-switch-button")
    page.keyboard.press("Enter")
    page.locator("button[data-mode=dark]").press("Enter")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert light == "rgb(255, 255, 255)" and page.evaluate(paper) == "rgb(18, 18, 18)"


# The concordance.

CHOICES = {"outlet": ["outlet"], "source": ["source"], "source direct": ["source", "direct"],
           "source reported": ["source", "reported"]}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "voice"),
    [("reading/_concordance", "outlet"), *(("alone/concordance", voice) for voice in (None, *CHOICES))],
)
def test_the_keyboard_asks_the_concordance(view, sample, name, voice):
    known = sample if name == "alone/concordance" else of_articles(sample, ARTICLES)
    page = view(name)
    press_until(page, "[name=word]")
    page.keyboard.type("barrage*")
    if voice:
        press_until(page, "[name=voice]")
        for _ in range(list(CHOICES).index(voice) + 1):
            page.keyboard.press("ArrowDown")
    expected = kwic(known, "barrage*", *CHOICES.get(voice, []))
    assert len(expected) > 0
    assert page.locator("output").inner_text().startswith(f"{len(expected)} in {expected['article_id'].nunique()} of ")
    shown = page.locator("tbody tr").evaluate_all(
        "(rows) => rows.map((row) => [row.cells[0], row.cells[3]].map((c) => c.innerText))"
    )
    assert [tuple(row) for row in shown] == list(expected[["article_id", "match"]].itertuples(index=False, name=None))


def of_articles(annotations, ids):
    """The annotations of some articles alone."""
    tables = {name: table[table["article_id"].isin(ids)] for name, table in annotations.tables.items()}
    return Annotations(tables, {id_: annotations.texts[id_] for id_ in ids})


def test_the_keyboard_chooses_a_concept_and_takes_it_back(view, sample):
    concepts = list(read_study(DATA / "sample" / "study.toml").concepts.values())
    page = view("alone/concordance")
    press_until(page, "[name=concept]")
    page.keyboard.press("ArrowDown")
    assert page.locator("output").inner_text().startswith(f"{len(kwic(sample, concepts[0]))} in ")
    press_until(page, "[name=word]", "Shift+Tab")
    page.keyboard.type("port*al")
    assert page.locator("[name=concept]").input_value() == ""
    assert "* stands for any ending" in page.locator("output").inner_text() and page.locator("tbody tr").count() == 0
    for _ in "port*al":
        page.keyboard.press("Backspace")
    assert page.locator("output").inner_text() == ""


# The explorer.

SAYS = "() => [...document.querySelectorAll('#comparison .answer, #comparison .basis')].map((p) => p.textContent)"


def of_table(**named):
    """The row of the explorer's table that has these names."""
    table = pd.read_csv(ROOT / "figures" / "11_choices.csv")
    own = table.iloc[0][["measure", "definition", "version", "first", "second", "events"]].to_dict()
    return table[(table[list(own)] == pd.Series(own | named)).all(axis=1)].iloc[0]


def said(row):
    """How the explorer says a difference."""
    points = [f"{round(100 * row[end]):+d}".replace("-", "−") for end in ("estimate", "low", "high")]
    return f"{row['first']} minus {row['second']}: {points[0]} points [{points[1]}, {points[2]}]"


def test_the_keyboard_chooses_what_is_compared(view):
    page = view("11_explore")
    own, told = of_table(), of_table(measure="facts_told:critics")
    answer, basis = page.evaluate(SAYS)
    assert answer == said(own) and f"n = {own['n']} in {own['n_units']} articles" in basis and "own choices" in basis
    press_until(page, "#comparison [name=measure]")
    page.keyboard.press("End")
    assert page.evaluate(SAYS)[0] == said(told)
    press_until(page, "#comparison [name=events]")
    page.keyboard.type("Xinj")
    answer, basis = page.evaluate(SAYS)
    assert answer == said(of_table(measure="facts_told:critics", events="Xinjiang")) and "explored" in basis


def test_every_state_of_the_explorer_has_an_address(view, built):
    page = view("11_explore")
    page.locator("#comparison [name=definition]").select_option("indirect-only")
    page.locator("#comparison [name=groups]").select_option(index=1)
    answer, url = page.evaluate(SAYS)[0], page.url
    assert "#comparison?" in url and "definition=indirect-only" in url
    again = view("11_explore")
    again.goto(url)
    assert again.evaluate(SAYS)[0] == answer
    again.locator(".framing-language").click()
    assert (
        "/fr/11_explore.html#comparison?" in again.url
        and again.locator("#comparison [name=definition]").input_value() == "indirect-only"
    )


def test_an_address_that_nobody_knows_shows_the_study_s_own_choices(view, built):
    page = view("11_explore")
    page.goto((built / "11_explore.html").as_uri() + "#comparison?measure=luck&events=%3Cscript%3E")
    assert page.evaluate(SAYS)[0] == said(of_table())


def test_a_combination_that_was_not_computed_gives_way_to_the_nearest(view):
    page = view("11_explore")
    page.locator("#comparison [name=definition]").select_option("indirect-only")
    page.locator("#comparison [name=events]").select_option(index=10)
    assert page.locator("#comparison [name=definition]").input_value() == "as-in-the-study"
    assert page.locator("#comparison [name=events]").evaluate("(select) => select.selectedIndex") == 10


def test_a_click_on_another_difference_chooses_it(view):
    page = view("11_explore")
    before = page.evaluate(SAYS)[0]
    page.locator("#comparison .others line.other").last.dispatch_event("click")
    assert page.evaluate(SAYS)[0] != before and "#comparison?" in page.url
