"""The stages at which models name a metric among those to run the company by."""

from collections.abc import Sequence

from colonnade.core.model import Model, Stage

KeyStages = Sequence[tuple[Model, tuple[Stage, ...]]]


def key_stages(models: Sequence[Model], metric: str) -> KeyStages:
    """Each model that names the metric, with the stages."""
    found = [(model, model.stages_where_key(metric)) for model in models]
    return [(model, stages) for model, stages in found if stages]


def key_words(named: KeyStages) -> list[str]:
    """Such as `Key at stage 3 (Scaling) of the ... index`."""
    return [
        f"Key at {' and '.join(f'stage {stage.number} ({stage.name})' for stage in stages)} of {model.name}"
        for model, stages in named
    ]
