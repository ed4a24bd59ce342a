"""The commands of `passerelle`, one a module."""
