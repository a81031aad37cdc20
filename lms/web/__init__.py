"""Shared Flask pieces: access, sessions, headers, translations, paging, form fields, assets. No feature lives here."""
