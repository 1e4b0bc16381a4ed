"""The metrics, one function each; importing this fills the catalogue and nothing else."""

from colonnade.records.metrics import retention as retention
from colonnade.records.metrics import support as support
from colonnade.records.metrics import usage as usage
from colonnade.records.metrics import voice as voice
from colonnade.records.metrics.language import METRICS as METRICS
