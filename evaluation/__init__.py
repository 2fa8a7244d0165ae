"""What Serai finds in data and samples that nobody here wrote; `python -m evaluation` measures it."""
