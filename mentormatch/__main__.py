"""`python -m mentormatch` is the `mentormatch` command."""

from mentormatch.cli import main

if __name__ == "__main__":
    main()
