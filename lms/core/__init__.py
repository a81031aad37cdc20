"""Pure rules of the house: no framework, no database, no clock and no randomness of their own."""
