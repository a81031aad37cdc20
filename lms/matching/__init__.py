"""Matching: who wants help and who offers it, suggested pairs, the coordinator's board, twinned units."""
