"""The words systems use for our choices: `New Business` is new, `licensed` is recurring."""

from collections.abc import Mapping

_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("subscriptions", "kind"): {
        "one_time": "onetime one_off oneoff non_recurring nonrecurring setup setup_fee charge one_time_charge"
        " perpetual services professional_services",
        "metered": "usage usage_based pay_as_you_go overage consumption variable",
        "trial": "trialing in_trial free_trial on_trial evaluation pilot",
        "recurring": "licensed subscription active per_unit flat_fee recurring_charge fixed renewable plan addon"
        " add_on plan_item addon_item",
    },
    ("opportunities", "kind"): {
        "new": "new_business newbusiness new_customer new_logo newlogo new_client initial net_new",
        "renewal": "renewals renew existing_customer_renewal renewal_business",
        "expansion": "existing_customer_upgrade upsell up_sell cross_sell crosssell upgrade add_on addon"
        " expansion_business amendment",
    },
    ("opportunities", "source"): {
        "cs": "customer_success csm csql customer_success_manager",
        "partner": "partner_referral channel reseller alliance",
        "marketing": "web website inbound paid_search paid_social organic_search email_marketing trade_show event"
        " webinar advertisement content",
        "referral": "customer_referral employee_referral word_of_mouth external_referral referrals",
        "sales": "outbound sales_generated cold_call prospecting sdr bdr",
    },
    ("survey_sends", "kind"): {
        "nps": "net_promoter_score relationship_nps enps",
        "csat": "satisfaction customer_satisfaction support_satisfaction",
        "ces": "effort customer_effort_score customer_effort",
    },
    ("accounts", "touch_model"): {
        "human": "high_touch hightouch high dedicated mid_touch white_glove",
        "pooled": "pool scaled low_touch medium_touch shared",
        "digital": "tech_touch techtouch tech automated self_serve no_touch digital_touch",
    },
    ("alerts", "kind"): {
        "risk": "churn_risk at_risk escalation retention bug_risk product_risk",
        "expansion": "opportunity upsell growth upsell_opportunity",
        "lifecycle": "event onboarding renewal adoption",
    },
}
TRIAL_STATUSES = ("trialing", "in_trial", "trial", "on_trial", "free_trial")

ENDED_STATUSES = (
    "cancelled", "canceled", "churned", "expired", "ended", "terminated", "lapsed", "lost", "closed", "completed",
    "inactive", "deactivated", "former",
)  # fmt: skip
"""What a status says of a subscription that is over."""


def synonyms(column: str, choices: tuple[str, ...]) -> Mapping[str, str]:
    """Each word of a system with our choice for it, for a column that has these choices."""
    for (_, name), given in _WORDS.items():
        if name == column and set(given) <= set(choices):
            return {word: choice for choice, words in given.items() for word in words.split()}
    return {}
