"""How the text of an export's column becomes a value, decided for the whole column, never cell by cell.

A reading is a list of words such as `("day_first",)` or `("decimal_comma", "yearly")`; each word is a rule
below. Only names of our own (`c0`, canonical columns) reach the SQL made here, never a user's text.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from colonnade.records.tables import MONEY_PLACES, SQL_TYPES, Column, Kind
from colonnade.records.vocabulary import synonyms

Reading = tuple[str, ...]

DATE_ORDERS = (
    "iso",
    "day_first",
    "month_first",
    "year_first",
    "month_name",
    "epoch_seconds",
    "epoch_milliseconds",
    "epoch_microseconds",
    "excel_serial",
    "compact",
)
DECIMAL_MARKS = ("decimal_point", "decimal_comma")
SCALES = {"yearly": "12", "quarterly": "3", "half_yearly": "6", "cents": "100"}
BY_OTHER_COLUMNS = {"minor_units": "currency", "per_interval": "interval", "times_quantity": "quantity"}
"""Amounts by their currency's smallest unit, for an interval of billing, for one of a quantity."""
INCLUSIVE = "inclusive"
"""A last day that still counts, where our end is the day after."""
STAGE_WORDS = ("won_words", "closed_words", "won_probability", "closed_probability", "open_flag")
"""Won and closed as the name of a stage or its probability (1 won, 0 lost) tells."""
DERIVED = ("trial_flag", "minutes_after_opened_at", "hours_after_opened_at")

WORDS: dict[Kind, tuple[str, ...]] = {
    "text": ("email_domain",),
    "choice": ("trial_flag",),
    "day": (*DATE_ORDERS, INCLUSIVE),
    "moment": (*DATE_ORDERS, "minutes_after_opened_at", "hours_after_opened_at"),
    "money": (*DECIMAL_MARKS, *SCALES, *BY_OTHER_COLUMNS),
    "monthly": (*DECIMAL_MARKS, *SCALES, *BY_OTHER_COLUMNS),
    "number": (*DECIMAL_MARKS, *SCALES, "inverse", "good_bad"),
    "integer": DECIMAL_MARKS,
    "boolean": STAGE_WORDS,
}

BLANKS = ("", "null", "none", "n/a", "#n/a", "nan", "-", "\\n")
TRUE_WORDS = ("true", "t", "yes", "y", "1", "x", "ja", "wahr")
FALSE_WORDS = ("false", "f", "no", "n", "0", "nein", "falsch")
NO_DATES = (
    "0", "1970-01-01", "1900-01-01", "1899-12-30", "1899-12-31", "0001-01-01", "0000-00-00",
    "01/01/1970", "1/1/1970", "01.01.1970", "1.1.1970", "01-01-1970", "01/01/1900", "1/1/1900", "01.01.1900",
)  # fmt: skip
"""What systems write into a date that is not there."""
EARLIEST, LATEST = "1990-01-01", "2100-01-01"

