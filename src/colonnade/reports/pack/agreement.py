"""How far reviewers agree: counts, alpha, and who tends higher or lower."""

from colonnade.core.diagnosis import Diagnosis
from colonnade.reports import reading_words, wording
from colonnade.reports.pack import figures
from colonnade.reports.pack.parts import AgreementPart


def agreement_part(read: Diagnosis) -> AgreementPart:
    agreement = read.agreement
    counts, *small_print = wording.agreement_words(read)
    return AgreementPart(
        sentences=(counts,),
        small_print=" ".join([*small_print, reading_words.ALPHA_MEANS]) if agreement.units else "",
        alpha=figures.alpha(agreement.alpha, "agreement/alpha"),
        same=figures.count(agreement.same, "agreement/same"),
        within_one=figures.count(agreement.within_one, "agreement/within_one"),
        units=figures.count(agreement.units, "agreement/units"),
        reviewers=tuple((f"{r.id} (outsider)" if r.outsider else r.id, r.id) for r in read.reviewers),
        leniency=tuple(
            (figures.distance(r.leniency, f"leniency/{r.id}"), reading_words.leniency(r))
            for r in read.reviewers
            if r.leniency is not None
        ),
    )
