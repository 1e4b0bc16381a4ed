"""Source shapes: what a system calls its files and columns, each a data file in `sources/`."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from colonnade.content.yaml_tree import Fields, Items, Text, Tree, read_tree
from colonnade.core.errors import BadModel
from colonnade.records.tables import TABLES

SOURCES = Path(__file__).parent / "sources"
GENERAL = "general"
CURRENCIES = (
    "usd", "eur", "gbp", "chf", "cad", "aud", "nzd", "jpy", "sek", "nok", "dkk", "pln", "czk", "huf", "inr", "sgd",
    "brl", "mxn", "zar", "ils", "cny", "krw",
)  # fmt: skip
"""Those that headings name, such as `ARR (EUR)`."""
_SIGNS = {"$": "usd", "€": "eur", "£": "gbp"}
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_WRAPPINGS = ("property_", "properties_")
"""What connector tools put before a system's own names."""


@dataclass(frozen=True, slots=True)
class ColumnNames:
    """Names a column goes by: `tiers` in order of trust, each with the reading it implies."""

    tiers: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    maybe: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Rows not to be taken: whose column says one of `words`, or anything at all where there are none.

    `where_blank`: only rows that say nothing in these columns, of which the file has one at least.
    """

    why: str
    columns: tuple[str, ...]
    words: tuple[str, ...]
    where_blank: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """Columns of another object of the same system, joined where each pair (ours, theirs) agrees.

    Either side of a pair may go by several names. `single`: where several rows agree, none is taken.
    """

    object: str
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    single: bool


@dataclass(frozen=True, slots=True)
class TableShape:
    """A kind of file. `table` None: known and no table of ours, and `why`; others may look things up in it.

    `signs`: a file is this kind when it holds a name of each set of one of them, and none of `without`, which only
    other kinds have. `instead_of`: when this can be read, that object is not, as its rows are told here.
    `also`: further kinds that the same file is at once. `constants`: what every row is, though no column says so.
    `second`: a list of customers beside the one of the CRM, whose accounts it joins where they are the same.
    """

    id: str
    object: str
    table: str | None
    why: str = ""
    files: tuple[str, ...] = ()
    signs: tuple[tuple[frozenset[str], ...], ...] = ()
    without: frozenset[str] = frozenset()
    columns: Mapping[str, ColumnNames] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[Refusal, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    instead_of: str | None = None
    also: tuple[str, ...] = ()
    second: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotTable:
    """A kind of file that is known and not read. `compared` names its account and day columns."""

    name: str
    columns: tuple[str, ...]
    why: str
    compared: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the general shape says besides kinds holds for the files of any system.

    `versions` are columns that date a row's state, `bookkeeping` how the columns of connector tools begin,
    `free_mail` the domains of nobody's company.
    """

    id: str
    system: str
    kinds: tuple[TableShape, ...]
    not_tables: tuple[NotTable, ...]
    refused: tuple[Refusal, ...]
    versions: tuple[str, ...]
    bookkeeping: tuple[str, ...]
    free_mail: tuple[str, ...]


@cache
def plain_name(name: str) -> str:
    """`Account Name`, `accountName` and `ACCOUNT-NAME` are `account_name`; `Kündigung` is `kuendigung`."""
    spelled = unicodedata.normalize("NFC", name.strip()).translate(_LETTERS)
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", spelled)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


@cache
def column_names(name: str) -> tuple[str, ...]:
    """The plain name; the one a connector tool wrapped; the one without a currency or a custom field's `_c`.

    And the short form that a long name gives in brackets: `Jahresumsatz Vertrag (ARR)` goes by `arr` too.
    """
    plain = plain_name(name)
    forms = [plain, *(plain.removeprefix(prefix) for prefix in _WRAPPINGS if plain.startswith(prefix))]
    stem, _, last = plain.rpartition("_")
    if stem and last in CURRENCIES:
        forms.append(stem)
    if stem and last == "c":
        forms.append(stem)
    if short := re.search(r"\(([A-Z]{3,5})\)$", name.strip()):
        forms.append(short.group(1).lower())
    return tuple(dict.fromkeys(forms))


def currency_in(name: str) -> str | None:
    """The currency a heading ends in: EUR of `ARR (EUR)`, `mrr_eur` and `MRR €`."""
    last = plain_name(name).rpartition("_")[2]
    code = last if last in CURRENCIES else _SIGNS.get(name.strip().strip("()[] ")[-1:])
    return code.upper() if code and plain_name(name) != code else None


