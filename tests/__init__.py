"""The tests. A package of its own, because a library may bring another package of this name."""
