"""Content is data: the shipped models, the bank, and how such files and others from outside are looked through."""
