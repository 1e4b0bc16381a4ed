"""What is said of one dimension: its stages, its mark, and what its evidence comes to."""

from colonnade.core.asking import EvidenceToGet
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import Priority
from colonnade.core.reading import DimensionReading
from colonnade.core.speech import gettext, ngettext
from colonnade.core.support import Support
from colonnade.reports import wording
from colonnade.reports.wording import sentence_case


def claimed(reading: DimensionReading) -> str:
    """The claimed stage, or the range of scores while they are not agreed."""
    if reading.stage is None:
        return gettext("not scored")
    if reading.is_shown_as_range:
        return gettext("{low} to {high}").format(
            low=min(reading.scores.values()), high=max(reading.scores.values())
        )
    return str(reading.stage)


def claimed_state(reading: DimensionReading) -> str:
    """What qualifies the claimed stage: agreed, provisional, or which one stands until it is agreed."""
    if reading.stage is None:
        return ""
    if reading.is_shown_as_range:
        return gettext("provisionally {stage}").format(stage=reading.stage)
    return wording.SHORT[reading.state]


def supported(reading: DimensionReading) -> str:
    support = reading.supported
    if support is None or support.stage is None:
        return gettext("unknown")
    at_least = gettext("at least {stage}").format(stage=support.stage)
    return at_least if support.limit == "unanswered" else str(support.stage)


def claim(reading: DimensionReading) -> str:
    """What the evidence makes of the claim, in a word or two."""
    if reading.claim_state is None:
        return gettext("too little filed")
    return wording.SHORT[reading.claim_state]


def claim_in_full(reading: DimensionReading) -> str:
    if reading.claim_state is None:
        return gettext("too little is answered")
    return wording.CLAIM_WORDS[reading.claim_state]


def target(reading: DimensionReading) -> str:
    if reading.target is None:
        return ""
    held = gettext("hold {stage}").format(stage=reading.target)
    return held if reading.target == reading.stage else str(reading.target)


def mark(diagnosis: Diagnosis, id: str) -> str:
    """Constraint, where to start, lowest; nothing for the others."""
    profile = diagnosis.profile
    if id not in profile.constraints:
        return ""
    if id != profile.primary_constraint:
        return "" if wording.all_level(diagnosis) else gettext("lowest")
    return gettext("where to start") if profile.even else gettext("constraint")


def scores(reading: DimensionReading) -> str:
    """Who gave what; outsiders apart."""
    inside = ", ".join(f"{who} {stage}" for who, stage in reading.scores.items())
    outside = ", ".join(f"{who} {stage}" for who, stage in reading.outsiders.items())
    apart = gettext("outsiders {scores}").format(scores=outside) if outside else ""
    said = [inside, apart, _scores_state(reading)]
    return "; ".join(part for part in said if part)


def _scores_state(reading: DimensionReading) -> str:
    if reading.dispute:
        return gettext("a dispute, {n} stages apart").format(n=reading.spread)
    return gettext("not agreed yet") if reading.state == "provisional" else ""


def settled(reading: DimensionReading) -> str:
    """How a dispute ended, or what stands until it does."""
    if reading.reason:
        said = gettext("Agreed at {stage}: {reason}")
    else:
        said = gettext("Not agreed yet: {stage}, the lower median, stands until it is.")
    return said.format(stage=reading.stage, reason=sentence_case(reading.reason))


def now_label(reading: DimensionReading) -> str:
    return gettext("As claimed") if reading.claim_state in ("contradicted", "unproven") else gettext("Now")


# --- evidence -----------------------------------------------------------------------------------------------


def counted(support: Support) -> str:
    said = ngettext(
        "{met} met of {answered} answered, of {n} criterion.",
        "{met} met of {answered} answered, of {n} criteria.",
        support.applicable,
    )
    return said.format(met=support.met, answered=support.answered, n=support.applicable)


def limit(support: Support) -> str:
    if support.stage is None:
        return gettext("Too little is answered to support a stage.")
    return sentence_case(wording.LIMIT_WORDS[support.limit])


def grade(support: Support) -> str:
    is_best = support.best_grade == support.grade
    said = gettext("{means} ({grade})") if is_best else gettext("{means} ({grade}; {best} at best)")
    means, grade, best = (
        wording.GRADE_WORDS[support.grade],
        wording.SHORT[support.grade],
        wording.SHORT[support.best_grade],
    )
    return sentence_case(said.format(means=means, grade=grade, best=best))


def owed(diagnosis: Diagnosis, support: Support) -> str:
    """Stages below the supported one that are not met well enough to be done with."""
    if not support.owed:
        return ""
    names = wording.joined(f"{stage} ({diagnosis.model.stage(stage).name})" for stage in support.owed)
    said = gettext("Stage {stages}: met enough to pass over, not enough to be done with.")
    return said.format(stages=names)


def why_get(wanted: EvidenceToGet) -> str:
    said = (
        gettext("stage {stage}; {because}; records can show it")
        if wanted.from_records
        else gettext("stage {stage}; {because}; a link or a file would show it")
    )
    return said.format(stage=wanted.stage, because=wanted.because)


def pace(priority: Priority) -> str:
    pace = gettext("The pace for this step is {n} days.").format(n=priority.pace_days)
    return f"{sentence_case(priority.because)} {pace}"
