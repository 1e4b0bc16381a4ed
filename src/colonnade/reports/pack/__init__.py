"""The board pack before it is a file: every part in words and figures, the same for each format."""

from colonnade.reports.pack.build import pack
from colonnade.reports.pack.figures import Figure
from colonnade.reports.pack.parts import Pack

__all__ = ["Figure", "Pack", "pack"]
