"""Notices: the list, the count in every header, where they are sent, and the letters."""
