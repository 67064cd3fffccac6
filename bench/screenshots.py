"""Pictures of the report's pages as a phone, a tablet and a laptop show them, in light and in dark; and whether they fit.

    python bench/screenshots.py [--site build/report] [--out build/screenshots] [--pages index 06_same_event] [--first-screen]

A page fits when nothing makes it wider than the screen (`document.scrollWidth` against `innerWidth`) and when it asks no other
host for anything; what does not fit is told, and the exit status is then 1. Needs a Chromium or Chrome, which is driven by its
devtools protocol over a pipe: no port, no package.
"""

import argparse
import base64
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

ROOT = Path(__file__).parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = {360: 740, 768: 1024, 1280: 800}  # the screen's width and height, in CSS pixels
SCHEMES = ("light", "dark")
LONGEST = 16_000  # a longer page is cut: no browser draws a larger picture
LOCAL = ("file:", "data:", "blob:", "about:")
WIDER = """[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => { for (let p = e; p && p !== document.body; p = p.parentElement) { const style = getComputedStyle(p);
    if (style.position === 'fixed' || p !== e && /auto|scroll/.test(style.overflowX)) return false; } return true; })
  .slice(0, 3).map(e => e.tagName.toLowerCase() + '.' + String(e.className).replaceAll(' ', '.'))"""
MEASURE = f"JSON.stringify([document.documentElement.scrollWidth, innerWidth, {WIDER}])"


class Seen(NamedTuple):
    """How a page came out: its picture, how wide it is on how wide a screen, what sticks out, what it asked elsewhere."""

    picture: bytes
    width: int
    screen: int
    wider: list[str]
    elsewhere: list[str]


class Browser:
    """One tab of a browser that listens to a pipe."""

    def __init__(self, to: BinaryIO, back: BinaryIO) -> None:
        self._to, self._back, self._rest, self._ids = to, back, b"", itertools.count(1)
        self.events: list[dict[str, Any]] = []
        self._session: dict[str, str] = {}
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for domain in ("Page", "Network", "Runtime"):
            self.call(f"{domain}.enable")

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._back.fileno(), 1 << 16)
            if not read:
                raise SystemExit("the browser ended")
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def call(self, method: str, **parameters: object) -> dict[str, Any]:
        """The answer to a command of the protocol; events that come before it are kept."""
        number = next(self._ids)
        asked = {"id": number, "method": method, "params": parameters} | self._session
        self._to.write(json.dumps(asked).encode() + b"\0")
        while (message := self._message()).get("id") != number:
            self.events.append(message)
        if "error" in message:
            raise SystemExit(f"{method}: {message['error']['message']}")
        answer: dict[str, Any] = message["result"]
        return answer

    def wait(self, event: str) -> None:
        """Read on until an event has come."""
        while not any(message.get("method") == event for message in self.events):
            self.events.append(self._message())

    def see(self, page: Path, width: int, height: int, scheme: str, *, whole: bool = True) -> Seen:
        """A page on a screen of that size."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.events.clear()
        self.call("Page.navigate", url=page.resolve().as_uri())
        self.wait("Page.loadEventFired")
        self.call("Runtime.evaluate", expression="document.fonts.ready.then(() => 1)", awaitPromise=True)
        asked = [e["params"]["request"]["url"] for e in self.events if e.get("method") == "Network.requestWillBeSent"]
        measured = self.call("Runtime.evaluate", expression=MEASURE)["result"]["value"]
        long = self.call("Page.getLayoutMetrics")["cssContentSize"]["height"] if whole else height
        clip = {"x": 0, "y": 0, "width": width, "height": min(long, LONGEST), "scale": 1}
        shot = self.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        return Seen(base64.b64decode(shot), *json.loads(measured), [url for url in asked if not url.startswith(LOCAL)])


@contextmanager
def browser(program: str) -> Iterator[Browser]:
    """A browser of its own folder, ended afterwards."""
    (theirs, to), (back, answers) = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(prefix="framing-browser-", ignore_cleanup_errors=True) as folder:
        options = [
            "--headless",
            "--remote-debugging-pipe",
            f"--user-data-dir={folder}",
            "--disable-gpu",
            "--no-first-run",
        ]
        options += ["--hide-scrollbars", "--no-sandbox"] if os.geteuid() == 0 else ["--hide-scrollbars"]
        silent = os.open(os.devnull, os.O_WRONLY)
        wired = [(os.POSIX_SPAWN_DUP2, theirs, 3), (os.POSIX_SPAWN_DUP2, answers, 4), (os.POSIX_SPAWN_DUP2, silent, 2)]
        process = os.posix_spawn(program, [program, *options], os.environ, file_actions=wired)
        for ours in (theirs, answers, silent):
            os.close(ours)
        with os.fdopen(to, "wb", buffering=0) as write, os.fdopen(back, "rb", buffering=0) as read:
            tab = Browser(write, read)
            try:
                yield tab
            finally:
                tab._session = {}
                tab.call("Browser.close")
        os.waitpid(process, 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "report")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "screenshots")
    parser.add_argument("--pages", nargs="+", help="names of pages, without .html; all when left out")
    parser.add_argument(
        "--first-screen", action="store_true", help="what is seen without scrolling, not the whole page"
    )
    args = parser.parse_args()
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        raise SystemExit(f"no browser: none of {', '.join(NAMES)} is installed")
    pages = (
        [args.site / f"{name}.html" for name in args.pages]
        if args.pages
        else sorted(p for p in args.site.rglob("*.html") if "_static" not in p.parts)
    )
    if not pages:
        raise SystemExit(f"{args.site}: no pages: run framing report first")
    args.out.mkdir(parents=True, exist_ok=True)
    bad = 0
    with browser(program) as tab:
        for page, width, scheme in itertools.product(pages, WIDTHS, SCHEMES):
            seen = tab.see(page, width, WIDTHS[width], scheme, whole=not args.first_screen)
            name = "-".join(page.relative_to(args.site).with_suffix("").parts)
            (args.out / f"{name}-{width}-{scheme}.png").write_bytes(seen.picture)
            if seen.width > seen.screen or seen.wider or seen.elsewhere:
                bad += 1
                print(f"{name} at {width}, {scheme}: {seen.width} wide", *seen.wider, *seen.elsewhere)
    print(f"{len(pages)} pages, {len(pages) * len(WIDTHS) * len(SCHEMES)} pictures in {args.out}; {bad} do not fit")
    raise SystemExit(bad > 0)


if __name__ == "__main__":
    main()
