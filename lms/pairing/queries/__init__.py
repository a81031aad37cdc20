"""Reading pairs, boards and requests for help; and who makes a request."""
