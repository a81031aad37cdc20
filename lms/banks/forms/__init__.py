"""What trainers fill in about banks: the settings of one, and the fields of a question, which differ by its type."""
