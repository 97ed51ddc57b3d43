"""What a person types: one form for a page, with the widgets and checks they share."""