_CLOCK = r"([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?)?"
_ISO = r"\d{4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?"
_NUMBERED = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}" + _CLOCK
_DOTTED = r"\d{2}\.\d{2}\.(\d{4}|\d{2})" + _CLOCK
"""Written so where the day comes first."""
_SHORT = r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2}" + _CLOCK
"""With a year of two digits, which may stand last or first."""
_PATTERNS = {
    "iso": _ISO,
    "numbered": _NUMBERED,
    "short": _SHORT,
    "year_first": r"\d{4}[/.]\d{1,2}[/.]\d{1,2}" + _CLOCK,
    "month_name": r"(\d{1,2}[- ][A-Za-z]{3,9}[- ](\d{4}|\d{2})|[A-Za-z]{3,9} \d{1,2},? \d{4})" + _CLOCK,
    "epoch_seconds": r"\d{10}(\.\d+)?",
    "epoch_milliseconds": r"\d{13}",
    "epoch_microseconds": r"\d{16}",
    "excel_serial": r"[3-6]\d{4}(\.\d+)?",
    "compact": r"(19|20)\d{6}",
}
_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p")
_DAYS = {
    "day_first": ("%d-%m-%y", "%d-%m-%Y"),
    "month_first": ("%m-%d-%y", "%m-%d-%Y"),
    "year_first": ("%y-%m-%d", "%Y-%m-%d"),
    "month_name": ("%d %b %y", "%d %B %y", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y"),
}
_POINT = r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?"
_COMMA = r"[+-]?(\d{1,3}(\.\d{3})+|\d+)?(,\d+)?"
EITHER_ORDER = "no day is above 12, so day and month cannot be told apart"
_ORDER_MAJORITY = 20
"""How many times more cells must show one order of day and month before the rest count as slips."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The reading of a column, or the question it leaves open; `usual` is the likely answer, if there is one."""

    reading: Reading = ()
    question: str | None = None
    choices: tuple[str, ...] = ()
    usual: Reading = ()


def lacking_for(reading: Reading, told: Collection[str]) -> str | None:
    """The column without which an amount cannot be read so."""
    needed = (column for word, column in BY_OTHER_COLUMNS.items() if word in reading)
    return next((column for column in needed if column not in told), None)


def cleaned(text: str) -> str:
    """SQL for a cell without outer blanks, NULL where it says nothing."""
    blanks = ", ".join(f"'{word}'" for word in BLANKS)
    as_it_is = f"strlen({text}) > {max(map(len, BLANKS))} AND NOT prefix({text}, ' ') AND NOT suffix({text}, ' ')"
    return (
        f"CASE WHEN {as_it_is} THEN {text} WHEN lower(trim({text})) IN ({blanks}) THEN NULL ELSE trim({text}) END"
    )


def value(column: Column, text: str, reading: Reading) -> str:
    """SQL for the value of a cleaned cell, NULL where it cannot be read."""
    if "trial_flag" in reading:
        flag = _boolean(text)
        return f"CASE WHEN {flag} THEN 'trial' WHEN NOT {flag} THEN 'recurring' END"
    for word, seconds in (("minutes_after_opened_at", 60), ("hours_after_opened_at", 3600)):
        if word in reading:
            return f"opened_at + to_microseconds(TRY_CAST({_number(text, reading)} * {seconds}000000 AS BIGINT))"
    match column.kind:
        case "text":
            return f"split_part(lower({text}), '@', 2)" if "email_domain" in reading else _text(column.name, text)
        case "choice":
            return _choice(column, text)
        case "day" | "moment":
            day_after = " + INTERVAL 1 DAY" if INCLUSIVE in reading else ""
            return f"CAST({_moment(text, reading)}{day_after} AS {SQL_TYPES[column.kind]})"
        case "boolean":
            return _boolean_as(text, reading)
        case _:
            if "good_bad" in reading:
                return f"CASE lower({text}) WHEN 'good' THEN 5.0 WHEN 'bad' THEN 1.0 END"
            number = _fraction(text, reading) if column.kind == "number" else _number(text, reading)
            if "inverse" in reading:
                number = f"(1 / nullif({number}, 0))"
            if column.kind in MONEY_PLACES:
                number = f"round({_monthly(number, reading)}, {MONEY_PLACES[column.kind]})"
            return f"TRY_CAST({number} AS {SQL_TYPES[column.kind]})"


def _text(name: str, text: str) -> str:
    match name:
        case "currency":
            return f"upper({text})"
        case "domain" | "account_domain":
            return domain_of(text)
        case _:
            return text


def domain_of(text: str) -> str:
    """SQL for the domain of a web address."""
    return f"regexp_replace(lower({text}), '^(https?://)?(www\\.)?([^/:?#]*).*$', '\\3')"


def word_of(text: str) -> str:
    """SQL for `New Business` as `new_business`."""
    return f"trim(regexp_replace(lower({text}), '[^a-z0-9]+', '_', 'g'), '_')"


def _choice(column: Column, text: str) -> str:
    word = word_of(text)
    choices = ", ".join(f"'{choice}'" for choice in column.choices)
    ours: dict[str, list[str]] = {}
    for theirs, choice in synonyms(column.name, column.choices).items():
        ours.setdefault(choice, []).append(f"'{theirs}'")
    others = "".join(f" WHEN {word} IN ({', '.join(theirs)}) THEN '{choice}'" for choice, theirs in ours.items())
    return f"CASE WHEN {text} IN ({choices}) THEN {text} WHEN {word} IN ({choices}) THEN {word}{others} END"


def _boolean_as(text: str, reading: Reading) -> str:
    word, share = word_of(text), f"TRY_CAST(replace({text}, '%', '') AS DOUBLE)"
    if "won_words" in reading:
        return f"regexp_matches({word}, '^(closed_?)?won(_|$)')"
    if "closed_words" in reading:
        return f"regexp_matches({word}, '^(closed_?)?(won|lost)(_|$)')"
    if "won_probability" in reading:
        return f"{share} IN (1, 100)"
    if "closed_probability" in reading:
        return f"{share} IN (0, 1, 100)"
    if "open_flag" in reading:
        return f"NOT {_boolean(text)}"
    return _boolean(text)


def _monthly(number: str, reading: Reading) -> str:
    if "minor_units" in reading:
        number = f"({number} / {_minor_units('text_currency')})"
    if "times_quantity" in reading:
        number = f"({number} * coalesce({_number('text_quantity', ())}, 1))"
    if "per_interval" in reading:
        number = f"({number} / {months('text_interval', 'text_interval_count')})"
    return number


_NO_MINOR = (
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
)  # fmt: skip
_THOUSANDTHS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")


def _minor_units(currency: str) -> str:
    none, thousand = (", ".join(f"'{code}'" for code in codes) for codes in (_NO_MINOR, _THOUSANDTHS))
    code = f"upper({currency})"
    return f"(CASE WHEN {code} IN ({none}) THEN 1 WHEN {code} IN ({thousand}) THEN 1000 ELSE 100 END)"


_NUMBER_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "twelve": 12, "eighteen": 18}


