"""mentormatch: which kind of mentoring or coaching fits, why, and what to do next."""

__version__ = "0.1.0"
