"""Question banks, attempts and their answers."""
