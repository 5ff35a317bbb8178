"""Tests of the rules of staff accounts."""
