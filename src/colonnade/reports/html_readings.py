"""The same answers in other models, where and why they differ, and the test of the largest accounts."""

from collections.abc import Iterable

from colonnade.content.load import bank, shipped_ids, shipped_model
from colonnade.core.capabilities import BAND_UNKNOWN, CapabilitiesReading, CapabilityReading
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import Model, TopAccountsTest
from colonnade.core.observations import Answer, Unanswered
from colonnade.core.readings import SAME_ANSWERS, Difference, ModelReading
from colonnade.core.speech import Words, gettext, gettext_noop
from colonnade.core.support import Support
from colonnade.core.top_accounts import TopAccountsResult
from colonnade.reports import wording
from colonnade.reports.answer_words import answer_words
from colonnade.reports.html_parts import and_more, block, items, paragraph, section, small, table
from colonnade.reports.markup import Markup, element
from colonnade.reports.wording import criteria, sentence_case

MOST_PARTING = 12
KNOWN_WORDS = Words(
    {
        "yes": gettext_noop("known"),
        "no": gettext_noop("not known"),
        "unknown": gettext_noop("records do not say"),
    }
)


def readings(diagnosis: Diagnosis) -> Markup:
    others = [reading for id, reading in diagnosis.readings.items() if id != diagnosis.model.id]
    if not others and diagnosis.top_accounts is None:
        return Markup()
    return section(
        "readings",
        gettext("The same answers in other models"),
        paragraph(gettext(SAME_ANSWERS)) if others else None,
        [_reading(diagnosis, reading) for reading in others],
        block(
            gettext("Where they differ, and why"),
            items([_difference(diagnosis, d) for d in diagnosis.differences], "spaced"),
        ),
        _top_accounts(diagnosis),
    )


def _reading(diagnosis: Diagnosis, reading: ModelReading) -> Markup:
    model = _model(diagnosis, reading.model_id)
    rows = reading.capabilities and _capability_rows(model, reading.capabilities)
    detail = (
        table(
            gettext("Every capability"),
            [gettext("Capability"), gettext("Where it stands"), gettext("Share met"), gettext("Answered")],
            rows,
            numbers=(2, 3),
        )
        if rows
        else table(
            gettext("Every dimension"),
            [gettext("Dimension"), gettext("Supported"), gettext("How well shown")],
            [_dimension_row(model, id, support) for id, support in reading.supported.items()],
        )
    )
    return element(
        "div",
        element("h3", f"{reading.model_name} ", small(reading.model_version)),
        paragraph(read_in(diagnosis, reading)),
        element("details", element("summary", gettext("Part by part")), detail),
        class_="block",
    )


def _model(diagnosis: Diagnosis, id: str) -> Model:
    """Answers are read in the model of the diagnosis and in the shipped ones."""
    return diagnosis.model if id == diagnosis.model.id else shipped_model(id)


def _dimension_row(model: Model, id: str, support: Support) -> list[object]:
    if support.stage is None:
        stage = gettext("unknown")
    else:
        said = gettext("at least {stage} ({name})") if support.limit == "unanswered" else "{stage} ({name})"
        stage = said.format(stage=support.stage, name=model.stage(support.stage).name)
    shown = gettext("{grade}, {n} of {criteria}").format(
        grade=wording.SHORT[support.grade], n=support.answered, criteria=criteria(support.applicable)
    )
    return [model.by_id[id].name, stage, shown]


def _capability_rows(model: Model, reading: CapabilitiesReading) -> list[list[object]]:
    groups = {group.id: group.name for group in model.groups}
    return [
        [
            [model.by_id[c.id].name, " ", small(groups.get(c.group or "", ""))],
            _band(model, c),
            "" if c.share is None else wording.figure(c.share, "share"),
            gettext("{n} of {total}").format(n=c.answered, total=c.applicable),
        ]
        for c in reading.capabilities
    ]


def _band(model: Model, capability: CapabilityReading) -> str:
    return next((band.name for band in model.bands if band.id == capability.band), gettext("unknown"))


