"""Publishing content from folders, and the sheet of local fields."""
