"""Tests of what writes files for other programs."""
