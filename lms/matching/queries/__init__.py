"""Reading needs, offers, what the ledger proves, runs of suggestions, and the board."""
