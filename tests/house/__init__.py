"""The rules of the house that a machine keeps, and the tests which show that each one bites."""
