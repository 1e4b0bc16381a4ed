"""Evidence files: handed out as downloads to who may see the answer they belong to, and taken away again."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from colonnade.web.assessments import files, scoring
from colonnade.web.assessments.access import assessment_view, own_seat
from colonnade.web.assessments.desk import Desk, Place, desk
from colonnade.web.assessments.models import Assessment, EvidenceFile
from colonnade.web.assessments.views_score import to
from colonnade.web.assessments.visibility import Viewer
from colonnade.web.people.access import SCORES
from colonnade.web.people.models import Membership


@require_safe
@assessment_view(*SCORES)
def evidence_file(request: HttpRequest, me: Membership, assessment: Assessment, file: UUID) -> HttpResponse:
    """Never shown in the page, whatever it is: bytes to save."""
    found = get_object_or_404(EvidenceFile.files.seen_by(Viewer.of(me), assessment), pk=file)
    try:
        with found.content.open("rb") as file_:
            content = file_.read()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Content-Disposition": content_disposition_header(True, found.name) or "attachment"}
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


@require_POST
@assessment_view(*SCORES)
def remove_file(request: HttpRequest, me: Membership, assessment: Assessment, file: UUID) -> HttpResponse:
    seat = own_seat(me, assessment)
    found = get_object_or_404(EvidenceFile.files.own(seat), pk=file)
    is_locked = any(each.dimension.id == found.about and each.is_locked for each in scoring.own_scores(seat))
    files.remove(found, seat, is_locked=is_locked)
    return to(me, assessment, _place_of(desk(seat), found.about))


def _place_of(mine: Desk, about: str) -> Place | None:
    """The page on which a dimension or a criterion is answered."""
    if about in mine.seat.assessment.step_of:
        return Place("score", about)
    holding = (id for id, asked in mine.asked.items() if any(c.id == about for c in asked.now))
    return next((Place("facts", id) for id in holding), None)
