"""Skills: abilities from the ledger, the learner's page, rechecks, and who may confirm from outside a pair."""
