"""Parts of the actions on sources, and of saving an article that cites them."""
