"""Reading notices: a person's own, and those that are to be mailed."""
