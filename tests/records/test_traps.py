"""What exports are easily misread by: each is taken rightly, or asked, or refused with its reason.

Here stand the owner who sells, turnover, minor units and intervals, quantities and lines, an end and its status, our
own account, stages of pipelines, former states, rows that are gone, currencies, ids that are names, shared and free
e-mails, dates that are none, dates of spreadsheets. Dates and decimals of a locale, decided for a whole column, are in
`test_what_is_not_sure_is_asked`; whole exports with several of these at once in `tests/cli/test_five_exports`.
"""

from datetime import date
from pathlib import Path

import pytest
from exports import file_of, opened, reasons, rows

from colonnade.core.errors import NoUsableRecords
from colonnade.core.measurement import Measured, Unavailable
from colonnade.records import measure

STRIPE_CUSTOMERS = "id,name,email,created,delinquent,livemode\ncus_1,Ann Ltd,kim@ann.io,1704067200,false,true"
STRIPE_SUBSCRIPTION = (
    "id,customer_id,status,start_date,ended_at,canceled_at,current_period_end,livemode,plan_amount,plan_currency,"
    "plan_interval,plan_interval_count,quantity\n"
)


def stripe(*lines: str) -> str:
    return STRIPE_SUBSCRIPTION + "\n".join(lines)


def test_the_owner_in_the_crm_is_the_seller(tmp_path: Path) -> None:
    body = """Id,Name,OwnerId,ParentId,Industry,AnnualRevenue,CreatedDate
    001A,Ann,005K,,Retail,5000000,2024-01-01T00:00:00.000+0000"""
    with opened(tmp_path, Account=body) as records:
        assert rows(records, "accounts", "account_id, ae_id, csm_id") == [("001A", "005K", None)]
        assert "turnover" in file_of(records, "Account").left_out["AnnualRevenue"]
        assert not records.check.questions


def test_a_field_of_its_own_names_the_csm(tmp_path: Path) -> None:
    body = "Id,Name,OwnerId,ParentId,Industry,CSM__c,CreatedDate\n001A,Ann,005K,,Retail,005C,2024-01-01"
    with opened(tmp_path, Account=body) as records:
        assert rows(records, "accounts", "ae_id, csm_id") == [("005K", "005C")]


@pytest.mark.parametrize(
    ("amount", "currency", "interval", "count", "quantity", "mrr"),
    [
        ("10000", "usd", "month", "1", "1", 100.00),
        ("120000", "eur", "year", "1", "1", 100.00),
        ("30000", "usd", "month", "3", "2", 200.00),
        ("60000", "usd", "month", "6", "1", 100.00),
        ("12000", "jpy", "month", "1", "1", 12000.00),
        ("12000", "kwd", "month", "1", "1", 12.00),
        ("28000", "usd", "day", "28", "1", 304.17),
        ("7000", "usd", "week", "1", "1", 304.17),
    ],
)
def test_prices_in_minor_units_become_a_month_s(
    tmp_path: Path, amount: str, currency: str, interval: str, count: str, quantity: str, mrr: float
) -> None:
    line = f"sub_1,cus_1,active,1704067200,,,1735689600,true,{amount},{currency},{interval},{count},{quantity}"
    with opened(tmp_path, customers=STRIPE_CUSTOMERS, subscriptions=stripe(line)) as records:
        ((found, code),) = rows(records, "subscriptions", "mrr, currency")
        assert (round(float(found), 2), code) == (mrr, currency.upper())


def test_a_price_whose_interval_is_not_understood_is_refused(tmp_path: Path) -> None:
    lines = [
        "sub_1,cus_1,active,1704067200,,,1735689600,true,100,usd,fortnight,1,1",
        "sub_2,cus_1,active,1704067200,,,1735689600,true,100,usd,month,1,1",
    ]
    with opened(tmp_path, customers=STRIPE_CUSTOMERS, subscriptions=stripe(*lines)) as records:
        assert reasons(records) == {"price or interval of billing is not understood": 1}


ITEMS = """id,subscription_id,price_id,quantity
    si_1,sub_1,price_seat,5
    si_2,sub_1,price_addon,1
    si_3,sub_1,price_setup,1
    si_4,sub_1,price_calls,"""
PRICES = """id,unit_amount,currency,product_id,type,recurring_interval,recurring_interval_count,recurring_usage_type
    price_seat,2000,usd,prod_1,recurring,month,1,licensed
    price_addon,120000,usd,prod_2,recurring,year,1,licensed
    price_setup,50000,usd,prod_3,one_time,,,
    price_calls,1,usd,prod_4,recurring,month,1,metered"""


