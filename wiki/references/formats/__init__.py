"""The formats in which programs exchange sources, to and from CSL-JSON; knows no database."""
