"""Tests of what reads files of other programs."""
