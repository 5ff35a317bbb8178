"""What to ask next and when to stop."""

from mentormatch.adaptive.step import Ask, Finished, Step, full_order, next_step

__all__ = ["Ask", "Finished", "Step", "full_order", "next_step"]
