"""A diagnosis in every form it leaves the product: text, JSON, SVG, HTML."""
