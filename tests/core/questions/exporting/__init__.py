"""Tests of question banks; ``banks`` makes small ones, ``shapes`` makes all kinds of them for properties."""
