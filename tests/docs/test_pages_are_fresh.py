"""The generated pages say what the data and the code say."""

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


def _pages() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("build", DOCS / "build.py")
    assert spec
    assert spec.loader
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    pages: dict[str, str] = build.pages()
    return pages


@pytest.mark.parametrize("name", ["method.md", "metrics.md", "model.schema.json", "published.md"])
def test_a_generated_page_is_not_stale(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == _pages()[name], f"docs/{name} is stale: run `make docs`"
