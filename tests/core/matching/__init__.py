"""Suggesting pairs."""
