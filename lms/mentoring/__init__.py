"""The mentor's screen: help requests, the review queue, confirmations."""
