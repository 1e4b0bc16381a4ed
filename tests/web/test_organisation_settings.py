"""What an organisation says once of itself: checked, audited, never overwritten unseen, and in every report."""

import io
import re
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pptx import Presentation
from pptx.util import Inches

from colonnade.content.logo import MOST_BYTES
from colonnade.core.company import Company
from colonnade.web.assessments import results
from colonnade.web.assessments.models import Assessment
from colonnade.web.company import forms
from colonnade.web.company.models import Asset, Profile
from colonnade.web.people.models import AuditEntry
from colonnade.web.records.models import Load
from web.casting import Cast, signed_in
from web.test_reports import taken, words_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 8, height: int = 8) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + b"\x10\x80\x40" * 8 for _ in range(8))))
    return b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b"")


def presentation() -> bytes:
    made, file = Presentation(), io.BytesIO()
    made.slide_width, made.slide_height = Inches(10), Inches(5)
    made.save(file)
    return file.getvalue()


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def base(cast: Cast) -> str:
    return f"/o/{cast.harbour.pk}/settings/"


def seen(client: Client, cast: Cast, part: str) -> str:
    page = client.get(base(cast)).content.decode()
    found = re.search(rf'action="[^"]*/{part}/">.*?name="seen" value="([0-9a-f]+)"', page, re.DOTALL)
    assert found
    return found[1]


def say(client: Client, cast: Cast, part: str, **values: object) -> HttpResponse:
    answer = client.post(f"{base(cast)}{part}/", {"seen": seen(client, cast, part), **values})
    assert isinstance(answer, HttpResponse)
    return answer


def upload(client: Client, cast: Cast, kind: str, data: bytes, name: str = "file") -> HttpResponse:
    answer = client.post(f"{base(cast)}files/{kind}/", {"file": SimpleUploadedFile(name, data)})
    assert isinstance(answer, HttpResponse)
    return answer


def acts() -> list[str]:
    return list(AuditEntry.objects.filter(act__startswith="company.").values_list("act", flat=True))


