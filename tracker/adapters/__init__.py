"""The outside world behind small protocols, each with a real and a null implementation."""
