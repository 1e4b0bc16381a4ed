"""Writes the pages that are made from data and code: `make docs`."""

import json
from pathlib import Path

from colonnade.content.benchmarks import shipped_benchmarks
from colonnade.content.load import bank, shipped_ids, shipped_model
from colonnade.content.model_format import model_schema
from colonnade.records import catalogue
from colonnade.reports.method_page import method_page, metrics_page
from colonnade.reports.published_page import published_page

DOCS = Path(__file__).parent


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    models = [shipped_model(id) for id in shipped_ids()]
    return {
        "method.md": method_page(models, bank()),
        "metrics.md": metrics_page(catalogue(), models),
        "published.md": published_page(shipped_benchmarks()),
        "model.schema.json": json.dumps(model_schema(), indent=2, ensure_ascii=False) + "\n",
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