def months(interval: str, count: str) -> str:
    """SQL for an interval of billing in months; a day is 12/365 of one."""
    word = word_of(interval)
    spelled = " ".join(f"WHEN contains({word}, '{name}') THEN {n}" for name, n in _NUMBER_WORDS.items())
    given = f"coalesce(TRY_CAST(regexp_extract({word}, '\\d+') AS DOUBLE), TRY_CAST({count} AS DOUBLE)"
    unit = (
        f"CASE WHEN regexp_matches({word}, 'semi|half|halbj') THEN 6.0"
        f" WHEN regexp_matches({word}, 'bi_?annual|bi_?month|bi_?week|fortnight') THEN NULL"
        f" WHEN regexp_matches({word}, 'quart|viertelj') THEN 3.0"
        f" WHEN regexp_matches({word}, 'year|annual|yr|jahr|j_hr|jaehr|^p?\\d*y$') THEN 12.0"
        f" WHEN regexp_matches({word}, 'month|mth|monat|^p?\\d*m(o)?$|^\\d+$') THEN 1.0"
        f" WHEN regexp_matches({word}, 'week|woche|w_ch|woech') THEN 84.0 / 365"
        f" WHEN regexp_matches({word}, 'day|daily|t_glich|taeglich|^\\d*_?tage?$|^p?\\d*d$') THEN 12.0 / 365 END"
    )
    return f"nullif({given}, CASE {spelled} ELSE 1 END) * {unit}, 0)"


def _boolean(text: str) -> str:
    yes, no = (", ".join(f"'{word}'" for word in words) for words in (TRUE_WORDS, FALSE_WORDS))
    return f"CASE WHEN lower({text}) IN ({yes}) THEN true WHEN lower({text}) IN ({no}) THEN false END"


def _bare_number(text: str) -> str:
    """SQL for a number without currency, spaces and accounting brackets."""
    return (
        f"regexp_replace(regexp_replace(regexp_replace({text}, '[\\s$€£¥_]|[A-Z]{{3}}', '', 'g'),"
        f" '^\\((.*)\\)$', '-\\1'), '^-+', '-')"
    )


