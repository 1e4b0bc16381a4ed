"""Scorecards and plans in and out of CSV and XLSX."""
