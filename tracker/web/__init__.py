"""Pages: blueprints, guards, headers and error pages. The only room that knows HTML requests."""
