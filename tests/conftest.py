"""Generated cases are the same each time and have no deadline. Lines are a hundred wide."""

import os

from hypothesis import settings

os.environ["COLUMNS"] = "100"

# A change is judged by what it changed, and a busy machine is no fault of the code; `make test-long` draws anew.
settings.register_profile("colonnade", deadline=None, derandomize=True)
settings.register_profile("drawn", deadline=None, print_blob=True)
settings.load_profile("colonnade")
