"""Seconds and memory of reading a web archive: one of 100 MB and one of 1 GB, each in a process of its own.

    python bench/web_archive.py [--mb 100 1000]

The archives are made in a temporary folder: pages of the sample's articles and others in English, pictures between them.
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from framing.corpus.formats import Problem, read_file

TEXTS = Path(__file__).parent.parent / "data" / "sample" / "texts"
ENGLISH = (
    "The bridge that the people of the valley have been waiting for will be opened on Thursday, said the mayor. " * 20
)
PICTURE = 200_000  # bytes; pictures and scripts are most of what a browser fetches
FRENCH = 20  # one page in so many, as in a crawl of news


def make(path: Path, mb: int) -> None:
    texts = [file.read_text("utf-8") for file in sorted(TEXTS.glob("*.txt"))]
    with path.open("wb") as out:
        writer, i = WARCWriter(out, gzip=False), 0
        while out.tell() < mb * 1_000_000:
            title, _, body = (texts[i % len(texts)] if i % FRENCH == 0 else f"Page {i}\n{ENGLISH}").partition("\n")
            paragraphs = "".join(f"<p>{line}</p>" for line in body.splitlines() if line)
            page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
            add(writer, f"https://fanal.test/{i}", "text/html; charset=utf-8", page.encode("utf-8"))
            add(writer, f"https://fanal.test/{i}.png", "image/png", b"\x89PNG" + bytes(PICTURE))
            i += 1


def add(writer: WARCWriter, address: str, type_: str, data: bytes) -> None:
    headers = StatusAndHeaders("200 OK", [("Content-Type", type_)], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(address, "response", payload=io.BytesIO(data), http_headers=headers))


def read(path: Path) -> None:
    start, n = time.perf_counter(), {"articles": 0, "problems": 0}
    for found in read_file(path, path.name):
        n["problems" if isinstance(found, Problem) else "articles"] += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = path.stat().st_size / 1_000_000
    print(f"{size:6.0f} MB: {n}, {time.perf_counter() - start:.1f} s, {peak:.0f} MiB at most", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mb", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        read(args.one)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for mb in args.mb:
            path = Path(folder) / f"{mb}.warc"
            make(path, mb)
            subprocess.run([sys.executable, __file__, "--one", str(path)], check=True)
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
