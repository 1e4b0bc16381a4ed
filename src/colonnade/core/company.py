"""What is known of the company, and which stage companies like it usually stand at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from colonnade.core.measurement import Measured, Measurement
from colonnade.core.model import Band, Model, Profile
from colonnade.core.speech import Words, gettext_noop

Ownership = Literal["private", "public"]
OWNERSHIP_WORDS: Mapping[Ownership, str] = Words(
    {"private": gettext_noop("private"), "public": gettext_noop("public")}
)
FactName = Literal["arr_musd", "cs_years", "cs_team"]
FACTS: tuple[FactName, ...] = ("arr_musd", "cs_years", "cs_team")


@dataclass(frozen=True, slots=True)
class Company:
    """None is not known. `cs_years`: since Customer Success began; `from_records` names what records told."""

    arr_musd: float | None = None
    cs_team: int | None = None
    cs_years: float | None = None
    ownership: Ownership | None = None
    from_records: frozenset[str] = field(default_factory=frozenset)


def known_company(said: Company, recorded: Company, measurements: Sequence[Measurement]) -> Company:
    """What the organisation says of itself, and where it is silent what its records show.

    Records tell ARR in their own currency, which is read as US dollars; the team is the CSMs they list.
    """
    arr = next((m.value for m in measurements if isinstance(m, Measured) and m.definition.id == "arr"), None)
    recorded = replace(recorded, arr_musd=None if arr is None else arr / 1e6)
    told = {name: getattr(recorded, name) for name in FACTS if getattr(said, name) is None}
    told = {name: value for name, value in told.items() if value is not None}
    return replace(said, **told, from_records=frozenset(told))


# --- the company typical of a stage ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of the company beside the stages it is typical of; `value` None is not known."""

    name: FactName
    value: float | None
    stages: tuple[str, ...]
    from_records: bool = False


@dataclass(frozen=True, slots=True)
class Typical:
    """The company usually found at the stage where this one stands, and where its own facts point.

    `exception` is how a company of this size may still stand here, where the model knows of one and it may be so.
    """

    stage: str
    profile: Profile
    facts: tuple[Fact, ...]
    against: Literal["typical", "behind", "ahead", "unknown"]
    exception: str = ""


def typical(model: Model, stage: int, company: Company) -> Typical | None:
    """None where the model describes no company for the stage."""
    ids = [each.id for each in model.stages]
    own = next((profile for profile in model.profiles if profile.stage == ids[stage - 1]), None)
    if own is None:
        return None
    facts = tuple(_fact(model, company, name) for name in FACTS)
    by_size = next((fact.stages for fact in facts if fact.name == "arr_musd"), ())
    against = _against(ids, stage, by_size)
    may_be_new = against == "behind" and not _is_settled(model, company)
    return Typical(own.stage, own, facts, against, own.exception if may_be_new else "")


def _fact(model: Model, company: Company, name: FactName) -> Fact:
    value: float | None = getattr(company, name)
    held = [
        profile.stage for profile in model.profiles if value is not None and _holds(_band(profile, name), value)
    ]
    return Fact(name, value, tuple(held), name in company.from_records)


def _band(profile: Profile, name: FactName) -> Band | None:
    return {"arr_musd": profile.arr_musd, "cs_years": profile.years, "cs_team": profile.team}[name]


def _holds(band: Band | None, value: float) -> bool:
    return band is not None and band.low <= value and (band.high is None or value < band.high)


def _against(
    ids: Sequence[str], stage: int, by_size: Sequence[str]
) -> Literal["typical", "behind", "ahead", "unknown"]:
    """Where the company stands against the stages typical of its ARR."""
    if not by_size:
        return "unknown"
    places = [ids.index(each) + 1 for each in by_size]
    if stage < min(places):
        return "behind"
    return "ahead" if stage > max(places) else "typical"


def _is_settled(model: Model, company: Company) -> bool:
    """Customer Success is known to be no newer than the youngest function a profile describes."""
    youngest = min((profile.years.low for profile in model.profiles if profile.years), default=0.0)
    return company.cs_years is not None and company.cs_years >= youngest
