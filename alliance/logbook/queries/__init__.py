"""What pages about clients and logs need to know, read in a fixed number of queries."""
