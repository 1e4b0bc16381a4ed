"""The method in a page: the scoring rule, and what each word of a report means."""

from colonnade.core.claims import SCORING_RULE
from colonnade.core.reading import DISPUTE_SPREAD, HEADLINE_COVERAGE

MEANINGS = (
    ("Scoring rule", SCORING_RULE),
    (
        "Agreed, provisional",
        "A stage is agreed when it was recorded so after the reveal, or when two or more reviewers all gave it. "
        "Until then it is provisional at the lower median, and shown as a range. "
        f"Scores {DISPUTE_SPREAD} stages apart or more are a dispute.",
    ),
    (
        "Constraint",
        "The dimensions furthest below the average. Of several, the primary is the one that most others rest on. "
        "Where half or more share the lowest stage there is no single one, only a place to start. It is firm "
        "when every reviewer's own scores, and every panel without one of them, name it too.",
    ),
    (
        "Dominant stage",
        "The stage at which most dimensions stand; of several with as many, the lowest. "
        f"It is not named while under {HEADLINE_COVERAGE:.0%} of the dimensions are scored.",
    ),
    (
        "Supported",
        "The highest stage that the answered criteria bear out, by people and by records. "
        "What nobody answered is unknown, and never counts as not met. A claim above it is contradicted when the "
        "next stage was answered and does not hold, and unproven when it was not answered.",
    ),
    (
        "Priorities and levers",
        "The primary constraint comes first, then what others rest on, stall or strain against, then the lowest. "
        "Levers are ranked by how many unmet criteria they should turn, then by how little they take.",
    ),
    (
        "Abbreviations",
        "ARR and MRR: annual and monthly recurring revenue. NRR and GRR: net and gross revenue retention. "
        "CSM: customer success manager. CSQL: a lead that CS qualified for Sales. QBR and EBR: business reviews, "
        "quarterly and with executives. NPS and CSAT: what customers answer in surveys. SLA: the time promised "
        "for tickets. GTM: going to market.",
    ),
    (
        "Figures from records",
        "Each stands with its definition, period and rows. What cannot be computed is said to be unavailable. "
        "Results stand beside a stage and never make one: maturity is judged by practice.",
    ),
)
