"""An oTree project: the peer of `tests/bench/against_otree.py`, in an environment of its own."""
