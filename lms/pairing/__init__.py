"""Pairs of a mentor and a mentee, and requests for help between them."""
