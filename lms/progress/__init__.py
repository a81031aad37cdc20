"""The ledger of learning events, enrolments folded from it, and the pages a learner studies on."""
