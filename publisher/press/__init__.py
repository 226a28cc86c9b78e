"""The press: histories and comparisons become the files of the public site."""
