"""Who may do what: permissions, pure predicates and the one map that joins them."""
