"""The tests: they mirror the package, with journeys, browser, faults and house beside it."""
