"""A software company's records of any size, made by set-wise SQL, and the truth that was planted in them."""

from colonnade.records.generate.plan import ENDS_ON, SHAPES, Plan, Shape
from colonnade.records.generate.write import write_records

__all__ = ["ENDS_ON", "SHAPES", "Plan", "Shape", "write_records"]
