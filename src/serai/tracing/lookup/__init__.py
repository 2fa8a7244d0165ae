"""The public list of trips with a confirmed case, and the page on which anybody can look one up."""
