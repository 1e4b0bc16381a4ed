"""Results in the forms in which they leave the product."""
