"""Packages from outside: what is whole and within bounds is let through, all else is refused and told why."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.content.packages import Damaged, Expected, Refused, names_of, parts_of

BOOK = Expected("workbook", ".xlsx", most_parts=20, most_unpacked=1_000_000)
DECK = Expected("presentation", ".pptx", most_parts=20, most_unpacked=1_000_000, nests=True)
OLD = b"\xd0\xcf\x11\xe0"
PARTS = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", "xl/empty.xml": b""}


def packed(contents: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as package:
        for name, content in contents.items():
            package.writestr(name, content)
    return into.getvalue()


def contents(data: bytes, expected: Expected = BOOK) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in parts_of(io.BytesIO(data), expected)}


def told(data: bytes, expected: Expected = BOOK) -> str:
    with pytest.raises(Refused) as refused:
        contents(data, expected)
    return str(refused.value)


def encrypted() -> bytes:
    data = bytearray(packed(PARTS))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    return bytes(data)


def named_twice() -> bytes:
    into = io.BytesIO(packed(PARTS))
    with zipfile.ZipFile(into, "a") as package:
        package.writestr("XL/Workbook.xml", "")
    return into.getvalue()


def overlapping() -> bytes:
    """Ten names for one and the same packed part."""
    name, content = b"xl/media/image0.png", b"0" * 40_000
    deflated, crc = zlib.compress(content, wbits=-15), zlib.crc32(content)
    sizes = (crc, len(deflated), len(content), len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, *sizes) + name
    central = b"".join(
        struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, 0)
        + name.replace(b"0", b"%d" % number)
        for number in range(10)
    )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 10, 10, len(central), len(local + deflated), 0)
    return local + deflated + central + end


def declaring(size: int, *, holds: int = 900_000) -> bytes:
    """A part whose headers say another size than it has."""
    data = packed(PARTS | {"xl/media/image1.png": b"0" * holds})
    return data.replace(struct.pack("<I", holds), struct.pack("<I", size))


POINTS_OUT = "is a workbook with a part that points outside of it"
TOO_MUCH = "unpacks to more than 1 MB"
LIED = "is not a whole .xlsx workbook (Bad CRC-32 for file 'xl/media/image1.png')"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "is not a whole .xlsx workbook (File is not a zip file)"),
    "text": (lambda: b"reviewer,dimension\n", "is not a whole .xlsx workbook (File is not a zip file)"),
    "cut short": (lambda: packed(PARTS)[:-30], "is not a whole .xlsx workbook (File is not a zip file)"),
    "old kind": (lambda: OLD + b"rest", "is a workbook of the old .xls kind; save it as .xlsx"),
    "password": (
        lambda: OLD + bytes(70_000) + "EncryptedPackage".encode("utf-16-le"),
        "is protected with a password; save it without one",
    ),
    "encrypted part": (encrypted, "is protected with a password; save it without one"),
    "many parts": (
        lambda: packed({f"{n}.xml": b"" for n in range(2_000)}),
        "is a workbook of 2,000 parts; at most 20 are read",
    ),
    "named twice": (named_twice, "is a workbook with two parts of one name"),
    "points up": (lambda: packed(PARTS | {"xl/../../evil.xml": b""}), POINTS_OUT),
    "points to the root": (lambda: packed(PARTS | {"/etc/evil.xml": b""}), POINTS_OUT),
    "points to a drive": (lambda: packed(PARTS | {"C:evil.xml": b""}), POINTS_OUT),
    "points with backslashes": (lambda: packed(PARTS | {"..\\evil.xml": b""}), POINTS_OUT),
    "macros": (lambda: packed(PARTS | {"xl/VBAProject.bin": b""}), "holds macros; save it as .xlsx without them"),
    "lzma": (lambda: packed(PARTS, zipfile.ZIP_LZMA), "is packed in a way that workbooks are not"),
    "overlapping": (overlapping, "is a workbook whose parts overlap"),
    "zip inside": (
        lambda: packed(PARTS | {"xl/a.bin": packed(PARTS)}),
        "holds another file inside; take it out",
    ),
    "old file inside": (lambda: packed(PARTS | {"xl/a.bin": OLD}), "holds another file inside; take it out"),
    "bomb": (lambda: packed(PARTS | {"a.png": bytes(30_000_000)}), TOO_MUCH),
    "bomb in many parts": (lambda: packed({f"{n}.png": bytes(100_000) for n in range(11)}), TOO_MUCH),
    "declared larger than it is": (lambda: declaring(2_000_000_000), TOO_MUCH),
    "declared smaller than it is": (lambda: declaring(10), LIED),
    "a bomb that is declared small": (lambda: declaring(10, holds=30_000_000), LIED),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_no_harmless_package_is_refused_and_told_why(kind: str) -> None:
    make, message = REFUSED[kind]
    assert told(make()) == message


def test_a_harmless_package_gives_each_part_whole() -> None:
    large = {"xl/worksheets/sheet1.xml": bytes(range(256)) * 1_000}
    assert contents(packed(PARTS | large)) == PARTS | large
    assert contents(packed(PARTS, zipfile.ZIP_STORED)) == PARTS


def test_a_part_that_was_passed_over_is_still_looked_through() -> None:
    with pytest.raises(Damaged, match="Bad CRC-32"):
        for _ in parts_of(io.BytesIO(declaring(10)), BOOK):
            pass


def test_the_names_are_read_without_unpacking_anything() -> None:
    assert names_of(io.BytesIO(packed(PARTS)), BOOK) == set(PARTS)
    assert "xl/media/image1.png" in names_of(io.BytesIO(declaring(10)), BOOK)
    with pytest.raises(Refused, match="points outside"):
        names_of(io.BytesIO(REFUSED["points up"][0]()), BOOK)


def test_what_may_hold_other_files_does_and_is_named_as_what_it_is() -> None:
    nested = PARTS | {"ppt/embeddings/chart.xlsx": packed(PARTS)}
    assert contents(packed(nested), DECK) == nested
    assert told(OLD, DECK) == "is a presentation of the old .ppt kind; save it as .pptx"
    assert told(packed({"ppt/vbaProject.bin": b""}), DECK) == "holds macros; save it as .pptx without them"


def test_a_bomb_that_is_declared_small_takes_no_memory() -> None:
    data = declaring(10, holds=60_000_000)
    tracemalloc.start()
    try:
        assert told(data) == LIED
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@given(st.data())
def test_any_byte_of_a_package_may_be_spoilt(data: st.DataObject) -> None:
    spoilt = bytearray(packed(PARTS))
    for place in data.draw(st.lists(st.integers(0, len(spoilt) - 1), min_size=1, max_size=4)):
        spoilt[place] = data.draw(st.integers(0, 255))
    try:
        contents(bytes(spoilt))
    except Refused as refused:
        assert str(refused)
