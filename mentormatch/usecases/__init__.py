"""Errands: one module an errand, one function a deed, inside the caller's transaction."""
