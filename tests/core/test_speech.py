"""Sentences are in English as written, until somebody says how else to speak."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from threading import Thread

from colonnade.core import speech
from colonnade.core.observations import DOUBT_WORDS
from colonnade.core.speech import AS_WRITTEN, Words, gettext, listed, ngettext, speaking

LOUD = replace(
    AS_WRITTEN,
    language="loud",
    gettext=str.upper,
    ngettext=lambda one, many, number: (one if number == 1 else many).upper(),
    number=lambda value: f"{value:,}".replace(",", "'"),
)


def test_by_default_a_text_is_itself() -> None:
    assert gettext("an answer") == "an answer"
    assert [ngettext("row", "rows", n) for n in (0, 1, 2)] == ["rows", "row", "rows"]
    assert speech.number(Decimal("12345.50")) == "12,345.50"
    assert speech.day(date(2026, 9, 3)) == "3 Sep 2026"


def test_what_is_spoken_ends_with_its_block_even_by_an_error() -> None:
    try:
        with speaking(LOUD):
            assert (gettext("so"), ngettext("row", "rows", 2)) == ("SO", "ROWS")
            assert speech.number(1234) == "1'234"
            raise ValueError
    except ValueError:
        assert gettext("so") == "so"


def test_another_thread_is_not_spoken_for() -> None:
    heard = []
    with speaking(LOUD):
        thread = Thread(target=lambda: heard.append(gettext("so")))
        thread.start()
        thread.join()
    assert heard == ["so"]


def test_a_table_of_words_answers_in_the_language_spoken_however_it_is_asked() -> None:
    words = Words({"a": "apple", "b": "pear"})
    with speaking(LOUD):
        assert [words["a"], words.get("b"), *words.values()] == ["APPLE", "PEAR", "APPLE", "PEAR"]
        assert DOUBT_WORDS["too_few_rows"] == "TOO FEW ROWS"
    assert dict(words) == {"a": "apple", "b": "pear"}
    assert words.get("c") is None


def test_a_list_of_words_ends_with_and() -> None:
    assert [listed([]), listed(["a"]), listed(["a", "b"]), listed("abc")] == ["", "a", "a and b", "a, b and c"]