@cache
def shapes() -> tuple[Shape, ...]:
    return tuple(_shape(path) for path in sorted(SOURCES.glob("*.yaml")))


@cache
def kinds() -> Mapping[str, TableShape]:
    """Every kind of file of every system by its id."""
    return {kind.id: kind for shape in shapes() for kind in shape.kinds}


@cache
def general() -> Shape:
    return next(shape for shape in shapes() if shape.id == GENERAL)


def _shape(path: Path) -> Shape:
    root = _fields(read_tree(path, BadModel))
    shape = _text(root["id"])
    found = [_kind(shape, name, _fields(tree)) for name, tree in _fields(root["tables"]).items()]
    if shape == GENERAL:
        there = {kind.object for kind in found}
        found += [TableShape(f"{shape}/{name}", name, name) for name in TABLES if name not in there]
    return Shape(
        shape,
        _text(root["system"]) if "system" in root else shape,
        tuple(found),
        tuple(_not_table(_fields(item)) for item in _items(root.get("not_tables"))),
        tuple(_refusal(item) for item in _items(root.get("refused"))),
        _texts(root.get("versions")),
        _texts(root.get("bookkeeping")),
        _texts(root.get("free_mail")),
    )


def _kind(shape: str, name: str, fields: dict[str, Tree]) -> TableShape:
    table = _text(fields["table"]) if "table" in fields else name
    columns = _fields(fields["columns"]) if "columns" in fields else {}
    left_out = _fields(fields["left_out"]) if "left_out" in fields else {}
    lookups = _fields(fields["lookups"]) if "lookups" in fields else {}
    return TableShape(
        f"{shape}/{name}",
        name,
        None if table == "none" else table,
        _text(fields["why"]) if "why" in fields else "",
        _texts(fields.get("files")),
        tuple(tuple(frozenset(_choices(name)) for name in _texts(item)) for item in _items(fields.get("signs"))),
        frozenset(map(plain_name, _texts(fields.get("without")))),
        {column: _column(_fields(names)) for column, names in columns.items()},
        {plain_name(column): _text(why) for column, why in left_out.items()},
        tuple(_refusal(item) for item in _items(fields.get("refused"))),
        tuple(_lookup(name, _fields(tree)) for name, tree in lookups.items()),
        _text(fields["instead_of"]) if "instead_of" in fields else None,
        _texts(fields.get("also")),
        "second" in fields,
        {name: _text(tree) for name, tree in _fields(fields["constants"]).items()}
        if "constants" in fields
        else {},
    )


def _column(fields: dict[str, Tree]) -> ColumnNames:
    tiers = tuple(
        (() if words in ("sure", "else") else tuple(words.split()), tuple(map(plain_name, _texts(names))))
        for words, names in fields.items()
        if words != "maybe"
    )
    return ColumnNames(tiers, tuple(map(plain_name, _texts(fields.get("maybe")))))


def _refusal(tree: Tree) -> Refusal:
    fields = _fields(tree)
    columns = tuple(map(plain_name, _texts(fields["columns"])))
    where_blank = tuple(map(plain_name, _texts(fields.get("where_blank"))))
    return Refusal(_text(fields["why"]), columns, _texts(fields.get("words")), where_blank)


def _lookup(name: str, fields: dict[str, Tree]) -> Lookup:
    pairs = {ours: theirs for ours, theirs in fields.items() if ours != "only"}
    return Lookup(
        name, tuple((_choices(ours), _choices(_text(theirs))) for ours, theirs in pairs.items()), "only" in fields
    )


def _choices(names: str) -> tuple[str, ...]:
    return tuple(map(plain_name, names.split("|")))


def _not_table(fields: dict[str, Tree]) -> NotTable:
    compared = _fields(fields["compared"]) if "compared" in fields else {}
    return NotTable(
        _text(fields["name"]),
        _texts(fields["columns"]),
        _text(fields["why"]),
        {what: _text(column) for what, column in compared.items()},
    )


def _fields(tree: Tree) -> dict[str, Tree]:
    assert isinstance(tree, Fields)
    return tree.fields


def _text(tree: Tree) -> str:
    assert isinstance(tree, Text)
    return tree.value


def _items(tree: Tree | None) -> tuple[Tree, ...]:
    return tree.items if isinstance(tree, Items) else ()


def _texts(tree: Tree | None) -> tuple[str, ...]:
    return tuple(_text(item) for item in _items(tree))
