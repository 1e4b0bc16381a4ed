"""The metrics, one function each; importing this fills the catalogue and nothing else."""

from colonnade.records.metrics import commercial as commercial
from colonnade.records.metrics import costs as costs
from colonnade.records.metrics import forecasts as forecasts
from colonnade.records.metrics import health as health
from colonnade.records.metrics import onboarding as onboarding
from colonnade.records.metrics import people as people
from colonnade.records.metrics import plays as plays
from colonnade.records.metrics import reach as reach
from colonnade.records.metrics import retention as retention
from colonnade.records.metrics import support as support
from colonnade.records.metrics import usage as usage
from colonnade.records.metrics import voice as voice
from colonnade.records.metrics.language import METRICS as METRICS
