"""Pairing people, ending pairs, asking for help and answering it."""
