"""The organisation file: its name, colour and logo, and what no logo may be."""

import struct
import zlib
from pathlib import Path

import pytest

from colonnade.content.logo import MOST_BYTES, BadLogo, logo_of
from colonnade.content.organisation import read_organisation
from colonnade.core.errors import BadOrganisation

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
PLAIN = SVG.format('<defs><linearGradient id="a"/></defs><path d="M0 0h9" style="fill:url(#a)"/>')


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height))) if width < 99 else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def written(folder: Path, text: str) -> Path:
    path = folder / "organisation.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_name_colour_and_a_logo_beside_the_file_are_read(tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(PLAIN)
    organisation = read_organisation(written(tmp_path, 'name: Nordwind\ncolour: "#7a1f5c"\nlogo: logo.svg\n'))
    branding = organisation.branding
    assert (branding.name, branding.colour) == ("Nordwind", "#7a1f5c")
    assert branding.logo is not None and branding.logo.kind == "svg"


def test_a_file_without_them_dresses_nothing(tmp_path: Path) -> None:
    branding = read_organisation(written(tmp_path, "top_tier: gold\n")).branding
    assert (branding.name, branding.logo, branding.colour) == ("", None, None)


@pytest.mark.parametrize("name", ["../logo.svg", "/etc/hostname", "deep/logo.svg"])
def test_a_logo_elsewhere_is_not_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadOrganisation, match=f"organisation.yaml:2: '{name}' is not the name of a file beside"):
        read_organisation(written(tmp_path, f"name: Nordwind\nlogo: {name}\n"))


def test_a_logo_that_is_not_there_and_a_colour_that_is_none_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadOrganisation) as refused:
        read_organisation(written(tmp_path, "colour: red\nlogo: logo.png\n"))
    assert [problem.line for problem in refused.value.problems] == [1, 2]


@pytest.mark.parametrize("data", [png(9, 9), PLAIN.encode()])
def test_plain_pictures_are_taken(data: bytes) -> None:
    assert logo_of(data).data == data


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<image href="file:///etc/passwd"/>', "<image>, href="),
        ('<use href="http://127.0.0.1/x"/>', "<use>, href="),
        ("<foreignObject/>", "<foreignObject>"),
        ("<style>@import url(http://127.0.0.1)</style>", "<style>"),
        ('<path onload="alert(1)"/>', "onload="),
        ('<path fill="url( http://127.0.0.1/#a )"/>', "fill="),
        ("<path style=\"fill:url('file:///etc/passwd')\"/>", "style="),
        ("<text>x</text>", "<text>"),
    ],
)
def test_an_svg_that_is_more_than_shapes_is_refused_with_what_it_holds(inside: str, fault: str) -> None:
    with pytest.raises(BadLogo, match="the logo's SVG holds") as refused:
        logo_of(SVG.format(inside).encode())
    assert fault in str(refused.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"x" * (MOST_BYTES + 1), "at most 500,000"),
        (png(100_000, 100_000), "100,000 by 100,000 pixels"),
        (png(0, 5), "0 by 5 pixels"),
        (b"\x89PNG\r\n\x1a\nshort", "no whole PNG"),
        (b"GIF89a", "neither PNG nor well-formed SVG"),
        (b"\xff\xfe<svg/>", "neither PNG nor SVG in UTF-8"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>', "document type"),
        (b"<svg/>", "not <svg>"),
        (SVG.format("<g/>" * 3000).encode(), "3,001 elements"),
        (SVG.format("<g>" * 90_000).encode(), "well-formed"),
    ],
)
def test_what_is_no_logo_is_refused_with_why(data: bytes, said: str) -> None:
    with pytest.raises(BadLogo, match=said):
        logo_of(data)
