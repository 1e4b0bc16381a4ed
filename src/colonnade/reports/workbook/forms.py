"""Number formats: a cell holds the number, and shows it as every other format of the pack prints it."""

import re
from decimal import Decimal

from colonnade.reports.pack.figures import Figure
from colonnade.reports.wording import half_up

_PLAIN = re.compile(r"([A-Z]{3} )?(-?)([0-9][0-9,]*)(\.[0-9]+)?( %| [a-z0-9 ]+)?")
_SIGN = re.compile(r"[+−]")


def number_format(figure: Figure) -> str:
    """A format by which Excel shows `figure.value` as `figure.text`, to the last digit.

    What is no plain number, such as a range of stages or a held target, is the text itself over the number.
    """
    if _SIGN.match(figure.text):
        places = _places(figure.text)
        return f'"+"{places};"−"{places};{places}'
    plain = _PLAIN.fullmatch(figure.text)
    if plain is None or not _says(figure, plain):
        return literal(figure.text)
    currency, _, whole, fraction, unit = plain.groups()
    digits = ("#,##0" if len(whole) > 3 or figure.unit == "currency" else "0") + _places(fraction or "")[1:]
    if unit == " %":
        return f"{digits} %"
    return f"{literal(currency or '')}{digits}{literal(unit or '')}"


def _says(figure: Figure, plain: re.Match[str]) -> bool:
    """The number in the text is the value as rounded on paper, and not one end of a range."""
    _, sign, whole, fraction, unit = plain.groups()
    scale = 100 if unit == " %" else 1
    printed = Decimal(f"{'-' if sign else ''}{whole.replace(',', '')}{fraction or ''}")
    return printed == half_up(Decimal(str(figure.value)) * scale, len(fraction or ".") - 1)


def literal(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if text else ""


def _places(text: str) -> str:
    """The zeros of a number as printed: "0.00" for two places."""
    _, point, fraction = text.partition(".")
    return f"0.{'0' * len(fraction)}" if point else "0"