def test_lines_of_a_subscription_add_up_and_only_what_recurs_counts(tmp_path: Path) -> None:
    sub = stripe("sub_1,cus_1,active,1704067200,,,1735689600,true,9999,usd,month,1,7")
    with opened(tmp_path, customers=STRIPE_CUSTOMERS, subscriptions=sub, items=ITEMS, prices=PRICES) as records:
        assert rows(records, "subscriptions", "subscription_id, account_id, kind, quantity") == [
            ("si_1", "cus_1", "recurring", 5.0),
            ("si_2", "cus_1", "recurring", 1.0),
            ("si_3", "cus_1", "one_time", 1.0),
            ("si_4", "cus_1", "metered", None),
        ]
        ((mrr,),) = records.rows("SELECT sum(mrr) FROM subscriptions WHERE kind = 'recurring'")
        assert mrr == 200
        assert file_of(records, "subscriptions").table is None
        assert "line by line in items.csv" in file_of(records, "subscriptions").why


def test_trials_drafts_and_test_mode_are_no_revenue(tmp_path: Path) -> None:
    lines = [
        "sub_1,cus_1,trialing,1704067200,,,1735689600,true,100,usd,month,1,1",
        "sub_2,cus_1,incomplete_expired,1704067200,,,1735689600,true,100,usd,month,1,1",
        "sub_3,cus_1,active,1704067200,,,1735689600,false,100,usd,month,1,1",
    ]
    with opened(tmp_path, customers=STRIPE_CUSTOMERS, subscriptions=stripe(*lines)) as records:
        assert rows(records, "subscriptions", "subscription_id, kind") == [("sub_1", "trial")]
        assert reasons(records) == {"never started": 1, "made in test mode": 1}


def test_the_end_counts_and_not_a_status_that_lags_behind(tmp_path: Path) -> None:
    lines = [
        "sub_1,cus_1,active,1704067200,1717200000,1714521600,1735689600,true,100,usd,month,1,1",
        "sub_2,cus_1,active,1735689600,,,1735689600,true,100,usd,month,1,1",
    ]
    with opened(tmp_path, customers=STRIPE_CUSTOMERS, subscriptions=stripe(*lines)) as records:
        found = rows(records, "subscriptions", "end_on, notice_on")
        assert found == [(date(2024, 6, 1), date(2024, 5, 1)), (None, None)]
        assert any("said to be active after their end" in note for note in records.check.notes)


def test_our_own_company_is_no_customer_nor_are_its_rows(tmp_path: Path) -> None:
    accounts = """account_id,name,domain,csm
        A,Ann,ann.io,kim@colonnade.example.org
        B,Bee,bee.io,lee@colonnade.example.org
        Z,We ourselves,colonnade.example.org,kim@colonnade.example.org"""
    subs = "account_id,start_on,mrr\nA,2024-01-01,5\nZ,2024-01-01,500"
    with opened(tmp_path, accounts=accounts, subscriptions=subs) as records:
        assert rows(records, "subscriptions", "account_id") == [("A",)]
        assert reasons(records) == {
            "is our own company, not a customer": 1,
            "belongs to an account of our own or a test": 1,
        }


HUBSPOT_COMPANY = "id,property_name,property_domain,property_hubspot_owner_id\n1,Ann,ann.io,77"
HUBSPOT_DEAL = """deal_id,deal_pipeline_id,deal_pipeline_stage_id,property_dealname,property_amount,property_closedate
    10,new,1,Ann first,100,2024-01-01T00:00:00Z
    11,old,1,Ann again,200,2024-02-01T00:00:00Z"""
HUBSPOT_LINK = "deal_id,company_id\n10,1\n11,1"


def test_a_stage_is_won_or_lost_as_the_table_of_its_pipeline_says(tmp_path: Path) -> None:
    stages = """stage_id,pipeline_id,label,closed_won,probability
        1,new,Signed,true,1.0
        1,old,Given up,false,0.0"""
    with opened(
        tmp_path,
        company=HUBSPOT_COMPANY,
        deal=HUBSPOT_DEAL,
        deal_company=HUBSPOT_LINK,
        deal_pipeline_stage=stages,
    ) as records:
        assert rows(records, "opportunities", "opportunity_id, account_id, stage, is_won, is_closed") == [
            ("10", "1", "Signed", True, True),
            ("11", "1", "Given up", False, True),
        ]


def test_stages_that_are_ids_are_asked_where_their_table_is_not_there(tmp_path: Path) -> None:
    with opened(tmp_path, company=HUBSPOT_COMPANY, deal=HUBSPOT_DEAL, deal_company=HUBSPOT_LINK) as records:
        assert {question.column for question in records.check.questions} == {"is_won"}


