"""Office files from outside are zip packages: looked through, within bounds, before anything opens them as one."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import PurePosixPath
from typing import BinaryIO

_CHUNK = 65_536
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
"""The name of what a password locks; it never straddles two chunks, since names there stand in steps of 128."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file should be, in words and as its ending, and how much of it is let through.

    `nests`: it may hold other files, as charts hold their workbooks.
    """

    what: str
    ending: str
    most_parts: int
    most_unpacked: int
    nests: bool = False


class Refused(Exception):
    """Why a file is not opened: what follows its name in a sentence."""


class Damaged(Refused):
    """No package at all, or a broken one."""


def names_of(file: BinaryIO, expected: Expected) -> frozenset[str]:
    """The parts as the package lists them, unpacking none; raises Refused."""
    return frozenset(part.filename for part in _listed(file, expected))


def parts_of(file: BinaryIO, expected: Expected) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each part's name with its content in pieces, the last one empty; raises Refused, also while it is read.

    Whoever reads on to the end knows that the sizes did not lie: no part gives more than it declares here, and
    one that holds more fails its checksum. A library that takes such a part whole unpacks it all first.
    """
    for name, pieces in groupby(_pieces(file, expected), itemgetter(0)):
        yield name, map(itemgetter(1), pieces)


def _pieces(file: BinaryIO, expected: Expected) -> Iterator[tuple[str, bytes]]:
    listed = _listed(file, expected)
    try:
        with zipfile.ZipFile(file) as package:
            for part in listed:
                with package.open(part) as packed:
                    piece = packed.read(_CHUNK)
                    if not expected.nests and piece.startswith((_ZIP, _OLD_OFFICE)):
                        raise Refused("holds another file inside; take it out")
                    while piece:
                        yield part.filename, piece
                        piece = packed.read(_CHUNK)
                    yield part.filename, b""
    except _BROKEN as fault:
        raise _damaged(expected, fault) from None


def _listed(file: BinaryIO, expected: Expected) -> list[zipfile.ZipInfo]:
    file.seek(0)
    if file.read(len(_OLD_OFFICE)) == _OLD_OFFICE:
        raise Refused(_what_old_office(file, expected))
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
        _check(parts, expected)
        _refuse_overlaps(file, parts, expected)
    except _BROKEN as fault:
        raise _damaged(expected, fault) from None
    return parts


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)
"""What broken packages make the zip library stumble over."""


def _damaged(expected: Expected, fault: Exception) -> Damaged:
    return Damaged(f"is not a whole {expected.ending} {expected.what} ({fault})")


def _what_old_office(file: BinaryIO, expected: Expected) -> str:
    file.seek(0)
    if any(_PASSWORD in chunk for chunk in iter(lambda: file.read(_CHUNK), b"")):
        return "is protected with a password; save it without one"
    return f"is a {expected.what} of the old {expected.ending[:-1]} kind; save it as {expected.ending}"


def _check(parts: list[zipfile.ZipInfo], expected: Expected) -> None:
    what = expected.what
    if len(parts) > expected.most_parts:
        raise Refused(f"is a {what} of {len(parts):,} parts; at most {expected.most_parts:,} are read")
    if len({part.filename.casefold() for part in parts}) < len(parts):
        raise Refused(f"is a {what} with two parts of one name")
    for part in parts:
        _check_name(part.orig_filename, expected)
        if part.flag_bits & _ENCRYPTED:
            raise Refused("is protected with a password; save it without one")
        if part.compress_type not in _METHODS:
            raise Refused(f"is packed in a way that {what}s are not")
    if sum(part.file_size for part in parts) > expected.most_unpacked:
        raise Refused(f"unpacks to more than {expected.most_unpacked // 1_000_000} MB")


def _check_name(name: str, expected: Expected) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or any(sign in name for sign in "\\:\0"):
        raise Refused(f"is a {expected.what} with a part that points outside of it")
    if "vbaproject" in name.casefold():
        raise Refused(f"holds macros; save it as {expected.ending} without them")


def _refuse_overlaps(file: BinaryIO, parts: list[zipfile.ZipInfo], expected: Expected) -> None:
    """Parts that share bytes unpack one small text many times over."""
    end = 0
    for part in sorted(parts, key=lambda part: part.header_offset):
        if part.header_offset < end:
            raise Refused(f"is a {expected.what} whose parts overlap")
        file.seek(part.header_offset + 26)
        name_length, extra_length = struct.unpack("<HH", file.read(4))
        end = part.header_offset + _LOCAL_HEADER + name_length + extra_length + part.compress_size
