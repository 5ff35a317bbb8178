"""Speed, as ratios to the least that a program of the same kind could do; `./dev bench`."""
