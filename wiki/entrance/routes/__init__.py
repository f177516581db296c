"""Answer the pages that mailed links lead to, and those that send them."""
