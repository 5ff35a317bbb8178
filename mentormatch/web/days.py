"""Days in an address, as a browser's date field writes them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta


def day(word: str) -> datetime | None:
    """The beginning of a day such as 2026-03-31, in UTC; None for anything else."""
    try:
        found = datetime.strptime(word.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return found if 1990 <= found.year < 3000 else None


def span(args: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """From the beginning of the day `since` to the end of the day `until`."""
    first, last = day(args.get("since", "")), day(args.get("until", ""))
    return first, last + timedelta(days=1) if last else None


def written(since: datetime | None, until: datetime | None) -> dict[str, str]:
    """A span as the words of an address."""
    last = until - timedelta(days=1) if until else None
    return {
        "since": since.date().isoformat() if since else "",
        "until": last.date().isoformat() if last else "",
    }


def has_wrong_day(args: Mapping[str, str]) -> bool:
    """Whether an address names a day that is none."""
    return any(args.get(name, "").strip() and day(args[name]) is None for name in ("since", "until"))
