"""Pages are fetched politely from a server on the loopback address that serves invented pages, and every way to fail is told."""

import gzip
import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from framing.cli import main
from framing.corpus import fetching
from framing.corpus.collecting import collect
from framing.corpus.fetching import Fetcher, FetchError
from framing.corpus.fingerprints import fingerprint
from framing.corpus.manifest import CorpusError
from framing.study import parse_study

STUDY = parse_study("""
study = {name = "essai", title = "Essai"}
groups.a = {name = "A"}
outlets.fanal = {name = "Le Fanal", group = "a"}
events.port = {name = "Le port", start = 2026-03-01, end = 2026-03-09}
""")
BODY = [
    "Le port de Sarvelle a rouvert lundi après six mois de travaux, a annoncé la capitainerie dans un communiqué.",
    "Les pêcheurs, qui attendaient cette date depuis l'automne, ont sorti leurs bateaux dès l'aube sous un ciel gris.",
    "La digue nord reste fermée aux promeneurs jusqu'à la fin du mois, le temps de poser de nouvelles bornes.",
]
OTHER = [
    "La bibliothèque de Kermadec prête désormais des instruments de musique à ses lecteurs, du violon au tambour.",
    "Vingt familles ont emporté un accordéon la première semaine, raconte la directrice, étonnée de ce succès.",
    "Un atelier de réparation ouvrira au printemps dans l'ancienne salle de lecture, fermée depuis dix ans.",
]
ENGLISH = [
    "The harbour reopened on Monday after six months of work, the harbour office said in a statement to the press.",
    "The fishermen, who had been waiting for this day since the autumn, took out their boats at dawn under a grey sky.",
    "The northern pier will be closed to walkers until the end of the month, so that new bollards can be put up there.",
]


def page(paragraphs, title="Le port rouvre", charset="utf-8"):
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    head = f"<title>{title}</title><meta property='article:published_time' content='2026-03-03'>"
    return f"<html lang='fr'><head>{head}</head><body><article><h1>{title}</h1>{text}</article></body></html>".encode(
        charset
    )


