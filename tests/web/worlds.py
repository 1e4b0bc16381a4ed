"""Two worlds, alike but for what one reviewer hides: everything that everybody else can read, as bytes.

They are made one after the other, so tests that compare them use the `clock` that stands still.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.core import mail
from django.core.cache import cache
from django.db import transaction

from colonnade.web.assessments import scoring
from colonnade.web.assessments.models import Assessment
from web.casting import Cast, seat_of, signed_in
from web.routes import address, names

CSRF = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
TYPED = "?page=1&order=stage&q=sam&sort=-stage"
"""What a reader may try in an address."""
SKIPPED_HEADERS = ("date", "expires", "set-cookie")

Secret = Mapping[str, scoring.Said]
"""What the hidden reviewer says, by dimension."""


def readers(cast: Cast) -> Mapping[str, object]:
    """Everybody but the hidden reviewer, who is Sam."""
    return {name: getattr(cast, name) for name in ("owner", "facilitator", "rita", "viewer", "stranger")}


def everything(
    cast: Cast, who: str, paths: Mapping[str, str], queries: Sequence[str] = ("", TYPED)
) -> dict[str, bytes]:
    """Every answer to a reading request, with its headers; and all mail sent so far."""
    cache.clear()  # throttling counts requests, of which each world makes as many
    client = signed_in(getattr(cast, who))
    client.raise_request_exception = False
    found = {}
    for name, path in paths.items():
        for query in queries:
            answer = client.get(path + query)
            headers = sorted(f"{k}: {v}" for k, v in answer.headers.items() if k.lower() not in SKIPPED_HEADERS)
            body = CSRF.sub(b"[csrf]", answer.content)
            found[f"{name}{query}"] = b"\n".join(
                [str(answer.status_code).encode(), *map(str.encode, headers), body]
            )
    found["mail"] = "\n".join(f"{m.to} {m.subject} {m.body}" for m in mail.outbox).encode()
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is rolled back, so that both worlds grow from one and share every id."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def world(cast: Cast, assessment: Assessment, secret: Secret, then: Callable[[], None]) -> None:
    seat = seat_of(assessment, cast.sam)
    for dimension, said in secret.items():
        scoring.save(seat, dimension, said)
    then()


def reading_paths(cast: Cast, assessment: Assessment) -> dict[str, str]:
    """Every route that can be read. The invitation and the plan that they lead to are made, for all worlds."""
    owner = signed_in(cast.owner)
    owner.raise_request_exception = False  # a planted fault may break a page
    paths = {name: address(name, cast, assessment) for name in names()}
    with undone():
        return {name: path for name, path in paths.items() if owner.get(path).status_code != 405}


def differences(
    cast: Cast, assessment: Assessment, who: str, one: Callable[[], None], other: Callable[[], None]
) -> list[str]:
    """The surfaces by which a reader could tell the two worlds apart."""
    seen = []
    paths = reading_paths(cast, assessment)
    for make in (one, other):
        with undone():
            make()
            seen.append(everything(cast, who, paths))
    return [surface for surface in seen[0] if seen[0][surface] != seen[1][surface]]
