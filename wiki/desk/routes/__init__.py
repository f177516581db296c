"""Answer the pages of the editors' desk."""