def test_the_stage_table_of_the_crm_tells_what_is_won(tmp_path: Path) -> None:
    deals = "Id,AccountId,Name,StageName,CloseDate,Amount\n006A,001A,x,Signed,2024-05-05,10\n006B,001A,y,Dropped,2024-05-05,10"
    stages = "Id,MasterLabel,ApiName,IsClosed,IsWon\n01J1,Signed,Signed,true,true\n01J2,Dropped,Dropped,true,false"
    with opened(tmp_path, Opportunity=deals, OpportunityStage=stages) as records:
        assert rows(records, "opportunities", "opportunity_id, is_won, is_closed") == [
            ("006A", True, True),
            ("006B", False, True),
        ]


def test_of_many_states_of_a_row_only_the_newest_is_taken(tmp_path: Path) -> None:
    subs = """subscription_id,account_id,start_on,mrr,_fivetran_start,_fivetran_active
        S1,A,2024-01-01,7,2024-03-01T00:00:00Z,true
        S1,A,2024-01-01,5,2024-01-01T00:00:00Z,false"""
    dated = "account_id,name,updated_at\nA,New,2024-05-01\nA,Old,2024-01-01"
    with opened(tmp_path, subscriptions=subs, accounts=dated) as records:
        assert rows(records, "subscriptions", "CAST(mrr AS INTEGER)") == [(7,)]
        assert rows(records, "accounts", "name") == [("New",)]
        assert "an earlier state of the row" in reasons(records)


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("IsDeleted", "true", "deleted in its system"),
        ("_fivetran_deleted", "TRUE", "deleted in its system"),
        ("deleted_at", "2024-01-01", "deleted in its system"),
        ("MasterRecordId", "001X", "merged into another account"),
        ("is_test", "1", "a test and no customer"),
    ],
)
def test_rows_that_are_gone_or_tests_are_refused(tmp_path: Path, column: str, cell: str, why: str) -> None:
    blank = "false" if cell.lower() in ("true", "1") else ""
    body = f"Id,Name,OwnerId,ParentId,Industry,CreatedDate,{column}\n001A,Ann,5,,x,2024-01-01,{blank}\n"
    with opened(tmp_path, Account=body + f"001B,Bee,5,,x,2024-01-01,{cell}") as records:
        assert rows(records, "accounts", "account_id") == [("001A",)]
        assert reasons(records) == {why: 1}


def test_rates_of_the_crm_are_turned_round(tmp_path: Path) -> None:
    body = "Id,IsoCode,StartDate,NextStartDate,ConversionRate\n04w,EUR,2024-01-01,9999-12-31,0.8"
    deals = "Id,AccountId,Name,StageName,CloseDate,Amount,CurrencyIsoCode\n006A,001A,x,Won,2024-05-05,10,eur"
    with opened(tmp_path, DatedConversionRate=body, Opportunity=deals) as records:
        assert rows(records, "exchange_rates", "currency, rate_on, rate") == [("EUR", date(2024, 1, 1), 1.25)]
        assert rows(records, "opportunities", "currency") == [("EUR",)]


SEVERAL_CURRENCIES = {
    "accounts": "account_id,name\nA,Ann\nB,Bee\nC,Cee",
    "subscriptions": """subscription_id,account_id,start_on,mrr,currency
        S1,A,2024-01-01,100,USD
        S2,B,2024-01-01,100,EUR
        S3,C,2024-01-01,10000,JPY""",
}
RATES = """Id,IsoCode,StartDate,NextStartDate,ConversionRate
    r1,EUR,2023-01-01,2024-06-01,0.8
    r2,EUR,2024-06-01,9999-12-31,0.5
    r3,JPY,2023-01-01,9999-12-31,125"""


@pytest.mark.parametrize(("as_of", "arr"), [("2024-05-31", 3660), ("2024-06-01", 4560)])
def test_several_currencies_add_up_by_the_rates_of_the_day(tmp_path: Path, as_of: str, arr: float) -> None:
    """100 + 100 / 0.8 + 10,000 / 125 a month, and half a dollar a euro later; the corporate currency needs no rate."""
    with opened(tmp_path, **SEVERAL_CURRENCIES, DatedConversionRate=RATES) as records:
        (measured,) = measure(records, ["arr"], as_of=date.fromisoformat(as_of))
        assert isinstance(measured, Measured) and measured.value == pytest.approx(arr)


def test_a_currency_without_a_rate_by_the_day_is_named_and_nothing_is_added_up(tmp_path: Path) -> None:
    without_yen = "\n".join(RATES.splitlines()[:-1])
    with opened(tmp_path, **SEVERAL_CURRENCIES, DatedConversionRate=without_yen) as records:
        (arr,) = measure(records, ["arr"])
        assert isinstance(arr, Unavailable) and arr.needs == ("exchange_rates: a rate by 2024-01-01 for JPY, USD",)


