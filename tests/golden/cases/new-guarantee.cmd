# A file to start from.
new --kind guarantee
