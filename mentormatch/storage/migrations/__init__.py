"""The history of the schema; run by `storage.schema`, never by hand.

Revisions are numbered in order, so that a program can tell a database that is ahead of it
(a rolling restart has begun) from one that is behind.
"""

HEAD = "0009"
