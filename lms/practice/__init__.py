"""Hands-on tasks: what was handed in, what was decided, evidence photos."""
