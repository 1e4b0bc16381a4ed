"""How fast the web pages answer: the worked example on SQLite, and people who each read a page every five seconds.

python -m bench.web [--people N] [--seconds N] [--write]
"""

import argparse
import os
import platform
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from itertools import chain
from pathlib import Path
from socket import socket
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

COLONNADE = str(Path(sys.executable).with_name("colonnade"))
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
EVERY_SECONDS = 5
MOST_SECONDS = 300
WANTED_MS = 100
START_SECONDS = 120
NOT_PAGES = ("/take/", "/static/", "/accounts/", ".csv", ".ics", "/files/", "/new/")
"""Files to save are made once and kept; accounts are the library's."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the example: the cookie they hold and the pages their links lead to."""

    cookie: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    kind: str
    status: int
    ms: float


def main() -> int:
    parser = argparse.ArgumentParser(description="How fast the web pages answer.")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    arguments = parser.parse_args()
    return report(arguments.people, min(arguments.seconds, MOST_SECONDS), write=arguments.write)


def report(people: int = 50, seconds: int = 60, *, write: bool = False) -> int:
    with tempfile.TemporaryDirectory(prefix="colonnade-bench-") as folder, _example(Path(folder)) as (port, links):
        persons = [_signed_in(link, port) for link in links]
        before = os.getloadavg()[0]
        answers = _ask(port, persons, people, seconds)
        text = _told(answers, persons, people, seconds, (before, os.getloadavg()[0]))
    print(text)
    if write:
        _write(text)
    return 0 if _p95(answers) < WANTED_MS and not _failed(answers) else 1


@contextmanager
def _example(folder: Path) -> Iterator[tuple[int, list[str]]]:
    """The worked example, served from its own folder; its port and the links of its people."""
    port = _free_port()
    command = [COLONNADE, "demo", "--dir", str(folder), "--serve", "--no-open", "--port", str(port)]
    said = folder / "said.txt"
    with said.open("w") as out:
        server = subprocess.Popen(command, stdout=out, stderr=out, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        _wait(port, server, said)
        yield port, re.findall(rf"http://localhost:{port}/\S+/\S+", said.read_text())
    finally:
        server.terminate()
        server.wait(30)


def _free_port() -> int:
    with closing(socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, server: "subprocess.Popen[bytes]", said: Path) -> None:
    for _ in range(START_SECONDS * 5):
        with closing(socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if server.poll() is not None:
            break
        time.sleep(0.2)
    raise RuntimeError(f"the example did not start:\n{said.read_text()[-2000:]}")


def _signed_in(link: str, port: int) -> Person:
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    with browser.open(link) as page:
        address, body = page.geturl(), page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    assert token is not None, f"{link} shows no form to sign in by"
    with browser.open(address, urlencode({"csrfmiddlewaretoken": token[1]}).encode()) as page:
        start = urlsplit(page.geturl()).path
    cookie = "; ".join(f"{each.name}={each.value}" for each in jar)
    return Person(cookie, tuple(_pages(browser, port, start)))


def _pages(browser: OpenerDirector, port: int, start: str) -> Iterator[str]:
    """Every page that links lead to, each asked for once; of pages with a query only the first few of a kind."""
    seen, waiting, of_kind = {start}, [start], Counter[str]()
    while waiting:
        path = waiting.pop(0)
        try:
            with browser.open(f"http://localhost:{port}{path}") as page:
                body = page.read().decode() if page.headers.get_content_type() == "text/html" else ""
        except HTTPError as refused:
            if refused.code != 403:  # records, for who still scores
                raise
            continue
        yield path
        for found in re.findall(r'href="(/[^"#]*)', body):
            link = found.replace("&amp;", "&")
            is_new = link not in seen and not any(part in link for part in NOT_PAGES)
            if is_new and of_kind[_kind(link)] < 12:
                seen.add(link)
                of_kind[_kind(link)] += 1
                waiting.append(link)


def _kind(path: str) -> str:
    """The page without what it is of."""
    plain = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "*", path.partition("?")[0])
    plain = re.sub(r"/(dimensions|metrics|score|kinds|thresholds)/[^/]+/", r"/\1/*/", plain)
    return plain.removeprefix("/o/*").removeprefix("/assessments/*") or "/"


def _ask(port: int, persons: Sequence[Person], people: int, seconds: int) -> list[Answer]:
    began = time.monotonic() + 1
    with ThreadPoolExecutor(people) as pool:
        asked = [
            pool.submit(_reader, port, persons[number % len(persons)], number, people, began, seconds)
            for number in range(people)
        ]
        return list(chain.from_iterable(each.result() for each in asked))


def _reader(port: int, person: Person, number: int, people: int, began: float, seconds: int) -> list[Answer]:
    """One browser: a page every EVERY_SECONDS, from a moment of its own."""
    chance, answers = random.Random(number), []
    for turn in range(seconds // EVERY_SECONDS):
        due = began + turn * EVERY_SECONDS + number * EVERY_SECONDS / people
        time.sleep(max(0.0, due - time.monotonic()))
        path = chance.choice(person.pages)
        with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            asked = time.perf_counter()
            connection.request("GET", path, headers={"Host": f"localhost:{port}", "Cookie": person.cookie})
            answer = connection.getresponse()
            answer.read()
            answers.append(Answer(_kind(path), answer.status, (time.perf_counter() - asked) * 1000))
    return answers


def _p95(answers: Iterable[Answer]) -> float:
    return statistics.quantiles((answer.ms for answer in answers), n=20)[-1]


def _failed(answers: Iterable[Answer]) -> int:
    return sum(answer.status >= 400 for answer in answers)


def _told(
    answers: Sequence[Answer], persons: Sequence[Person], people: int, seconds: int, load: tuple[float, float]
) -> str:
    times = sorted(answer.ms for answer in answers)
    by_kind: dict[str, list[float]] = defaultdict(list)
    for answer in answers:
        by_kind[answer.kind].append(answer.ms)
    slowest = sorted(by_kind, key=lambda kind: -statistics.median(by_kind[kind]))[:6]
    pages = len(set(chain.from_iterable(person.pages for person in persons)))
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, load {load[0]:.1f} to {load[1]:.1f}"
    lines = [
        f"{people} people, a page every {EVERY_SECONDS} s for {seconds} s over {pages} pages: "
        f"{len(times)} answers, {_failed(answers)} failed. {machine}.",
        "",
        "| | p50 | p95 | most | wanted |",
        "|---|---:|---:|---:|---:|",
        f"| every page | {statistics.median(times):.0f} ms | {_p95(answers):.0f} ms | {times[-1]:.0f} ms "
        f"| p95 under {WANTED_MS} ms |",
        *(
            f"| `{kind}` ({len(by_kind[kind])}) | {statistics.median(by_kind[kind]):.0f} ms | "
            f"| {max(by_kind[kind]):.0f} ms | |"
            for kind in slowest
        ),
    ]
    return "\n".join(lines)


def _write(text: str) -> None:
    """Into its place on the page, between two marks."""
    whole = PAGE.read_text()
    before, _, rest = whole.partition("<!-- web -->\n")
    _, _, after = rest.partition("<!-- end of web -->")
    PAGE.write_text(f"{before}<!-- web -->\n{text}\n<!-- end of web -->{after}")


if __name__ == "__main__":
    sys.exit(main())
