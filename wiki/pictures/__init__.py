"""Charts, timeline, topic map and process: pictures of the wiki, drawn on the server."""
