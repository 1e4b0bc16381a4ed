"""Scorecards, answer sheets, interview sheets and plans: out to people and back, as CSV and XLSX."""
