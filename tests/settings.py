"""The product's settings as tests start them: with development secrets, whoever calls pytest, and from wherever."""

import os

os.environ.setdefault("SERAI_DEV", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "serai.config.settings"  # what processes that a test starts use

from serai.config.settings import *  # noqa: F403