@pytest.mark.parametrize("who", ["rita", "viewer", "stranger"])
def test_only_who_facilitates_says_it(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    assert client.get(base(cast)).status_code == 404
    assert client.post(f"{base(cast)}look/", {"name": "x", "paper": "a4"}).status_code == 404
    assert upload(client, cast, "logo", SVG).status_code == 404
    assert not Profile.objects.exists()
    assert not Asset.objects.exists()


# --- look ---------------------------------------------------------------------------------------------------


def test_name_colour_and_paper_are_kept_audited_once_and_in_the_report(cast: Cast, revealed: Assessment) -> None:
    client = signed_in(cast.facilitator)
    look = {"name": "Harbour Group", "colour": "#1F4E79", "paper": "letter"}
    assert say(client, cast, "look", **look).status_code == 302
    assert say(client, cast, "look", **look).status_code == 302
    assert acts() == ["company.changed"]
    entry = AuditEntry.objects.get(act="company.changed")
    assert entry.details == {
        "before": "name –, colour –, paper a4",
        "after": "name Harbour Group, colour #1f4e79, paper letter",
    }
    from pypdf import PdfReader

    page = PdfReader(io.BytesIO(taken(cast.rita, revealed, "summary").content)).pages[0]
    assert "Harbour Group" in page.extract_text()
    assert page.mediabox.width == 612


def test_a_colour_that_is_none_is_refused_in_place_and_nothing_typed_is_lost(cast: Cast) -> None:
    client = signed_in(cast.owner)
    answer = say(client, cast, "look", name="Kept as typed", colour="red; x:y", paper="a4")
    assert answer.status_code == 422
    assert b"Write a colour as #1f4e79" in answer.content
    assert b"Kept as typed" in answer.content
    assert not Profile.objects.exists()


@pytest.mark.parametrize(("colour", "words"), [("#1f4e79", b"take it as it is"), ("#ffcc00", b"same hue darker")])
def test_the_page_says_whether_words_in_the_colour_can_be_read(cast: Cast, colour: str, words: bytes) -> None:
    client = signed_in(cast.owner)
    say(client, cast, "look", name="", colour=colour, paper="a4")
    assert words in client.get(base(cast)).content


def test_who_was_overtaken_sees_what_it_says_now_and_keeps_what_they_typed(cast: Cast) -> None:
    first, second = signed_in(cast.owner), signed_in(cast.facilitator)
    old = seen(second, cast, "look")
    say(first, cast, "look", name="The first name", colour="", paper="a4")
    answer = second.post(f"{base(cast)}look/", {"seen": old, "name": "The second", "colour": "", "paper": "a4"})
    assert answer.status_code == 409
    assert b"The first name" in answer.content
    assert b'value="The second"' in answer.content
    assert Profile.objects.get().name == "The first name"
    assert say(second, cast, "facts", cs_team="8").status_code == 302
    assert say(second, cast, "look", name="The second", colour="", paper="a4").status_code == 302
    assert Profile.objects.get().name == "The second"
    assert len(acts()) == 3


def test_what_is_typed_is_text_on_the_page(cast: Cast) -> None:
    client = signed_in(cast.owner)
    say(client, cast, "look", name='"><script>alert(1)</script>', colour="", paper="a4")
    assert b"<script>alert" not in client.get(base(cast)).content


# --- the company --------------------------------------------------------------------------------------------


def test_facts_of_the_company_are_read_by_every_diagnosis(
    cast: Cast, revealed: Assessment, recorded: Load
) -> None:
    def company() -> Company:
        fresh = Assessment.objects.select_related("organisation__profile").get(pk=revealed.pk)
        read = results.diagnosis(fresh, timezone.localdate())
        assert read is not None
        return read.company

    assert company().from_records >= {"arr_musd", "cs_team"}
    facts = {"ownership": "public", "arr_musd": "12.5", "cs_team": "8", "cs_years": "3"}
    say(signed_in(cast.owner), cast, "facts", **facts)
    assert company() == Company(12.5, 8, 3, "public")
    assert acts() == ["company.changed"]


@pytest.mark.parametrize(
    "wrong",
    [{"arr_musd": "-1"}, {"arr_musd": "nan"}, {"cs_team": "2.5"}, {"cs_years": "101"}, {"ownership": "king"}],
)
def test_a_fact_that_cannot_be_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    assert say(signed_in(cast.owner), cast, "facts", **wrong).status_code == 422
    assert not Profile.objects.exists()


# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("logo", [SVG, png()], ids=["svg", "png"])
def test_a_logo_stands_in_the_report_and_has_no_address_of_its_own(
    cast: Cast, revealed: Assessment, logo: bytes
) -> None:
    client = signed_in(cast.owner)
    plain = taken(cast.rita, revealed, "summary").content
    assert upload(client, cast, "logo", logo, "our logo.svg").status_code == 302
    page = client.get(base(cast)).content
    assert b"our logo.svg" in page
    assert b'src="data:image/' in page
    assert client.get(f"{base(cast)}files/logo/").status_code == 405
    assert taken(cast.rita, revealed, "summary").content != plain
    client.post(f"{base(cast)}files/logo/", {"then": "remove"})
    client.post(f"{base(cast)}files/logo/", {"then": "remove"})
    assert taken(cast.rita, revealed, "summary").content == plain
    assert acts() == ["company.logo_kept", "company.logo_removed"]


@pytest.mark.parametrize(
    ("logo", "words"),
    [
        (b"", "The file is empty"),
        (b"GIF89a", "neither PNG nor"),
        (png()[:45], "cannot be drawn"),
        (png(40_000, 40_000), "at most 4,000,000"),
        (SVG + b" " * MOST_BYTES, "at most 500,000"),
        (SVG.replace(b"<rect", b"<script>1</script><rect"), "script"),
        (SVG.replace(b"<rect", b'<image href="http://127.0.0.1:9/x.png"/><rect'), "image"),
        (SVG.replace(b"<rect", b'<rect onload="x()"'), "onload"),
        (b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG, "document type"),
        (SVG.replace(b'viewBox="0 0 9 3"', b'width="0" height="0"'), "cannot be drawn"),
    ],
)
def test_a_file_that_is_no_plain_picture_is_refused_with_what_is_wrong(
    cast: Cast, logo: bytes, words: str
) -> None:
    answer = upload(signed_in(cast.owner), cast, "logo", logo)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Asset.objects.exists()
    assert not acts()


def test_the_deck_is_written_on_the_companys_own_template(cast: Cast, revealed: Assessment) -> None:
    client = signed_in(cast.facilitator)
    assert upload(client, cast, "template", presentation(), "Ours.pptx").status_code == 302
    assert b"Ours.pptx" in client.get(base(cast)).content
    deck = Presentation(io.BytesIO(taken(cast.rita, revealed, "deck").content))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(5))
    assert "Harbour Software" in words_of("deck", taken(cast.rita, revealed, "deck").content)
    assert acts() == ["company.template_kept"]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        (b"PK not at all", "is not a PowerPoint presentation"),
        (packed(**{"word/document.xml": b"<x/>"}), "is not a PowerPoint presentation"),
        (packed(**{"ppt/vbaProject.bin": b"x"}), "holds macros"),
        (packed(**{"ppt/media/a.bin": bytes(forms.MOST_UNPACKED + 1)}), "unpacks to more than"),
    ],
)
def test_a_template_that_is_none_is_refused_with_what_is_wrong(cast: Cast, template: bytes, words: str) -> None:
    answer = upload(signed_in(cast.owner), cast, "template", template, "x.pptx")
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Asset.objects.exists()


def test_a_part_or_file_that_there_is_not_is_not_found(cast: Cast) -> None:
    client = signed_in(cast.owner)
    assert client.post(f"{base(cast)}nothing/").status_code == 404
    assert upload(client, cast, "nothing", SVG).status_code == 404
