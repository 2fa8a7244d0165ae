"""Filling a station with a made world, through the rooms' own services."""
