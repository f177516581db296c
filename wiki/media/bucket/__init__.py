"""Keep the pictures and files of the library in a bucket of S3, with a cache on this machine."""
