"""What makes an account leave, as planted: effects on the log odds of giving notice in a month."""

from math import exp

EFFECTS = {"usage": 4.0, "support": 1.1, "play": -1.2}
"""Per share of use lost in three months; of slow support in this or the last month; of a play for an alert of this
or the three months before that was completed in time."""

ODDS = {
    "use halved in three months": exp(EFFECTS["usage"] / 2),
    "slow support": exp(EFFECTS["support"]),
    "play completed in time": exp(EFFECTS["play"]),
}
