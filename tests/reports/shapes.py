"""Made-up diagnoses of every size, for properties that every picture and page keeps."""

from diagnosed import diagnosed, model_of
from hypothesis import strategies as st

from colonnade.core.diagnosis import Diagnosis
from colonnade.core.support import Limit

LIMITS: tuple[Limit, ...] = ("not_met", "unanswered")
WORDS = st.text(min_size=1, max_size=40)
USUAL = ("Data", "Cross-functional", "Organizational Mandate", "客户成功", "<b>&\"'")
NAMES = st.one_of(st.sampled_from(USUAL), WORDS)


@st.composite
def diagnoses(draw: st.DrawFn) -> Diagnosis:
    """1 to 17 dimensions in 2 to 9 stages, scored by up to four, some supported, some resting on others."""
    dimensions, stages = draw(st.integers(1, 17)), draw(st.integers(2, 9))
    ids = [f"d{n}" for n in range(1, dimensions + 1)]
    names = draw(st.lists(NAMES, min_size=dimensions, max_size=dimensions))
    below = st.lists(st.sampled_from(ids), unique=True, max_size=2)
    edges = {id: [other for other in draw(below) if other != id] for id in ids}
    model = model_of(dimensions, stages, names=names, rests_on=edges)
    score = st.one_of(st.none(), st.integers(1, stages))
    rows = {who: draw(st.lists(score, min_size=dimensions, max_size=dimensions)) for who in ("ana", "ben", "cy")}
    rows["ana"][0] = rows["ana"][0] or 1
    known = draw(st.dictionaries(st.sampled_from(ids), st.one_of(st.none(), st.integers(1, stages))))
    supported = {id: (stage, draw(st.sampled_from(LIMITS))) for id, stage in known.items()}
    return diagnosed(model, rows, supported=supported)
