"""The web application: people, assessments, results; scoring and rules stay in the core."""
