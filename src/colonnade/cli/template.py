"""`colonnade template`: an empty scorecard."""

import argparse

from colonnade.content.load import find_model
from colonnade.core.errors import UnknownModel
from colonnade.sheets.template import write_template


def run(arguments: argparse.Namespace) -> int:
    model = find_model(arguments.model)
    if not model.stages:
        raise UnknownModel(f"'{model.id}' has no stages to claim: it is read from answers only")
    write_template(model, arguments.out, reviewer=arguments.reviewer)
    print(f"{arguments.out}: a scorecard of {model.name} with {len(model.dimensions)} dimensions")
    return 0
