"""Records turned into rows, tags, links and sentences: the home of wording."""
