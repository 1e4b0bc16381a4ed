"""Content is data: the shipped models, the bank of criteria, and how such files are read and checked."""
