"""The same answers in other models, where and why they differ, and the test of the largest accounts."""

from collections.abc import Iterable

from colonnade.content.load import shipped_ids, shipped_model
from colonnade.core.capabilities import BAND_UNKNOWN, CapabilitiesReading, CapabilityReading
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import Model, TopAccountsTest
from colonnade.core.readings import SAME_ANSWERS, Difference, ModelReading
from colonnade.core.support import Support
from colonnade.core.top_accounts import TopAccountsResult
from colonnade.reports import wording
from colonnade.reports.html_parts import block, items, paragraph, section, small, table
from colonnade.reports.markup import Markup, element
from colonnade.reports.wording import criteria, sentence_case

MOST_PARTING = 12
KNOWN_WORDS = {"yes": "known", "no": "not known", "unknown": "records do not say"}


def readings(diagnosis: Diagnosis) -> Markup:
    others = [reading for id, reading in diagnosis.readings.items() if id != diagnosis.model.id]
    if not others and diagnosis.top_accounts is None:
        return Markup()
    return section(
        "readings",
        "The same answers in other models",
        paragraph(SAME_ANSWERS) if others else None,
        [_reading(diagnosis, reading) for reading in others],
        block(
            "Where they differ, and why",
            items([_difference(diagnosis, d) for d in diagnosis.differences], "spaced"),
        ),
        _top_accounts(diagnosis),
    )


def _reading(diagnosis: Diagnosis, reading: ModelReading) -> Markup:
    model = _model(diagnosis, reading.model_id)
    rows = reading.capabilities and _capability_rows(model, reading.capabilities)
    detail = (
        table("Every capability", ["Capability", "Where it stands", "Share met", "Answered"], rows, numbers=(2, 3))
        if rows
        else table(
            "Every dimension",
            ["Dimension", "Supported", "How well shown"],
            [_dimension_row(model, id, support) for id, support in reading.supported.items()],
        )
    )
    return element(
        "div",
        element("h3", f"{reading.model_name} ", small(reading.model_version)),
        paragraph(read_in(diagnosis, reading)),
        element("details", element("summary", "Part by part"), detail),
        class_="block",
    )


def _model(diagnosis: Diagnosis, id: str) -> Model:
    """Answers are read in the model of the diagnosis and in the shipped ones."""
    return diagnosis.model if id == diagnosis.model.id else shipped_model(id)


def _dimension_row(model: Model, id: str, support: Support) -> list[object]:
    if support.stage is None:
        stage = "unknown"
    else:
        at_least = "at least " if support.limit == "unanswered" else ""
        stage = f"{at_least}{support.stage} ({model.stage(support.stage).name})"
    return [model.by_id[id].name, stage, f"{support.grade}, {support.answered} of {criteria(support.applicable)}"]


def _capability_rows(model: Model, reading: CapabilitiesReading) -> list[list[object]]:
    groups = {group.id: group.name for group in model.groups}
    return [
        [
            [model.by_id[c.id].name, " ", small(groups.get(c.group or "", ""))],
            _band(model, c),
            "" if c.share is None else wording.figure(c.share, "share"),
            f"{c.answered} of {c.applicable}",
        ]
        for c in reading.capabilities
    ]


def _band(model: Model, capability: CapabilityReading) -> str:
    return next(
        (band.name for band in model.bands if band.id == capability.band), capability.band.replace("_", " ")
    )


def read_in(diagnosis: Diagnosis, reading: ModelReading) -> str:
    """What another model says of the same answers."""
    model = _model(diagnosis, reading.model_id)
    note = f"; {reading.note}" if reading.note else ""
    if reading.capabilities is not None:
        return sentence_case(f"{_by_group(model, reading.capabilities)}{note}")
    known = sum(support.stage is not None for support in reading.supported.values())
    counted = f"{known} of {len(reading.supported)} dimensions have a supported stage"
    if reading.dominant is None:
        return sentence_case(f"{counted}: too few to read together{note}")
    stage = f"{reading.dominant} ({model.stage(reading.dominant).name})"
    # A model of one dimension has nothing to be dominant over.
    whole = f"supported stage {stage}"
    dominant = whole if len(reading.supported) == 1 else f"dominant {whole}; {counted}"
    families = wording.joined(f"{f.name} at {f.stage}" for f in reading.families_behind)
    behind = f"; behind it: {families}" if families else ""
    capped = "".join(f"; capped at {cap.stage}: {cap.because}" for cap in reading.caps)
    return sentence_case(f"{dominant}{behind}{capped}{note}")


def _by_group(model: Model, reading: CapabilitiesReading) -> str:
    names = {band.id: band.name.lower() for band in model.bands} | {BAND_UNKNOWN: "unknown"}
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
        return f"{said}. {name} is ready: every other capability has a met criterion"
    missing = wording.joined(model.by_id[id].name for id in ready.missing)
    return f"{said}. {name} is not ready: nothing is met yet in {missing}"


def _difference(diagnosis: Diagnosis, difference: Difference) -> list[object]:
    statements = {c.id: c.statement for c in _model(diagnosis, difference.lower).criteria}
    shown = [statements[id] for id in difference.criteria]
    more = len(shown) - MOST_PARTING
    folded = element(
        "details",
        element("summary", f"What parts them: {criteria(len(shown))}"),
        items(shown[:MOST_PARTING]),
        paragraph(f"And {more} more; the JSON file lists all.", class_="small") if more > 0 else None,
    )
    return [sentence_case(difference.words), folded if shown else None]


# --- the largest accounts -----------------------------------------------------------------------------------


def _top_accounts(diagnosis: Diagnosis) -> Markup:
    result, test = diagnosis.top_accounts, _test(diagnosis)
    if result is None or test is None:
        return Markup()
    questions = (question.name or question.id.replace("_", " ").capitalize() for question in test.questions)
    return block(
        "The test of the largest accounts",
        paragraph(test.about, class_="about"),
        paragraph(element("strong", _verdict(result, test)), " ", sentence_case(result.because)),
        table(
            "What is known of each account",
            ["Account", *questions],
            [[account.account, *(KNOWN_WORDS[known] for known in account.known)] for account in result.accounts],
        ),
    )


def _test(diagnosis: Diagnosis) -> TopAccountsTest | None:
    models: Iterable[Model] = (diagnosis.model, *map(shipped_model, shipped_ids()))
    return next((model.top_accounts_test for model in models if model.top_accounts_test), None)


def _verdict(result: TopAccountsResult, test: TopAccountsTest) -> str:
    if result.passed is None:
        return "Not decided: records may pass the test, only people can fail it, and nothing is capped."
    if result.passed:
        return "Passed."
    return f"Failed: the dominant stage is held at {test.cap_stage}."
