"""The shell's own pages."""

from serai.web.views import asked, me
from serai.web.views.app import manifest, offline, robots, service_worker
from serai.web.views.choices import language, look
from serai.web.views.data import data
from serai.web.views.home import home

__all__ = ["asked", "data", "home", "language", "look", "manifest", "me", "offline", "robots", "service_worker"]