def _digits(text: str, reading: Reading) -> str:
    bare = _bare_number(text)
    if "decimal_comma" in reading:
        return (
            f"CASE WHEN regexp_full_match({bare}, '{_COMMA}') THEN replace(replace({bare}, '.', ''), ',', '.') END"
        )
    return f"CASE WHEN regexp_full_match({bare}, '{_POINT}') THEN replace({bare}, ',', '') END"


def _number(text: str, reading: Reading) -> str:
    """A decimal; text becomes the wide one thirty times slower than the one that fits a machine's word."""
    digits = _digits(text, reading)
    return _scaled(
        f"coalesce(TRY_CAST({digits} AS DECIMAL(18, 8)), TRY_CAST({digits} AS DECIMAL(30, 8)))", reading
    )


def _fraction(text: str, reading: Reading) -> str:
    """A binary fraction, of any size."""
    number = f"TRY_CAST({_digits(text, reading)} AS DOUBLE)"
    return _scaled(f"(CASE WHEN isfinite({number}) THEN {number} END)", reading)


def _scaled(number: str, reading: Reading) -> str:
    divisors = [SCALES[word] for word in reading if word in SCALES]
    return f"({number} / {' / '.join(divisors)})" if divisors else number


def _moment(text: str, reading: Reading) -> str:
    order = next((word for word in reading if word in DATE_ORDERS), "iso")
    if order == "iso":
        moment = (
            f"CASE WHEN regexp_full_match({text}, '{_ISO}')"
            f" THEN make_timestamp(epoch_us(TRY_CAST({text} AS TIMESTAMPTZ))) END"
        )
    elif order.startswith("epoch"):
        per_unit = {"epoch_seconds": 1_000_000, "epoch_milliseconds": 1_000, "epoch_microseconds": 1}[order]
        micros = f"TRY_CAST({text} AS DECIMAL(30, 6)) * {per_unit}"
        moment = f"make_timestamp(TRY_CAST({micros} AS BIGINT))"
    elif order == "excel_serial":
        seconds = f"TRY_CAST(round(TRY_CAST({text} AS DOUBLE) * 86400) AS BIGINT)"
        moment = f"(TIMESTAMP '1899-12-30' + to_seconds({seconds}))"
    elif order == "compact":
        moment = f"try_strptime({text}, '%Y%m%d')"
    elif order == "month_name":
        moment = f"try_strptime(translate(replace({text}, 'T', 'T'), '-,', ' '), {_formats(order)})"
    else:
        moment = f"try_strptime(concat(translate({text}[:10], '/.', '--'), {text}[11:]), {_formats(order)})"
    return f"(CASE WHEN {moment} BETWEEN '{EARLIEST}' AND '{LATEST}' THEN {moment} END)"


def _formats(order: str) -> str:
    return "[" + ", ".join(f"'{day}{clock}'" for day in _DAYS[order] for clock in _CLOCKS) + "]"


def dated(text: str) -> str:
    """SQL for a cleaned cell of a date column, NULL where it is a date that stands for none."""
    none = ", ".join(f"'{word}'" for word in NO_DATES)
    return f"CASE WHEN {text}[:10] IN ({none}) THEN NULL ELSE {text} END"


def is_far_future(text: str) -> str:
    """SQL for an end date that means "no end", such as 31/12/9999."""
    return f"regexp_matches({text}, '\\b(2[1-9]|[3-9]\\d)\\d{{2}}\\b')"


