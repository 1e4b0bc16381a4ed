"""Exports of the common systems, as each writes them, are mapped without help, or ask the right question."""

from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from exports import file_of, opened, reasons, rows

from colonnade.records import open_records


def test_a_report_of_salesforce_by_its_titles(tmp_path: Path) -> None:
    accounts = """Account ID,Account Name,Account Owner,Billing Country,Annual Revenue,Last Activity
        001000000000AAA,Ann Ltd,Sal Seller,Norway,"1,000,000",5/20/2024"""
    deals = """Opportunity Name,Account Name,Stage,Close Date,Amount,Type,Opportunity Owner,Won,Closed
        Renewal 24,Ann Ltd,Signed,5/20/2024,"1,200.00",Existing Business,Sal Seller,1,1
        Upsell,Ann Ltd,Talks,6/30/2026,500,Upsell,Sal Seller,0,0"""
    cases = """Case Number,Account Name,Subject,Date/Time Opened,Date/Time Closed,Priority,Escalated
        00001,Ann Ltd,Help,5/20/2024 9:05 AM,5/21/2024 4:00 PM,High,0"""
    with opened(tmp_path, accounts=accounts, deals=deals, cases=cases) as records:
        assert rows(records, "accounts", "account_id, name, country, ae_id, csm_id") == [
            ("001000000000AAA", "Ann Ltd", "Norway", "Sal Seller", None)
        ]
        assert rows(records, "opportunities", "account_id, stage, CAST(amount AS INTEGER), kind, is_won") == [
            ("001000000000AAA", "Signed", 1200, None, True),
            ("001000000000AAA", "Talks", 500, "expansion", False),
        ]
        assert "1 value of Type could not be read" in str(file_of(records, "deals").notes)
        assert rows(records, "tickets", "account_id, opened_at, escalated") == [
            ("001000000000AAA", datetime(2024, 5, 20, 9, 5), False)
        ]
        assert not records.check.questions


def test_ids_of_fifteen_and_of_eighteen_signs_are_the_same_account(tmp_path: Path) -> None:
    accounts = "Id,Name,OwnerId,ParentId,Industry,CreatedDate\n0015g00000AbCdEAAV,Ann,5,,x,2024-01-01"
    contracts = "Id,AccountId,ContractNumber,StartDate,EndDate,Status,ARR__c\n800A,0015g00000AbCdE,1,2024-01-01,,Activated,1200"
    with opened(tmp_path, Account=accounts, Contract=contracts) as records:
        assert rows(records, "subscriptions", "account_id, CAST(mrr AS INTEGER)") == [("0015g00000AbCdEAAV", 100)]


def test_a_contract_holds_through_its_last_day(tmp_path: Path) -> None:
    accounts = "Id,Name,OwnerId,ParentId,Industry,CreatedDate\n001A,Ann,5,,x,2024-01-01"
    contracts = """Id,AccountId,ContractNumber,StartDate,EndDate,Status,ARR__c
        800A,001A,1,2023-01-01,2023-12-31,Activated,1200
        800B,001A,2,2024-01-01,2024-12-31,Activated,1200"""
    with opened(tmp_path, Account=accounts, Contract=contracts) as records:
        assert rows(records, "subscriptions", "end_on") == [(date(2024, 1, 1),), (date(2025, 1, 1),)]
        as_typed = (
            f"COPY (SELECT * FROM read_csv('{tmp_path}/Contract.csv')) TO '{tmp_path}/typed/Contract.parquet'"
        )
        (tmp_path / "typed").mkdir()
        duckdb.sql(as_typed)
    with open_records(str(tmp_path / "typed"), today=date(2026, 11, 22)) as records:
        assert rows(records, "subscriptions", "end_on") == [(date(2024, 1, 1),), (date(2025, 1, 1),)]


