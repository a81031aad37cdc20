"""Who stands where in a unit, on the page and in Excel."""
