"""People on the roster, how they sign in, their sessions, and the audit log."""
