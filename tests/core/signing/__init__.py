"""Tests of the signature lab; ``hand_made`` writes signed PDFs byte by byte, ``attacks`` what is wrong with them."""
