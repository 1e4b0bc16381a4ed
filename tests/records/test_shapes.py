"""Systems of billing, success, support and usage, one after the other: a few rows as each writes them."""

from datetime import date, datetime
from pathlib import Path

import pytest
from exports import file_of, opened, reasons, rows

from colonnade.records.helpers import readable_column
from colonnade.records.shapes import kinds, shapes
from colonnade.records.tables import TABLES
from colonnade.records.values import WORDS

CRM = "Id,Name,Website,OwnerId,Industry,CreatedDate\n001A,Ann Ltd,www.ann.io,5,x,2024-01-01"
A2024 = date(2024, 1, 1)


def test_every_shape_speaks_of_columns_and_readings_that_there_are() -> None:
    for kind in kinds().values():
        for column, names in kind.columns.items():
            found = readable_column(TABLES[str(kind.table)], column)
            assert all(word in WORDS[found.kind] for words, _ in names.tiers for word in words), kind.id
        assert kind.table or kind.why, kind.id
        assert all(f"{kind.id.partition('/')[0]}/{other}" in kinds() for other in kind.also), kind.id
        objects = {
            other.object for other in kinds().values() if other.id.partition("/")[0] == kind.id.partition("/")[0]
        }
        assert {lookup.object for lookup in kind.lookups} <= objects, kind.id


def test_the_systems_are_those_that_are_promised() -> None:
    assert {shape.id for shape in shapes()} == {
        "general",
        "salesforce",
        "hubspot",
        "stripe",
        "chargebee",
        "recurly",
        "zuora",
        "zendesk",
        "intercom",
        "gainsight",
        "planhat",
        "vitally",
        "churnzero",
        "totango",
        "segment",
        "posthog",
        "amplitude",
        "mixpanel",
        "pendo",
        "spreadsheet",
    }


def test_chargebee_s_monthly_amount_holds_add_ons_and_is_in_cents(tmp_path: Path) -> None:
    files = {
        "account": CRM,
        "customers": "id,company,email,auto_collection,net_term_days,created_at,deleted\nc1,ann ltd,pay@x.io,on,0,1704067200,false",
        "subscriptions": """id,customer_id,plan_id,plan_quantity,plan_unit_price,billing_period,billing_period_unit,currency_code,status,started_at,cancelled_at,current_term_end,mrr,deleted,updated_at
            s1,c1,pro,3,1000,3,month,USD,active,1704067200,,1735689600,4500,false,1704067200
            s2,c1,pro,1,1000,1,month,USD,in_trial,1704067200,,1735689600,1000,false,1704067200
            s3,c1,pro,1,1000,1,month,USD,future,1704067200,,1735689600,1000,false,1704067200
            s4,c1,pro,1,1000,1,month,USD,active,1704067200,,1735689600,1000,true,1704067200
            s5,c1,pro,1,1000,1,month,USD,cancelled,1704067200,1711929600,1735689600,1000,false,1704067200""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(
            records, "subscriptions", "subscription_id, account_id, kind, end_on, CAST(mrr AS INTEGER)"
        ) == [
            ("s1", "001A", "recurring", None, 45),
            ("s2", "001A", "trial", None, 10),
            ("s5", "001A", "recurring", date(2024, 4, 1), 10),
        ]
        assert reasons(records) == {"never started": 1, "deleted in its system": 1}
        assert not records.check.questions


def test_chargebee_without_a_monthly_amount_is_priced_by_its_plan(tmp_path: Path) -> None:
    body = """id,customer_id,plan_quantity,plan_unit_price,billing_period,billing_period_unit,currency_code,status,started_at,current_term_end
        s1,c1,3,1000,6,month,USD,active,1704067200,1735689600"""
    with opened(tmp_path, subscriptions=body) as records:
        assert rows(records, "subscriptions", "CAST(mrr AS INTEGER)") == [(5,)]


def test_recurly_s_subtotal_by_the_interval_of_its_plan(tmp_path: Path) -> None:
    files = {
        "accounts": "id,code,email,company,preferred_locale,created_at,updated_at\na1,001A,x@ann.io,Ann,en,2024-01-01T00:00:00Z,2024-01-01T00:00:00Z",
        "plans": "id,code,name,interval_unit,interval_length\np1,year,Yearly,months,12",
        "subscription_history": """id,uuid,account_id,plan_id,state,currency,quantity,unit_amount,subtotal,activated_at,canceled_at,expires_at,current_period_started_at,updated_at
            s1,u1,a1,p1,active,USD,2,600,1200,2024-01-01T00:00:00Z,,,2024-01-01T00:00:00Z,2024-02-01T00:00:00Z
            s1,u1,a1,p1,active,USD,1,600,600,2024-01-01T00:00:00Z,,,2024-01-01T00:00:00Z,2024-01-01T00:00:00Z
            s2,u2,a1,p1,failed,USD,1,600,600,2024-01-01T00:00:00Z,,,2024-01-01T00:00:00Z,2024-01-01T00:00:00Z""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "subscriptions", "subscription_id, account_id, product, CAST(mrr AS INTEGER)") == [
            ("s1", "a1", "Yearly", 100)
        ]
        assert reasons(records)["never started"] == 1