def test_rates_without_a_day_are_today_s_and_are_not_read(tmp_path: Path) -> None:
    types = "Id,IsoCode,ConversionRate,DecimalPlaces,IsActive,IsCorporate\n01L,EUR,0.8,2,true,false"
    with opened(tmp_path, **SEVERAL_CURRENCIES, CurrencyType=types) as records:
        assert "dated rates" in file_of(records, "CurrencyType").why
        (arr,) = measure(records, ["arr"])
        assert isinstance(arr, Unavailable) and "several currencies" in arr.needs[0]


def test_a_name_in_place_of_an_id_finds_the_one_account_of_that_name(tmp_path: Path) -> None:
    accounts = "account_id,name\nA,Ann Ltd\nB,Bee\nC,Bee"
    tickets = "ticket_id,account_id,opened_at\nT1,ann ltd,2024-01-01\nT2,Bee,2024-01-01\nT3,A,2024-01-01"
    with opened(tmp_path, accounts=accounts, tickets=tickets) as records:
        assert rows(records, "tickets", "ticket_id, account_id") == [("T1", "A"), ("T2", "Bee"), ("T3", "A")]
        assert "1 row found an account by its name" in file_of(records, "tickets").notes


SEGMENT = "id,event,user_id,anonymous_id,received_at,timestamp,context_traits_email\n"


def events(*mails: str) -> str:
    line = "e{0},opened,u{0},x,2024-05-01 10:00:00 UTC,2024-05-01 10:00:00 UTC,{1}"
    return SEGMENT + "\n".join(line.format(number, mail) for number, mail in enumerate(mails))


def test_events_find_their_account_by_the_domain_of_an_e_mail_but_not_of_free_mail(tmp_path: Path) -> None:
    accounts = "account_id,name,domain\nA,Ann,https://www.ann.io/en\nG,Gee,gmail.com"
    with opened(
        tmp_path, accounts=accounts, tracks=events("kim@ann.io", "lee@gmail.com", "KIM@ANN.IO")
    ) as records:
        assert rows(records, "usage_events", "event_id, account_id") == [("e0", "A"), ("e2", "A")]
        assert reasons(records) == {"finds no account": 1}


def test_an_e_mail_that_several_accounts_share_finds_none(tmp_path: Path) -> None:
    accounts = "account_id,name\nA,Ann\nB,Bee"
    contacts = "contact_id,account_id,email\n1,A,all@shared.io\n2,B,all@shared.io\n3,B,bo@bee.io"
    with opened(
        tmp_path, accounts=accounts, contacts=contacts, tracks=events("all@shared.io", "bo@bee.io")
    ) as records:
        assert rows(records, "usage_events", "event_id, account_id") == [("e1", "B")]
        assert reasons(records) == {"finds no account": 1}


@pytest.mark.parametrize("none", ["1970-01-01", "1970-01-01T00:00:00Z", "0", "1900-01-01", "0001-01-01"])
def test_a_date_that_stands_for_none_is_none(tmp_path: Path, none: str) -> None:
    body = (
        f"subscription_id,account_id,start_on,end_on,mrr\nS1,A,2024-01-01,{none},5\nS2,A,2024-01-01,2024-05-01,5"
    )
    with opened(tmp_path, subscriptions=body) as records:
        assert rows(records, "subscriptions", "end_on") == [(date(2024, 5, 1),), (None,)]
        assert "1 date of end_on left blank: it stands for no date" in file_of(records, "subscriptions").notes[0]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("45292", date(2024, 1, 1)),
        ("45292.5", date(2024, 1, 1)),
        ("20240101", date(2024, 1, 1)),
        ("1704067200000000", date(2024, 1, 1)),
        ("2024-01-01T00:00:00.000+0000", date(2024, 1, 1)),
        ("2024-01-01 10:00:00 UTC", date(2024, 1, 1)),
    ],
)
def test_dates_as_spreadsheets_and_warehouses_write_them(tmp_path: Path, written: str, day: date) -> None:
    with opened(tmp_path, subscriptions=f"account_id,start_on,mrr\nA,{written},5") as records:
        assert rows(records, "subscriptions", "start_on") == [(day,)]


@pytest.mark.parametrize(
    "body",
    [
        "date,open,high,low,close,volume\n2024-01-01,1,2,3,4,5",
        "PassengerId,Survived,Name,Age,Fare\n1,0,Braund,22,7.25",
        "title,author,isbn,price\nEmma,Austen,1,5",
        "id,name,latitude,longitude\n1,Paris,48.8,2.3",
        "timestamp,host,level,message\n2024-01-01,a,INFO,started",
        "question,answer,points\nWhy,Because,3",
    ],
)
def test_files_with_nothing_of_a_customer_map_nothing(tmp_path: Path, body: str) -> None:
    with pytest.raises(NoUsableRecords), opened(tmp_path, data=body):
        pass
