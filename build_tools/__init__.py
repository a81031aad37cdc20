"""What building and checking the project needs; not shipped."""
