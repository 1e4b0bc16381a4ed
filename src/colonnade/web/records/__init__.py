"""An organisation's records in the web: where they lie, what they measure, what it says of itself."""