def test_the_price_of_a_quoted_line_is_asked(tmp_path: Path) -> None:
    lines = """Id,SBQQ__Account__c,SBQQ__Product__c,SBQQ__StartDate__c,SBQQ__EndDate__c,SBQQ__NetPrice__c,SBQQ__Quantity__c
        a1,001A,01tX,2024-01-01,2024-12-31,1200,5"""
    accounts = "Id,Name,OwnerId,ParentId,Industry,CreatedDate\n001A,Ann,5,,x,2024-01-01"
    with opened(tmp_path, Account=accounts, lines=lines) as records:
        (question,) = records.check.questions
        assert question.column == "mrr" and question.candidates[0].name == "SBQQ__NetPrice__c"
        assert file_of(records, "lines").table is None


def test_the_screen_export_of_hubspot(tmp_path: Path) -> None:
    companies = """Record ID,Company name,Company owner,Create Date,Country/Region,Annual Revenue,Lifecycle Stage,Company Domain Name
        101,Ann Ltd,Sal Seller,2023-05-04 10:11,Norway,5000000,Customer,ann.io"""
    deals = """Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Deal Type,Associated Company,Associated Company IDs
        9,Ann first,Closed Won (Sales Pipeline),2024-01-31 10:00,Sal Seller,1000,New Business,Ann Ltd,101
        8,Ann more,Negotiation (Sales Pipeline),2027-01-31 10:00,Sal Seller,1000,Existing Business,Ann Ltd,101"""
    contacts = """Record ID,First Name,Last Name,Email,Job Title,Associated Company
        5,Kim,Kay,kim@ann.io,CFO,Ann Ltd
        6,Lee,Lo,lee@ann.io,CEO,"""
    with opened(tmp_path, hub_companies=companies, hub_deals=deals, hub_contacts=contacts) as records:
        assert rows(records, "accounts", "account_id, domain, ae_id, csm_id") == [
            ("101", "ann.io", "Sal Seller", None)
        ]
        assert rows(records, "opportunities", "account_id, kind, is_won, is_closed") == [
            ("101", "new", True, True),
            ("101", None, False, False),
        ]
        assert rows(records, "contacts", "account_id, email, title") == [
            ("101", "kim@ann.io", "CFO"),
            ("101", "lee@ann.io", "CEO"),
        ]
        assert not records.check.questions


def test_hubspot_s_recurring_lines_by_a_connector_tool(tmp_path: Path) -> None:
    files = {
        "company": "id,property_name,property_domain,property_hubspot_owner_id,_fivetran_synced\n1,Ann,ann.io,7,2024-01-01",
        "deal_company": "deal_id,company_id\n10,1",
        "line_item_deal": "line_item_id,deal_id\n50,10\n51,10",
        "line_item": """id,property_name,property_price,property_quantity,property_recurringbillingfrequency,property_hs_recurring_billing_start_date
            50,Seats,10,12,monthly,2024-01-01
            51,Support,1200,1,annually,2024-01-01""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "subscriptions", "account_id, product, CAST(mrr AS INTEGER)") == [
            ("1", "Seats", 120),
            ("1", "Support", 100),
        ]
        assert "bookkeeping" in file_of(records, "company").left_out["_fivetran_synced"]


def test_customers_of_billing_and_support_join_the_accounts_of_the_crm(tmp_path: Path) -> None:
    files = {
        "crm": "Id,Name,Website,OwnerId,Industry,CreatedDate\n001A,Ann Ltd,www.ann.io,5,x,2024-01-01\n001B,Bee,bee.io,5,x,2024-01-01",
        "stripe_customers": """id,name,email,created,delinquent,currency,livemode
            cus_1,ann ltd,bills@gmail.com,1704067200,false,usd,true
            cus_2,,pay@bee.io,1704067200,false,usd,true
            cus_3,Gone Inc,x@gone.io,1704067200,false,usd,true""",
        "stripe_subscriptions": """id,customer_id,status,start_date,ended_at,current_period_end,plan_amount,plan_currency,plan_interval,plan_interval_count,quantity
            sub_1,cus_1,active,1704067200,,1735689600,1000,usd,month,1,2
            sub_2,cus_2,active,1704067200,,1735689600,1000,usd,month,1,1
            sub_3,cus_3,canceled,1704067200,1711929600,1711929600,1000,usd,month,1,1""",
        "zd_organizations": "id,name,domain_names,external_id,created_at\n900,ANN LTD,,001A,2024-01-01T00:00:00Z",
        "zd_users": "id,email,role,organization_id,suspended\n70,kim@ann.io,end-user,900,false\n71,bo@bee.io,end-user,,false",
        "zd_tickets": """id,organization_id,requester_id,status,created_at,priority,satisfaction_rating_score,tags
            1,900,70,solved,2024-05-01T10:00:00Z,high,good,
            2,,71,solved,2024-05-01T10:00:00Z,low,unoffered,
            3,900,70,deleted,2024-05-01T10:00:00Z,low,offered,
            4,900,70,closed,2024-05-01T10:00:00Z,low,bad,vip closed_by_merge""",
        "zd_ticket_metrics": """id,ticket_id,reopens,replies,solved_at,reply_time_in_minutes_calendar
            31,1,0,2,2024-05-02T10:00:00Z,90
            32,2,0,2,,""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "accounts", "account_id") == [("001A",), ("001B",), ("cus_3",)]
        assert rows(records, "subscriptions", "subscription_id, account_id, end_on, CAST(mrr AS INTEGER)") == [
            ("sub_1", "001A", None, 20),
            ("sub_2", "001B", None, 10),
            ("sub_3", "cus_3", date(2024, 4, 1), 10),
        ]
        assert rows(records, "tickets", "ticket_id, account_id, first_reply_at, satisfaction") == [
            ("1", "001A", datetime(2024, 5, 1, 11, 30), 5.0),
            ("2", "001B", None, None),
        ]
        assert reasons(records) == {"deleted in its system": 1, "merged into another ticket": 1}
        assert not records.check.questions


