"""Certificates: issue, print, verify, revoke."""