def read_in(diagnosis: Diagnosis, reading: ModelReading) -> str:
    """What another model says of the same answers."""
    model = _model(diagnosis, reading.model_id)
    note = f"; {reading.note}" if reading.note else ""
    if reading.capabilities is not None:
        return sentence_case(f"{_by_group(model, reading.capabilities)}{note}")
    known = sum(support.stage is not None for support in reading.supported.values())
    counted = gettext("{n} of {total} dimensions have a supported stage").format(
        n=known, total=len(reading.supported)
    )
    if reading.dominant is None:
        return sentence_case(gettext("{counted}: too few to read together").format(counted=counted) + note)
    stage = f"{reading.dominant} ({model.stage(reading.dominant).name})"
    # A model of one dimension has nothing to be dominant over.
    is_one = len(reading.supported) == 1
    said = gettext("supported stage {stage}") if is_one else gettext("dominant supported stage {stage}; {counted}")
    dominant = said.format(stage=stage, counted=counted)
    at = gettext("{dimension} at {stage}")
    families = wording.joined(at.format(dimension=f.name, stage=f.stage) for f in reading.families_behind)
    behind = gettext("; behind it: {families}").format(families=families) if families else ""
    cap_words = gettext("; capped at {stage}: {because}")
    capped = "".join(cap_words.format(stage=cap.stage, because=cap.because) for cap in reading.caps)
    return sentence_case(f"{dominant}{behind}{capped}{note}")


def _by_group(model: Model, reading: CapabilitiesReading) -> str:
    names = {band.id: band.name.lower() for band in model.bands} | {BAND_UNKNOWN: gettext("unknown")}
    groups = {group.id: group.name for group in model.groups}
    said = "; ".join(
        f"{groups[group]}: "
        + wording.joined(f"{count} {names.get(band, band)}" for band, count in counts.items() if count)
        for group, counts in reading.by_group.items()
    )
    ready = reading.readiness
    if ready is None:
        return said
    name = model.by_id[ready.dimension].name
    if ready.ready:
        ready_words = gettext("{name} is ready: every other capability has a met criterion")
    else:
        ready_words = gettext("{name} is not ready: nothing is met yet in {missing}")
    missing = wording.joined(model.by_id[id].name for id in ready.missing)
    return f"{said}. {ready_words.format(name=name, missing=missing)}"


def _difference(diagnosis: Diagnosis, difference: Difference) -> list[object]:
    statements = {c.id: c.statement for c in _model(diagnosis, difference.lower).criteria}
    shown = [statements[id] for id in difference.criteria]
    more = len(shown) - MOST_PARTING
    folded = element(
        "details",
        element("summary", gettext("What parts them: {criteria}").format(criteria=criteria(len(shown)))),
        items(shown[:MOST_PARTING]),
        paragraph(and_more(more), class_="small") if more > 0 else None,
    )
    return [sentence_case(difference.words), folded if shown else None]


# --- the largest accounts -----------------------------------------------------------------------------------


def _top_accounts(diagnosis: Diagnosis) -> Markup:
    result, test = diagnosis.top_accounts, _test(diagnosis)
    if result is None or test is None:
        return Markup()
    questions = (question.name or question.id.replace("_", " ").capitalize() for question in test.questions)
    return block(
        gettext("The test of the largest accounts"),
        paragraph(test.about, class_="about"),
        paragraph(element("strong", _verdict(result, test)), " ", sentence_case(result.because)),
        _beside_the_test(diagnosis, result, test),
        table(
            gettext("What is known of each account"),
            [gettext("Account"), *questions],
            [[account.account, *(KNOWN_WORDS[known] for known in account.known)] for account in result.accounts],
        ),
    )


def _test(diagnosis: Diagnosis) -> TopAccountsTest | None:
    models: Iterable[Model] = (diagnosis.model, *map(shipped_model, shipped_ids()))
    return next((model.top_accounts_test for model in models if model.top_accounts_test), None)


def _verdict(result: TopAccountsResult, test: TopAccountsTest) -> str:
    if result.passed is None:
        return gettext("Neither passed nor failed, so it holds no stage back.")
    if result.passed:
        return gettext("Passed.")
    return gettext("Failed: the dominant stage is held at {stage}.").format(stage=test.cap_stage)


def _beside_the_test(diagnosis: Diagnosis, result: TopAccountsResult, test: TopAccountsTest) -> Markup | None:
    """What people said of it as a fact of a dimension, which decides nothing here; else who can decide it."""
    if result.passed is not None:
        return None
    fact = next((each for each in bank() if each.id == test.criterion), None)
    found = diagnosis.evidence.findings.get(fact.id) if fact else None
    if fact and isinstance(found, Answer):
        said = gettext("The same was asked as a fact: {answer}. It counts in its dimension, and not as the test.")
        return paragraph(said.format(answer=answer_words(diagnosis, fact, found)))
    if isinstance(found, Unanswered) and found.doubt == "disputed":
        return paragraph(gettext("The same was asked as a fact, and people differ on it."))
    if not result.asked:
        return None
    return paragraph(gettext("Records alone can pass it and never fail it: ask the team for the rest."))
