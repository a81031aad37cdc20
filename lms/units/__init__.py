"""The tree of units, who belongs where, and who holds which role on what."""
