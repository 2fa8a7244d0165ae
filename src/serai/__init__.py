"""Serai: the joint prevention and control of epidemics between countries."""

__version__ = "0.1.0"
