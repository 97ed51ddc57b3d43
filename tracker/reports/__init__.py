"""Documents out, made from the same rows that the pages show, so that the two cannot disagree."""
