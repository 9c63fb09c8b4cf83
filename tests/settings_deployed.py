"""The portal’s settings as a deployment has them, with static files and the clock in a folder of its own."""

import os

from portal.settings import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
CLOCK_FILE = os.environ["CLOCK_FILE"]