class Pages(BaseHTTPRequestHandler):
    asked: ClassVar[list[tuple[str, str, float]]] = []
    robots = b"User-agent: *\nDisallow: /prive\n"
    busy = 1

    def log_message(self, *_):
        pass

    def say(self, status, data=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        path = urlsplit(self.path).path
        Pages.asked.append((path, self.headers["User-Agent"], time.monotonic()))
        port = self.server.server_address[1]
        answers = {
            "/robots.txt": lambda: self.say(200, Pages.robots),
            "/port": lambda: self.say(200, page(BODY), Content_Type="text/html; charset=utf-8"),
            "/encore": lambda: self.say(200, page(BODY)),
            "/latin": lambda: self.say(
                200, page(OTHER, "Au son des livres", "latin-1"), Content_Type="text/html; charset=latin-1"
            ),
            "/gzip": lambda: self.say(200, gzip.compress(page(OTHER, "Au son des livres")), Content_Encoding="gzip"),
            "/gzip-faux": lambda: self.say(200, b"rien", Content_Encoding="gzip"),
            "/bombe": lambda: self.say(200, gzip.compress(b"a" * 50_000_000), Content_Encoding="gzip"),
            "/change": lambda: self.say(200, page([*BODY[:2], OTHER[0]])),
            "/ailleurs": lambda: self.say(301, Location="/port"),
            "/boucle": lambda: self.say(302, Location="/boucle"),
            "/prison": lambda: self.say(302, Location=f"http://localhost:{port}/port"),
            "/fichier": lambda: self.say(302, Location="file:///etc/passwd"),
            "/perdu": lambda: self.say(404),
            "/sauve": lambda: self.say(410),
            "/panne": lambda: self.say(500),
            "/anglais": lambda: self.say(200, page(ENGLISH, "The harbour")),
            "/liste": lambda: self.say(
                200, b"<html><body><ul>" + b"<li><a href='/x'>x</a></li>" * 50 + b"</ul></body></html>"
            ),
            "/mur": lambda: self.say(200, b"<html><body><div>Acceptez les cookies pour continuer.</div></body></html>"),
            "/vide": lambda: self.say(200),
            "/copie": lambda: self.say(200, page(OTHER, "Au son des livres")),
            "/archive": lambda: self.say(200, self.closest(port)),
            "/occupe": self.occupied,
            "/geant": self.giant,
            "/lent": self.slow,
        }
        with suppress(BrokenPipeError, ConnectionResetError):
            answers.get(path, lambda: self.say(404))()

    def closest(self, port):
        url = parse_qs(urlsplit(self.path).query)["url"][0]
        found = {"url": f"http://127.0.0.1:{port}/copie"} if url.endswith("/sauve") else None
        return json.dumps({"archived_snapshots": {"closest": found} if found else {}}).encode()

    def occupied(self):
        Pages.busy -= 1
        if Pages.busy >= 0:
            self.say(429, Retry_After="0")
        else:
            self.say(200, page(OTHER, "Au son des livres"))

    def giant(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(3200):  # 200 MB
            self.wfile.write(b"a" * 65_536)

    def slow(self):
        self.send_response(200)
        self.end_headers()
        while True:  # endless
            self.wfile.write(b"<p>")
            self.wfile.flush()
            time.sleep(0.02)


@pytest.fixture(scope="module")
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def fetcher(**how):
    return Fetcher(**{"named": {"127.0.0.1"}, "delay": 0.0, "retries": 1, "timeout": 5.0, "deadline": 0.3, **how})


def collected(server, folder, *paths, known=None, **how):
    rows = [(path.strip("/") or "x", server + path, "fanal", "port", "2026-03-03") for path in paths]
    pages = pd.DataFrame(rows, columns=["article_id", "url", "outlet", "event", "published"])
    if known:
        pages["fingerprint"] = pages["article_id"].map(known).fillna("")
    table = collect(pages, STUDY, folder, fetcher(**how), archive=f"{server}/archive")
    return table.set_index("article_id")


def text_of(paragraphs, title):
    return "\n\n".join([title, *paragraphs])


def test_same_changed_another_and_new(server, tmp_path):
    known = dict.fromkeys(["port", "change", "latin"], fingerprint(text_of(BODY, "Le port rouvre")))
    found = collected(server, tmp_path, "/port", "/change", "/latin", known=known)
    assert found["status"].to_dict() == {"port": "same", "change": "changed", "latin": "another"}
    assert (found["from"] == "live").all() and (found["reason"] == "").all()
    assert collected(server, tmp_path / "2", "/gzip")["status"].tolist() == ["new"]


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/perdu", "gone", "gone, and not in the archive"),
        ("/prive", "failed", "refused by robots.txt"),
        ("/panne", "failed", "answered 500"),
        ("/boucle", "failed", "too many redirects"),
        ("/prison", "failed", "localhost is a private address that the list does not name"),
        ("/fichier", "failed", "no address of the web"),
        ("/geant", "failed", "larger than 10,000,000 bytes"),
        ("/bombe", "failed", "larger than 10,000,000 bytes"),
        ("/gzip-faux", "failed", "damaged (gzip)"),
        ("/lent", "failed", "not read within 0 seconds"),
        ("/anglais", "set aside", "not a French text: it looks like English"),
        ("/liste", "set aside", "not a French text"),
        ("/vide", "set aside", "the file is empty"),
        ("/mur", "set aside", "5 words are no article (at least 40)"),
    ],
)
def test_what_is_not_collected_is_told(server, tmp_path, path, status, reason):
    found = collected(server, tmp_path, path, deadline=5.0 if path in ("/geant", "/bombe") else 0.3).iloc[0]
    assert found["status"] == status and reason in found["reason"]
    assert not list(tmp_path.glob("*.txt"))


def test_a_page_that_is_gone_comes_from_the_archive(server, tmp_path):
    found = collected(server, tmp_path, "/sauve").iloc[0]
    assert (found["status"], found["from"]) == ("new", "archive")
    assert "instruments de musique" in (tmp_path / "sauve.txt").read_text("utf-8")


def test_a_host_that_is_busy_is_asked_again(server, tmp_path):
    Pages.busy = 1
    assert collected(server, tmp_path, "/occupe").iloc[0]["status"] == "new"
    Pages.busy = 9
    assert "answered 429" in collected(server, tmp_path / "2", "/occupe").iloc[0]["reason"]


