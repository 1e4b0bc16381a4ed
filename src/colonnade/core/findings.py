"""All that was found about the criteria: people's answers, what records show, and what does not apply."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from colonnade.core.criteria import Criterion
from colonnade.core.evidence import Measurements, observe, rule_holds
from colonnade.core.model import GateRule
from colonnade.core.observations import Answer, Finding, Observation, answers, settle
from colonnade.core.organisation import Organisation
from colonnade.core.signatures import CriterionIs, PatternEvidence
from colonnade.core.speech import gettext

ORGANISATION = "organisation"


@dataclass(frozen=True)
class Evidence:
    """Findings by criterion, with the measurements and the organisation they rest on."""

    findings: Mapping[str, Finding] = field(default_factory=dict)
    measurements: Measurements = field(default_factory=dict)
    organisation: Organisation = field(default_factory=Organisation)

    @property
    def answers(self) -> Mapping[str, Answer]:
        return answers(self.findings)

    def shows(self, piece: PatternEvidence) -> bool | None:
        """Whether a piece of a pattern's evidence is so, at tier documented or measured; None is unknown."""
        if not isinstance(piece, CriterionIs):
            return rule_holds(piece.rule, self.measurements, self.organisation)
        found = self.findings.get(piece.criterion)
        if not isinstance(found, Answer) or found.tier == "said" or found.value == "not_applicable":
            return None
        return found.value == ("met" if piece.met else "not_met")


def gather(
    criteria: Sequence[Criterion],
    observations: Iterable[Observation],
    measurements: Measurements,
    organisation: Organisation,
    *,
    tables: Mapping[str, frozenset[str]],
    as_of: date,
    lives: GateRule,
    measured_on: date | None = None,
) -> Evidence:
    """Settle what people answered with what the records show; `measured_on` is their day where it is another.

    `tables` names the tables each metric needs. Criteria measured from a table that the organisation does not
    have because it does not do the work are not applicable; where it does it elsewhere they are asked.
    """
    absent = {c.id: state for c in criteria if (state := _table_state(c, organisation, tables))}
    measured, unread = observe(
        [c for c in criteria if c.id not in absent], measurements, organisation, measured_on or as_of
    )
    findings = settle([*observations, *measured], as_of=as_of, lives=lives)
    for id, reason in unread.items():
        findings.setdefault(id, reason)
    for id, state in absent.items():
        if state == "not_done":
            note = gettext("the organisation says it does not do this")
            findings[id] = Answer(id, "not_applicable", "said", as_of, (ORGANISATION,), note)
    return Evidence(findings, measurements, organisation)


def _table_state(
    criterion: Criterion, organisation: Organisation, tables: Mapping[str, frozenset[str]]
) -> str | None:
    if criterion.evidence is None:
        return None
    states = {organisation.tables.get(table) for table in tables.get(criterion.evidence.metric, ())}
    return "not_done" if "not_done" in states else "elsewhere" if "elsewhere" in states else None
