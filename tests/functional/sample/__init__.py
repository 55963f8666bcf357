"""A package as the generator would write it, by hand, on the runtime's sources."""
