"""A made-up company to practise on: its records, what was planted in them, and three reviewers' scorecards."""

from colonnade.records.practice.scorecards import write_answers, write_organisation, write_scorecards
from colonnade.records.practice.truth import Truth
from colonnade.records.practice.write import write_company

__all__ = ["Truth", "write_answers", "write_company", "write_organisation", "write_scorecards"]
