"""Records that are kept: a folder of immutable generations, loaded into again and again, read without a load."""
