"""Values that the whole program speaks in: standard library only, no files, no clock."""
