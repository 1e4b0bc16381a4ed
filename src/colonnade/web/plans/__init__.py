"""Plans: what an organisation changes after a round, by whom and until when, and whether it moved."""
