"""What changes banks in the making. Nothing here commits."""
