"""One page of the web, asked for politely and never trusted: bounded in time and size, and no way into a private network."""

import http.client
import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

AGENT = "framing/1 (+https://pypi.org/project/framing/; research on news)"
MAX_BYTES = 10_000_000  # of a page, packed or unpacked
MAX_REDIRECTS = 5
CHUNK = 65_536
NOTHING = ("User-agent: *", "Disallow: /")
REDIRECTS, PASSING = {301, 302, 303, 307, 308}, {429, 500, 502, 503, 504}
MAX_WAIT = 60.0  # seconds that a host may ask to wait


class FetchError(Exception):
    """Why a page was not fetched, in a few words."""


class Page(NamedTuple):
    """What a host answered: where the page was in the end, its status, its bytes and the charset that the header declares."""

    url: str
    status: int
    data: bytes
    charset: str


@dataclass
class Fetcher:
    """Fetches pages: robots.txt is obeyed, one request a second and host, retries with backoff, nothing without end.

    `named` are hosts that the user's own list names: they may lie in a private network; a host that a redirect names may not.
    `wait` and `now` are the clock's.
    """

    named: Iterable[str] = ()
    agent: str = AGENT
    delay: float = 1.0
    retries: int = 2
    timeout: float = 20.0
    deadline: float = 60.0
    wait: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _last: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def page(self, url: str) -> Page:
        """The page at an address, redirects followed.

        Raises FetchError: no address of the web, a private address, refused by robots.txt, too many redirects, too large, too
        slow, no answer.
        """
        for _ in range(MAX_REDIRECTS + 1):
            if not self._robots_of(url).can_fetch(self.agent, url):
                raise FetchError("refused by robots.txt")
            page, location = self._patiently(url)
            if not location:
                return page
            url = urljoin(url, location)
        raise FetchError("too many redirects")

    def _patiently(self, url: str) -> tuple[Page, str]:
        """The answer of a host, asked again after a passing failure."""
        for attempt in range(self.retries + 1):
            pause = self.delay * 2.0 ** (attempt + 1)
            try:
                page, headers = self._ask(url)
            except (OSError, http.client.HTTPException) as error:
                if attempt == self.retries:
                    raise FetchError(f"no answer ({type(error).__name__})") from error
            else:
                if page.status not in PASSING or attempt == self.retries:
                    return page, headers.get("Location", "") if page.status in REDIRECTS else ""
                asked = headers.get("Retry-After", "")
                pause = min(float(asked), MAX_WAIT) if asked.isdecimal() else pause
            self.wait(pause)
        raise AssertionError("the last attempt returns or raises")

    def _robots_of(self, url: str) -> RobotFileParser:
        """The rules of a host (RFC 9309): none where it has no file, and nothing allowed where it does not answer."""
        host = _host(url)
        if host not in self._robots:
            rules = RobotFileParser()
            self._robots[host] = rules
            rules.parse([])
            try:
                page, _ = self._ask(urljoin(url, "/robots.txt"))
                if page.status == 200:
                    rules.parse(page.data.decode("utf-8", "replace").splitlines())
                elif page.status >= 500:
                    rules.parse(NOTHING)
            except (OSError, http.client.HTTPException):
                rules.parse(NOTHING)
        return self._robots[host]

    def _ask(self, url: str) -> tuple[Page, http.client.HTTPMessage]:
        """One request, at least `delay` after the last one to the host; nothing is followed."""
        parts, host = urlsplit(url), _host(url)
        rules = self._robots.get(host)
        delay = max(self.delay, min(float((rules and rules.crawl_delay(self.agent)) or 0), MAX_WAIT))
        left = self._last.get(host, -MAX_WAIT) + delay - self.now()
        if left > 0:
            self.wait(left)
        self._last[host] = self.now()
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port or kind.default_port, timeout=self.timeout)
        connection._create_connection = self._connected  # type: ignore[attr-defined]
        with closing(connection):
            path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "GET",
                path.encode("ascii", "ignore").decode(),
                headers={"User-Agent": self.agent, "Accept-Encoding": "gzip"},
            )
            answer = connection.getresponse()
            data = self._read(answer)
            charset = answer.headers.get_content_charset() or ""
            return Page(url, answer.status, data, charset), answer.headers

    def _connected(self, address: tuple[str, int], *rest: object) -> socket.socket:
        """A connection to a host, to an address that was looked at: what a name means may change between look and use."""
        host, port = address
        for *_, found in _literal(host) or socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            if host in set(self.named) or ipaddress.ip_address(str(found[0]).partition("%")[0]).is_global:
                return socket.create_connection((str(found[0]), port), timeout=self.timeout)
        raise FetchError(f"{host} is a private address that the list does not name")

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        """The body, unpacked, as long as it is neither too large nor too slow."""
        end, parts, size = self.now() + self.deadline, [], 0
        unpack = zlib.decompressobj(31) if answer.headers.get("Content-Encoding", "") == "gzip" else None
        while chunk := answer.read1(CHUNK):
            try:
                part = unpack.decompress(chunk, MAX_BYTES) if unpack else chunk
            except zlib.error as error:
                raise FetchError("damaged (gzip)") from error
            size += len(part)
            if size > MAX_BYTES or (unpack and unpack.unconsumed_tail):
                raise FetchError(f"larger than {MAX_BYTES:,} bytes")
            if self.now() > end:
                raise FetchError(f"not read within {self.deadline:.0f} seconds")
            parts.append(part)
        return b"".join(parts)


def _literal(host: str) -> list[tuple[tuple[str]]]:
    """A host that is written as a number, as `socket.getaddrinfo` gives it: no name is asked for."""
    try:
        return [((str(ipaddress.ip_address(host)),),)]
    except ValueError:
        return []


def _host(url: str) -> str:
    """Scheme, host and port of an address; FetchError for what is no address of the web."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise FetchError("no address of the web") from error
    if parts.scheme not in ("http", "https") or not host or re.search(r"[\s\x00-\x1f]", url):
        raise FetchError("no address of the web")
    return f"{parts.scheme}://{parts.netloc}"
