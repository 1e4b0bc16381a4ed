"""Assessments: scored blind, revealed, reconciled, read."""
