"""Files filed as evidence: which kinds and sizes, kept apart from what is served, handed out as downloads only."""

import io
import re
from hashlib import sha256
from pathlib import PurePath
from typing import Any

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.db import transaction
from django.db.models.signals import post_delete
from django.utils.translation import gettext as _

from colonnade.content.packages import Expected, Refused, names_of
from colonnade.web.assessments.models import EvidenceFile, Seat
from colonnade.web.assessments.rounds import OutOfTurn
from colonnade.web.assessments.scoring import own_turn, record

MOST_BYTES = 5_000_000
MOST_REQUEST_BYTES = 40_000_000
MOST_OF_ONE_THING = 3
MOST_OF_A_REVIEWER = 60
LONGEST_NAME = 100

STARTS = {
    ".pdf": b"%PDF-",
    ".png": b"\x89PNG\r\n\x1a\n",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
}
PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
TEXTS = (".csv", ".txt", ".md")
KINDS = (*STARTS, *PARTS, *TEXTS)
MOST_PARTS, MOST_UNPACKED = 5_000, 300_000_000


class UpToTheCap(FileUploadHandler):
    """Lets no more than the cap and a chunk of each file through; the form then says that it is too large."""

    def handle_raw_input(self, *sent: Any, **named: Any) -> None:
        """Far too much is not even read."""
        super().handle_raw_input(*sent, **named)
        content_length: int = sent[2]
        if content_length > MOST_REQUEST_BYTES:
            raise RequestDataTooBig(f"a request of {content_length} bytes")

    def new_file(self, *args: Any, **named: Any) -> None:
        super().new_file(*args, **named)
        self.let_through = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django passes it
        if self.let_through > MOST_BYTES:
            return None
        self.let_through += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002 - Django passes it
        return None


def check(upload: "UploadedFile[Any]") -> None:
    """Raises ValidationError, in words, for what is not one of the kinds or not what its name says."""
    name, size = upload.name or "", upload.size or 0
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS:
        allowed = ", ".join(KINDS)
        raise ValidationError(
            _("“%(name)s” is not a kind that is kept; allowed are %(allowed)s.")
            % {"name": name, "allowed": allowed}
        )
    if size > MOST_BYTES:
        raise ValidationError(
            _("“%(name)s” is larger than 5 MB. File a link to it, or a smaller one.") % {"name": name}
        )
    if not size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": name})
    content = upload.read()
    upload.seek(0)
    if not _is_what_it_says(kind, content):
        raise ValidationError(
            _("“%(name)s” is not a %(kind)s inside. Save it as one and file it again.")
            % {"name": name, "kind": kind}
        )


def _is_what_it_says(kind: str, content: bytes) -> bool:
    if kind in STARTS:
        return content.startswith(STARTS[kind])
    return _is_office(kind, content) if kind in PARTS else _is_text(content)


def _is_office(kind: str, content: bytes) -> bool:
    """Only its list of parts is read, nothing is unpacked; macros are refused."""
    try:
        return PARTS[kind] in names_of(io.BytesIO(content), Expected("file", kind, MOST_PARTS, MOST_UNPACKED))
    except Refused:
        return False


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return b"\0" not in content


@transaction.atomic
def keep(seat: Seat, about: str, upload: "UploadedFile[Any]") -> None:
    """Keep a checked file; the same one twice is one. Raises ValidationError when there are too many."""
    current = own_turn(seat)
    content = upload.read()
    digest = sha256(content).hexdigest()
    mine = list(EvidenceFile.files.own(current))
    here = [file for file in mine if file.about == about]
    if any(file.digest == digest for file in here):
        return
    if len(here) >= MOST_OF_ONE_THING or len(mine) >= MOST_OF_A_REVIEWER:
        raise ValidationError(
            _("At most %(here)s files for one thing, and %(all)s in a round, are kept. Take one away first.")
            % {"here": MOST_OF_ONE_THING, "all": MOST_OF_A_REVIEWER}
        )
    upload.seek(0)
    EvidenceFile.files.own(current).create(
        seat=current,
        about=about,
        name=tidy(upload.name or ""),
        size_bytes=len(content),
        digest=digest,
        content=upload,
    )
    record(current, "file.kept", about=about)


@transaction.atomic
def remove(file: EvidenceFile, seat: Seat, *, is_locked: bool) -> None:
    """Take one's own file away again; what a locked score rests on stays."""
    current = own_turn(seat)
    if is_locked:
        raise OutOfTurn
    EvidenceFile.files.own(current).filter(pk=file.pk).delete()
    record(current, "file.removed", about=file.about)


def tidy(name: str) -> str:
    """The last part of a name, on one line and not too long, its ending kept."""
    last = PurePath(name.replace("\\", "/")).name
    path = PurePath(re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", last))
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix


def _forget_content(instance: EvidenceFile, **_: Any) -> None:
    transaction.on_commit(lambda: instance.content.delete(save=False), robust=True)


def connect() -> None:
    post_delete.connect(_forget_content, sender=EvidenceFile, dispatch_uid="forget_content")
