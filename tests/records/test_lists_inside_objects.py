"""Objects as an API writes them: what lists inside them hold is a table of its own, joined by the object's id."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from exports import TODAY, file_of, reasons, rows

from colonnade.core.measurement import Measured
from colonnade.records import Records, measure, open_records


def at(year: int, month: int, day: int) -> int:
    return int(datetime(year, month, day, tzinfo=UTC).timestamp())


def item(
    place: int, amount: int, quantity: int, every: int, interval: str, currency: str = "usd"
) -> dict[str, Any]:
    recurring = {"interval": interval, "interval_count": every, "usage_type": "licensed", "meter": None}
    price = {
        "id": f"price_{place}", "object": "price", "billing_scheme": "per_unit", "currency": currency,
        "product": f"prod_{place}", "recurring": recurring, "type": "recurring", "unit_amount": amount,
    }  # fmt: skip
    return {
        "id": f"si_{place}", "object": "subscription_item", "created": at(2025, 2, 1), "metadata": {},
        "price": price, "quantity": quantity, "subscription": "sub", "tax_rates": [],
    }  # fmt: skip


def subscription(
    name: str, *items: dict[str, Any], ended: int | None = None, more: bool = False
) -> dict[str, Any]:
    own = [{**each, "subscription": name, "id": f"{each['id']}_{name}"} for each in items]
    return {
        "id": name, "object": "subscription", "billing_cycle_anchor": at(2025, 2, 1), "canceled_at": ended,
        "cancel_at_period_end": False, "created": at(2025, 2, 1), "currency": "usd", "customer": f"cus_{name}",
        "ended_at": ended, "items": {"object": "list", "data": own, "has_more": more, "url": "/v1/items"},
        "livemode": True, "metadata": {}, "start_date": at(2025, 2, 1),
        "status": "canceled" if ended else "active",
    }  # fmt: skip


SUBSCRIPTIONS = [
    subscription("a", item(1, 5_000, 2, 1, "month"), item(2, 120_000, 1, 1, "year")),
    subscription("b", item(3, 30_000, 1, 3, "month")),
    subscription("c", item(4, 7_000, 1, 1, "month"), ended=at(2025, 9, 1)),
]
ARR = 2 * 50 * 12 + 1_200 + 300 * 4


def opened(folder: Path, name: str, body: str) -> Records:
    (folder / name).write_text(body, encoding="utf-8")
    return open_records(str(folder), today=TODAY, must_be_usable=False)


@pytest.mark.parametrize("form", ["subscriptions.jsonl", "subscriptions.json"])
def test_the_lines_of_subscriptions_are_read_as_the_api_of_stripe_writes_them(tmp_path: Path, form: str) -> None:
    page = json.dumps({"object": "list", "data": SUBSCRIPTIONS, "has_more": False, "url": "/v1/subscriptions"})
    lines = "".join(json.dumps(each) + "\n" for each in SUBSCRIPTIONS)
    with opened(tmp_path, form, page if form.endswith(".json") else lines) as records:
        assert file_of(records, f"{form}#items").table == "subscriptions"
        assert "told line by line" in file_of(records, form).why
        assert rows(records, "subscriptions", "account_id, CAST(mrr AS INTEGER), end_on") == [
            ("cus_a", 100, None),
            ("cus_a", 100, None),
            ("cus_b", 100, None),
            ("cus_c", 70, date(2025, 9, 1)),
        ]
        (arr,) = measure(records, ["arr"], as_of=date(2025, 10, 1))
        assert isinstance(arr, Measured) and arr.value == ARR
        assert not records.check.questions


def test_a_subscription_with_more_lines_than_the_export_holds_is_not_taken_for_less(tmp_path: Path) -> None:
    short = subscription("d", item(5, 9_000, 1, 1, "month"), more=True)
    body = "".join(json.dumps(each) + "\n" for each in [*SUBSCRIPTIONS, short])
    with opened(tmp_path, "subscriptions.jsonl", body) as records:
        assert reasons(records) == {"one of more lines than the export holds": 1}


def test_rows_of_a_list_name_the_object_they_stand_in(tmp_path: Path) -> None:
    orders = [
        {"id": 7, "customer_id": "A", "lines": [{"sku": "x", "start_date": "2025-01-01", "mrr": 10}]},
        {
            "id": 8,
            "customer_id": "B",
            "lines": [{"sku": "y", "start_date": "2025-02-01", "mrr": 20}],
            "tags": ["n"],
        },
    ]
    with opened(tmp_path, "orders.json", json.dumps(orders)) as records:
        assert {"order_id", "sku"} <= set(file_of(records, "orders.json#lines").unknown)


def test_pairs_of_an_id_and_a_value_inside_an_object_are_no_table(tmp_path: Path) -> None:
    body = json.dumps({"account_id": "A", "id": 1, "name": "Ann", "custom_fields": [{"id": 3, "value": "x"}]})
    with opened(tmp_path, "accounts.jsonl", body) as records:
        assert [file.name for file in records.check.files] == ["accounts.jsonl"]


def test_a_row_is_named_by_the_line_of_the_file_it_stands_on(tmp_path: Path) -> None:
    lines = ['{"account_id": "A", "name": "Ann\\nLtd"}', "", '{"account_id": null, "name": "Bee"}', "what"]
    with opened(tmp_path, "accounts.jsonl", "\n".join(lines) + "\n") as records:
        found = {row.line: row.reason for group in records.check.rejects for row in group.sample}
        assert found == {3: "account_id is blank", 4: "does not have as many fields as the header"}
        assert rows(records, "accounts", "name") == [("Ann Ltd",)]
