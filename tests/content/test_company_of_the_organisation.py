"""What the organisation file says of the company."""

from pathlib import Path

import pytest

from colonnade.content.organisation import read_organisation
from colonnade.core.company import Company
from colonnade.core.errors import BadOrganisation


def written(folder: Path, text: str) -> Path:
    path = folder / "organisation.yaml"
    path.write_text(text)
    return path


def test_the_company_is_read_as_written(tmp_path: Path) -> None:
    path = written(tmp_path, "company:\n  arr_musd: 12.5\n  cs_team: 8\n  ownership: private\n")
    assert read_organisation(path).company == Company(arr_musd=12.5, cs_team=8, ownership="private")


def test_an_organisation_that_says_nothing_of_it_leaves_all_unknown(tmp_path: Path) -> None:
    assert read_organisation(written(tmp_path, "top_tier: Gold\n")).company == Company()


def test_every_mistake_about_the_company_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, "company:\n  arr_musd: many\n  cs_team: 2.5\n  ownership: mine\n  owner: us\n")
    with pytest.raises(BadOrganisation) as refused:
        read_organisation(path)
    assert sorted(problem.line or 0 for problem in refused.value.problems) == [2, 3, 4, 5]
