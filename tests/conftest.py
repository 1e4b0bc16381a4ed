"""Generated cases have no deadline: a busy machine is no fault of the code. Lines are a hundred wide."""

import os

from hypothesis import settings

os.environ["COLUMNS"] = "100"

settings.register_profile("colonnade", deadline=None)
settings.load_profile("colonnade")
