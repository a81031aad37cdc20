"""The least that a site of this kind can cost: what our pages are compared with."""