def date_evidence(text: str, quick: str) -> list[str]:
    """SQL aggregates that `decide_dates` reads, in its order; a cell is in `quick` (ISO form), else in `text`."""
    matches = [f"count(*) FILTER (regexp_full_match({text}, '{pattern}'))" for pattern in _PATTERNS.values()]
    matches[0] += f" + count({quick})"
    numbered = f"regexp_full_match({text}, '{_NUMBERED}|{_SHORT}')"
    parts = r"^(\d+)[-/.](\d+)[-/.](\d+)"
    first, second, third = (f"TRY_CAST(regexp_extract({text}, '{parts}', {n}) AS INTEGER)" for n in (1, 2, 3))
    return [
        f"count({text}) + count({quick})",
        *matches,
        f"count(*) FILTER ({numbered} AND {first} > 12)",
        f"count(*) FILTER ({numbered} AND {second} > 12)",
        f"count(*) FILTER (regexp_full_match({text}, '{_DOTTED}'))",
        f"count(DISTINCT {first}) FILTER ({numbered})",
        f"count(DISTINCT {third}) FILTER ({numbered})",
    ]


def looks_dated(cells: Iterable[str]) -> bool:
    """Whether all cells that are filled are written as one of the ways of writing dates."""
    given = [cell for cell in cells if cell]
    return any(all(re.fullmatch(pattern, cell) for cell in given) for pattern in _PATTERNS.values())


def decide_dates(evidence: list[int]) -> Decision:
    """The one order in which a column's dates are written, from counts over all of its cells."""
    cells, *matches, first_over_12, second_over_12, dotted, firsts, thirds = evidence
    if not cells:
        return Decision(("iso",))
    shape, most = max(zip(_PATTERNS, matches, strict=False), key=lambda pair: pair[1])
    if most * 2 < cells:
        return Decision(question="no way of writing dates fits most of its cells", choices=DATE_ORDERS)
    if shape not in ("numbered", "short"):
        return Decision((shape,))
    orders: tuple[str, ...] = ("day_first", "month_first")
    if shape == "short" and first_over_12 and not second_over_12 and dotted != cells and firsts <= thirds:
        why = "a year of two digits may stand first or last"
        return Decision(question=why, choices=("day_first", "year_first"))
    if not first_over_12 and not second_over_12:
        return Decision((), EITHER_ORDER, orders, usual=("day_first",) if dotted == cells else ())
    if first_over_12 > _ORDER_MAJORITY * second_over_12:
        return Decision(("day_first",))
    if second_over_12 > _ORDER_MAJORITY * first_over_12:
        return Decision(("month_first",))
    return Decision(question="some cells put the day first and some the month", choices=orders)


def number_evidence(text: str, quick: str) -> list[str]:
    """SQL aggregates that `decide_decimals` reads, in its order; a cell is in `quick` (digits), else in `text`."""
    bare = _bare_number(text)
    point, comma = (f"regexp_full_match({bare}, '{pattern}')" for pattern in (_POINT, _COMMA))
    three = f"CASE WHEN {quick} LIKE '%.___' THEN regexp_full_match({quick}, '{_COMMA}') ELSE false END"
    return [
        f"count(*) FILTER ({point} AND NOT {comma}) + count(*) FILTER (contains({quick}, '.') AND NOT {three})",
        f"count(*) FILTER ({comma} AND NOT {point})",
        f"count(*) FILTER ({point} AND {comma} AND contains({bare}, ','))",
        f"count(*) FILTER ({point} AND {comma} AND contains({bare}, '.')) + count(*) FILTER ({three})",
    ]


def decide_decimals(evidence: list[int], kind: Kind) -> Decision:
    """Decimal point or comma; a lone mark before three digits parts thousands in whole numbers and money."""
    point, comma, undecided_commas, undecided_points = evidence
    if point and comma:
        mostly = point > _ORDER_MAJORITY * comma or comma > _ORDER_MAJORITY * point
        if not mostly:
            return Decision(question="some cells use a decimal point and some a comma", choices=DECIMAL_MARKS)
    if point or comma:
        return Decision(("decimal_comma",) if comma > point else ())
    if undecided_points and kind != "integer":
        return Decision(question="1.234 may be a thousand or a fraction here", choices=DECIMAL_MARKS)
    if undecided_points and undecided_commas:
        return Decision(question="points and commas both stand before three digits", choices=DECIMAL_MARKS)
    if undecided_points:
        return Decision(("decimal_comma",))
    return Decision()
