"""Notices: what concerns a person, told once in the site and, where a mail server is set, by mail."""
