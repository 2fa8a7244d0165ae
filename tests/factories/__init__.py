"""Test data that reads as a sentence."""
