"""The portal's settings as a deployment has them, with static files in a folder of their own."""

import os

from portal.settings import *  # noqa: F403

STATIC_ROOT = os.environ["STATIC_ROOT"]
