"""What is said of one dimension: its stages, its mark, and what its evidence comes to."""

from colonnade.core.asking import EvidenceToGet
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.plan import Priority
from colonnade.core.reading import DimensionReading
from colonnade.core.support import Support
from colonnade.reports import wording
from colonnade.reports.wording import sentence_case


def claimed(reading: DimensionReading) -> str:
    """The claimed stage, or the range of scores while they are not agreed."""
    if reading.stage is None:
        return "not scored"
    if reading.is_shown_as_range:
        return f"{min(reading.scores.values())} to {max(reading.scores.values())}"
    return str(reading.stage)


def claimed_state(reading: DimensionReading) -> str:
    """What qualifies the claimed stage: agreed, provisional, or which one stands until it is agreed."""
    if reading.stage is None:
        return ""
    return f"provisionally {reading.stage}" if reading.is_shown_as_range else reading.state


def supported(reading: DimensionReading) -> str:
    support = reading.supported
    if support is None or support.stage is None:
        return "unknown"
    return f"at least {support.stage}" if support.limit == "unanswered" else str(support.stage)


def claim(reading: DimensionReading) -> str:
    """What the evidence makes of the claim, in a word or two."""
    if reading.claim_state is None:
        return "too little filed"
    return reading.claim_state.replace("_", " ")


def claim_in_full(reading: DimensionReading) -> str:
    return wording.CLAIM_WORDS[reading.claim_state] if reading.claim_state else "too little is answered"


def target(reading: DimensionReading) -> str:
    if reading.target is None:
        return ""
    return f"hold {reading.target}" if reading.target == reading.stage else str(reading.target)


def mark(diagnosis: Diagnosis, id: str) -> str:
    """Constraint, where to start, lowest; nothing for the others."""
    profile = diagnosis.profile
    if id not in profile.constraints:
        return ""
    if id != profile.primary_constraint:
        return "" if wording.all_level(diagnosis) else "lowest"
    return "where to start" if profile.even else "constraint"


def scores(reading: DimensionReading) -> str:
    """Who gave what; outsiders apart."""
    inside = ", ".join(f"{who} {stage}" for who, stage in reading.scores.items())
    outside = ", ".join(f"{who} {stage}" for who, stage in reading.outsiders.items())
    said = [inside, f"outsiders {outside}" if outside else "", _scores_state(reading)]
    return "; ".join(part for part in said if part)


def _scores_state(reading: DimensionReading) -> str:
    if reading.dispute:
        return f"a dispute, {reading.spread} stages apart"
    return "not agreed yet" if reading.state == "provisional" else ""


def settled(reading: DimensionReading) -> str:
    """How a dispute ended, or what stands until it does."""
    if reading.reason:
        return f"Agreed at {reading.stage}: {sentence_case(reading.reason)}"
    return f"Not agreed yet: {reading.stage}, the lower median, stands until it is."


def now_label(reading: DimensionReading) -> str:
    return "As claimed" if reading.claim_state in ("contradicted", "unproven") else "Now"


# --- evidence -----------------------------------------------------------------------------------------------


def counted(support: Support) -> str:
    of = wording.criteria(support.applicable)
    return f"{support.met} met of {support.answered} answered, of {of}."


def limit(support: Support) -> str:
    if support.stage is None:
        return "Too little is answered to support a stage."
    return sentence_case(wording.LIMIT_WORDS[support.limit])


def grade(support: Support) -> str:
    best = f"; {support.best_grade} at best" if support.best_grade != support.grade else ""
    return sentence_case(f"{wording.GRADE_WORDS[support.grade]} ({support.grade}{best})")


def owed(diagnosis: Diagnosis, support: Support) -> str:
    """Stages below the supported one that are not met well enough to be done with."""
    if not support.owed:
        return ""
    names = wording.joined(f"{stage} ({diagnosis.model.stage(stage).name})" for stage in support.owed)
    return f"Stage {names}: met enough to pass over, not enough to be done with."


def why_get(wanted: EvidenceToGet) -> str:
    where = "records can show it" if wanted.from_records else "a link or a file would show it"
    return f"stage {wanted.stage}; {wanted.because}; {where}"


def pace(priority: Priority) -> str:
    return f"{sentence_case(priority.because)} The pace for this step is {priority.pace_days} days."