def test_zendesk_s_tickets_by_the_titles_of_its_csv(tmp_path: Path) -> None:
    files = {
        "accounts": "account_id,name,domain\nA,Ann Ltd,ann.io\nB,Bee,bee.io",
        "tickets-2024": """Id,Requester,Requester email,Subject,Tags,Status,Priority,Created at,Solved at,Organization,Satisfaction Score,First reply time in minutes
            1,Kim,kim@ann.io,Help,,Solved,High,2024-05-01 10:00,2024-05-02 10:00,Ann Ltd,Good,30
            2,Bo,bo@bee.io,Help,,Open,Low,2024-05-01 10:00,,,Not Offered,""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "tickets", "account_id, first_reply_at, satisfaction") == [
            ("A", datetime(2024, 5, 1, 10, 30), 5.0),
            ("B", None, None),
        ]


def test_a_spreadsheet_of_accounts_gives_contracts_or_asks_when_they_began(tmp_path: Path) -> None:
    sheet = """Account,ARR,Owner,Renewal Date,Health,Customer Since
        Ann Ltd,"$12,000",Kim,2027-01-31,Green,2022-02-01
        Bee,"$6,000",Lee,2026-12-31,Red,2023-01-01"""
    with opened(tmp_path, customers=sheet) as records:
        assert rows(records, "accounts", "account_id, name, created_on") == [
            ("Ann Ltd", "Ann Ltd", date(2022, 2, 1)),
            ("Bee", "Bee", date(2023, 1, 1)),
        ]
        asked = {question.column: [c.name for c in question.candidates] for question in records.check.questions}
        assert asked["start_on"] == ["Customer Since"]
        assert asked["end_on"] == ["Renewal Date"]
        assert asked["csm_id"] == ["Owner"]
        assert "without a day" in file_of(records, "customers").left_out["Health"]


def test_a_spreadsheet_that_says_when_contracts_began_needs_no_question_about_it(tmp_path: Path) -> None:
    sheet = """Customer,ARR,CSM,Contract Start,Contract End,Health Score,Health Updated
        Ann Ltd,12000,Kim,2024-01-01,2027-01-01,80,2026-10-01
        Bee,6000,Lee,2024-01-01,,,"""
    with opened(tmp_path, book=sheet) as records:
        assert rows(records, "subscriptions", "account_id, start_on, end_on, CAST(mrr AS INTEGER)") == [
            ("Ann Ltd", date(2024, 1, 1), date(2027, 1, 1), 1000),
            ("Bee", date(2024, 1, 1), None, 500),
        ]
        assert rows(records, "health_scores", "account_id, score") == [("Ann Ltd", 80.0)]
        assert not records.check.questions


def test_segment_s_tables_of_a_warehouse(tmp_path: Path) -> None:
    files = {
        "accounts": "account_id,name\nA,Ann",
        "groups": "id,group_id,user_id,anonymous_id,received_at,timestamp\ng1,A,u1,x,2024-01-01,2024-01-01",
        "tracks": """id,event,event_text,user_id,anonymous_id,received_at,timestamp
            e1,report_made,Report made,u1,x,2024-05-01 10:00:00,2024-05-01 09:59:00
            e2,report_made,Report made,,y,2024-05-01 10:00:00,2024-05-01 09:59:00""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "usage_events", "event_id, account_id, event, occurred_at") == [
            ("e1", "A", "report_made", datetime(2024, 5, 1, 9, 59))
        ]
        assert reasons(records) == {"finds no account": 1}


