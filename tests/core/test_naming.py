"""Columns and groups are called as people call them, and ids stay ids."""

import pytest

from colonnade.core.measurement import Slice
from colonnade.core.naming import by_column, column_name, column_within, group_names, needs_in_words, value_name


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        ("segment", "mid_market", "Mid market"),
        ("segment", "smb", "SMB"),
        ("region", "emea_north", "EMEA north"),
        ("touch_model", "pooled", "Pooled"),
        ("segment", "Mid-Market", "Mid-Market"),
        ("segment", "Segment a_b", "Segment a_b"),
        ("segment", "(not recorded)", "(not recorded)"),
        ("play_id", "usage_drop", "usage_drop"),
        ("csm", "anna_b", "anna_b"),
        ("start_cohort", "2024-Q3", "2024-Q3"),
    ],
)
def test_a_code_is_made_readable_and_what_was_written_for_people_stays(column: str, value: str, name: str) -> None:
    assert value_name(column, value) == name


def test_two_groups_that_would_be_called_the_same_show_their_keys() -> None:
    groups = [Slice("mid_market", 1, 1), Slice("Mid market", 2, 1), Slice("smb", 3, 1)]
    assert group_names("segment", groups) == {
        "mid_market": "Mid market (mid_market)",
        "Mid market": "Mid market (Mid market)",
        "smb": "SMB",
    }


def test_an_id_is_called_by_the_name_that_the_records_have_for_it() -> None:
    groups = [Slice("C-1", 1, 1, name="Ann"), Slice("C-2", 1, 1)]
    assert group_names("csm", groups) == {"C-1": "Ann", "C-2": "C-2"}


def test_a_column_is_named_at_the_head_in_a_sentence_and_with_what_it_means() -> None:
    assert column_name("touch_model") == "Touch model"
    assert column_within("touch_model") == "touch model"
    assert column_within("csm_id") == "CSM"
    assert by_column("csm") == "By CSM (customer success manager)"
    assert by_column("industry") == "By industry"


def test_a_column_of_nobodys_is_made_readable() -> None:
    assert column_name("csm_of_last_year") == "CSM of last year"


def test_needs_are_said_by_table_and_hold_no_identifier() -> None:
    needs = (
        "touchpoints.kind",
        "touchpoints.occurred_at",
        "cs_qualified_leads.csm_id or csms.csm_id",
        "exchange_rates: a rate by 2026-01-31 for EUR",
        "subscriptions.kind=trial",
    )
    said = needs_in_words(needs)
    assert said.startswith("touchpoints (kind, occurred at), subscriptions (kind: trial), ")
    assert "cs qualified leads (CSM) or csms (CSM)" in said
    assert "exchange rates: a rate by 2026-01-31 for EUR" in said
    assert "_" not in said
