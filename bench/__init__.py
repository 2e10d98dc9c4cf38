"""Speed as ratios: each figure beside the least that the same work can cost, in one run."""