def test_redirects_charsets_and_two_addresses_of_one_text(server, tmp_path):
    found = collected(server, tmp_path, "/ailleurs", "/latin", "/encore")
    assert found["status"].to_dict() == {"ailleurs": "new", "latin": "new", "encore": "set aside"}
    assert found.loc["encore", "reason"] == "the same text as ailleurs"
    assert "bibliothèque" in (tmp_path / "latin.txt").read_text("utf-8")
    assert (tmp_path / "collected.csv").read_text("utf-8").count("\n") == 4


def test_what_was_fetched_is_not_asked_for_again(server, tmp_path):
    first = collected(server, tmp_path, "/port", "/perdu")
    Pages.asked.clear()
    pd.testing.assert_frame_equal(first, collected(server, tmp_path, "/port", "/perdu"))
    assert "/port" not in {path for path, *_ in Pages.asked} and "/perdu" in {path for path, *_ in Pages.asked}


def test_one_request_a_while_and_a_name(server):
    Pages.asked.clear()
    waits = []
    polite = fetcher(delay=1.0, wait=waits.append, now=lambda: 100.0)
    polite.page(f"{server}/port")
    polite.page(f"{server}/port")
    assert waits == [1.0, 1.0]  # after robots.txt, and after the first page
    assert {agent for _, agent, _ in Pages.asked} == {fetching.AGENT} and "framing" in fetching.AGENT


def test_no_host_no_page():
    for url in ("", "port", "ftp://127.0.0.1/x", "http://", "http://[::1", "http://127.0.0.1:99999/", "http://a b/"):
        with pytest.raises(FetchError, match="no address of the web"):
            fetcher().page(url)
    with pytest.raises(FetchError, match="refused by robots"):  # a host that does not answer allows nothing
        fetcher().page("http://127.0.0.1:9/x")
    for private in ("http://127.0.0.1/", "http://10.0.0.1/", "http://169.254.169.254/latest/", "http://[::1]/"):
        with pytest.raises(FetchError, match="private address"):
            fetcher(named=()).page(private)


@pytest.mark.parametrize(
    ("pages", "message"),
    [
        ({"url": ["u"]}, "no column article_id"),
        ({"article_id": ["a", "a"], "url": ["u", "v"]}, "article_id a twice"),
        ({"article_id": ["a", "b"], "url": ["u", "u"]}, "url u twice"),
        ({"article_id": ["../a"], "url": ["u"]}, "no safe name"),
    ],
)
def test_a_list_with_a_mistake(tmp_path, pages, message):
    with pytest.raises(CorpusError, match=message):
        collect(pd.DataFrame(pages), STUDY, tmp_path)


def test_the_command(server, tmp_path, capsys):
    (tmp_path / "study.toml").write_text(
        '[study]\nname = "e"\ntitle = "E"\n[groups.a]\nname = "A"\n[outlets.fanal]\nname = "Le Fanal"\ngroup = "a"\n',
        "utf-8",
    )
    (tmp_path / "pages.csv").write_text(
        f"article_id,url,outlet,keep\np1,{server}/port,fanal,yes\np2,{server}/x,fanal,no\n", "utf-8"
    )
    call = [
        "collect",
        str(tmp_path / "pages.csv"),
        "--study",
        str(tmp_path / "study.toml"),
        "--out",
        str(tmp_path / "out"),
    ]
    assert main(call) == 0
    said = capsys.readouterr().out
    assert "new" in said and "other people's" in said and (tmp_path / "out" / "p1.txt").exists()
    (tmp_path / "pages.csv").write_text(f"article_id,url,outlet\np3,{server}/prive,fanal\n", "utf-8")
    assert main(call) == 1 and "refused by robots.txt" in capsys.readouterr().out


def test_a_day_outside_the_event(server, tmp_path):
    pages = pd.DataFrame(
        [("port", f"{server}/port", "fanal", "port", "2026-04-01")],
        columns=["article_id", "url", "outlet", "event", "published"],
    )
    found = collect(pages, STUDY, tmp_path, fetcher()).iloc[0]
    assert found["status"] == "set aside"
    assert found["reason"].startswith("dated 2026-04-01, outside the days of port (2026-03-01 to 2026-03-09)")
