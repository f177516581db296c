"""What the site says of itself and how it looks: name, colour, logo, announcement, front."""
