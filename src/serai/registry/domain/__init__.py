"""The shared nouns that need no database: movements, bad input, rejection reports."""
