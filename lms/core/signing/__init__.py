"""The signature lab: practice certificates, practice documents, signing them, and reading any signed PDF.

Everything here is pure: clock, keys and names are arguments; only the making of keys and the nonces of ECDSA draw on the
system's randomness. The heavy libraries come with ``authority``, ``documents``, ``sealing``, ``samples`` and
``inspecting``, so those are imported where they are used and not with every worker; ``identity`` and ``kit`` are light.
"""