def test_posthog_s_events_find_the_group_or_the_person(tmp_path: Path) -> None:
    files = {
        "accounts": "account_id,name,domain\nA,Ann,ann.io",
        "posthog": """uuid,event,distinct_id,timestamp,created_at,$group_0
            1,report made,d1,2024-05-01T10:00:00.000Z,2024-05-01T10:00:01.000Z,A
            2,report made,kim@ann.io,2024-05-01T10:00:00.000Z,2024-05-01T10:00:01.000Z,
            3,$feature_flag_called,d1,2024-05-01T10:00:00.000Z,2024-05-01T10:00:01.000Z,A""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "usage_events", "event_id, account_id") == [("1", "A"), ("2", "A")]
        assert reasons(records) == {"not something a person did in the product": 1}


@pytest.mark.parametrize(
    ("name", "body", "table"),
    [
        ("part1", "contact_id,company_id,email,title\nk1,A,kim@ann.io,Head", "contacts"),
        ("part1", "deal_id,company_id,stage,amount,close_date,created_at\n1,A,Won,10,2024-05-01,2024-04-01", "opportunities"),
        ("users", "id,email,role,organization_id\nu1,kim@ann.io,admin,A", "users"),
        ("part1", "ticket_id,company_id,created_at,closed_at\n1,A,2024-05-01,2024-05-02", "tickets"),
    ],
)  # fmt: skip
def test_a_table_of_its_own_is_not_taken_for_the_links_of_a_system(
    tmp_path: Path, name: str, body: str, table: str
) -> None:
    with opened(tmp_path, accounts="account_id,name\nA,Ann", **{name: body}) as records:
        assert file_of(records, name).table == table
        assert file_of(records, name).accepted == 1


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("churn", "_id,companyId,companyName,churnDate,arr,currency\n1,A,Ann,2024-05-01,10,EUR"),
        ("sales", "_id,companyId,companyName,product,value,salesDate\n1,A,Ann,Setup,10,2024-05-01"),
        ("customer_invoices", "invoice_id,customer_id,customer_name,amount,paid_on\n1,A,Ann,10,2024-05-01"),
        ("payments", "customer_id,customer_name,amount,paid_on\nA,Ann,10,2024-05-01\nA,Ann,10,2024-06-01"),
        ("account_notes", "account_id,account_name,author,text\nA,Ann,Kim,Hello\nA,Ann,Kim,Hello again"),
    ],
)
def test_what_happens_to_an_account_is_not_a_list_of_accounts(tmp_path: Path, name: str, body: str) -> None:
    with opened(tmp_path, accounts="account_id,name\nA,Ann", **{name: body}) as records:
        assert file_of(records, name).table is None
        assert rows(records, "accounts", "account_id, name") == [("A", "Ann")]
