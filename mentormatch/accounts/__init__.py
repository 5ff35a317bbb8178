"""Staff accounts as plain values and rules: roles, passwords, one-time codes, sessions, tries."""
