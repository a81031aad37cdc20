"""Skills: how far a person is in each, read from the ledger; rechecks; counts for officers."""
