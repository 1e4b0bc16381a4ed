"""The example of an organisation's file is one."""

import re
from pathlib import Path

from colonnade.content.organisation import read_organisation

PAGE = Path(__file__).parents[2] / "docs" / "organisation.md"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


def test_the_example_of_an_organisations_file_is_read_whole(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert example
    (tmp_path / "logo.svg").write_text(LOGO)
    file = tmp_path / "organisation.yaml"
    file.write_text(example[1], encoding="utf-8")
    found = read_organisation(file)
    assert found.branding.logo
    assert found.company.ownership == "private"
    assert found.tables == {"advocacy_acts": "not_done", "handoffs": "elsewhere"}
    assert found.thresholds