def test_zuora_s_charges_of_the_latest_version_only(tmp_path: Path) -> None:
    files = {
        "crm": CRM,
        "accounts": "Id,Name,AccountNumber,CrmId,Currency,AutoPay,CreatedDate\nz1,Ann,A0001,001A,EUR,true,2024-01-01",
        "subscriptions": "Id,AccountId,Name,Status,Version,ContractEffectiveDate\nv1,z1,A-S1,Expired,1,2024-01-01\nv2,z1,A-S1,Active,2,2024-01-01",
        "charges": """Id,SubscriptionId,AccountId,Name,ChargeType,MRR,EffectiveStartDate,EffectiveEndDate,BillingPeriod,Quantity
            r0,v1,z1,Seats,Recurring,100,2024-01-01,2025-01-01,Annual,10
            r1,v2,z1,Seats,Recurring,100,2024-01-01,2024-07-01,Annual,10
            r2,v2,z1,Seats,Recurring,150,2024-07-01,2025-01-01,Annual,15
            r3,v2,z1,Setup,OneTime,0,2024-01-01,2024-01-02,,1
            r4,v2,z1,Calls,Usage,,2024-01-01,2025-01-01,Month,""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "subscriptions", "subscription_id, account_id, kind, CAST(mrr AS INTEGER)") == [
            ("r1", "001A", "recurring", 100),
            ("r2", "001A", "recurring", 150),
            ("r3", "001A", "one_time", 0),
            ("r4", "001A", "metered", None),
        ]
        assert reasons(records) == {"an earlier version of its subscription": 1}


def test_intercom_s_conversations_find_their_company(tmp_path: Path) -> None:
    files = {
        "companies": "id,company_id,name,website,session_count,monthly_spend,created_at\ni1,A,Ann,ann.io,5,100,1704067200",
        "contacts": "id,email,external_id,role\nk1,kim@ann.io,u1,user\nk2,lo@x.org,u2,user",
        "links": "contact_id,company_id\nk2,i1",
        "conversations": """id,created_at,state,contact_id,priority,conversation_rating_rating,statistics_first_admin_reply_at,statistics_last_close_at
            1,1704067200,closed,k1,priority,5,1704070800,1704153600
            2,1704067200,open,k2,not_priority,,,""",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "tickets", "ticket_id, account_id, first_reply_at, satisfaction") == [
            ("1", "i1", datetime(2024, 1, 1, 1, 0), 5.0),
            ("2", "i1", None, None),
        ]
        assert "today's figure" in file_of(records, "companies").left_out["monthly_spend"]


def test_gainsight_tells_the_csm_that_the_crm_does_not(tmp_path: Path) -> None:
    files = {
        "crm": CRM,
        "company": "Gsid,Name,ARR,CSM,CurrentScore,RenewalDate,SfdcAccountId\ng1,Ann,12000,kim@us.example.net,80,2026-01-01,001A",
        "call_to_action": "Gsid,CompanyId,Name,TypeName,ReasonName,StatusName,CreatedDate,ClosedDate\nc1,g1,x,Risk,Usage,Closed Success,2024-05-01,2024-05-09",
        "activity_timeline": "Gsid,CompanyId,AuthorId,ActivityDate,Type,Subject\nt1,g1,kim,2024-05-02T10:00:00Z,Meeting,Review",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "accounts", "account_id, csm_id, ae_id") == [("001A", "kim@us.example.net", "5")]
        assert rows(records, "alerts", "account_id, kind, reason, resolved_at") == [
            ("001A", "risk", "Usage", datetime(2024, 5, 9))
        ]
        assert rows(records, "touchpoints", "account_id, kind, csm_id") == [("001A", "Meeting", "kim")]


def test_planhat_s_licences_are_read_and_its_owner_is_asked(tmp_path: Path) -> None:
    files = {
        "companies": "_id,name,externalId,sourceId,owner,phase,h,mrr,customerFrom,domains\np1,Ann,A,,kim,Live,8,100,2024-01-01,ann.io",
        "licenses": "_id,companyId,product,fromDate,toDate,mrr,value,_currency,status\nl1,p1,Pro,2024-01-01,2024-12-31,100,1200,EUR,ongoing",
        "nps": "_id,companyId,email,nps,createDate\nn1,p1,kim@ann.io,9,2024-05-01",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "subscriptions", "account_id, start_on, CAST(mrr AS INTEGER), currency") == [
            ("p1", A2024, 100, "EUR")
        ]
        assert rows(records, "survey_responses", "account_id, kind, score") == [("p1", "nps", 9.0)]
        assert {question.column for question in records.check.questions} == {"csm_id", "ae_id"}


def test_vitally_s_accounts_notes_and_answers(tmp_path: Path) -> None:
    files = {
        "accounts": "id,externalId,name,mrr,healthScore,nextRenewalDate,csmId\nv1,A,Ann,100,7.5,2026-01-01,kim",
        "notes": "id,account_id,note_category_id,subject,note_date,author_id,archived_at\nn1,v1,c,Review,2024-05-01T10:00:00Z,kim,\nn2,v1,c,Old,2024-05-01T10:00:00Z,kim,2024-06-01",
        "nps": "id,user_id,account_id,score,responded_at\nr1,u1,v1,10,2024-05-01T10:00:00Z",
    }
    with opened(tmp_path, **files) as records:
        assert rows(records, "accounts", "account_id, csm_id") == [("v1", "kim")]
        assert rows(records, "touchpoints", "touchpoint_id, csm_id") == [("n1", "kim")]
        assert rows(records, "survey_responses", "account_id, kind, score") == [("v1", "nps", 10.0)]
        assert reasons(records) == {"archived": 1}


def test_churnzero_asks_what_its_contract_amount_is(tmp_path: Path) -> None:
    body = """External ID,Name,Start Date,End Date,Next Renewal Date,License Count,Total Contract Amount,Churn Score
        A,Ann,2024-01-01,,2027-01-01,10,24000,55"""
    with opened(tmp_path, cz=body) as records:
        assert rows(records, "accounts", "account_id, name") == [("A", "Ann")]
        (question,) = records.check.questions
        assert (question.table, question.column, question.candidates[0].name) == (
            "subscriptions",
            "mrr",
            "Total Contract Amount",
        )


def test_totango_tells_csm_from_seller_and_asks_what_its_contract_value_is(tmp_path: Path) -> None:
    body = """Account ID,Account Name,Success Manager,Sales Manager,Contract Value,Contract Renewal Date,Health,Create Date
        A,Ann,kim,sal,12000,2027-01-01,Good,2024-01-01"""
    with opened(tmp_path, totango=body) as records:
        assert rows(records, "accounts", "account_id, csm_id, ae_id") == [("A", "kim", "sal")]


@pytest.mark.parametrize(
    ("body", "event"),
    [
        (
            """insert_id,event_type,event_time,user_id,amplitude_id,server_upload_time,groups.company
            1,report made,2024-05-01 10:00:00.123000,u1,9,2024-05-01 10:00:05,A
            2,session_start,2024-05-01 10:00:00.123000,u1,9,2024-05-01 10:00:05,A""",
            "report made",
        ),
        (
            """event,properties.time,properties.distinct_id,properties.$insert_id,properties.company_id
            report made,1714557600,u1,1,A
            $identify,1714557600,u1,2,A""",
            "report made",
        ),
        (
            """event_id,visitor_id,account_id,feature_name,timestamp,num_events,num_minutes
            1,u1,A,report made,2024-05-01T10:00:00Z,3,1""",
            "report made",
        ),
    ],
    ids=["amplitude", "mixpanel", "pendo"],
)
def test_streams_of_events(tmp_path: Path, body: str, event: str) -> None:
    with opened(tmp_path, accounts="account_id,name\nA,Ann", stream=body) as records:
        found = rows(records, "usage_events", "account_id, user_id, event, date_trunc('second', occurred_at)")
        assert found == [("A", "u1", event, datetime(2024, 5, 1, 10))]
        assert all(reason == "not something a person did in the product" for reason in reasons(records))
