"""What an answer sheet asks: each criterion with where it stands in the model and what would show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from colonnade.core.criteria import Criterion
from colonnade.core.model import Model, TopAccountsTest
from colonnade.core.top_accounts import TOP_ACCOUNTS_TEST

ANSWERING_RULE = (
    "Met is all of it. Where a statement names parts, or says each or every, half of them or more is partly. "
    "A share that is missed is not met, however near."
)
MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """One row to be answered. `section` is the heading it stands under, `stage` None where there are no stages."""

    id: str
    statement: str
    shown_by: str
    section: str
    dimension: str = ""
    stage: int | None = None


def asked(
    model: Model, criteria: Iterable[Criterion], test: TopAccountsTest | None, named_accounts: Sequence[str] = ()
) -> tuple[Asked, ...]:
    """The rows by dimension in the model's order, then by stage, then in the order given; the test last."""
    rows = sorted(
        (_asked(model, c, named_accounts) for c in criteria),
        key=lambda row: (model.order[row.dimension], row.stage or 0),
    )
    return (*rows, _asked_test(test)) if test else tuple(rows)


def _asked(model: Model, criterion: Criterion, named_accounts: Sequence[str]) -> Asked:
    at = criterion.maps.get(model.id)
    dimension = model.by_id[at.dimension if at else criterion.capability]
    group = next((group.name for group in model.groups if group.id == dimension.group), None)
    names = [group, dimension.name, f"stage {at.stage}, {model.stage(at.stage).name}" if at else None]
    return Asked(
        id=criterion.id,
        statement=_statement(criterion.statement, named_accounts),
        shown_by=_shown_by(criterion),
        section=" · ".join(name for name in names if name),
        dimension=dimension.id,
        stage=at.stage if at else None,
    )


def _statement(statement: str, named_accounts: Sequence[str]) -> str:
    if not named_accounts or "named accounts" not in statement:
        return statement
    shown, rest = named_accounts[:MOST_NAMED], len(named_accounts) - MOST_NAMED
    return f"{statement} (named accounts: {', '.join(shown)}{f' and {rest:,} more' if rest > 0 else ''})"


def _shown_by(criterion: Criterion) -> str:
    rule = criterion.evidence
    if rule is None:
        return "A link to it, or the file"
    by = f" by {rule.by}" if rule.by else ""
    return f"Records ({rule.metric}{by}), or a link".replace("_", " ")


def _asked_test(test: TopAccountsTest) -> Asked:
    questions = " ".join(question.text for question in test.questions)
    statement = (
        f"{test.about} {questions} Met: passed. Not met: failed. It is not asked under {test.minimum} accounts."
    )
    return Asked(
        TOP_ACCOUNTS_TEST, statement, "The accounts with their answers, and the hour", "The largest accounts"
    )
