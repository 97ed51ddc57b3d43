"""Demonstration councils, retold from public documents and loaded by replaying dated deeds."""
