"""Colonnade measures the maturity of a Customer Success organisation and helps to advance it."""

__version__ = "0.1.0"
