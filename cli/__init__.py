"""The only door: `kumiai <noun> <verb>`. Parses, calls, prints, exits; decides nothing."""
