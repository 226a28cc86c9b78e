"""Policy versions, change notices and the evidence that both happened."""

__version__ = "0.1.0"
