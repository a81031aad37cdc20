"""Keeping needs and offers, making suggestions, and what the coordinator does with them."""
